"""A file of notices, opened: whose it is, and its statements one after another."""

from collections.abc import Callable, Iterator
from io import TextIOWrapper
from typing import BinaryIO, NamedTuple, TextIO

from references.formats.encodings import open_text
from references.formats.entries import CHUNK, CannotRead
from references.formats.recognising import PUBMED_XML, recognise
from references.notices import crossref, pubmed, retraction_watch
from references.notices.told import Told

RETRACTION_WATCH, PUBMED, CROSSREF = "retraction-watch", "pubmed", "crossref"
# Source → its name, and what `Told.line` counts.
SOURCES = {
    RETRACTION_WATCH: ("Retraction Watch CSV", "line"),
    PUBMED: ("PubMed XML", "line"),
    CROSSREF: ("Crossref JSON", "work"),
}
_READERS: dict[str, Callable[[TextIO], Iterator[Told]]] = {
    RETRACTION_WATCH: retraction_watch.read,
    PUBMED: pubmed.read,
    CROSSREF: crossref.read,
}
_KNOWN = "we read Retraction Watch's CSV, PubMed XML and Crossref JSON"


class NoticeFile(NamedTuple):
    source: str
    told: Iterator[Told]
    text: TextIOWrapper  # to be detached or closed by whoever opened the file


def open_notices(raw: BinaryIO) -> NoticeFile:
    """Recognise a file that can be read twice, and read it bit by bit. Raises CannotRead when all of it is refused."""
    text, _encoding = open_text(raw)
    try:
        source = _source_of(text.read(CHUNK))
    except CannotRead:
        text.detach()
        raise
    text.seek(0)
    # Line ends inside quoted cells belong to the cells.
    return NoticeFile(source, _READERS[source](text), text)


def _source_of(head: str) -> str:
    start = head.lstrip("\ufeff\0 \t\r\n")
    if not start:
        raise CannotRead("is empty")
    if start[0] in "[{":
        return CROSSREF
    if start[0] == "<":
        try:
            if recognise(head) == PUBMED_XML:
                return PUBMED
        except CannotRead as refused:
            raise CannotRead(f"{refused.reason.partition('(')[0].strip()}; {_KNOWN}") from refused
    elif retraction_watch.is_header(start.partition("\n")[0]):
        return RETRACTION_WATCH
    raise CannotRead(f"holds no notices that we know; {_KNOWN}")
