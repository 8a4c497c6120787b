"""A whole ESCO release into the database, merged with the core by URI."""

from collections.abc import Mapping
from pathlib import Path

from taxonomy.enums import Origin
from taxonomy.imports.esco_files import EscoRelease, read_esco
from taxonomy.imports.links import write_links
from taxonomy.imports.names import write_names
from taxonomy.imports.report import Changes, Report, write
from taxonomy.imports.skills import Name, Shelf, SkillPlan
from taxonomy.models import Skill

CREDIT = "This service uses the ESCO classification of the European Commission."


def import_esco(folder: Path, *, dry_run: bool = False) -> Report:
    """Bring ESCO's skills to what the folder says; running it again changes nothing."""
    release = read_esco(folder)
    return write(f"esco {folder.name}", lambda: _write(release), dry_run=dry_run)


def _write(release: EscoRelease) -> Report:
    plans = {**release.skills, **release.groups}
    shelf = Shelf.load()
    written = shelf.write(
        [(shelf.by_uri.get(uri), _values(plan, shelf)) for uri, plan in plans.items()]
    )
    skills = dict(zip(plans, written.skills, strict=True))
    touched = (
        written.changed
        | write_names(
            {skills[uri].pk: _names(plan, skills[uri]) for uri, plan in plans.items()},
            origin=Origin.ESCO,
        )
        | write_links(_links(plans, skills), origin=Origin.ESCO)
    )
    report = Report()
    for kind, part in (("skills", release.skills), ("groups", release.groups)):
        pks = {skills[uri].pk for uri in part}
        report.kinds[kind] = _changes(pks, added=written.added, touched=touched)
    report.kinds["skills"].skipped = release.skipped
    report.kinds["skills"].retired = _retire_all_but(set(plans))
    return report


def _values(plan: SkillPlan, shelf: Shelf) -> dict[str, object]:
    """What ESCO decides: everything of its own skills, nothing of the core's."""
    there = shelf.by_uri.get(plan.uri or "")
    if there and there.origin != Origin.ESCO:
        return {}
    return {
        "key": there.key if there else plan.key,
        "kind": plan.kind,
        "origin": Origin.ESCO,
        "label_en": plan.label_en,
        "uri": plan.uri,
        "retired": False,
    }


def _names(plan: SkillPlan, skill: Skill) -> tuple[Name, ...]:
    """In the core's skills ESCO's label is one more alias."""
    if skill.origin == Origin.ESCO:
        return plan.names
    return tuple(Name(name.language, name.text, name.exact_case) for name in plan.names)


def _links(plans: Mapping[str, SkillPlan], skills: Mapping[str, Skill]) -> set[tuple[int, int]]:
    """Links of ESCO's own skills; the core says itself what its skills are part of."""
    return {
        (skills[uri].pk, skills[above].pk)
        for uri, plan in plans.items()
        if skills[uri].origin == Origin.ESCO
        for above in plan.broader
    }


def _changes(pks: set[int], *, added: set[int], touched: set[int]) -> Changes:
    new, changed = pks & added, (pks & touched) - added
    return Changes(added=len(new), changed=len(changed), kept=len(pks) - len(new) - len(changed))


def _retire_all_but(uris: set[str]) -> int:
    rows = Skill.objects.usable().filter(origin=Origin.ESCO).values_list("uri", "pk")
    gone = [pk for uri, pk in rows if uri not in uris]
    return Skill.objects.filter(pk__in=gone).update(retired=True)
