"""Files that prove what a clinician decided: which may be kept, told by their first bytes and never by their name. Pure."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

MOST_BYTES = 2_000_000
MOST_FILES = 5
PDF, PNG, JPEG, MAIL, TEXT = "application/pdf", "image/png", "image/jpeg", "message/rfc822", "text/plain"
ENDINGS = {PDF: ".pdf", PNG: ".png", JPEG: ".jpg", MAIL: ".eml", TEXT: ".txt"}

_BEGINNINGS = ((b"%PDF-", PDF), (b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG))
_HEADER = re.compile(rb"[A-Za-z][A-Za-z0-9-]{1,60}:[ \t]")
_MAIL_HEADER = re.compile(rb"^(?:from|date|message-id|received|mime-version):[ \t]", re.IGNORECASE | re.MULTILINE)
_NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_LONGEST_NAME = 100


class NotKept(ValueError):
    """Why a file is not taken: "empty", "too-long", "too-many" or "kind". `name`: the file's, when it is about one."""

    def __init__(self, why: str, name: str = ""):
        super().__init__(f"{why} {name}".strip())
        self.why, self.name = why, name


@dataclass(frozen=True)
class Attachment:
    """A file that may be kept, under a name and type of our choosing."""

    name: str
    content_type: str
    sha256: str
    content: bytes


def checked(files: Iterable[tuple[str, bytes]]) -> list[Attachment]:
    """(name, bytes) as they came, ready to be kept. Raises NotKept."""
    files = list(files)
    if len(files) > MOST_FILES:
        raise NotKept("too-many")
    return [_checked(name, content) for name, content in files]


def _checked(name: str, content: bytes) -> Attachment:
    name = clean_name(name)
    if not content:
        raise NotKept("empty", name)
    if len(content) > MOST_BYTES:
        raise NotKept("too-long", name)
    kind = kind_of(content)
    if kind is None:
        raise NotKept("kind", name)
    stem = PurePosixPath(name).stem or "file"
    return Attachment(stem + ENDINGS[kind], kind, hashlib.sha256(content).hexdigest(), content)


def kind_of(content: bytes) -> str | None:
    """The media type of a file that may be kept, None for every other."""
    for beginning, kind in _BEGINNINGS:
        if content.startswith(beginning):
            return kind
    if _HEADER.match(content) and b"\x00" not in content and _MAIL_HEADER.search(content[:20_000]):
        return MAIL  # a mail may hold bytes of any encoding
    try:
        words = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return None if _NOT_TEXT.search(words) else TEXT


def clean_name(name: str) -> str:
    """The last part of a name, without what could mislead a header or a file system."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(
        sign for sign in unicodedata.normalize("NFC", last) if unicodedata.category(sign)[0] not in "CZ" or sign == " "
    )
    kept = re.sub(r'["\'<>|:*?;%]', "", kept).strip(". ")
    return kept[-_LONGEST_NAME:] or "file"
