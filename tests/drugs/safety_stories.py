"""Safety notices lived through: a drug in use, one who raises, and another who reads exactly what is shown and confirms."""

from datetime import timedelta
from itertools import count

from drugs import safety
from drugs.actions import confirm_notice, raise_notice
from drugs.actions.safety_ending import longer_hash
from drugs.models import SafetyNotice
from tests import stories

WEEK = timedelta(days=7)
TITLE = {"en": "One lot is recalled", "es": "Se retira un lote"}
TEXT = {"en": "Lot 17 may hold glass. Look at your box.", "es": "El lote 17 puede contener vidrio. Mire su caja."}

_LOTS = count(18)


def of_another_lot() -> dict:
    """Words that no other notice has: the same ones are not raised twice."""
    lot = next(_LOTS)
    return {"title": {"en": f"Lot {lot} is recalled"}, "text": {"en": f"Lot {lot} may hold glass."}}


def raised(drug, *, by, now=stories.NOW, **fields) -> SafetyNotice:
    """Somebody raises a recall that begins now and lasts a week, unless said otherwise."""
    fields = {
        "kind": "recall",
        "title": TITLE,
        "text": TEXT,
        "source_url": "https://example.org/recalls/17",
        "starts_at": now,
        "ends_at": now + WEEK,
        **fields,
    }
    return raise_notice(drug=drug, by=by, now=now, **fields)


def hash_on_screen(notice) -> str:
    return safety.seen_hash(notice, safety.paths_of(notice.drug))


def confirmed(notice, *, by, now=stories.NOW):
    return confirm_notice(notice=notice, seen_hash=hash_on_screen(notice), by=by, now=now)


def shown(drug, *, first, second, now=stories.NOW, **fields) -> SafetyNotice:
    """Raised and confirmed."""
    notice = raised(drug, by=first, now=now, **fields)
    confirmed(notice, by=second, now=now)
    return notice


__all__ = ["TEXT", "TITLE", "WEEK", "confirmed", "hash_on_screen", "longer_hash", "of_another_lot", "raised", "shown"]
