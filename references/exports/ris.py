"""RIS: a tag, two spaces, a dash; a value is one line. What RIS has no tag for stands in C8."""

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from references.exports.works import Work
from references.formats import ris
from references.formats.carried import carry
from references.formats.ris_words import FREE, USED

_KINDS = {
    "article-journal": "JOUR", "article-magazine": "MGZN", "article-newspaper": "NEWS", "article": "UNPB", "bill": "BILL",
    "book": "BOOK", "broadcast": "MPCT", "chapter": "CHAP", "classic": "CLSWK", "dataset": "DATA", "entry-dictionary": "DICT",
    "entry-encyclopedia": "ENCYC", "figure": "FIGURE", "graphic": "ART", "hearing": "HEAR", "interview": "PCOMM",
    "legal_case": "CASE", "legislation": "STAT", "manuscript": "UNPB", "map": "MAP", "motion_picture": "MPCT",
    "musical_score": "MUSIC", "pamphlet": "PAMP", "paper-conference": "CPAPER", "patent": "PAT", "periodical": "JFULL",
    "personal_communication": "PCOMM", "post-weblog": "BLOG", "regulation": "STAT", "report": "RPRT", "software": "COMP",
    "song": "SOUND", "speech": "SLIDE", "standard": "STAND", "thesis": "THES", "webpage": "ELEC",
}  # fmt: skip
_PARTS = ("article-journal", "article-magazine", "article-newspaper", "chapter", "paper-conference")
_TAG = re.compile(r"[A-Z][A-Z0-9]")


def write(works: Iterable[Work]) -> Iterator[str]:
    for work in works:
        rows = _rows(work)
        (found,) = ris.read(io.StringIO(_text(rows)))
        carried = carry(work.key, work.csl, found.record or {}, work.ours)
        yield _text([*rows, *((FREE, text) for text in carried)])


def _text(rows: Iterable[tuple[str, str]]) -> str:
    return "".join(f"{tag}  - {value}\n" for tag, value in (*rows, ("ER", "")) if value or tag == "ER") + "\n"


def _rows(work: Work) -> list[tuple[str, str]]:
    kind, day = work.text("type"), work.day()
    first, _dash, last = work.text("page").partition("-")
    whole_date = "/".join(f"{part:02}" for part in day) if len(day) > 1 else ""
    rows = [("TY", _KINDS.get(kind, "GEN")), ("ID", work.key), ("TI", work.text("title"))]
    for tag, field in (("AU", "author"), ("A2", "editor"), ("A3", "collection-editor"), ("A4", "translator")):
        rows += [(tag, name_line(name)) for name in work.people(field)]
    rows += [
        ("T2", work.text("container-title")),
        ("J2", work.text("container-title-short") if kind in _PARTS else ""),
        ("T3", work.text("collection-title")),
        ("ST", work.text("title-short")),
        ("PY", work.year()),
        ("DA", f"{whole_date}{'/' * (3 - len(day))}" if whole_date else ""),
        ("VL", work.text("volume")),
        ("IS", work.text("issue")),
        ("SP", first if "-" not in last else work.text("page")),
        ("EP", last if "-" not in last else ""),
        ("C7", work.text("number") if kind in _PARTS else ""),
        ("M1", "" if kind in _PARTS else work.text("number")),
        ("M3", work.text("genre") if kind in ("thesis", "report", "document") else ""),
        ("ET", work.text("edition")),
        ("SE", work.text("section")),
        ("NV", work.text("number-of-volumes")),
        ("PB", work.text("publisher")),
        ("CY", work.text("publisher-place")),
        *(("SN", number) for number in work.serial_numbers()),
        ("DO", work.text("DOI")),
        ("AN", f"PMID: {work.text('PMID')}" if work.text("PMID") else ""),
        ("C2", work.text("PMCID")),
        ("UR", work.text("URL")),
        ("Y2", "/".join(f"{part:02}" for part in work.day("accessed"))),
        ("LA", work.text("language")),
        ("DP", work.text("source")),
        ("AB", work.text("abstract")),
        *(("KW", word) for word in work.keywords()),
        ("N1", work.text("note")),
    ]
    written = USED | {FREE, "ER", "C2"}
    return rows + [
        (tag, text)
        for tag, texts in work.kept("ris").items()
        if _TAG.fullmatch(tag) and tag not in written
        for text in texts
    ]


def name_line(name: Mapping[str, Any]) -> str:
    """ "van Poznak, Catherine, Jr"; an organisation ends in a comma, which tells other programs not to take it apart."""
    if not (name.get("family") or name.get("given")):
        return f"{name.get('literal', '')},"
    family = " ".join(str(name[part]) for part in ("non-dropping-particle", "family") if name.get(part))
    return ", ".join(str(part) for part in (family, name.get("given", ""), name.get("suffix")) if part is not None)
