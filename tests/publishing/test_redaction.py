"""The one change a published edition may see: its content is emptied, by two people, for a reason, once."""

import json

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from publishing import triggers
from publishing.frozen import FrozenError
from publishing.models import BlockComment, Edition, Event, OverruledWish, SignOff
from tests.publishing import doors

pytestmark = pytest.mark.django_db

EMPTIED = {
    "title": "",
    "source": "{}",
    "quoted": "{}",
    "html": "",
    "outline": "[]",
    "plain_text": "",
    "facts": "{}",
    "references": "[]",
    "change_note": "",
}


@pytest.fixture
def redaction(author, reviewer) -> dict:
    """The columns of a redaction that is allowed, with the values they get."""
    filled = {
        "redacted_at": timezone.now().replace(tzinfo=None) if connection.vendor == "sqlite" else timezone.now(),
        "redacted_by_id": author.pk,
        "redacted_with_id": reviewer.pk,
        "redaction_reason": "A patient was named without consent.",
    }
    return EMPTIED | filled


def update(edition, values: dict) -> None:
    sets = ", ".join(f"{connection.ops.quote_name(name)} = %s" for name in values)
    with transaction.atomic():
        doors.execute(f"UPDATE publishing_edition SET {sets} WHERE id = %s", *values.values(), edition.pk)


def columns() -> set[str]:
    return {field.column for field in Edition._meta.concrete_fields}


def test_an_edition_is_emptied_and_its_tombstone_stays(world, redaction):
    edition = world.edition
    update(edition, redaction)
    after = Edition.objects.get(pk=edition.pk)
    assert (after.html, after.plain_text, after.title, after.change_note) == ("", "", "", "")
    assert (after.source, after.quoted, after.facts, after.outline, after.references) == ({}, {}, {}, [], [])
    assert after.redaction_reason == "A patient was named without consent."
    kept = columns() - set(redaction)
    assert {name: getattr(after, name) for name in kept} == {name: getattr(edition, name) for name in kept}
    assert after.content_hash == edition.content_hash
    assert not kept & {"html", "source", "plain_text", "facts"}


def test_everything_a_reader_could_see_is_emptied():
    """A new column of Edition must be thought about: is it content, or part of the tombstone?"""
    tombstone = {
        "id", "page_id", "number", "language", "significance", "content_hash", "approval_id", "approved_hash",
        "compiler_version", "published_at", "published_by_id",
    }  # fmt: skip
    redacted = {Edition._meta.get_field(name).column for name in Edition.set_by_redaction}
    assert columns() == tombstone | redacted | set(Edition.emptied_by_redaction)


def near_misses():
    """What is changed in the redaction that is allowed, and so makes it one that is not. None leaves a column out."""
    for name in EMPTIED:
        yield f"{name} kept", {name: None}
    for name in ("title", "html", "plain_text", "change_note"):
        yield f"{name} replaced", {name: "Something else."}
        yield f"{name} blanks", {name: " "}
    for name in ("source", "quoted", "facts"):
        yield f"{name} replaced", {name: json.dumps({"title": "Other"})}
    for name in ("outline", "references"):
        yield f"{name} replaced", {name: json.dumps([{"id": 1}])}
    for name in ("redacted_at", "redacted_by_id", "redacted_with_id", "redaction_reason"):
        yield f"{name} missing", {name: None}
    for name in ("html", "title"):
        yield f"{name} as empty JSON", {name: "{}"}
    yield "hash changed", {"content_hash": "0" * 64}
    yield "approved hash changed", {"approved_hash": "0" * 64}
    yield "number changed", {"number": 99}
    yield "language changed", {"language": "es"}
    yield "significance changed", {"significance": "typo"}
    yield "compiler changed", {"compiler_version": "0"}
    yield "published at another time", {"published_at": "2001-01-01 00:00:00"}
    yield "no reason", {"redaction_reason": ""}
    yield "id changed", {"id": 987_654}


def test_a_near_miss_is_refused(world, redaction):
    before = Edition.objects.filter(pk=world.edition.pk).values().get()
    passed = []
    for name, difference in near_misses():
        try:
            update(world.edition, {key: value for key, value in (redaction | difference).items() if value is not None})
        except IntegrityError:
            continue
        passed.append(name)
    assert passed == []
    assert Edition.objects.filter(pk=world.edition.pk).values().get() == before


