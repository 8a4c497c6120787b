"""The taxonomy that ships with the project, from its files into the database."""

from pathlib import Path

from taxonomy.enums import DisciplineScheme, Origin
from taxonomy.imports.core_entries import CoreEntries, read_core_entries
from taxonomy.imports.core_skills import read_core_skills
from taxonomy.imports.entries import write_entries
from taxonomy.imports.links import write_links
from taxonomy.imports.names import write_names
from taxonomy.imports.report import Changes, Report, write
from taxonomy.imports.skills import Shelf, SkillPlan
from taxonomy.models import Discipline, Industry, Language, Region, Skill, SkillAlias

SHIPPED = Path(__file__).resolve().parents[1] / "data"


def load_core(folder: Path = SHIPPED, *, dry_run: bool = False) -> Report:
    """Bring the database to what the files say; running it again changes nothing."""
    entries = read_core_entries(folder)
    plans = read_core_skills(folder / "skills")
    return write("core", lambda: _write(entries, plans), dry_run=dry_run)


def _write(entries: CoreEntries, plans: list[SkillPlan]) -> Report:
    report = Report()
    report.kinds["skills"] = _write_skills(plans)
    isced = {"scheme": DisciplineScheme.ISCED}
    report.kinds["ISCED-F fields"] = write_entries(Discipline.objects, entries.isced, within=isced)
    fields = dict(Discipline.objects.international().values_list("code", "pk"))
    report.kinds["Chinese disciplines"] = write_entries(
        Discipline.objects,
        entries.chinese,
        within={"scheme": DisciplineScheme.CHINA},
        others={"isced": fields},
    )
    report.kinds["industries"] = write_entries(Industry.objects, entries.industries)
    report.kinds["regions"] = write_entries(Region.objects, entries.regions)
    report.kinds["languages"] = write_entries(Language.objects, entries.languages)
    return report


def _write_skills(plans: list[SkillPlan]) -> Changes:
    shelf = Shelf.load()
    _free_uris(plans, shelf)
    rows = [shelf.by_key.get(plan.key) or _esco_twin(plan, shelf) for plan in plans]
    written = shelf.write([(row, _values(plan)) for row, plan in zip(rows, plans, strict=True)])
    ids = {plan.key: skill.pk for plan, skill in zip(plans, written.skills, strict=True)}
    _demote_escos_labels()
    renamed = write_names({ids[plan.key]: plan.names for plan in plans}, origin=Origin.CORE)
    relinked = write_links(
        [(ids[plan.key], ids[key]) for plan in plans for key in plan.broader], origin=Origin.CORE
    )
    changed = (written.changed | renamed | relinked) & set(ids.values()) - written.added
    return Changes(
        added=len(written.added),
        changed=len(changed),
        kept=len(plans) - len(written.added) - len(changed),
        retired=_retire_all_but(set(ids)),
    )


def _values(plan: SkillPlan) -> dict[str, object]:
    return {
        "key": plan.key,
        "kind": plan.kind,
        "origin": Origin.CORE,
        "label_en": plan.label_en,
        "label_zh": plan.label_zh,
        "uri": plan.uri,
        "retired": False,
    }


def _esco_twin(plan: SkillPlan, shelf: Shelf) -> Skill | None:
    """The row that ESCO's import made for the same concept: the core takes it up."""
    twin = shelf.by_uri.get(plan.uri or "")
    return twin if twin and twin.origin == Origin.ESCO else None


def _free_uris(plans: list[SkillPlan], shelf: Shelf) -> None:
    """A skill that gets a URI takes it from ESCO's own row, which then retires."""
    wanted = {plan.uri: plan.key for plan in plans if plan.uri and plan.key in shelf.by_key}
    taken = [
        skill.pk
        for uri, skill in shelf.by_uri.items()
        if uri in wanted and skill.key != wanted[uri] and skill.origin == Origin.ESCO
    ]
    Skill.objects.filter(pk__in=taken).update(uri=None, retired=True)


def _demote_escos_labels() -> None:
    """What was the label of a skill that the core has taken up is an alias now."""
    names = SkillAlias.objects.filter(skill__origin=Origin.CORE, origin=Origin.ESCO)
    names.filter(is_label=True).update(is_label=False)


def _retire_all_but(keys: set[str]) -> int:
    gone = Skill.objects.filter(retired=False, origin=Origin.CORE).values_list("key", "pk")
    pks = [pk for key, pk in gone if key not in keys]
    return Skill.objects.filter(pk__in=pks).update(retired=True)
