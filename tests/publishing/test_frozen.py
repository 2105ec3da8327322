"""What is written once stays as it was, whichever door is tried."""

import pytest
from django.contrib.auth import get_user_model
from django.db import Error, ProgrammingError, connection, models, transaction
from django.db.models import ProtectedError

from publishing import triggers
from publishing.frozen import FrozenError
from publishing.models import Edition, Event, Page, SignOff
from references.models import Reference
from tests import stories
from tests.publishing import doors

pytestmark = pytest.mark.django_db

REFUSALS = (FrozenError, ProtectedError, Error)


def as_text(value) -> str:
    """A stored value as text; PostgreSQL gives a file as a view of memory, which says where it is instead of what."""
    return str(bytes(value) if isinstance(value, memoryview) else value)


def stored_rows() -> dict[str, list[tuple]]:
    """Every row of every frozen table, as the database has it."""
    rows = {}
    with connection.cursor() as cursor:
        for model in triggers.frozen_models():
            cursor.execute(f"SELECT * FROM {model._meta.db_table} ORDER BY id")
            rows[model._meta.label] = [tuple(map(as_text, row)) for row in cursor.fetchall()]
    return rows


def opened(door, row) -> str:
    """What went wrong when the door was tried: "" when it was refused and nothing changed."""
    before = stored_rows()
    try:
        with transaction.atomic():
            door(row)
    except REFUSALS:
        pass
    else:
        return f"{row._meta.label}: not refused"
    return "" if stored_rows() == before else f"{row._meta.label}: refused, and changed all the same"


def open_doors(door, world) -> list[str]:
    return [problem for model in triggers.frozen_models() if (problem := opened(door, world.row_of(model)))]


@pytest.mark.parametrize(
    "family", [doors.SAVING, doors.UPDATING, doors.DELETING, doors.SQL], ids=["saving", "updating", "deleting", "sql"]
)
def test_no_door_opens_to_a_row_written_once(world, frozen_model, family):
    tried = {door.__name__: opened(door, world.row_of(frozen_model)) for door in family}
    assert {name: problem for name, problem in tried.items() if problem} == {}


def test_every_door_is_tried():
    """A door written down and left out of the families would be no test at all."""
    tried = {door for family in doors.FAMILIES for door in family}
    takes_a_row = {f for f in vars(doors).values() if callable(f) and getattr(f, "__module__", "") == doors.__name__}
    helpers = {"a_field", "other_value", "changed", "unguarded", "historical", "execute", "table", "column"}
    assert {f.__name__ for f in takes_a_row - tried} == helpers | {"stored", "insert", "insert_again"}


@pytest.mark.parametrize("door", [doors.unguarded_update, doors.sql_update, doors.sql_upsert])
def test_without_the_triggers_these_doors_stand_open(world, frozen_model, door):
    """Proof that the tests above test something: the doors are real, and it is the triggers that close them."""
    with transaction.atomic():
        triggers.uninstall()
        assert opened(door, world.row_of(frozen_model)) == f"{frozen_model._meta.label}: not refused"
        transaction.set_rollback(True)


def test_the_world_holds_a_row_of_every_frozen_table(world, frozen_model):
    assert world.row_of(frozen_model) is not None


def test_new_rows_can_always_be_written(world, frozen_model):
    """The other side of the promise: a guard that refused everything would pass all the tests above."""
    if frozen_model in (Edition, SignOff, Event):
        before = frozen_model.objects.count()
        page = stories.edit(world.article, by=world.edition.published_by, body="Other words.\n")
        stories.publish(page, by=world.edition.published_by, reviewer=world.edition.approval.by)
        assert frozen_model.objects.count() > before
    else:
        assert frozen_model.objects.count() >= 1


# Through what the rows belong to


def related_updates(world):
    page, reference = Page.objects.get(pk=world.article.pk), world.reference
    yield page.editions, {"title": "Other"}
    yield page.sign_offs, {"name": "Nobody"}
    yield page.reviews, {"name": "Nobody"}
    yield page.used_by, {"how": "links"}
    yield world.edition.uses, {"how": "links"}
    yield world.edition.citations, {"number": 9}
    yield world.edition.approval.editions, {"title": "Other"}
    yield reference.citations, {"number": 9}


def test_a_related_manager_opens_no_door(world):
    before = stored_rows()
    for manager, values in related_updates(world):
        for attempt in (
            lambda manager=manager, values=values: manager.update(**values),
            lambda manager=manager, values=values: manager.all().update(**values),
            lambda manager=manager: manager.all().delete(),
            lambda manager=manager, values=values: manager.update_or_create(defaults=values),
        ):
            with pytest.raises(REFUSALS), transaction.atomic():
                attempt()
    assert stored_rows() == before


def test_editions_cannot_be_given_to_another_page(world, author):
    other = stories.write_article(by=author)
    before = stored_rows()
    for bulk in (True, False):
        with pytest.raises(REFUSALS), transaction.atomic():
            other.editions.add(world.edition, bulk=bulk)
    with pytest.raises(REFUSALS), transaction.atomic():
        other.editions.set([world.edition])
    assert stored_rows() == before