@pytest.mark.parametrize("column", ["page_id", "approval_id", "published_by_id"])
def test_a_redaction_gives_the_edition_to_nobody_else(world, redaction, reviewer, column):
    others = {
        "page_id": world.drug.pk,
        "approval_id": SignOff.objects.exclude(pk=world.edition.approval_id).first().pk,
        "published_by_id": reviewer.pk,
    }
    with pytest.raises(IntegrityError):
        update(world.edition, redaction | {column: others[column]})


def test_one_person_alone_redacts_nothing(world, redaction):
    with pytest.raises(IntegrityError, match="edition_redaction_has_two_people_and_a_reason"):
        update(world.edition, redaction | {"redacted_with_id": redaction["redacted_by_id"]})


def test_a_redaction_without_a_reason_is_refused(world, redaction):
    with pytest.raises(IntegrityError, match="edition_redaction_has_two_people_and_a_reason"):
        update(world.edition, redaction | {"redaction_reason": ""})


@pytest.mark.parametrize("again", ["the same", "other people", "another reason", "only the reason", "taken back"])
def test_a_redacted_edition_is_written_once_again(world, redaction, administrator, again):
    update(world.edition, redaction)
    values = {
        "the same": redaction,
        "other people": redaction | {"redacted_by_id": administrator.pk},
        "another reason": redaction | {"redaction_reason": "Another."},
        "only the reason": {"redaction_reason": "Another."},
        "taken back": {"html": world.edition.html},
    }[again]
    with pytest.raises(IntegrityError, match="written once"):
        update(world.edition, values)


def test_a_redacted_edition_cannot_be_deleted(world, redaction):
    update(world.first_edition, redaction)
    for door in (doors.sql_delete, doors.unguarded_raw_delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            door(world.first_edition)


def test_pythons_own_guard_does_not_know_the_exception(world, redaction):
    """The verb that redacts must reach the database on purpose; nobody redacts by accident."""
    with pytest.raises(FrozenError):
        Edition.objects.filter(pk=world.edition.pk).update(html="")


WORDS_ABOUT_A_TEXT = {
    SignOff: ("comment",),
    BlockComment: ("quoted", "comment", "proposed"),
    Event: ("page_title",),
    OverruledWish: ("reason",),
}


@pytest.mark.parametrize("model", WORDS_ABOUT_A_TEXT, ids=lambda model: model.__name__)
def test_words_about_a_text_can_be_emptied_once_and_changed_never(world, now, model):
    row, first = world.row_of(model), model.emptied_by_redaction[0]
    rows = models.QuerySet(model).filter(pk=row.pk)
    for refused in ({first: ""}, {first: "Other.", "redacted_at": now}, {"redacted_at": now, first: None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**refused)
    emptied = dict.fromkeys(model.emptied_by_redaction, "")
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**emptied)
    rows.update(**emptied, redacted_at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**{first: "Back again."}, redacted_at=None)


def test_of_the_other_tables_only_words_about_a_text_can_be_emptied(world, frozen_model):
    if frozen_model is Edition:
        assert set(Edition.emptied_by_redaction) == set(EMPTIED)
        return
    if frozen_model in WORDS_ABOUT_A_TEXT:
        assert frozen_model.emptied_by_redaction == WORDS_ABOUT_A_TEXT[frozen_model]
        return
    assert frozen_model.emptied_by_redaction == () == frozen_model.set_by_redaction
    texts = [f for f in frozen_model._meta.concrete_fields if isinstance(f, models.CharField | models.TextField)]
    for field in texts:
        with pytest.raises(IntegrityError), transaction.atomic():
            doors.execute(f"UPDATE {frozen_model._meta.db_table} SET {connection.ops.quote_name(field.column)} = ''")


def test_a_redaction_of_many_editions_at_once_obeys_the_same_rules(world, redaction):
    sets = ", ".join(f"{connection.ops.quote_name(name)} = %s" for name in redaction)
    doors.execute(f"UPDATE publishing_edition SET {sets}", *redaction.values())
    assert set(Edition.objects.values_list("html", flat=True)) == {""}
    with pytest.raises(IntegrityError), transaction.atomic():
        doors.execute(f"UPDATE publishing_edition SET {sets}", *redaction.values())


def test_a_column_added_later_is_part_of_the_tombstone(world, redaction):
    if connection.vendor == "postgresql":
        doors.execute("SET CONSTRAINTS ALL IMMEDIATE")
    doors.execute("ALTER TABLE publishing_edition ADD COLUMN added_later varchar(20) DEFAULT 'kept'")
    triggers.install()
    with pytest.raises(IntegrityError, match="written once"):
        update(world.edition, redaction | {"added_later": "changed"})
    update(world.edition, redaction)
