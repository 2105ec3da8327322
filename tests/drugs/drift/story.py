"""A drug whose label we know, a newer label, and what became of the differences."""

from datetime import date, timedelta

from drugs.actions import open_proposals
from drugs.models import Decision, Difference, Product
from tests import stories
from tests.drugs.drift.files import UNII, XGEVA, label, records_of

LATER = stories.NOW + timedelta(days=1)
NEWER = label(version="13", effective_time="20260101")


def write_labelled(by, **fields):
    """Denosumab with one product, whose label we know in its version 12."""
    page = stories.write_drug(by=by, unii=UNII, rxnorm="993449", **fields)

    def rows():
        Product.objects.filter(drug=page).update(
            strength="120 mg", spl_set_id=XGEVA, spl_version=12, label_date=date(2025, 6, 1), ndc=["55513-730-01"],
            rxnorm="993456", marketing_status="marketed", manufacturer="Amgen Inc",
        )  # fmt: skip

    return stories.edit(page, by=by, save_related=rows)


def watch_as(by):
    """Reads a file: gives the report."""

    def read(content, *, now=stories.NOW, file_name="labels.json"):
        return open_proposals(records=records_of(content), file_name=file_name, by=by, now=now)

    return read


def open_fields() -> set[str]:
    return set(Difference.objects.open().values_list("field", flat=True))


def outcomes() -> list[tuple[str, str]]:
    rows = Decision.objects.order_by("pk").select_related("difference")
    return [(row.difference.field, row.outcome) for row in rows]
