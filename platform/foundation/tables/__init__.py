"""Tables that people bring: read whatever their spreadsheet wrote, report line by line."""

from foundation.tables.mapping import Mapping
from foundation.tables.reading import Row, Table, UnreadableTable, read_table
from foundation.tables.report import Line, LineReport, Outcome

__all__ = [
    "Line",
    "LineReport",
    "Mapping",
    "Outcome",
    "Row",
    "Table",
    "UnreadableTable",
    "read_table",
]
