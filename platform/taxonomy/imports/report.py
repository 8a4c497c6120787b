"""What an import did, by kind of entry."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import transaction

from taxonomy.models import TaxonomyRevision


@dataclass
class Changes:
    """How many entries of one kind were added, changed, and so on."""

    added: int = 0
    changed: int = 0
    kept: int = 0
    skipped: int = 0
    retired: int = 0

    @property
    def any(self) -> bool:
        return bool(self.added or self.changed or self.retired)

    def __str__(self) -> str:
        parts = [f"{name} {count:,}" for name, count in asdict(self).items()]
        return ", ".join(parts)


@dataclass
class Report:
    """Changes by kind of entry, in the order they were made, and what a person should look at."""

    kinds: dict[str, Changes] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def any(self) -> bool:
        return any(changes.any for changes in self.kinds.values())

    def lines(self) -> list[str]:
        return [*self.notes, *(f"{kind}: {changes}" for kind, changes in self.kinds.items())]

    def as_json(self) -> dict[str, Any]:
        return {kind: asdict(changes) for kind, changes in self.kinds.items()}


def write(source: str, deed: Callable[[], Report], *, dry_run: bool = False) -> Report:
    """Do it in one transaction, and date the taxonomy if it changed; a dry run leaves no trace."""
    with transaction.atomic():
        report = deed()
        if report.any:
            TaxonomyRevision.objects.create(source=source[:100], report=report.as_json())
        if dry_run:
            transaction.set_rollback(True)
    return report
