"""Every door through which a row might be changed or deleted. Each takes a stored row and tries.

The doors of DJANGO end in Django's own code, some of them below the Python guard; the others in SQL.
"""

from django.core import serializers
from django.db import connection, models, router
from django.db.migrations.loader import MigrationLoader
from django.db.models.deletion import Collector
from django.db.models.sql import DeleteQuery, UpdateQuery


def a_field(model):
    """A column that any attack may try to change: text where there is one."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key and not field.is_relation]
    return next((field for field in fields if isinstance(field, models.CharField)), fields[0])


def other_value(model):
    return {"field": "dosage", "places": ["c9"], "number": 77, "position": 77, "generation": 77}.get(
        a_field(model).name, "clinical"
    )


def changed(row):
    """The same row as an object with another value, not yet saved."""
    copy = type(row).objects.get(pk=row.pk)
    setattr(copy, a_field(type(row)).name, other_value(type(row)))
    return copy


def unguarded(model):
    """A queryset without our Python guard, as a migration or another tool would have."""
    return models.QuerySet(model)


def historical(model):
    """The model as a data migration sees it."""
    state = MigrationLoader(connection).project_state()
    return state.apps.get_model(model._meta.app_label, model._meta.model_name)


# Django: saving


def save(row):
    changed(row).save()


def save_update_fields(row):
    changed(row).save(update_fields=[a_field(type(row)).name])


def save_force_update(row):
    changed(row).save(force_update=True)


def save_pretending_to_be_new(row):
    copy = changed(row)
    copy._state.adding = True
    copy.save()


def save_of_the_parent_class(row):
    models.Model.save(changed(row))


def save_base(row):
    changed(row).save_base()


def save_base_raw(row):
    changed(row).save_base(raw=True)


def save_base_raw_as_new(row):
    changed(row).save_base(raw=True, force_insert=True)


def load_a_fixture(row):
    for loaded in serializers.deserialize("json", serializers.serialize("json", [changed(row)])):
        loaded.save()


# Django: querysets


def queryset_update(row):
    type(row).objects.filter(pk=row.pk).update(**{a_field(type(row)).name: other_value(type(row))})


def base_manager_update(row):
    type(row)._base_manager.filter(pk=row.pk).update(**{a_field(type(row)).name: other_value(type(row))})


def default_manager_update(row):
    type(row)._default_manager.filter(pk=row.pk).update(**{a_field(type(row)).name: other_value(type(row))})


def unguarded_update(row):
    unguarded(type(row)).filter(pk=row.pk).update(**{a_field(type(row)).name: other_value(type(row))})


def update_of_the_parent_class(row):
    models.QuerySet.update(type(row).objects.filter(pk=row.pk), **{a_field(type(row)).name: other_value(type(row))})


def update_in_a_migration(row):
    model = historical(type(row))
    model.objects.filter(pk=row.pk).update(**{a_field(type(row)).name: other_value(type(row))})


def update_query(row):
    query = UpdateQuery(type(row))
    query.update_batch([row.pk], {a_field(type(row)).name: other_value(type(row))}, "default")


def update_the_key(row):
    unguarded(type(row)).filter(pk=row.pk).update(id=row.pk + 1_000)


def bulk_update(row):
    type(row).objects.bulk_update([changed(row)], [a_field(type(row)).name])


def unguarded_bulk_update(row):
    unguarded(type(row)).bulk_update([changed(row)], [a_field(type(row)).name])


def update_or_create(row):
    type(row).objects.update_or_create(pk=row.pk, defaults={a_field(type(row)).name: other_value(type(row))})


def unguarded_update_or_create(row):
    unguarded(type(row)).update_or_create(pk=row.pk, defaults={a_field(type(row)).name: other_value(type(row))})


def bulk_create_that_updates(row):
    name = a_field(type(row)).name
    type(row).objects.bulk_create([changed(row)], update_conflicts=True, update_fields=[name], unique_fields=["id"])


def bulk_create_that_updates_by_position(row):
    type(row).objects.bulk_create([changed(row)], None, False, True, [a_field(type(row)).name], ["id"])


def bulk_create_that_ignores(row):
    type(row).objects.bulk_create([changed(row)], ignore_conflicts=True)


def unguarded_bulk_create_that_updates(row):
    name = a_field(type(row)).name
    unguarded(type(row)).bulk_create([changed(row)], update_conflicts=True, update_fields=[name], unique_fields=["id"])


def bulk_create_again(row):
    type(row).objects.bulk_create([changed(row)])


# Django: deleting


def delete(row):
    row.delete()


def delete_keeping_parents(row):
    row.delete(keep_parents=True)


def delete_of_the_parent_class(row):
    models.Model.delete(row)


def queryset_delete(row):
    type(row).objects.filter(pk=row.pk).delete()


def base_manager_delete(row):
    type(row)._base_manager.filter(pk=row.pk).delete()


def unguarded_delete(row):
    unguarded(type(row)).filter(pk=row.pk).delete()


def raw_delete(row):
    rows = type(row).objects.filter(pk=row.pk)
    rows._raw_delete(router.db_for_write(type(row)))


def unguarded_raw_delete(row):
    unguarded(type(row)).filter(pk=row.pk)._raw_delete("default")


def delete_query(row):
    DeleteQuery(type(row)).delete_batch([row.pk], "default")


def collector(row):
    collected = Collector(using="default")
    collected.collect([row])
    collected.delete()


def delete_in_a_migration(row):
    historical(type(row)).objects.filter(pk=row.pk).delete()


# SQL


def execute(sql: str, *params) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def table(row) -> str:
    return connection.ops.quote_name(row._meta.db_table)


def column(row) -> str:
    return connection.ops.quote_name(a_field(type(row)).column)


def stored(row):
    """The other value as the database keeps it."""
    return a_field(type(row)).get_db_prep_save(other_value(type(row)), connection)


def insert(copy, before: str, after: str = "") -> None:
    """An INSERT of an object as it stands; `before` and `after` are what makes it a trick."""
    fields = copy._meta.concrete_fields
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    values = [field.get_db_prep_save(getattr(copy, field.attname), connection) for field in fields]
    marks = ", ".join(["%s"] * len(values))
    execute(f"{before} INTO {table(copy)} ({names}) VALUES ({marks}) {after}", *values)


def insert_again(row, before: str, after: str = "") -> None:
    """An INSERT of the same row with another value."""
    insert(changed(row), before, after)


def sql_update(row):
    execute(f"UPDATE {table(row)} SET {column(row)} = %s WHERE id = %s", stored(row), row.pk)


def sql_update_of_every_row(row):
    execute(f"UPDATE {table(row)} SET {column(row)} = %s", stored(row))


def sql_update_to_the_same(row):
    execute(f"UPDATE {table(row)} SET id = id WHERE id = %s", row.pk)


def sql_delete(row):
    execute(f"DELETE FROM {table(row)} WHERE id = %s", row.pk)


def sql_delete_of_every_row(row):
    execute(f"DELETE FROM {table(row)}")


def sql_upsert(row):
    insert_again(row, "INSERT", f"ON CONFLICT (id) DO UPDATE SET {column(row)} = excluded.{column(row)}")


SAVING = (
    save, save_update_fields, save_force_update, save_pretending_to_be_new, save_of_the_parent_class, save_base,
    save_base_raw, save_base_raw_as_new, load_a_fixture,
)  # fmt: skip
UPDATING = (
    queryset_update, base_manager_update, default_manager_update, unguarded_update, update_of_the_parent_class,
    update_in_a_migration, update_query, update_the_key, bulk_update, unguarded_bulk_update, update_or_create,
    unguarded_update_or_create, bulk_create_that_updates, bulk_create_that_updates_by_position,
    bulk_create_that_ignores, unguarded_bulk_create_that_updates, bulk_create_again,
)  # fmt: skip
DELETING = (
    delete, delete_keeping_parents, delete_of_the_parent_class, queryset_delete, base_manager_delete, unguarded_delete,
    raw_delete, unguarded_raw_delete, delete_query, collector, delete_in_a_migration,
)  # fmt: skip
SQL = (
    sql_update, sql_update_of_every_row, sql_update_to_the_same, sql_delete, sql_delete_of_every_row, sql_upsert,
)  # fmt: skip
FAMILIES = (SAVING, UPDATING, DELETING, SQL)
