"""The database half of "written once": triggers on every table of a FrozenModel, on SQLite and PostgreSQL.

`install` may run any number of times. These triggers touch only their own table and read its columns from the database, so
that a migration half-way through never meets a trigger that expects a column which is not there yet. The exceptions look at
the sign-offs: an edition rests on a sign-off of its own page, of that hash, that approves, and on no text of which a
clinician's wish for changes stands open (the twin of SignOffQuerySet.open_wishes).
"""

from django.apps import apps
from django.db import connections
from django.db.models import JSONField

from publishing.frozen import FrozenModel

PREFIX = "frozen_"
# PostgreSQL's pg_trigger.tgtype: 1 row, 2 before, 4 insert, 8 delete, 16 update, 32 truncate.
BEFORE_EACH_UPDATE_OR_DELETE, BEFORE_TRUNCATE, BEFORE_EACH_INSERT = 1 + 2 + 8 + 16, 2 + 32, 1 + 2 + 4
# What must exist for a new row, by table; the same words on both databases.
APPROVED = {
    "publishing_edition": """SELECT 1 FROM publishing_signoff s WHERE s.id = NEW.approval_id AND s.page_id = NEW.page_id
        AND s.decision = 'approve' AND s.content_hash = NEW.approved_hash AND NOT EXISTS (
            SELECT 1 FROM publishing_signoff w WHERE w.page_id = NEW.page_id AND w.content_hash = NEW.content_hash
            AND w.decision = 'changes-requested'
            AND NOT EXISTS (SELECT 1 FROM publishing_overruledwish o WHERE o.wish_id = w.id)
            AND NOT EXISTS (
                SELECT 1 FROM publishing_signoff a WHERE a.page_id = w.page_id AND a.content_hash = w.content_hash
                AND a.id > w.id AND (a.by_id = w.by_id OR a.reviewer_id = w.reviewer_id)))""",
    "publishing_editionapproval": """SELECT 1 FROM publishing_signoff s JOIN publishing_edition e ON e.page_id = s.page_id
        WHERE s.id = NEW.sign_off_id AND e.id = NEW.edition_id AND s.decision = 'approve'""",
    "publishing_overruledwish": """SELECT 1 FROM publishing_signoff s JOIN publishing_signoff w ON w.page_id = s.page_id
        AND w.content_hash = s.content_hash WHERE s.id = NEW.sign_off_id AND w.id = NEW.wish_id AND s.id > w.id
        AND s.decision = 'approve' AND w.decision = 'changes-requested'""",
}
NOT_APPROVED = "{table} rows rest on an approval of the same page"


def frozen_models() -> list[type[FrozenModel]]:
    """Every concrete model whose rows are written once, in a stable order."""
    return sorted(
        (model for model in apps.get_models() if issubclass(model, FrozenModel)), key=lambda model: model._meta.db_table
    )


def install(using: str = "default") -> None:
    """Create or replace the triggers of every frozen table that exists in this database."""
    connection = connections[using]
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        for model in frozen_models():
            if model._meta.db_table in present:
                for statement in _statements(connection, cursor, model):
                    cursor.execute(statement)


def uninstall(using: str = "default") -> None:
    """Drop the triggers: only for a migration on SQLite, which rebuilds tables, and for a test that empties its database."""
    connection = connections[using]
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        for model in frozen_models():
            if model._meta.db_table in present:
                for name in _names(connection, model):
                    cursor.execute(_drop(connection, model, name))


def missing(using: str = "default") -> list[str]:
    """Names of triggers that should be there and are not, or that are there by name only: on another table, switched off,
    or doing something else. Empty means that the record is protected."""
    connection = connections[using]
    standing = _standing_sqlite if connection.vendor == "sqlite" else _standing_postgresql
    with connection.cursor() as cursor:
        return [
            name
            for model in frozen_models()
            for name in sorted(set(_names(connection, model)) - standing(connection, cursor, model))
        ]


