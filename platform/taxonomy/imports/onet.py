"""O*NET's occupations and their many titles, as published in tab-separated text files."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from django.utils.translation import gettext as _

from foundation.tables import Row
from taxonomy.enums import LabelLanguage, Origin, SkillKind
from taxonomy.imports.names import write_names
from taxonomy.imports.report import Changes, Report, write
from taxonomy.imports.skills import Name, Shelf, SkillPlan, distinct
from taxonomy.imports.sources import CannotImport, read_source
from taxonomy.models import Skill

CREDIT = (
    "This service uses O*NET data of the U.S. Department of Labor, Employment and Training "
    "Administration, under CC BY 4.0. O*NET is a trademark of USDOL/ETA."
)
OCCUPATIONS = "Occupation Data.txt"
TITLES = "Alternate Titles.txt"
CODE = "O*NET-SOC Code"
COLUMNS = {
    OCCUPATIONS: (CODE, "Title"),
    TITLES: (CODE, "Alternate Title", "Short Title"),
}
ABSENT = {"", "n/a"}
LONGEST = 300


def import_onet(folder: Path, *, dry_run: bool = False) -> Report:
    """Bring O*NET's occupations to what the folder says; running it again changes nothing."""
    plans, skipped = read_onet(folder)
    return write(f"onet {folder.name}", lambda: _write(plans, skipped), dry_run=dry_run)


def read_onet(folder: Path) -> tuple[list[SkillPlan], int]:
    """Occupations with their titles, and how many titles are of no occupation or too long."""
    if not folder.is_dir():
        raise CannotImport([_("There is no folder %(folder)s.") % {"folder": folder}])
    labels = {
        code: label
        for code, label in map(_pair, _rows(folder, OCCUPATIONS))
        if code and 0 < len(label) <= LONGEST
    }
    titles: dict[str, list[str]] = defaultdict(list)
    skipped = 0
    for row in _rows(folder, TITLES):
        code, *texts = (_line(row.cells[column]) for column in COLUMNS[TITLES])
        kept = [text for text in texts if text not in ABSENT and len(text) <= LONGEST]
        if code not in labels or not kept:
            skipped += 1
        else:
            titles[code] += kept
    return [_plan(code, label, titles[code]) for code, label in labels.items()], skipped


def _rows(folder: Path, file: str) -> Iterable[Row]:
    return read_source(folder / file, columns=COLUMNS[file])


def _pair(row: Row) -> tuple[str, str]:
    code, label = (_line(row.cells[column]) for column in COLUMNS[OCCUPATIONS])
    return code, label


def _plan(code: str, label: str, titles: Iterable[str]) -> SkillPlan:
    english = LabelLanguage.ENGLISH
    names = [Name(english, label, is_label=True), *(Name(english, text) for text in titles)]
    return SkillPlan(
        key=f"onet-{code}", kind=SkillKind.OCCUPATION, label_en=label, names=distinct(names)
    )


def _write(plans: list[SkillPlan], skipped: int) -> Report:
    shelf = Shelf.load()
    written = shelf.write([(shelf.by_key.get(plan.key), _values(plan)) for plan in plans])
    names = {skill.pk: plan.names for skill, plan in zip(written.skills, plans, strict=True)}
    touched = (written.changed | write_names(names, origin=Origin.ONET)) - written.added
    changes = Changes(
        added=len(written.added),
        changed=len(touched),
        kept=len(plans) - len(written.added) - len(touched),
        skipped=skipped,
        retired=_retire_all_but(set(names)),
    )
    return Report(kinds={"occupations": changes})


def _values(plan: SkillPlan) -> dict[str, object]:
    return {
        "key": plan.key,
        "kind": plan.kind,
        "origin": Origin.ONET,
        "label_en": plan.label_en,
        "retired": False,
    }


def _retire_all_but(pks: set[int]) -> int:
    known = Skill.objects.filter(retired=False, origin=Origin.ONET).values_list("pk", flat=True)
    gone = [pk for pk in known if pk not in pks]
    return Skill.objects.filter(pk__in=gone).update(retired=True)


def _line(text: str) -> str:
    return " ".join(text.split())
