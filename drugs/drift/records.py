"""One record of a source outside, whatever its format, and the values it is made of."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

OPENFDA_LABEL, OPENFDA_NDC, SPL, RXNAV = "openfda-label", "openfda-ndc", "spl", "rxnav"
BOXED_WARNING, DOSAGE = "boxed-warning", "dosage"
MOST_SECTION = 40_000  # characters of a section that are kept to be read beside ours

_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
# No database takes these, and no label means them.
_NO_TEXT = re.compile("[\\x00-\\x08\\x0e-\\x1f\\x7f\\ud800-\\udfff]")
_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:\d{2,6})?(?:[.+-]\d{1,5})*")


@dataclass(frozen=True)
class Item:
    """One product that a record names. `ndcs` as the record writes them; `marketing`: "marketed", "discontinued" or "" when
    the record does not say, and `why` in its own words; `routes` in its own words."""

    brand: str = ""
    generic: str = ""
    ndcs: tuple[str, ...] = ()
    unii: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()
    marketing: str = ""
    why: str = ""


@dataclass(frozen=True)
class Record:
    """`id`: what the source itself calls it (set id, product NDC, RxCUI). `sections`: {"boxed-warning": text, "dosage": text},
    to be read by people. `status`, `remapped`: of an RxNorm code, and what took its place as (code, name).

    `line` is where it stands in the file; `problem` says why it could not be read.
    """

    source: str
    line: int = 0
    id: str = ""
    set_id: str = ""
    version: int | None = None
    dated: date | None = None
    title: str = ""
    manufacturer: str = ""
    rxnorm: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    sections: Mapping[str, str] = field(default_factory=dict)
    states_sections: bool = False
    status: str = ""
    remapped: tuple[tuple[str, str], ...] = ()
    problem: str = ""

    @property
    def ndcs(self) -> tuple[str, ...]:
        return _once(code for item in self.items for code in item.ndcs)

    @property
    def unii(self) -> tuple[str, ...]:
        return _once(code for item in self.items for code in item.unii)

    @property
    def names(self) -> tuple[str, ...]:
        """What it is called, as written: brands, then generic names."""
        return _once(
            name for names in ((i.brand for i in self.items), (i.generic for i in self.items)) for name in names if name
        )


def _once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


# Values as files write them.


def text_in(value: Any) -> str:
    """One line; "" for what is no text or number."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return " ".join(_NO_TEXT.sub(" ", str(value)).split())


def texts_in(value: Any) -> tuple[str, ...]:
    """A list, or one value, as lines without empty ones and repetitions."""
    values = value if isinstance(value, list) else [value]
    return _once(text for text in map(text_in, values) if text)


def uuid_in(value: Any) -> str:
    """A set id in small letters; "" for what is none."""
    text = text_in(value).lower()
    return text if _UUID.fullmatch(text) else ""


def whole_in(value: Any) -> int | None:
    """A version: a whole number from 1 to 999,999."""
    text = text_in(value)
    return int(text) if re.fullmatch(r"0{0,5}[1-9][0-9]{0,5}", text) else None


def day_in(value: Any) -> date | None:
    """ "20240315", "2024-03-15" or "20240315120000-0500" as a day; None for a day that never was."""
    found = _DAY.fullmatch(text_in(value))
    if not found:
        return None
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
    return day if 1900 <= day.year <= 2200 else None


def section_text(text: str) -> str:
    """The words of a section for people: lines kept, blanks at their ends and empty lines not. No sign is ever taken out or
    exchanged: "1/2" is not "12", "0.5" not "05", "10²" not "102"; what is no text at all is marked with "\ufffd"."""
    text = _NO_TEXT.sub("\ufffd", unicodedata.normalize("NFC", text))
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def section_hash(text: str) -> str:
    """Changes with every sign of the words, and not with line breaks and blanks."""
    return hashlib.sha256(" ".join(unicodedata.normalize("NFC", text).split()).encode("utf-8", "replace")).hexdigest()
