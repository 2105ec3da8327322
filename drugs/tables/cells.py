"""Reading and writing one cell. Nothing is guessed: what could mean two things is refused with the way to mend it.

A cell comes as a text, number, boolean, date or None, or as one of the two classes below. Each reader gives the value or raises
ValueError with a sentence for the person who made the table.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from import_export.widgets import Widget

from markup import suggest

LONGEST = 5_000
EXACT = 10**15  # a spreadsheet keeps fifteen digits of a number and makes zeros of the others
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")
_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,10})?")
_RANGE = re.compile(r"[0-9.,]+\s*[-–]\s*[0-9]")
_WITH_WORDS = re.compile(r"-?[\d.,]+\s*[^\d\s.,/].*")


class Formula(str):
    """What a spreadsheet would work out. Here nothing is worked out."""


class Broken(str):
    """What a spreadsheet shows instead of a value: “#REF!”."""


def tidy(text: str) -> str:
    """Without blanks around it, and with one kind of line end."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def as_text(value: Any) -> str:
    """A cell as text. Raises ValueError for what a spreadsheet turned into something else."""
    if value is None:
        return ""
    if isinstance(value, Formula):
        raise ValueError(
            _("This cell holds a formula, and formulas are not worked out here. Put its value there instead.")
        )
    if isinstance(value, Broken):
        raise ValueError(_("The spreadsheet shows an error here: %(error)s.") % {"error": value[:20]})
    if isinstance(value, str):
        text = tidy(value)
        if len(text) > LONGEST:
            raise ValueError(_("This text is too long: at most %(n)s characters.") % {"n": f"{LONGEST:,}"})
        return text
    if isinstance(value, bool):
        raise ValueError(_("The spreadsheet made TRUE or FALSE of it. Format the column as text and type it again."))
    if isinstance(value, date | time | timedelta):
        raise ValueError(
            _("The spreadsheet made a date of it (%(day)s). Format the column as text and type it again.")
            % {"day": _day_words(value)}
        )
    if abs(value) >= EXACT:
        raise ValueError(
            _("A spreadsheet keeps only 15 digits of a number. Format the column as text and type it again.")
        )
    number = Decimal(str(value))
    return format(number.to_integral_value() if number == number.to_integral_value() else number.normalize(), "f")


def _day_words(value: Any) -> str:
    return date_format(value, "DATE_FORMAT") if isinstance(value, date) else str(value)


def shortened(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"


class Cell(Widget):
    """Plain text."""

    text_column = True  # a spreadsheet is told to leave what is typed as it is

    def clean(self, value, row=None, **kwargs) -> Any:
        return as_text(value)

    def render(self, value, obj=None, **kwargs) -> str:
        return "" if value is None else tidy(str(value))

    def native(self, text: str) -> Any:
        """What a spreadsheet is given for what `render` gave."""
        return text


class CodeCell(Cell):
    """A code, whose leading zeros count."""

    def clean(self, value, row=None, **kwargs) -> str:
        if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
            raise ValueError(
                _(
                    "The spreadsheet made a number of this code, which loses zeros. Format the column as text and type it again."
                )
            )
        return super().clean(value, row, **kwargs)


class LinesCell(CodeCell):
    """Several codes, separated by semicolons; read as a list."""

    def clean(self, value, row=None, **kwargs) -> list[str]:
        return list(dict.fromkeys(split_list(super().clean(value, row, **kwargs))))

    def render(self, value, obj=None, **kwargs) -> str:
        return "; ".join(value or ())


def split_list(text: str) -> list[str]:
    return [part for part in (part.strip() for part in re.split(r"[;\n]", text)) if part]


class NumberCell(Cell):
    """A decimal with a point, or None."""

    text_column = False

    def clean(self, value, row=None, **kwargs) -> Decimal | None:
        if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
            return self._of(str(value))
        if isinstance(value, date | time | timedelta):
            raise ValueError(
                _("The spreadsheet made a date of this number (%(day)s). Type the number again.")
                % {"day": _day_words(value)}
            )
        text = as_text(value)
        if not text:
            return None
        if _NUMBER.fullmatch(text):
            return self._of(text)
        said = {"text": shortened(text)}
        if "/" in text or _RANGE.match(text):
            raise ValueError(_("“%(text)s” is a fraction or a range. Write one number with a point: 0.5.") % said)
        if "," in text:
            raise ValueError(
                _("“%(text)s” could mean two numbers. Write it with a point and nothing else: 4.5.") % said
            )
        if _WITH_WORDS.fullmatch(text):
            raise ValueError(
                _("“%(text)s” is more than a number. Write the number alone; its unit has a column of its own.") % said
            )
        raise ValueError(_("“%(text)s” is not a number. Write it with digits and a point: 4.5.") % said)

    def _of(self, text: str) -> Decimal:
        try:
            number = Decimal(text)
        except InvalidOperation:
            number = Decimal("nan")
        if not number.is_finite():
            raise ValueError(
                _("“%(text)s” is not a number. Write it with digits and a point: 4.5.") % {"text": text[:20]}
            )
        return number

    def render(self, value, obj=None, **kwargs) -> str:
        return "" if value is None else format(value.normalize(), "f")

    def native(self, text: str) -> Any:
        return Decimal(text) if text else None


class WholeCell(NumberCell):
    """A whole number from 0, or `empty`."""

    def __init__(self, *, empty: int | None = None, most: int = 2_000_000_000):
        super().__init__()
        self.empty, self.most = empty, most

    def clean(self, value, row=None, **kwargs) -> int | None:
        number = super().clean(value, row, **kwargs)
        if number is None:
            return self.empty
        if number != number.to_integral_value() or not 0 <= number <= self.most:
            raise ValueError(
                _("“%(text)s” is not a whole number from 0 to %(most)s.") % {"text": number, "most": f"{self.most:,}"}
            )
        return int(number)

    def render(self, value, obj=None, **kwargs) -> str:
        return "" if value is None else str(value)

    def native(self, text: str) -> Any:
        return int(text) if text else None


class FlagCell(Cell):
    """yes or no; an empty cell means no."""

    YES, NO = ("yes", "true"), ("no", "false", "")

    def clean(self, value, row=None, **kwargs) -> bool:
        text = str(value).lower() if isinstance(value, bool) else as_text(value).lower()
        if text not in (*self.YES, *self.NO):
            raise ValueError(_("Write yes or no, not “%(text)s”.") % {"text": shortened(text)})
        return text in self.YES

    def render(self, value, obj=None, **kwargs) -> str:
        return "yes" if value else "no"


class DayCell(Cell):
    """A date, as the spreadsheet's own or as 2026-03-31."""

    def clean(self, value, row=None, **kwargs) -> date | None:
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        text = as_text(value)
        if not text:
            return None
        try:
            return date.fromisoformat(text if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else "")
        except ValueError:
            raise ValueError(_("Write the date as 2026-03-31, not “%(text)s”.") % {"text": shortened(text)}) from None

    def render(self, value, obj=None, **kwargs) -> str:
        return "" if value is None else value.isoformat()


class ChoiceCell(Cell):
    """One of a short list of codes, or nothing."""

    def __init__(self, codes: Iterable[str]):
        super().__init__()
        self.codes = {code.lower(): code for code in codes if code}

    def clean(self, value, row=None, **kwargs) -> str:
        text = as_text(value)
        if not text:
            return ""
        if text.lower() in self.codes:
            return self.codes[text.lower()]
        raise ValueError(
            _("Write one of %(codes)s, not “%(text)s”.")
            % {"codes": ", ".join(self.codes.values()), "text": shortened(text)}
            + did_you_mean(text, self.codes.values())
        )


def did_you_mean(text: str, known: Iterable[str]) -> str:
    """ " Did you mean “…”?" with a blank before it, or nothing."""
    near = suggest(text, sorted(known))
    if not near:
        return ""
    question = _("Did you mean “%(near)s”?") % {"near": near[0]}
    return f" {question}"