@pytest.mark.parametrize("unguarded", [False, True])
def test_deleting_what_a_row_belongs_to_is_refused(world, author, reviewer, unguarded):
    before = stored_rows()
    users = get_user_model().objects.filter(pk__in=[author.pk, reviewer.pk])
    for rows in (
        Page.objects.all(),
        Page.objects.filter(pk=world.article.pk),
        users,
        Reference.objects.all(),
        type(world.article).objects.all(),
        type(world.drug).objects.all(),
    ):
        rows = models.QuerySet(rows.model).filter(pk__in=[row.pk for row in rows]) if unguarded else rows
        with pytest.raises(REFUSALS), transaction.atomic():
            rows.delete()
    for row in (world.article, world.drug, author, reviewer, world.reference, Page.objects.get(pk=world.drug.pk)):
        with pytest.raises(REFUSALS), transaction.atomic():
            row.delete()
    assert stored_rows() == before


def test_deleting_only_the_child_of_a_published_page_leaves_the_record(world):
    before = stored_rows()
    with transaction.atomic():
        world.article.delete(keep_parents=True)
        assert stored_rows() == before
        transaction.set_rollback(True)


# Each database's own tricks


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="SQLite's own")
@pytest.mark.parametrize("recursive", ["ON", "OFF"])
@pytest.mark.parametrize("trick", ["INSERT OR REPLACE", "REPLACE", "INSERT OR IGNORE", "INSERT OR FAIL"])
def test_sqlite_replaces_nothing(world, trick, recursive):
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA recursive_triggers={recursive}")
        cursor.execute("PRAGMA recursive_triggers")
        assert cursor.fetchone()[0] == (recursive == "ON")
    try:
        assert open_doors(lambda row: doors.insert_again(row, trick), world) == []
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA recursive_triggers=ON")


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="SQLite's own")
def test_sqlite_replaces_nothing_under_another_id(world):
    """REPLACE also deletes the row that clashes on another unique key, such as page and number."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA recursive_triggers=OFF")
    before = stored_rows()
    try:
        for row in (world.edition, world.edition.uses.first(), world.edition.citations.first()):
            copy = type(row).objects.get(pk=row.pk)
            copy.pk += 1_000
            with pytest.raises(REFUSALS), transaction.atomic():
                doors.insert(copy, "INSERT OR REPLACE")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA recursive_triggers=ON")
    assert stored_rows() == before


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="SQLite's own")
@pytest.mark.parametrize("conflict", ["REPLACE", "IGNORE", "FAIL", "ABORT"])
def test_sqlite_updates_nothing_whatever_it_does_with_conflicts(world, conflict):
    def door(row):
        doors.execute(f"UPDATE OR {conflict} {doors.table(row)} SET {doors.column(row)} = %s", doors.stored(row))

    assert open_doors(door, world) == []


def call_the_session(role: str) -> None:
    """Ordinary triggers sleep in a replica's session. A role that may not even call itself one has no such door."""
    try:
        with transaction.atomic():
            doors.execute(f"SET LOCAL session_replication_role = {role}")
    except ProgrammingError as refused:
        assert "permission denied" in str(refused)


@pytest.mark.needs("postgres")
@pytest.mark.parametrize("role", ["replica", "local", "origin"])
@pytest.mark.parametrize("door", [doors.sql_update, doors.sql_delete, doors.sql_upsert, doors.unguarded_raw_delete])
def test_a_session_that_calls_itself_a_replica_changes_nothing(world, role, door):
    call_the_session(role)
    assert open_doors(door, world) == []


@pytest.mark.needs("postgres")
@pytest.mark.parametrize("cascade", ["", "CASCADE"])
@pytest.mark.parametrize("role", ["origin", "replica"])
def test_truncate_is_refused(world, cascade, role):
    doors.execute("SET CONSTRAINTS ALL IMMEDIATE")
    call_the_session(role)
    assert open_doors(lambda row: doors.execute(f"TRUNCATE {doors.table(row)} {cascade}"), world) == []


@pytest.mark.needs("postgres")
@pytest.mark.parametrize("parent", ["publishing_page", "people_user", "references_reference", "publishing_publication"])
def test_truncating_a_parent_with_cascade_is_refused_or_spares_the_record(world, parent):
    doors.execute("SET CONSTRAINTS ALL IMMEDIATE")
    before = stored_rows()
    try:
        with transaction.atomic():
            doors.execute(f"TRUNCATE {parent} CASCADE")
    except Error:
        pass
    assert stored_rows() == before


@pytest.mark.needs("postgres")
def test_merge_updates_and_deletes_nothing(world):
    for what in ("UPDATE SET id = t.id", "DELETE"):
        door = f"MERGE INTO {{table}} t USING (SELECT 1) s ON true WHEN MATCHED THEN {what}"
        assert open_doors(lambda row, door=door: doors.execute(door.format(table=doors.table(row))), world) == []


@pytest.mark.needs("postgres")
def test_ignoring_a_conflict_leaves_the_row(world):
    before = stored_rows()
    for model in triggers.frozen_models():
        doors.insert_again(world.row_of(model), "INSERT", "ON CONFLICT DO NOTHING")
    assert stored_rows() == before


@pytest.mark.needs("postgres")
def test_a_refusal_is_an_integrity_error_so_that_django_understands_it(world):
    for model in triggers.frozen_models():
        with pytest.raises(Error) as refused, transaction.atomic():
            doors.sql_delete(world.row_of(model))
        assert type(refused.value).__name__ == "IntegrityError"
        assert "written once" in str(refused.value)
