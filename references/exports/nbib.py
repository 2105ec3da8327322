"""NBIB, PubMed's own lines. What it has no tag for stands in GN, the general note."""

import io
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from references import csl
from references.exports.works import Work
from references.formats import nbib
from references.formats.carried import carry
from references.formats.nbib import FREE, USED

_KINDS = {
    "article-journal": "Journal Article",
    "article": "Preprint",
    "book": "Book",
    "chapter": "Book Chapter",
    "dataset": "Dataset",
    "report": "Technical Report",
}
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_TAG = re.compile(r"[A-Z]{2,4}")
_WIDE = ("AB", "TI", "TT", "JT")


def write(works: Iterable[Work]) -> Iterator[str]:
    for work in works:
        rows = _rows(work)
        # A record begins with its PubMed number, or after an empty line with our note.
        begins = 1 if work.text("PMID") else 0
        (found,) = nbib.read(io.StringIO(_text(rows)))
        carried = [(FREE, text) for text in carry(work.key, work.csl, found.record or {}, work.ours)]
        yield _text([*rows[:begins], *carried, *rows[begins:]]) + "\n"


def _text(rows: Iterable[tuple[str, str]]) -> str:
    return "".join(f"{tag:<4}- {_wrapped(value) if tag in _WIDE else value}\n" for tag, value in rows if value)


def _wrapped(value: str) -> str:
    return "\n      ".join(textwrap.wrap(value, 82, break_long_words=False, break_on_hyphens=False))


def _rows(work: Work) -> list[tuple[str, str]]:
    kind = work.text("type")
    is_book, is_chapter, title = kind == "book", kind == "chapter", _with_stop(work.text("title"))
    year, month, day = (*work.day(), *("",) * 3)[:3]
    date = [str(year or work.year()), _MONTHS[month - 1] if month else "", str(day)]
    rows = [("PMID", work.text("PMID"))] if work.text("PMID") else []
    rows += [
        *(("IS", number) for number in work.text("ISSN").split()),
        *(("ISBN", number) for number in work.text("ISBN").split()),
        ("VI", work.text("volume")),
        ("IP", work.text("issue")),
        ("DP", " ".join(filter(None, date))),
        ("BTI" if is_book else "TI", title),
        ("BTI", work.text("container-title") if is_chapter else ""),
        ("CTI", work.text("collection-title") if is_book else ""),
        ("PG", work.text("page")),
        *((tag, f"{work.text('DOI')} [doi]") for tag in ("LID", "AID") if work.text("DOI")),
        ("AID", f"{work.text('number')} [pii]" if work.text("number") and not work.text("page") else ""),
        ("LID", work.text("URL")),
        ("AB", work.text("abstract")),
        *_people(work.people("author"), "FAU", "AU", "CN"),
        *_people(work.people("editor"), "FED", "ED", ""),
        *_people(work.people("contributor"), "FIR", "IR", ""),
        ("EN", work.text("edition")),
        ("LA", work.text("language")),
        *(("PT", name) for name in work.kept("nbib").get("PT") or [_KINDS.get(kind, "")]),
        ("PB", work.text("publisher")),
        ("PL", work.text("publisher-place")),
        ("TT", _with_stop(work.text("original-title"))),
        ("TA", work.text("container-title-short")),
        ("JT", "" if is_chapter else work.text("container-title")),
        *(("OT", word) for word in work.keywords()),
        ("PMC", work.text("PMCID")),
    ]
    return rows + [
        (tag, text)
        for tag, texts in work.kept("nbib").items()
        if _TAG.fullmatch(tag) and tag not in USED | {FREE}
        for text in texts
    ]


def _people(names: Iterable[Mapping[str, Any]], full: str, short: str, groups: str) -> Iterator[tuple[str, str]]:
    for name in names:
        if name.get("family") or name.get("given"):
            family = " ".join(str(name[part]) for part in ("non-dropping-particle", "family") if name.get(part))
            given = " ".join(str(name[part]) for part in ("given", "suffix") if name.get(part))
            yield full, ", ".join(filter(None, (family, given)))
            yield short, csl.name_text(name)
        else:
            yield groups or full, f"{name.get('literal', '')}{'' if groups else ','}"


def _with_stop(title: str) -> str:
    """PubMed ends every title with a full stop."""
    return f"{title}." if title and title[-1] not in ".?!" else title