def _standing_sqlite(connection, cursor, model) -> set[str]:
    """Names of the triggers of one table that stand word for word as we would write them today."""
    cursor.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [model._meta.db_table]
    )
    stored = dict(cursor.fetchall())
    wanted = zip(_names(connection, model), _sqlite(connection, cursor, model), strict=True)
    return {name for name, statement in wanted if stored.get(name) == statement}


def _standing_postgresql(connection, cursor, model) -> set[str]:
    """Names of the triggers of one table that fire always and unconditionally, for the right events, with our function."""
    cursor.execute(
        """SELECT t.tgname, t.tgtype, p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
        WHERE t.tgrelid = to_regclass(%s) AND NOT t.tgisinternal AND t.tgenabled = 'A' AND t.tgqual IS NULL
        AND t.tgattr = ''::int2vector""",
        [connection.ops.quote_name(model._meta.db_table)],
    )
    row, truncate, *approved = _names(connection, model)
    wanted = {(row, BEFORE_EACH_UPDATE_OR_DELETE, _body(model)), (truncate, BEFORE_TRUNCATE, _body(model))}
    wanted |= {(name, BEFORE_EACH_INSERT, _approved_body(model)) for name in approved}
    return {name for name, _kind, _source in wanted & set(cursor.fetchall())}


def _names(connection, model) -> list[str]:
    table = model._meta.db_table
    doors = ("update", "delete", "replace") if connection.vendor == "sqlite" else ("row", "truncate")
    doors += ("approved",) if table in APPROVED else ()
    return [f"{PREFIX}{table}_{door}" for door in doors]


def _drop(connection, model, name: str) -> str:
    quote = connection.ops.quote_name
    if connection.vendor == "sqlite":
        return f"DROP TRIGGER IF EXISTS {quote(name)}"
    return f"DROP TRIGGER IF EXISTS {quote(name)} ON {quote(model._meta.db_table)}"


def _statements(connection, cursor, model) -> list[str]:
    build = _sqlite if connection.vendor == "sqlite" else _postgresql
    drops = [_drop(connection, model, name) for name in _names(connection, model)]
    return drops + build(connection, cursor, model)


def _columns(model, names) -> list[str]:
    return [model._meta.get_field(name).column for name in names]


def _empty(model, name: str) -> str:
    """What a redacted column holds: no text, or JSON with nothing in it."""
    return "('{}', '[]')" if isinstance(model._meta.get_field(name), JSONField) else "('')"


def _sqlite(connection, cursor, model) -> list[str]:
    quote = connection.ops.quote_name
    table = model._meta.db_table
    update, delete, replace, *approved = (quote(name) for name in _names(connection, model))
    refusal = f"SELECT RAISE(ABORT, '{table} rows are written once')"
    cursor.execute(f"PRAGMA table_info({quote(table)})")
    columns = [row[1] for row in cursor.fetchall()]

    allowed = "0"
    emptied, filled = _columns(model, model.emptied_by_redaction), _columns(model, model.set_by_redaction)
    if emptied and set(emptied + filled) <= set(columns):
        kept = [f"OLD.{quote(c)} IS NEW.{quote(c)}" for c in columns if c not in emptied + filled]
        empty = (_empty(model, name) for name in model.emptied_by_redaction)
        blank = [f"NEW.{quote(c)} IN {values}" for c, values in zip(emptied, empty, strict=True)]
        first = [f"OLD.{quote(c)} IS NULL AND NEW.{quote(c)} IS NOT NULL" for c in filled]
        allowed = " AND ".join(kept + blank + first)

    # INSERT OR REPLACE deletes without firing delete triggers unless recursive_triggers is on: refuse any insert whose
    # unique key is already there, whatever the connection's settings.
    cursor.execute(f"PRAGMA index_list({quote(table)})")
    keys = [["id"]]
    for row in cursor.fetchall():
        name, unique, partial = row[1], row[2], row[4]
        if unique and not partial:
            cursor.execute(f"PRAGMA index_info({quote(name)})")
            keys.append([info[2] for info in cursor.fetchall()])
    taken = " OR ".join(  # every name comes from the database's own catalogue
        f"EXISTS (SELECT 1 FROM {quote(table)} WHERE {' AND '.join(f'{quote(c)} = NEW.{quote(c)}' for c in key)})"  # noqa: S608
        for key in sorted(keys)
    )
    return [
        f"CREATE TRIGGER {update} BEFORE UPDATE ON {quote(table)} WHEN NOT ({allowed}) BEGIN {refusal}; END",
        f"CREATE TRIGGER {delete} BEFORE DELETE ON {quote(table)} BEGIN {refusal}; END",
        f"CREATE TRIGGER {replace} BEFORE INSERT ON {quote(table)} WHEN {taken} BEGIN {refusal}; END",
        *(
            f"CREATE TRIGGER {name} BEFORE INSERT ON {quote(table)} WHEN NOT EXISTS ({APPROVED[table]}) "
            f"BEGIN SELECT RAISE(ABORT, '{NOT_APPROVED.format(table=table)}'); END"
            for name in approved
        ),
    ]


