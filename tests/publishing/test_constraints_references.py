"""The constraints of what became of references, of who watches them, and of their evidence."""

import pytest
from django.utils import timezone

from references.models import Reference, StatusRecord, WaitingFile, WaitingImport, WatchCheck
from tests import stories
from tests.publishing.violations import Violation, check_violation, every_violation

pytestmark = pytest.mark.django_db


def notice(world) -> StatusRecord:
    """A second notice of one source, about the same reference."""
    values = {
        "reference": world.reference, "status": "retracted", "source": "pubmed", "recorded_at": timezone.now(),
        "recorded_by": world.edition.published_by,
    }  # fmt: skip
    StatusRecord.objects.create(**values, notice_pmid="1", dated="2020")
    return StatusRecord(**values, notice_pmid="2", dated="2020")


def replaced(world) -> StatusRecord:
    row = notice(world)
    row.superseded_by = stories.add_reference(by=world.edition.published_by, key="newer2026")
    return row


def check(world) -> WatchCheck:
    now = timezone.now()
    WatchCheck.objects.create(reference=world.reference, source="pubmed", outcome="nothing", checked_at=now)
    return WatchCheck(reference=world.reference, source="crossref", outcome="nothing", checked_at=now)


def reference(world) -> Reference:
    now = timezone.now()
    return Reference(key="free2026", csl={}, title="Free", created_at=now, changed_at=now, abstract_licence="CC BY 4.0")


def waiting_file(world) -> WaitingFile:
    now = timezone.now()
    waiting = WaitingImport.objects.create(owner=world.edition.published_by, created_at=now, expires_at=now)
    WaitingFile.objects.create(waiting=waiting, place=1, name="a.ris", content=b"")
    return WaitingFile(waiting=waiting, place=2, name="b.ris", content=b"")


VIOLATIONS: dict[str, Violation] = {
    "one_record_a_notice_and_source": Violation(notice, lambda world: {"notice_pmid": "1"}),
    "recorded_replacement_means_superseded": Violation(replaced, lambda world: {"status": "current"}),
    "one_watch_check_a_reference_and_source": Violation(check, lambda world: {"source": "pubmed"}),
    "watch_check_has_an_answer_or_failed": Violation(check, lambda world: {"outcome": "no-answer"}),
    "one_waiting_file_a_place": Violation(waiting_file, lambda world: {"place": 1}),
    "shown_abstract_names_its_licence": Violation(
        reference, lambda world: {"abstract_shown": True, "abstract_licence": ""}
    ),
    "archived_copy_is_read_over_https": Violation(
        reference, lambda world: {"archive_url": "http://web.archive.org/web/x"}
    ),
}
MORE = [
    ("recorded_replacement_means_superseded", replaced, lambda world: {"status": "corrected"}),
    ("watch_check_has_an_answer_or_failed", check, lambda world: {"checked_at": None}),
]


@pytest.mark.parametrize(
    ("name", "violation"),
    every_violation(VIOLATIONS, MORE),
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_constraint_refuses_the_row_it_was_made_for_and_takes_it_without_the_fault(world, name, violation):
    check_violation(world, name, violation)
