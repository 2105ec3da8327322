"""The index of the reference library, kept by the database itself, on SQLite (FTS5) and PostgreSQL (GIN).

The column `search_text` holds folded words (references.search_words). SQLite keeps their index in a table of its own, by
triggers; its row ids begin with the year, so that the newest come first without sorting what a common word finds. Rebuilding
a table, as migrations do on SQLite, would silently drop those triggers: our `migrate` command takes them away first and puts
them back, and `readyz` misses them. PostgreSQL indexes an expression.
"""

from collections.abc import Sequence

from django.db import connections
from django.db.models import F, Func, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.db.models.fields import BooleanField

from references.search_words import years_asked

TABLE, INDEX = "references_reference", "references_search"
BY_YEAR = "references_newest"
IDS = 40  # bits of a row id; the year stands above them
ROW = "(coalesce({0}.year, 0) << 40) | {0}.id"
# How far PostgreSQL looks for the newest of very many: beyond that, newest of those it saw.
CANDIDATES, NEWEST = 1_000, 10_000
_VECTOR = "array_to_tsvector(string_to_array({0}, ' '))"

_ADD = f"INSERT INTO {INDEX}(rowid, words) VALUES ({ROW.format('new')}, new.search_text);"  # noqa: S608
_TAKE = f"INSERT INTO {INDEX}({INDEX}, rowid, words) VALUES ('delete', {ROW.format('old')}, old.search_text);"  # noqa: S608
_MOVED = "old.search_text IS NOT new.search_text OR old.year IS NOT new.year OR old.id IS NOT new.id"
# Our words are letters and digits only, which this tokeniser leaves whole whatever the alphabet. Beginnings of every usual
# length have a list of their own: merging the lists of all words that begin so takes 10 ms for each common word.
_SQLITE = {
    INDEX: f"CREATE VIRTUAL TABLE {INDEX} USING fts5(words, content='', tokenize='ascii', prefix='1 2 3 4 5 6 7 8', detail=none)",
    f"{INDEX}_insert": f"CREATE TRIGGER {INDEX}_insert AFTER INSERT ON {TABLE} BEGIN {_ADD} END",
    f"{INDEX}_update": (
        f"CREATE TRIGGER {INDEX}_update AFTER UPDATE ON {TABLE} WHEN {_MOVED} BEGIN {_TAKE} {_ADD} END"
    ),
    f"{INDEX}_delete": f"CREATE TRIGGER {INDEX}_delete AFTER DELETE ON {TABLE} BEGIN {_TAKE} END",
}
_POSTGRESQL = {
    INDEX: f"CREATE INDEX {INDEX} ON {TABLE} USING gin ({_VECTOR.format('search_text')})",
    BY_YEAR: f"CREATE INDEX {BY_YEAR} ON {TABLE} (year DESC NULLS LAST, id DESC)",
}


