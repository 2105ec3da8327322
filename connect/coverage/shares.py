"""Parts of a whole, in words and as a bar. Pure but for the words."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Share:
    """`part` of `whole`; `name` is stable, `words` say it with both numbers. `more_is_better`: whether a long bar is good."""

    name: str
    part: int
    whole: int
    words: str | Promise
    more_is_better: bool = True

    @property
    def percent(self) -> int:
        return percent(self.part, self.whole)

    def as_dict(self) -> dict[str, int]:
        return {"of": self.whole, "number": self.part, "percent": self.percent}


def percent(part: int, whole: int) -> int:
    """A whole number; 0 and 100 are said only when it is none and all. 0 of a whole that is empty."""
    if not whole or not part:
        return 0
    return 100 if part == whole else min(99, max(1, round(100 * part / whole)))
