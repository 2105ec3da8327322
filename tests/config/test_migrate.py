"""Our migrate command leaves the frozen tables guarded and the roles installed, whatever happened on the way."""

import io

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.core.management.commands.migrate import Command as MigrateCommand
from django.db import connection

from config import roles
from publishing import triggers

pytestmark = pytest.mark.django_db


def migrate(**options) -> str:
    said = io.StringIO()
    call_command("migrate", verbosity=0, interactive=False, stdout=said, **options)
    return said.getvalue()


def drop(model, door: str) -> str:
    name = f"frozen_{model._meta.db_table}_{door}"
    on = f' ON "{model._meta.db_table}"' if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TRIGGER "{name}"{on}')
    return name


def doors() -> tuple[str, ...]:
    return ("update", "delete", "replace") if connection.vendor == "sqlite" else ("row", "truncate")


def test_a_new_database_misses_no_trigger():
    assert triggers.missing() == []


@pytest.mark.parametrize("model", triggers.frozen_models(), ids=lambda model: model.__name__)
def test_a_dropped_trigger_is_missed_and_comes_back(model):
    for door in doors():
        name = drop(model, door)
        assert triggers.missing() == [name]
        migrate()
        assert triggers.missing() == []


def test_migrating_twice_changes_nothing():
    migrate()
    migrate()
    assert triggers.missing() == []


def test_a_migration_that_fails_leaves_the_tables_guarded(monkeypatch):
    def fail(self, *args, **options):
        triggers.uninstall()
        raise RuntimeError("half-way")

    monkeypatch.setattr(MigrateCommand, "handle", fail)
    with pytest.raises(RuntimeError):
        migrate()
    assert triggers.missing() == []


@pytest.mark.parametrize("option", ["plan", "check_unapplied"])
def test_looking_changes_nothing(option, monkeypatch):
    def refuse(*args, **options):
        raise AssertionError("looking must not touch the triggers")

    monkeypatch.setattr(triggers, "install", refuse)
    monkeypatch.setattr(triggers, "uninstall", refuse)
    migrate(**{option: True})


def test_roles_come_back_with_exactly_their_permissions():
    author = Group.objects.get(name=roles.AUTHOR)
    coordinator = Group.objects.get(name=roles.REVIEW_COORDINATOR)
    before = set(author.permissions.values_list("pk", flat=True))
    coordinator.permissions.set(author.permissions.all())
    author.permissions.clear()
    migrate()
    assert set(author.permissions.values_list("pk", flat=True)) == before
    assert not coordinator.permissions.filter(codename="publish_page").exists()


def test_every_permission_a_role_names_exists():
    for name, wanted in roles.ROLES.items():
        found = Group.objects.get(name=name).permissions.select_related("content_type")
        assert {f"{row.content_type.app_label}.{row.codename}" for row in found} == wanted


@pytest.mark.needs("postgres")
def test_a_trigger_that_is_switched_off_counts_as_missing():
    model = triggers.frozen_models()[0]
    name = f"frozen_{model._meta.db_table}_row"
    for state in ("DISABLE TRIGGER", "ENABLE TRIGGER", "ENABLE REPLICA TRIGGER"):
        with connection.cursor() as cursor:
            cursor.execute(f'ALTER TABLE "{model._meta.db_table}" {state} "{name}"')
        assert triggers.missing() == [name], state
        migrate()
        assert triggers.missing() == []


@pytest.mark.needs("postgres")
def test_a_trigger_with_a_condition_counts_as_missing():
    model = triggers.frozen_models()[0]
    table, name = model._meta.db_table, drop(model, "row")
    for when in ("BEFORE UPDATE OR DELETE ON {t} FOR EACH ROW WHEN (false)", "BEFORE UPDATE OF id ON {t} FOR EACH ROW",
                 "BEFORE INSERT ON {t} FOR EACH ROW", "AFTER UPDATE OR DELETE ON {t} FOR EACH ROW"):  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute(f'CREATE TRIGGER "{name}" {when.format(t=table)} EXECUTE FUNCTION "frozen_{table}"()')
            cursor.execute(f'ALTER TABLE "{table}" ENABLE ALWAYS TRIGGER "{name}"')
        assert triggers.missing() == [name], when
        migrate()
        assert triggers.missing() == []
        drop(model, "row")


def test_a_trigger_that_does_nothing_counts_as_missing():
    """The name alone protects nothing: what stands under it must be ours."""
    model = triggers.frozen_models()[0]
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            name = drop(model, "update")
            cursor.execute(f'CREATE TRIGGER "{name}" BEFORE UPDATE ON "{table}" WHEN 0 BEGIN SELECT 1; END')
        else:
            name = f"frozen_{table}_row"
            cursor.execute(
                f'CREATE OR REPLACE FUNCTION "frozen_{table}"() RETURNS trigger LANGUAGE plpgsql '
                "AS $$ BEGIN RETURN NEW; END $$"
            )
    assert name in triggers.missing()
    migrate()
    assert triggers.missing() == []


def test_a_trigger_of_that_name_on_another_table_counts_as_missing():
    model, other = triggers.frozen_models()[:2]
    door = doors()[0]
    name = drop(model, door)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                f'CREATE TRIGGER "{name}" BEFORE UPDATE ON "{other._meta.db_table}" WHEN 0 BEGIN SELECT 1; END'
            )
        else:
            cursor.execute(
                f'CREATE TRIGGER "{name}" BEFORE UPDATE ON "{other._meta.db_table}" '
                f'FOR EACH ROW EXECUTE FUNCTION "frozen_{other._meta.db_table}"()'
            )
            cursor.execute(f'ALTER TABLE "{other._meta.db_table}" ENABLE ALWAYS TRIGGER "{name}"')
    assert triggers.missing() == [name]
