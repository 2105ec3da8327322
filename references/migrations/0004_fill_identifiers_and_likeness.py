"""PMCID, ISBN and the marks of likeness are read from the records that are there; possible duplicates are noted."""

from datetime import date
from itertools import combinations

from django.db import migrations
from django.utils import timezone

from references import csl
from references.likeness import marks, nearly_alike, same_isbn
from references.requirements import problems_of

FILLED = ("pmcid", "isbn", "near_start", "near_end", "has_problems")
PORTION = 500
LARGEST_BLOCK = 50  # more records than that with one mark are a series, not copies


def fill(apps, schema_editor):
    reference = apps.get_model("references", "Reference")
    today, taken, rows = date.today(), set(), []
    for row in reference.objects.order_by("pk").iterator(PORTION):
        pmcid = row.csl.get("PMCID", "")
        row.pmcid = "" if pmcid in taken or len(pmcid) > 20 else pmcid
        taken.add(pmcid)
        row.isbn = next(iter(csl.isbns(row.csl)), "")
        row.near_start, row.near_end = marks(row.csl)
        row.has_problems = bool(problems_of(row.csl, today=today))
        rows.append(row)
        if len(rows) == PORTION:
            reference.objects.bulk_update(rows, FILLED)
            rows = []
    reference.objects.bulk_update(rows, FILLED)
    note_pairs(reference, apps.get_model("references", "PossibleDuplicate"))


def note_pairs(reference, possible_duplicate):
    found = {}
    for mark in ("near_start", "near_end", "isbn"):
        block, called = [], None
        rows = reference.objects.exclude(**{mark: ""}).order_by(mark, "pk").only("pk", "csl", mark)
        for row in rows.iterator(PORTION):
            if getattr(row, mark) != called:
                compare(block, found)
                block, called = [], getattr(row, mark)
            block.append(row)
        compare(block, found)
    now = timezone.now()
    possible_duplicate.objects.bulk_create(
        (
            possible_duplicate(first_id=first, second_id=second, same_number=number, found_at=now)
            for (first, second), number in sorted(found.items())
        ),
        batch_size=PORTION,
    )


def compare(block, found):
    if len(block) <= LARGEST_BLOCK:
        for first, second in combinations(block, 2):
            number = same_isbn(first.csl, second.csl)
            if number or nearly_alike(first.csl, second.csl):
                found[first.pk, second.pk] = number


def forget(apps, schema_editor):
    apps.get_model("references", "PossibleDuplicate").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("references", "0003_identifiers_likeness_and_merging")]

    operations = [migrations.RunPython(fill, forget)]
