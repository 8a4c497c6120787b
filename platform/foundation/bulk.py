"""Writing many rows at once: new ones are added, those that are there are overwritten."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import connection, models, transaction
from psycopg import sql

ROWS_PER_TRANSACTION = 200  # on SQLite, where a long one keeps everybody else waiting
ROWS_PER_COPY = 20_000

Row = tuple[object, ...]


@dataclass(frozen=True)
class Target:
    """Where rows go.

    Attributes
    ----------
    model : a model
    columns : every field of it but the primary key, as attributes: `run_id`, not `run`
    unique : those that a constraint of the model keeps different
    """

    model: type[models.Model]
    columns: Sequence[str]
    unique: Sequence[str]

    def __post_init__(self) -> None:
        needed = {field.attname for field in self._fields() if not field.primary_key}
        if set(self.columns) != needed or not set(self.unique) <= needed:
            raise ValueError(f"a row of {self.model.__name__} has the columns {sorted(needed)}")

    @property
    def fields(self) -> "list[models.Field[Any, Any]]":
        """In the order of the columns."""
        known = {field.attname: field for field in self._fields()}
        return [known[column] for column in self.columns]

    @property
    def others(self) -> list[str]:
        return [column for column in self.columns if column not in self.unique]

    def _fields(self) -> "Sequence[models.Field[Any, Any]]":
        return self.model._meta.concrete_fields


def upsert(rows: Iterable[Row], into: Target) -> None:
    """Write rows, each a tuple of plain values in the order of the target's columns.

    Written in pieces, each a transaction of its own unless the caller holds one. PostgreSQL takes
    them by COPY into a table of the moment, and from there by one INSERT … ON CONFLICT.
    """
    write = _copy if connection.vendor == "postgresql" else _insert
    for some in pieces(rows):
        write(some, into)


def pieces(rows: Iterable[Any]) -> Iterator[list[Any]]:
    """As many at a time as one transaction should write."""
    rows = iter(rows)
    copies = connection.vendor == "postgresql"
    while some := list(islice(rows, ROWS_PER_COPY if copies else ROWS_PER_TRANSACTION)):
        yield some


def count_anew(*kinds: type[models.Model]) -> None:
    """Bring the planner's statistics of tables up to date that were just filled (PostgreSQL).

    Left to itself the database does so within minutes; until then it may read a whole table for
    one row.
    """
    if connection.vendor != "postgresql":
        return
    names = [sql.Identifier(kind._meta.db_table) for kind in kinds]
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("ANALYZE {}").format(sql.SQL(", ").join(names)))


def _insert(rows: list[Row], into: Target) -> None:
    names = {field.attname: field.name for field in into.fields}
    into.model._default_manager.bulk_create(
        [into.model(**dict(zip(into.columns, row, strict=True))) for row in rows],
        update_conflicts=True,
        unique_fields=[names[column] for column in into.unique],
        update_fields=[names[column] for column in into.others],
    )


MAKE = (
    "CREATE TEMPORARY TABLE {waiting} ON COMMIT DROP AS SELECT {columns} FROM {table} WITH NO DATA"
)
COPY = "COPY {waiting} ({columns}) FROM STDIN (FORMAT BINARY)"
TAKE_OVER = (
    "INSERT INTO {table} ({columns}) SELECT {columns} FROM {waiting}"
    " ON CONFLICT ({unique}) DO UPDATE SET {changes}"
)
DROP = "DROP TABLE {waiting}"


@transaction.atomic
def _copy(rows: list[Row], into: Target) -> None:
    parts = _named(into)
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(MAKE).format(**parts))
        with cursor.copy(sql.SQL(COPY).format(**parts)) as copy:
            copy.set_types([_type_of(field) for field in into.fields])
            for row in rows:
                copy.write_row(row)
        cursor.execute(sql.SQL(TAKE_OVER).format(**parts))
        cursor.execute(sql.SQL(DROP).format(**parts))


def _named(into: Target) -> dict[str, sql.Composable]:
    table = into.model._meta.db_table
    name = {field.attname: sql.Identifier(str(field.column)) for field in into.fields}
    changes = (sql.SQL("{0} = EXCLUDED.{0}").format(name[column]) for column in into.others)
    return {
        "table": sql.Identifier(table),
        "waiting": sql.Identifier(f"{table}_waiting"),
        "columns": sql.SQL(", ").join(name.values()),
        "unique": sql.SQL(", ").join(name[column] for column in into.unique),
        "changes": sql.SQL(", ").join(changes),
    }


def _type_of(field: "models.Field[Any, Any]") -> str:
    """PostgreSQL's name of the column's type, without its length."""
    return str(field.db_type(connection)).partition("(")[0]
