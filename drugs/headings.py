"""What stands on a closed row of a drug's form, so that a pharmacist knows it without opening it: the words that readers
see, in the language of the screen. Asks the database nothing that the row has not fetched."""

from functools import singledispatch

from django.utils.text import Truncator, capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from drugs.doses import dose_words
from drugs.models import CareNote, Precaution, Product, Regimen, SideEffect
from drugs.models.products import Marketing
from drugs.regions import region_words
from drugs.routes import route_words
from drugs.timing import timing_words
from publishing.fields import words_in

LONGEST = 120  # signs of a part that people write freely


@singledispatch
def heading_of(row) -> str:
    """The heading of one stored row."""
    return str(row)


@heading_of.register
def _product(row: Product) -> str:
    gone = row.get_marketing_status_display() if row.marketing_status == Marketing.DISCONTINUED else ""
    name = " ".join(filter(None, (row.brand or row.nonproprietary_name, row.strength)))
    return _joined(name, _words(row.form), _words(region_words(row.region)), gone) or str(row)


@heading_of.register
def _regimen(row: Regimen) -> str:
    language = get_language() or ""
    dose = dose_words(row.dose, language) if row.dose is not None else ""
    how = _joined(dose, _words(route_words(row.route)), timing_words(row.timing, language))
    what_for = _words(row.indication.name) if row.indication else ""
    parts = (how, what_for, _words(row.population), row.product.brand if row.product else "")
    return " · ".join(filter(None, parts)) or row.key


@heading_of.register
def _side_effect(row: SideEffect) -> str:
    if row.affected and row.out_of:
        often = _("%(affected)s in %(out_of)s people") % {"affected": row.affected, "out_of": row.out_of}
    else:
        often = _words(row.frequency) or row.get_band_display()
    return _joined(_words(row.effect.name) or row.effect.key, often, _("serious") if row.serious else "")


@heading_of.register
def _precaution(row: Precaution) -> str:
    condition = _words(row.condition) or row.key
    return f"{condition}: {row.get_severity_display()}" if row.severity else condition


@heading_of.register
def _note(row: CareNote) -> str:
    words = _words(row.words)
    return f"{capfirst(row.get_kind_display())}: {words}" if words else str(row)


def _words(said: dict[str, str]) -> str:
    return " ".join(Truncator(words_in(said, get_language() or "")).chars(LONGEST).split())


def _joined(*parts: str) -> str:
    return ", ".join(str(part) for part in parts if part)
