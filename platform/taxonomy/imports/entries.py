"""Writing entries that have a code: disciplines, industries, regions, languages."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Manager

from taxonomy.imports.report import Changes

BATCH = 1000


@dataclass(frozen=True)
class Entry:
    """What a row of a file says: a code, plain values, and the codes of what it refers to."""

    code: str
    values: Mapping[str, Any]
    refers: Mapping[str, str] = field(default_factory=dict)


def write_entries(
    objects: Manager[Any],
    entries: Sequence[Entry],
    *,
    within: Mapping[str, Any] | None = None,
    others: Mapping[str, Mapping[str, int]] | None = None,
) -> Changes:
    """Add what is new, change what differs; entries that no file names stay.

    Parameters
    ----------
    objects
        Whose entries they are.
    entries
        What the file says, in any order.
    within
        What all of them share, such as the scheme.
    others
        For a reference that leaves the file: primary keys by code.
    """
    if not entries:
        return Changes()
    scope = dict(within or {})
    rows = {row.code: row for row in objects.filter(**scope)}
    codes = {code: row.pk for code, row in rows.items()}
    lookup = _Lookup(codes, others or {})
    changed = [
        rows[each.code]
        for each in entries
        if each.code in rows and _apply(rows[each.code], lookup.values(each))
    ]
    fields = sorted({name for each in entries for name in (*each.values, *each.refers)})
    objects.bulk_update(changed, fields, batch_size=BATCH)
    new = [each for each in entries if each.code not in rows]
    for generation in _parents_first(new, codes):
        made = [
            objects.model(code=each.code, **scope, **lookup.values(each)) for each in generation
        ]
        objects.bulk_create(made, batch_size=BATCH)
        codes |= {row.code: row.pk for row in made}
    kept = len(entries) - len(new) - len(changed)
    return Changes(added=len(new), changed=len(changed), kept=kept)


@dataclass(frozen=True)
class _Lookup:
    """Codes into primary keys: of these entries, and of others that they refer to."""

    codes: Mapping[str, int]
    others: Mapping[str, Mapping[str, int]]

    def values(self, entry: Entry) -> dict[str, Any]:
        referred = {
            f"{name}_id": self.others.get(name, self.codes)[code] if code else None
            for name, code in entry.refers.items()
        }
        return {**entry.values, **referred}


def _parents_first(entries: Sequence[Entry], there: Mapping[str, int]) -> Iterator[Sequence[Entry]]:
    """Generations, each of which only refers to those before it.

    A parent that is missing or in a circle raises KeyError further on, so files are checked first.
    """
    done, waiting = set(there), list(entries)
    while waiting:
        ready = [each for each in waiting if _parent(each) is None or _parent(each) in done]
        yield ready or waiting
        done |= {each.code for each in ready}
        waiting = [each for each in waiting if each.code not in done] if ready else []


def _parent(entry: Entry) -> str | None:
    return entry.refers.get("parent") or None


def _apply(row: Any, values: Mapping[str, Any]) -> bool:
    """Set the values; was any of them different?"""
    different = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in different.items():
        setattr(row, name, value)
    return bool(different)
