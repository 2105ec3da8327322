"""A small folder in which every kind of file is right: the bad ones of the tests differ from it in one thing each."""

from pathlib import Path

THREE_REFERENCES = """\
- key: li2014
  csl:
    type: article-journal
    title: A review of bones
    issued: {date-parts: [[2014, 1, 9]]}
    DOI: 10.1000/li2014
- key: lutz2017
  status: superseded
  superseded_by: alcorn2024
  csl: {type: article-journal, title: An old guideline}
- key: alcorn2024
  csl: {type: article-journal, title: A new guideline}
"""

ONE_INDICATION = """\
- key: bone-metastases
  name: {en: bone metastases, es: metástasis óseas}
  codes: {icd10cm: C79.51, snomed: 94222008}
"""

BISPHOSPHONATES = """\
key: bisphosphonates
name: {en: bisphosphonates, es: bisfosfonatos}
side_effects:
  - key: fever
    name: {en: fever, es: fiebre}
    references: [li2014]
"""

ZOLEDRONIC_ACID = """\
key: zoledronic-acid
name: {en: zoledronic acid, es: ácido zoledrónico}
classes: [bisphosphonates]
products:
  - brand: Zometa
    prescription: prescription
regimens:
  - key: usual
    product: Zometa
    indication: bone-metastases
    route: intravenous
    dose: {value: 4, unit: mg}
    timing: {frequency: 1, period: 12, periodUnit: wk}
    dose_references: [li2014]
precautions:
  - key: kidneys
    condition: {en: kidney disease, es: enfermedad renal}
    advice: {en: tell your care team, es: avise a su equipo}
    severity: ask-first
"""

BONES = """\
---
title: Bones
topic: pain
also_called: [bone mets]
related: [joints]
---

## What is it?

See [[page:joints]] and [[page:pain]] [@li2014].
"""

JOINTS = """\
---
title: Joints
topic: pain
related: [bones]
---

See [[page:bones]].
"""

ARTICLE, DRUG, CLASS = "articles/bones.md", "drugs/zoledronic-acid.yaml", "drug-classes/bisphosphonates.yaml"
TOPIC, TERM, DRUG_PAGE = "topics/pain.md", "glossary/fracture.md", "drug-pages/zoledronic-acid.md"
REFERENCES, INDICATIONS, SITE = "references.yaml", "indications.yaml", "site.yaml"

GOOD = {
    "site.yaml": "name: {en: Sample}\nhelp_lines:\n  en: {emergency_number: '911'}\n",
    "references.yaml": THREE_REFERENCES,
    "indications.yaml": ONE_INDICATION,
    "drug-classes/bisphosphonates.yaml": BISPHOSPHONATES,
    "drugs/zoledronic-acid.yaml": ZOLEDRONIC_ACID,
    "glossary/fracture.md": "---\ntitle: fracture\ndefinition: A broken bone.\naliases: [break]\n---\n",
    "topics/cancer.md": "---\ntitle: Cancer\nfeatured: [joints, bones]\n---\n",
    "topics/pain.md": "---\ntitle: Pain\nparent: cancer\norder: 2\n---\n",
    "articles/bones.md": BONES,
    "articles/joints.md": JOINTS,
    "drug-pages/zoledronic-acid.md": "---\ntitle: Zoledronic acid\ndrug: zoledronic-acid\n---\n\nAbout it.\n",
}


def write(root: Path, name: str, content: str | bytes | None) -> None:
    """Write one file of a folder; None takes it away."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content.encode() if isinstance(content, str) else content)


def changed(name: str, old: str, new: str) -> dict[str, str]:
    """A good file with one place changed."""
    assert GOOD[name].count(old) == 1, f"{old!r} must stand once in {name}"
    return {name: GOOD[name].replace(old, new)}


def front(fields: str) -> str:
    """A Markdown file with these lines of front matter."""
    return f"---\n{fields}\n---\n\nText.\n"