def install(using: str = "default") -> None:
    """Make what is missing. On SQLite the index is filled anew, so that it is exact whatever happened while its triggers
    were away."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if not _is_ready(connection, cursor):
            return
        if connection.vendor == "sqlite":
            _drop_sqlite(cursor)
            for statement in _SQLITE.values():
                cursor.execute(statement)
            row = ROW.format(TABLE)
            cursor.execute(f"INSERT INTO {INDEX}(rowid, words) SELECT {row}, search_text FROM {TABLE} ORDER BY 1")  # noqa: S608
        else:
            absent = _absent(connection, cursor)
            for name in absent:
                cursor.execute(_POSTGRESQL[name])
            if absent:
                cursor.execute(f"ANALYZE {TABLE}")


def uninstall(using: str = "default") -> None:
    """Take the index away before a migration on SQLite, which rebuilds tables."""
    with connections[using].cursor() as cursor:
        _drop_sqlite(cursor)


def missing(using: str = "default") -> list[str]:
    """Names of the tables, indexes and triggers that should be there and are not, or not as we make them."""
    connection = connections[using]
    with connection.cursor() as cursor:
        return _absent(connection, cursor)


def _is_ready(connection, cursor) -> bool:
    if TABLE not in connection.introspection.table_names(cursor):
        return False
    columns = connection.introspection.get_table_description(cursor, TABLE)
    return "search_text" in {column.name for column in columns}


def _drop_sqlite(cursor) -> None:
    for name in list(_SQLITE)[1:]:
        cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
    cursor.execute(f"DROP TABLE IF EXISTS {INDEX}")


def _absent(connection, cursor) -> list[str]:
    if connection.vendor == "sqlite":
        cursor.execute("SELECT name, sql FROM sqlite_master")
        stored = dict(cursor.fetchall())
        return [name for name, statement in _SQLITE.items() if stored.get(name) != statement]
    cursor.execute(
        """SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
        WHERE i.indrelid = to_regclass(%s) AND i.indisvalid""",
        [TABLE],
    )
    stored = {name for (name,) in cursor.fetchall()}
    return [name for name in _POSTGRESQL if name not in stored]


def matching(rows: QuerySet, words: Sequence[str]) -> QuerySet:
    """Those of the rows in which every word begins some word."""
    if not words:
        return rows.none()
    if connections[rows.db].vendor == "sqlite":
        found = f"SELECT rowid & ((1 << {IDS}) - 1) FROM {INDEX} WHERE {INDEX} MATCH %s"  # noqa: S608
        return rows.filter(pk__in=RawSQL(found, [_fts(words)]))  # noqa: S611
    vector = Func(F("search_text"), template=_VECTOR.format("%(expressions)s"))
    query = Func(Value(_tsquery(words)), template="%(expressions)s::tsquery")
    return rows.filter(
        Func(vector, query, template="(%(expressions)s)", arg_joiner=" @@ ", output_field=BooleanField())
    )


def newest_matching(words: Sequence[str], most: int, *, using: str = "default") -> list[int]:
    """Ids of up to `most` references, newest first; those published in a year that was asked for before all others. How
    long it takes does not grow with how many a common word finds."""
    if not words:
        return []
    find = _newest_sqlite if connections[using].vendor == "sqlite" else _newest_postgresql
    found: dict[int, None] = {}
    with connections[using].cursor() as cursor:
        for year in (*years_asked(words), None):
            if len(found) < most:
                found |= dict.fromkeys(find(cursor, words, most, year))
    return list(found)[:most]


def _newest_sqlite(cursor, words, most, year) -> list[int]:
    within = f"AND rowid >= {year << IDS} AND rowid < {(year + 1) << IDS}" if year is not None else ""
    cursor.execute(
        f"SELECT rowid & ((1 << {IDS}) - 1) FROM {INDEX} WHERE {INDEX} MATCH %s {within} ORDER BY rowid DESC LIMIT %s",  # noqa: S608
        [_fts(words), most],
    )
    return [pk for (pk,) in cursor.fetchall()]


def _newest_postgresql(cursor, words, most, year) -> list[int]:
    matches = f"{_VECTOR.format('search_text')} @@ %s::tsquery"
    query = _tsquery(words)
    if year is not None:
        of_year = f"SELECT id FROM {TABLE} WHERE year = %s AND {matches} ORDER BY id DESC LIMIT %s"  # noqa: S608
        cursor.execute(of_year, [year, query, most])
        return [pk for (pk,) in cursor.fetchall()]
    # Rare words: what the index finds, sorted.
    cursor.execute(
        f"WITH found AS MATERIALIZED (SELECT id, year FROM {TABLE} WHERE {matches}) SELECT id, year FROM found LIMIT %s",  # noqa: S608
        [query, CANDIDATES],
    )
    some = sorted(cursor.fetchall(), key=lambda row: (row[1] is not None, row[1] or 0, row[0]), reverse=True)
    if len(some) < CANDIDATES:
        return [pk for pk, _year in some[:most]]
    # Common words: the newest records one by one, which soon finds enough.
    cursor.execute(
        f"""SELECT id FROM (SELECT id, year, search_text FROM {TABLE} ORDER BY year DESC NULLS LAST, id DESC LIMIT %s) newest
        WHERE {matches} ORDER BY year DESC NULLS LAST, id DESC LIMIT %s""",  # noqa: S608
        [NEWEST, query, most],
    )
    return [*(pk for (pk,) in cursor.fetchall()), *(pk for pk, _year in some)][: most + CANDIDATES]


def _fts(words: Sequence[str]) -> str:
    return " AND ".join(f'"{word}"*' for word in words)


def _tsquery(words: Sequence[str]) -> str:
    return " & ".join(f"'{word}':*" for word in words)
