"""A file of references, opened: what it is, and its records one after another."""

from collections.abc import Callable, Iterator
from io import TextIOWrapper
from typing import BinaryIO, NamedTuple, TextIO

from references.formats import bibtex, csl_json, endnote_xml, nbib, pubmed_xml, ris
from references.formats.encodings import open_text
from references.formats.entries import CHUNK, CannotRead, Entry, Found
from references.formats.recognising import BIBTEX, CSL_JSON, ENDNOTE_XML, NBIB, PUBMED_XML, RIS, recognise

FORMATS: dict[str, Callable[[TextIO], Iterator[Found]]] = {
    CSL_JSON: csl_json.read,
    BIBTEX: bibtex.read,
    RIS: ris.read,
    NBIB: nbib.read,
    PUBMED_XML: pubmed_xml.read,
    ENDNOTE_XML: endnote_xml.read,
}


class Source(NamedTuple):
    """`keys_are_ours`: what the file calls a record is its key in a library like ours, and not just some program's number."""

    format: str
    encoding: str
    keys_are_ours: bool
    entries: Iterator[Entry]
    text: TextIOWrapper  # to be detached or closed by whoever opened the file


def open_source(raw: BinaryIO) -> Source:
    """Recognise a file that can be read twice, and read it bit by bit. Raises CannotRead when all of it is refused."""
    text, encoding = open_text(raw)
    try:
        name = recognise(text.read(CHUNK))
    except CannotRead:
        text.detach()
        raise
    text.seek(0)
    return Source(name, encoding, name == CSL_JSON, _counted(FORMATS[name](text)), text)


def _counted(found: Iterator[Found]) -> Iterator[Entry]:
    for position, each in enumerate(found, start=1):
        yield Entry(each.line, position, each.key, each.record, str(each.problem), each.notes, each.ours)
