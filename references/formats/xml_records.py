"""XML files of records, cut into records first: each is parsed alone, so that a bad one harms no other, nothing a document
type declares is ever read, and memory holds one record at a time."""

import re
from collections.abc import Iterator
from typing import TextIO
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers.expat import ExpatError, ParserCreate, errors

from django.utils.translation import gettext as _

from references.formats.entries import CHUNK, MAX_RECORD, TOO_LONG, CannotRead

MAX_DEPTH = 60
_DECLARES = re.compile(r"<!(?:ENTITY|ATTLIST|ELEMENT|NOTATION)\b")
_NAMED = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)")
# XML has no place for these even written as numbers, and old databases write them all the same.
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]"
    r"|&#0{0,5}(?:[0-8]|1[124-9]|2\d|3[01]);|&#x0{0,5}(?:[0-8bBcCeEfF]|1[0-9a-fA-F]);"
)
_TAGS = re.compile(r"<[^<>]{0,500}>")


def parts_of(text: TextIO, names: tuple[str, ...]) -> Iterator[tuple[int, Element | None, str]]:
    """(line, element, problem) for every record: an element of one of these names, none inside another."""
    opening = re.compile(rf"<({'|'.join(names)})(?=[\s>/])")
    buffer, line, before_first = "", 1, True
    inside = ""
    size = 0
    more = True
    while more or buffer:
        if not inside:
            found = opening.search(buffer)
            if found:
                yield from _between(buffer[: found.start()], line, before_first)
                line += buffer.count("\n", 0, found.start())
                buffer, inside, size, before_first = buffer[found.start() :], found[1], 0, False
                if empty := re.match(r"<\w+\s{0,9}/>", buffer):
                    yield from _parsed(empty[0], line)
                    buffer, inside = buffer[empty.end() :], ""
                continue
            if before_first and _DECLARES.search(buffer):
                raise CannotRead(
                    _("declares entities of its own, which is how harmful files hide; export it again without them"),
                    line,
                )
            if not more:
                yield from _between(buffer, line, before_first)
                return
            keep = max(buffer.rfind("<"), len(buffer) - CHUNK, 0) if "<" in buffer else len(buffer)
            if before_first:
                keep = 0 if len(buffer) < 4 * CHUNK else keep
            yield from _between(buffer[:keep], line, before_first)
            line += buffer.count("\n", 0, keep)
            buffer = buffer[keep:]
        else:
            closing = f"</{inside}"
            searched = max(0, size - len(closing) - 1)
            end = buffer.find(closing, searched)
            again = opening.search(buffer, max(1, searched))
            if again and (end < 0 or again.start() < end):
                yield (
                    line,
                    None,
                    _("The record has no end (%(tag)s); the next one begins before it.") % {"tag": f"</{inside}>"},
                )
                line += buffer.count("\n", 0, again.start())
                buffer, inside = buffer[again.start() :], ""
                continue
            if end >= 0 and (close := buffer.find(">", end)) >= 0:
                yield from _parsed(buffer[: close + 1], line)
                line += buffer.count("\n", 0, close + 1)
                buffer, inside = buffer[close + 1 :], ""
                continue
            size = len(buffer)
            if size > MAX_RECORD:
                yield line, None, TOO_LONG
                buffer, line = _skipped(text, buffer, inside, line)
                inside = ""
                continue
            if not more:
                yield (
                    line,
                    None,
                    _("The file ends inside the record: %(tag)s is missing. Export it again.")
                    % {"tag": f"</{inside}>"},
                )
                return
        chunk = text.read(CHUNK)
        more = bool(chunk)
        buffer += chunk


def _skipped(text: TextIO, buffer: str, inside: str, line: int) -> tuple[str, int]:
    """Read on to the end of a record that is too long: what follows it, and the line that starts on."""
    closing = f"</{inside}>"
    while (end := buffer.find(closing)) < 0:
        keep = max(0, len(buffer) - len(closing))
        line += buffer.count("\n", 0, keep)
        chunk = text.read(CHUNK)
        if not chunk:
            return "", line
        buffer = buffer[keep:] + chunk
    end += len(closing)
    return buffer[end:], line + buffer.count("\n", 0, end)


def _between(text: str, line: int, before_first: bool) -> Iterator[tuple[int, Element | None, str]]:
    """What stands between records: tags that wrap them say nothing, words are told."""
    if before_first and _DECLARES.search(text):
        raise CannotRead(
            _("declares entities of its own, which is how harmful files hide; export it again without them"), line
        )
    words = " ".join(_TAGS.sub(" ", text).split())
    if words and not before_first and "<" not in words:
        yield line, None, _("“%(words)s” belongs to no record; take it out.") % {"words": words[:60]}


def _parsed(text: str, line: int) -> Iterator[tuple[int, Element | None, str]]:
    """One record as a tree. The parser sees no document type, so there are no entities it could resolve or multiply."""
    builder = TreeBuilder()
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise _Refused(_("The record is nested more than %(number)s deep.") % {"number": MAX_DEPTH})
        builder.start(name, attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(name)

    parser = ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, builder.data
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(_CONTROL.sub(" ", _NAMED.sub("&amp;", text)), True)
        yield line, builder.close(), ""
    except ExpatError as error:
        where = line + error.lineno - 1
        yield (
            line,
            None,
            _("Line %(line)s is not XML: %(reason)s. Export the record again.")
            % {"line": where, "reason": errors.messages.get(error.code, "?")},
        )
    except _Refused as refused:
        yield line, None, str(refused)


class _Refused(Exception):
    pass


def _refuse(*_args) -> None:
    raise _Refused(_("A document type stands inside the record; export it again without one."))


# Reading a tree.


def text_of(element: Element | None, path: str = "") -> str:
    """All the words inside the first element at the path, as one line; "" when there is none."""
    found = element if not path or element is None else element.find(path)
    return "" if found is None else " ".join("".join(found.itertext()).split())


def texts_of(element: Element | None, path: str) -> list[str]:
    """The same for every element at the path, empty ones left out."""
    found = [] if element is None else element.findall(path)
    return [text for text in (text_of(each) for each in found) if text]
