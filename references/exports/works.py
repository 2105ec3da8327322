"""What is written of one reference."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from references.formats.carried import Ours

NOTHING = Ours()


@dataclass(frozen=True)
class Work:
    """A clean CSL-JSON record with its key. `line`: as the site prints it; `cited`: on how many live pages."""

    key: str
    csl: Mapping[str, Any]
    ours: Ours = NOTHING
    line: str = ""
    cited: int = 0

    def text(self, field: str) -> str:
        """The field when it is text, else ""; what is no text is carried."""
        value = self.csl.get(field)
        return value if isinstance(value, str) else ""

    def people(self, field: str) -> list[Mapping[str, Any]]:
        return list(self.csl.get(field, ()))

    def day(self, field: str = "issued") -> tuple[int, ...]:
        """(year), (year, month) or (year, month, day) of a date that is no range; () when there is none."""
        parts = self.csl.get(field, {}).get("date-parts", ())
        return tuple(parts[0]) if len(parts) == 1 else ()

    def year(self) -> str:
        parts = self.csl.get("issued", {}).get("date-parts")
        return str(parts[0][0]) if parts else ""

    def keywords(self) -> list[str]:
        return [word for word in self.text("keyword").split(", ") if word]

    def serial_numbers(self) -> list[str]:
        return [number for number in (self.text("ISSN"), self.text("ISBN")) if number]

    def kept(self, program: str) -> dict[str, list[str]]:
        """What an import kept of a format that has more fields than CSL: texts by tag."""
        custom = self.csl.get("custom")
        box = custom.get(program) if isinstance(custom, Mapping) else None
        kept = {}
        for tag, values in box.items() if isinstance(box, Mapping) else ():
            texts = values if isinstance(values, list) else [values]
            if all(isinstance(text, str) and text for text in texts):
                kept[tag] = texts
        return kept