def _body(model) -> str:
    """What the PostgreSQL function of one table does: refuse, unless the change is the redaction that is allowed."""
    emptied, filled = _columns(model, model.emptied_by_redaction), _columns(model, model.set_by_redaction)
    redaction = ""
    if emptied:
        changing = ", ".join(f"'{c}'" for c in emptied + filled)
        empty = (_empty(model, name) for name in model.emptied_by_redaction)
        blank = " AND ".join(f"to_jsonb(NEW)->>'{c}' IN {values}" for c, values in zip(emptied, empty, strict=True))
        first = " AND ".join(f"to_jsonb(OLD)->>'{c}' IS NULL AND to_jsonb(NEW)->>'{c}' IS NOT NULL" for c in filled)
        redaction = f"""
            IF TG_OP = 'UPDATE' THEN
                IF (to_jsonb(OLD) - ARRAY[{changing}]) = (to_jsonb(NEW) - ARRAY[{changing}]) AND {blank} AND {first} THEN
                    RETURN NEW;
                END IF;
            END IF;"""
    return f"""
        BEGIN{redaction}
            RAISE EXCEPTION '{model._meta.db_table} rows are written once' USING ERRCODE = '23000';
        END """


def _approved_body(model) -> str:
    """What the PostgreSQL function of a table that rests on approvals does with a new row."""
    table = model._meta.db_table
    return f"""
        BEGIN
            IF NOT EXISTS ({APPROVED[table]}) THEN
                RAISE EXCEPTION '{NOT_APPROVED.format(table=table)}' USING ERRCODE = '23000';
            END IF;
            RETURN NEW;
        END """


def _postgresql(connection, cursor, model) -> list[str]:
    quote = connection.ops.quote_name
    table = model._meta.db_table
    row, truncate, *approved = _names(connection, model)
    function = quote(f"{PREFIX}{table}")
    return [
        f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $frozen${_body(model)}$frozen$",
        f"""CREATE TRIGGER {quote(row)} BEFORE UPDATE OR DELETE ON {quote(table)}
        FOR EACH ROW EXECUTE FUNCTION {function}()""",
        f"""CREATE TRIGGER {quote(truncate)} BEFORE TRUNCATE ON {quote(table)}
        FOR EACH STATEMENT EXECUTE FUNCTION {function}()""",
        f"ALTER TABLE {quote(table)} ENABLE ALWAYS TRIGGER {quote(row)}",
        f"ALTER TABLE {quote(table)} ENABLE ALWAYS TRIGGER {quote(truncate)}",
        *(statement for name in approved for statement in _postgresql_approved(quote, model, name)),
    ]


def _postgresql_approved(quote, model, name: str) -> list[str]:
    table, function = quote(model._meta.db_table), quote(name)
    return [
        f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $frozen${_approved_body(model)}$frozen$",
        f"CREATE TRIGGER {quote(name)} BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()",
        f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {quote(name)}",
    ]
