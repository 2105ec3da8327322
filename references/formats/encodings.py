"""From the bytes of a file to its text: byte-order marks, UTF-16, and the Windows habit of not being UTF-8."""

import codecs
import io
import re
from typing import BinaryIO

from django.utils.translation import gettext as _

from references.formats.entries import CHUNK, CannotRead

_MARKS = (  # the longer first: UTF-32's begins like UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_PACKED = (b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!", b"BZh", b"\xfd7zXZ")
_OFFICE = (b"[Content_Types].xml", b"word/", b"xl/workbook", b"mimetypeapplication/vnd.oasis")
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']([A-Za-z0-9._-]{2,40})["']""")
_WRITTEN = bytes({*range(32, 256), *b"\t\n\r\x0b\x0c\x1a"})  # bytes that texts are made of
WINDOWS = "cp1252"
_AS_WINDOWS = "wellread-as-windows"


def _byte_as_windows(error: UnicodeError) -> tuple[str, int]:
    """What is not UTF-8 is read as Windows-1252: such files are often stitched together from two that were not alike."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return "".join(bytes([byte]).decode(WINDOWS, "ignore") or chr(byte) for byte in wrong), error.end


codecs.register_error(_AS_WINDOWS, _byte_as_windows)


def open_text(raw: BinaryIO) -> tuple[io.TextIOWrapper, str]:
    """The text of a file that can be read twice, its line ends as "\\n", and the name of its encoding.

    Raises CannotRead for packed and binary files: nothing is ever unpacked here.
    """
    head = raw.read(CHUNK)
    if head.startswith(b"PK") and any(mark in head for mark in _OFFICE):
        raise CannotRead(
            _(
                "is a document of an office program; export the references from your reference manager as RIS or BibTeX instead"
            )
        )
    if head.startswith(_PACKED):
        raise CannotRead(_("is a packed file; unpack it and import what is inside"))
    if head.startswith(b"%PDF"):
        raise CannotRead(_("is a PDF; export the references from your reference manager instead"))
    encoding = next((name for mark, name in _MARKS if head.startswith(mark)), "") or _wide_without_mark(head)
    if not encoding and len(head.translate(None, _WRITTEN)) > max(16, len(head) // 20):
        raise CannotRead(_("is not a text file"))
    errors = "replace"
    if encoding in ("", "utf-8-sig"):
        raw.seek(0)
        if not _is_utf8(raw):
            encoding = _declared(head) or WINDOWS
            if encoding == WINDOWS:
                raw.seek(0)
                return io.TextIOWrapper(raw, encoding="utf-8-sig", errors=_AS_WINDOWS), WINDOWS
    raw.seek(0)
    return io.TextIOWrapper(raw, encoding=encoding or "utf-8-sig", errors=errors), encoding.removesuffix(
        "-sig"
    ) or "utf-8"


def _wide_without_mark(head: bytes) -> str:
    """UTF-16 whose mark was lost: in Western text every other byte is empty."""
    sample = head[:2000]
    half = len(sample) // 2
    if half < 8:
        return ""
    if sample[1::2].count(0) > 0.8 * half and not sample[0::2].count(0):
        return "utf-16-le"
    if sample[0::2].count(0) > 0.8 * half and not sample[1::2].count(0):
        return "utf-16-be"
    return ""


def _is_utf8(raw: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := raw.read(1 << 20):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _declared(head: bytes) -> str:
    """The encoding an XML file says it has, when we know it and it is not the one it just failed to be."""
    found = _DECLARED.search(head[:400])
    if not found:
        return ""
    try:
        known = codecs.lookup(found[1].decode("ascii"))
    except LookupError:
        return ""
    fits = known._is_text_encoding and not known.name.startswith(("utf", "idna", "punycode", "unicode", "raw"))
    return known.name if fits and known.name not in ("ascii", "iso8859-1", WINDOWS) else ""
