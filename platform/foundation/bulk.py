"""Writing many rows at once: new ones are added, those that are there are overwritten."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from django.db import connection, models, transaction
from psycopg import sql

ROWS_PER_TRANSACTION = 200  # on SQLite, where a long one keeps everybody else waiting
ROWS_PER_COPY = 20_000

Row = TypeVar("Row", bound=models.Model)


def upsert(rows: Iterable[Row], *, unique: Sequence[str]) -> None:
    """Write unsaved rows of one model; `unique` names the fields of the constraint that they meet.

    Written in pieces, each a transaction of its own unless the caller holds one. PostgreSQL takes
    them by COPY into a table of the moment, and from there by one INSERT … ON CONFLICT.
    """
    copies = connection.vendor == "postgresql"
    for some in _pieces(rows, ROWS_PER_COPY if copies else ROWS_PER_TRANSACTION):
        (_copy if copies else _insert)(some, unique)


def _insert(rows: list[Row], unique: Sequence[str]) -> None:
    model = type(rows[0])
    model._default_manager.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=list(unique),
        update_fields=[field.name for field in _written(model) if field.name not in unique],
    )


@transaction.atomic
def _copy(rows: list[Row], unique: Sequence[str]) -> None:
    model = type(rows[0])
    fields = _written(model)
    names = {field.name: sql.Identifier(str(field.column)) for field in fields}
    others = [column for name, column in names.items() if name not in unique]
    parts = {
        "table": sql.Identifier(model._meta.db_table),
        "waiting": sql.Identifier(f"{model._meta.db_table}_waiting"),
        "columns": sql.SQL(", ").join(names.values()),
        "key": sql.SQL(", ").join(names[name] for name in unique),
        "changes": sql.SQL(", ").join(sql.SQL("{0} = EXCLUDED.{0}").format(n) for n in others),
    }
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(MAKE).format(**parts))
        with cursor.copy(sql.SQL(COPY).format(**parts)) as copy:
            copy.set_types([_type_of(field) for field in fields])
            for row in rows:
                copy.write_row(
                    [
                        field.get_db_prep_save(getattr(row, field.attname), connection)
                        for field in fields
                    ]
                )
        cursor.execute(sql.SQL(TAKE_OVER).format(**parts))
        cursor.execute(sql.SQL(DROP).format(**parts))


MAKE = (
    "CREATE TEMPORARY TABLE {waiting} ON COMMIT DROP AS SELECT {columns} FROM {table} WITH NO DATA"
)
COPY = "COPY {waiting} ({columns}) FROM STDIN (FORMAT BINARY)"
TAKE_OVER = (
    "INSERT INTO {table} ({columns}) SELECT {columns} FROM {waiting}"
    " ON CONFLICT ({key}) DO UPDATE SET {changes}"
)
DROP = "DROP TABLE {waiting}"


def _written(model: type[models.Model]) -> list["models.Field[object, object]"]:
    return [field for field in model._meta.concrete_fields if not field.primary_key]


def _pieces(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    rows = iter(rows)
    while some := list(islice(rows, size)):
        yield some


def _type_of(field: "models.Field[object, object]") -> str:
    """PostgreSQL's name of the column's type, without its length."""
    return str(field.db_type(connection)).partition("(")[0]


def _value(row: models.Model, field: "models.Field[object, object]") -> object:
    return field.get_db_prep_save(getattr(row, field.attname), connection)
