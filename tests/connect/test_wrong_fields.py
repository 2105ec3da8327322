"""Fields that say something wrong: each is told with file, line and how to mend it, and nothing at all changes."""

import pytest

from tests.connect.folders import (
    ARTICLE,
    CLASS,
    DRUG,
    DRUG_PAGE,
    GOOD,
    INDICATIONS,
    REFERENCES,
    SITE,
    TERM,
    TOPIC,
)

pytestmark = pytest.mark.django_db

FIELDS = [
    # of every page
    (ARTICLE, "title: Bones\n", "", 2, "“title” is missing; it must be text"),
    (ARTICLE, "title: Bones", "title:", 2, "“title” is missing; it must be text"),
    (ARTICLE, "title: Bones", "title: '  '", 2, "“title” is missing"),
    (
        ARTICLE,
        "title: Bones",
        "title: true",
        2,
        "“title” must be text (in quotes if it looks like something else), not true",
    ),
    (ARTICLE, "title: Bones", "title: 2024-01-03", 2, "must be text (in quotes if it looks like something else)"),
    (ARTICLE, "title: Bones", "title: 1.50", 2, "must be text (in quotes if it looks like something else), not “1.5”"),
    (
        ARTICLE,
        "title: Bones",
        "title: [Bones]",
        2,
        "must be text (in quotes if it looks like something else), not a list",
    ),
    (ARTICLE, "title: Bones", f"title: {'x' * 201}", 2, "“title”: Ensure this value has at most 200 characters"),
    (ARTICLE, "topic: pain", "topik: pain", 3, "unknown field “topik”; did you mean “topic”?"),
    (
        ARTICLE,
        "topic: pain",
        "colour: red",
        3,
        "unknown field “colour”; known are also_called, key, keywords, language",
    ),
    (ARTICLE, "topic: pain", "language: nl", 3, "“language” must be one of en, es, not “nl”"),
    (ARTICLE, "topic: pain", "risk_tier: medicin", 3, "not “medicin”; did you mean “medicine”?"),
    (TERM, "title: fracture", "title: f\nkey: a fracture", 3, "“key”: Enter a valid"),
    (ARTICLE, "topic: pain", "slug: ../admin", 3, "“slug”: Enter a valid"),
    (ARTICLE, "topic: pain", "topic: pian", 3, "there is no topic “pian” in the language “en”; did you mean “pain”?"),
    (
        ARTICLE,
        "topic: pain",
        "topic: zzz",
        3,
        "there is no topic “zzz” in the language “en”; add it, or correct the key",
    ),
    (
        ARTICLE,
        "[bone mets]",
        "bone mets",
        4,
        "“also_called” must be a list of texts (“- ” before each), not “bone mets”",
    ),
    (ARTICLE, "[bone mets]", "[{a: b}]", 4, "must be a list of texts (“- ” before each), not a list"),
    (
        ARTICLE,
        "[joints]",
        "[joint]",
        5,
        "“related”: there is no page “joint” in the language “en”; did you mean “joints”?",
    ),
    (ARTICLE, "[joints]", "[bones]", 5, "“related”: a page cannot name itself; take its key out"),
    (TOPIC, "order: 2", "order: two", 4, "“order” must be a whole number, not “two”"),
    (TOPIC, "order: 2", "order: -1", 4, "“order” must be a whole number, not “-1”"),
    (TOPIC, "order: 2", "order: 99999", 4, "“order” must be a whole number"),
    (
        TOPIC,
        "parent: cancer",
        "parent: cancers",
        3,
        "“parent”: there is no topic “cancers” in the language “en”; did you",
    ),
    ("topics/cancer.md", "[joints, bones]", "[joints, bonse]", 3, "“featured”: there is no page “bonse”"),
    (TERM, "definition: A broken bone.\n", "", 2, "“definition” is missing"),
    (TERM, "aliases: [break]", "related: [bones]", 4, "unknown field “related”"),
    (
        DRUG_PAGE,
        "drug: zoledronic-acid",
        "drug: zoledronicacid",
        3,
        "there is no drug “zoledronicacid”; did you mean “zol",
    ),
    (DRUG_PAGE, "drug: zoledronic-acid", "key: other\ndrug: zoledronic-acid", 3, "“key” must be the key of its drug"),
    # of facts
    (CLASS, "name: {en: bisphosphonates, es: bisfosfonatos}\n", "", 1, "“name” is missing; it must be words for each"),
    (
        CLASS,
        "{en: bisphosphonates, es: bisfosfonatos}",
        "bisphosphonates",
        2,
        "must be words for each language (en, es)",
    ),
    (CLASS, "{en: bisphosphonates, es: bisfosfonatos}", "{nl: bisfosfonaten}", 2, "must be words for each language"),
    (CLASS, "{en: bisphosphonates, es: bisfosfonatos}", "{en: 5}", 2, "must be words for each language (en, es)"),
    (
        CLASS,
        "[li2014]",
        "[li2041]",
        6,
        "side effects “fever”: “references”: there is no reference “li2041”; did you mean",
    ),
    (CLASS, "{en: fever, es: fiebre}", "{}", 4, "side effects “fever”: “key”: there is no effect “fever”; add it"),
    (
        CLASS,
        "  - key: fever",
        "  - key: fever\n    band: rarely",
        5,
        "“band” must be one of very-common, common, uncommon",
    ),
    (CLASS, "  - key: fever", "  - key: fever\n    serious: yes", 5, "“serious” must be true or false, not “yes”"),
    (
        DRUG,
        "classes: [bisphosphonates]",
        "classes: [bisphosphonate]",
        3,
        "there is no drug class “bisphosphonate”; did",
    ),
    (
        DRUG,
        "indication: bone-metastases",
        "indication: bone-metastasis",
        10,
        "there is no indication “bone-metastasis”",
    ),
    (
        DRUG,
        "    product: Zometa",
        "    product: Reclast",
        9,
        "there is no product “Reclast” in this file; the drug has Zometa",
    ),
    (DRUG, "route: intravenous", "route: intravenus", 11, "not “intravenus”; did you mean “intravenous”?"),
    (DRUG, "{value: 4, unit: mg}", "4 mg", 12, "“dose” must be a set of named fields, not “4 mg”"),
    (DRUG, "{value: 4, unit: mg}", "{value: four, unit: mg}", 12, "dose: “value” must be a number, not “four”"),
    (DRUG, "{value: 4, unit: mg}", "{value: .nan, unit: mg}", 12, "dose: “value” must be a number, not “.nan”"),
    (DRUG, "{value: 4, unit: mg}", "{value: 4, units: mg}", 12, "unknown field “units”; did you mean “unit”?"),
    (DRUG, "{value: 4, unit: mg}", "{unit: mg}", 8, "regimens “usual”: The dose needs a number"),
    (DRUG, "{value: 4, unit: mg}", "{value: 4}", 8, "regimens “usual”:"),
    (DRUG, "{value: 4, unit: mg}", "{value: -4, unit: mg}", 8, "regimens “usual”:"),
    (DRUG, "periodUnit: wk", "periodUnit: weeks", 13, "“periodUnit” must be one of h, d, wk, mo, a, not “weeks”"),
    (DRUG, ", periodUnit: wk", "", 8, "regimens “usual”: The period needs a unit"),
    (
        DRUG,
        "frequency: 1, period: 12",
        "frequency: 1.5, period: 12",
        13,
        "“frequency” must be a whole number, not “1.5”",
    ),
    (DRUG, "period: 12", "period: 4, periodMax: 3", 8, "regimens “usual”:"),
    (DRUG, "period: 12", "period: 0", 8, "regimens “usual”:"),
    (DRUG, "  - key: usual\n    product", "  - product", 8, "regimens “1”: “key” is missing"),
    (
        DRUG,
        "  - brand: Zometa\n",
        "  - form: {en: drip}\n  - brand: Zometa\n",
        5,
        "products “1”: Give a brand name or a strength",
    ),
    (
        DRUG,
        "severity: ask-first",
        "severity: ask",
        19,
        "“severity” must be one of avoid, ask-first, caution, not “ask”",
    ),
    (
        DRUG,
        "products:\n  - brand: Zometa\n",
        "products:\n  - Zometa\n  - brand: Zometa\n",
        4,
        "must be a list of named fields",
    ),
    (
        DRUG,
        "precautions:\n",
        "codes: {rxnorms: '1'}\nprecautions:\n",
        15,
        "codes: unknown field “rxnorms”; did you mean",
    ),
    # of the library
    (
        REFERENCES,
        "DOI: 10.1000/li2014",
        "titel: x\n  statuss: current",
        7,
        "unknown field “statuss”; did you mean “status”",
    ),
    (REFERENCES, "    title: A review of bones\n", "", 3, "csl: A reference needs a title"),
    (
        REFERENCES,
        "    type: article-journal\n    title: A review",
        "    type: journal-article\n    title: A review",
        3,
        "did you",
    ),
    (
        REFERENCES,
        "status: superseded",
        "status: corrected",
        9,
        "“superseded_by” goes with the status “superseded”, not",
    ),
    (REFERENCES, "status: superseded", "status: old", 8, "“status” must be one of current, corrected, superseded"),
    (
        REFERENCES,
        "superseded_by: alcorn2024",
        "superseded_by: alcorn2042",
        9,
        "there is no reference “alcorn2042”; did you",
    ),
    (REFERENCES, "superseded_by: alcorn2024", "superseded_by: lutz2017", 9, "a reference cannot replace itself"),
    (
        REFERENCES,
        "- key: alcorn2024\n  csl: {type: article-journal, title: A new guideline}",
        "- key: alcorn2024\n  superseded_by: lutz2017\n  csl: {type: book, title: A new guideline}",
        12,
        "“superseded_by”: “lutz2017” is itself replaced by “alcorn2024”",
    ),
    (
        REFERENCES,
        "title: A new guideline}",
        "title: N, DOI: 10.1000/LI2014}",
        12,
        "“li2014” is the same work; cite that one",
    ),
    (INDICATIONS, "{en: bone metastases, es: metástasis óseas}", "bones", 2, "“name” must be words for each language"),
    (INDICATIONS, "icd10cm: C79.51", "icd10: C79.51", 3, "codes: unknown field “icd10”; did you mean “icd10cm”?"),
    # of the site
    (SITE, "name: {en: Sample}\n", "", 1, "“name” is missing"),
    (SITE, "{emergency_number: '911'}", "{emergency_nummer: '911'}", 3, "did you mean “emergency_number”?"),
    (SITE, "{emergency_number: '911'}", "911", 2, "“help_lines” must be a set of named fields for each language"),
    (SITE, "  en: {", "  nl: {", 3, "help_lines nl: is not a language of this site (en, es)"),
    (
        SITE,
        "name: {en: Sample}",
        "name: {en: S}\nbanner: {text: {en: Hi}, url: 'javascript:alert(1)'}",
        2,
        "“url” must start",
    ),
    (
        SITE,
        "name: {en: Sample}",
        "name: {en: S}\nbanner: {starts: soon}",
        2,
        "“starts” must be a date such as 2026-03-31",
    ),
    (
        SITE,
        "name: {en: Sample}",
        "name: {en: S}\nbanner: {starts: 2026-02-01, ends: 2026-01-01}",
        2,
        "would never show",
    ),
]

# What a file names, so that the rest of the folder can stay away.
TOPICS = ("topics/cancer.md", TOPIC, ARTICLE, "articles/joints.md", REFERENCES)
FACTS = (REFERENCES, INDICATIONS, CLASS, DRUG)
NAMED = {ARTICLE: TOPICS, TOPIC: TOPICS, "topics/cancer.md": TOPICS, CLASS: FACTS[:1], DRUG: FACTS, DRUG_PAGE: FACTS}


@pytest.mark.parametrize(("file", "old", "new", "line", "message"), FIELDS)
def test_a_wrong_field_is_told_with_its_line_and_how_to_mend_it(folder, problems, file, old, new, line, message):
    text = GOOD[file].replace(old, new, 1)
    assert text != GOOD[file]
    named = {name: GOOD[name] for name in NAMED.get(file, ())}
    found = problems(folder(named | {file: text}, only=True))
    assert [problem[:2] for problem in found] == [(file, line)], found
    assert message in found[0][2]
