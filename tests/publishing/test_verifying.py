"""`verify_editions` finds every tampering below the guards, and nothing on a site that was left alone."""

import io
import json
from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from publishing import actions, triggers
from publishing.models import Edition, Event, Publication, Redaction, SignOff
from publishing.verifying import verify
from tests import stories
from tests.publishing import doors

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def unguarded():
    """The triggers are gone, as for somebody with the database's own tools."""
    triggers.uninstall()
    yield
    triggers.install()


def tamper(model, pk, **values) -> None:
    sets = ", ".join(f"{connection.ops.quote_name(name)} = %s" for name in values)
    doors.execute(f"UPDATE {model._meta.db_table} SET {sets} WHERE id = %s", *values.values(), pk)


def without_constraints(tampering: Callable[[], None]) -> None:
    """Somebody drops a constraint first; only SQLite can look away for one transaction."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has no switch for its constraints")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA ignore_check_constraints = ON")
        cursor.execute("PRAGMA foreign_keys = OFF")
        try:
            tampering()
        finally:
            cursor.execute("PRAGMA ignore_check_constraints = OFF")
            cursor.execute("PRAGMA foreign_keys = ON")


def codes() -> set[str]:
    return {finding.code for finding in verify()} - {"trigger-missing"}


def run(*arguments: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("verify_editions", *arguments, stdout=out, stderr=err)
    except SystemExit as end:
        return end.code, out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def test_a_site_that_was_left_alone_has_no_findings(world):
    assert list(verify()) == []
    code, out, err = run()
    assert (code, err) == (0, "") and "3 editions, 0 findings" in out


def test_an_empty_site_has_none_either(db):
    assert run("--json")[0] == 0


@pytest.mark.parametrize(
    ("code", "values"),
    [
        ("hash-differs", {"source": '{"title": "Other", "body": "Every 12 weeks."}'}),
        ("hash-differs", {"quoted": "{}"}),
        ("numbers-have-a-gap", {"number": 7}),
        ("approved-hash-differs", {"approved_hash": "0" * 64, "significance": "typo"}),
        ("hash-differs", {"content_hash": "0" * 64, "significance": "propagated"}),
    ],
)
def test_a_changed_column_is_found(world, unguarded, code, values):
    tamper(Edition, world.edition.pk, **values)
    assert code in codes()
    assert run()[0] == 1


def test_an_edition_that_is_gone_leaves_a_gap(world, author, reviewer, unguarded):
    page = stories.write_article(by=author)
    first = stories.publish(page, by=author, reviewer=reviewer).edition
    stories.edit(page, by=author, body="More words.\n")
    stories.publish(page, by=author, reviewer=reviewer)
    doors.execute("DELETE FROM references_coverage WHERE edition_id = %s", first.pk)
    doors.execute("DELETE FROM publishing_edition WHERE id = %s", first.pk)
    assert codes() == {"numbers-have-a-gap"}


def test_an_approval_of_another_page_is_found(world, unguarded):
    of_the_drug = SignOff.objects.get(page=world.drug.pk)
    tamper(Edition, world.edition.pk, approval_id=of_the_drug.pk)
    assert {"approval-of-another-page", "approved-hash-differs"} <= codes()


def test_a_further_approval_of_another_page_is_found(world, unguarded):
    of_the_drug = SignOff.objects.get(page=world.drug.pk)
    doors.execute("UPDATE publishing_editionapproval SET sign_off_id = %s", of_the_drug.pk)
    assert "approval-of-another-page" in codes()


def test_a_decision_turned_round_is_found(world, unguarded):
    tamper(SignOff, world.edition.approval_id, decision="changes-requested")
    assert "not-an-approval" in codes()


def test_a_clinical_edition_that_nobody_approved_is_found(world, unguarded):
    without_constraints(lambda: tamper(Edition, world.edition.pk, content_hash="1" * 64, significance="clinical"))
    assert {"not-what-was-approved", "hash-differs"} <= codes()


def test_an_address_that_shows_another_edition_is_found(world):
    Publication.objects.filter(pk=world.publication.pk).update(edition=world.first_edition)
    assert codes() == {"publication-not-newest"}
    drugs = Edition.objects.get(page=world.drug.pk)
    Publication.objects.filter(pk=world.publication.pk).update(edition=drugs)
    assert "publication-of-another-page" in codes()


def test_a_missing_guard_is_found(world, unguarded):
    code, _out, err = run()
    assert code == 1 and "trigger-missing" in err and "run migrate" in err


def redact(page, *, first, second, numbers):
    asked = actions.ask_redaction(
        page=page, numbers=numbers, cause="court-order", reason="A court said so.", by=first, now=stories.NOW
    )
    return actions.decide_redaction(
        redaction=asked, agreed=True, by=second, now=stories.NOW, note="I read it; a patient is named."
    )


@pytest.fixture
def second(django_user_model):
    return django_user_model.objects.create_user(
        username="second", display_name="Sample Second", is_staff=True, is_superuser=True
    )


def test_a_redaction_is_explained_and_no_finding(world, administrator, second):
    redact(world.article, first=administrator, second=second, numbers=[1])
    code, out, _err = run("--json")
    report = json.loads(out)
    assert (code, report["findings"]) == (0, [])
    (row,) = report["redacted"]
    assert (row["asked_by"], row["agreed_by"], row["reason"]) == (
        "Sample Administrator", "Sample Second", "A court said so.",
    )  # fmt: skip
    assert "A court said so." in run()[1]


def test_a_redaction_that_nobody_decided_is_found(world, administrator, second):
    redact(world.article, first=administrator, second=second, numbers=[1])
    Redaction.objects.all().delete()
    assert codes() == {"redaction-not-decided"}


def test_a_redaction_without_its_event_is_found(world, administrator, second, unguarded):
    redact(world.article, first=administrator, second=second, numbers=[1])
    doors.execute("DELETE FROM publishing_event WHERE verb = %s", Event.Verb.REDACTED.value)
    assert codes() == {"redaction-without-event"}


def test_text_that_came_back_after_a_redaction_is_found(world, administrator, second, unguarded):
    redact(world.article, first=administrator, second=second, numbers=[1])
    tamper(Edition, world.first_edition.pk, change_note="It said …")
    assert codes() == {"redacted-and-not-empty"}
    tamper(Edition, world.first_edition.pk, html="<p>It said …</p>", change_note="")
    assert codes() == {"redacted-and-not-empty"}


def test_a_redaction_that_was_undone_is_found(world, administrator, second, unguarded):
    redact(world.article, first=administrator, second=second, numbers=[1])
    with transaction.atomic():
        doors.execute(
            "UPDATE publishing_edition SET redacted_at = NULL, redacted_by_id = NULL, redacted_with_id = NULL,"
            " redaction_reason = NULL"
        )
    assert {"redaction-not-done", "hash-differs"} <= codes()


def test_a_live_page_that_shows_an_emptied_edition_is_found(world, administrator, second):
    redact(world.article, first=administrator, second=second, numbers=[1])
    Publication.objects.filter(pk=world.publication.pk).update(edition=world.first_edition)
    assert {"publication-redacted", "publication-not-newest"} <= codes()


def test_looking_at_many_editions_costs_no_more_queries_than_a_few(world, author, reviewer):
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert list(verify()) == []
        return len(asked)

    before = cost()
    for number in range(6):
        stories.edit(world.article, by=author, body=f"Text {number}.\n")
        stories.publish(world.article, by=author, reviewer=reviewer)
    assert cost() == before
