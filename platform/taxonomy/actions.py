"""What an installation adds to the taxonomy by itself."""

from django.db import transaction

from taxonomy.enums import LabelLanguage, Origin
from taxonomy.models import Skill, SkillAlias, TaxonomyRevision

LOCAL_KEY = "local-"


@transaction.atomic
def keep_local_skill(skill: Skill) -> Skill:
    """Save a skill of this installation's own, under a key that no import uses."""
    skill.origin = Origin.LOCAL
    skill.key = LOCAL_KEY + skill.key.removeprefix(LOCAL_KEY)
    skill.save()
    labels = {LabelLanguage.ENGLISH: skill.label_en, LabelLanguage.CHINESE: skill.label_zh}
    for language, label in labels.items():
        _relabel(skill, language=language, label=label)
    return skill


def _relabel(skill: Skill, *, language: LabelLanguage, label: str) -> None:
    names = SkillAlias.objects.filter(skill=skill, language=language)
    names.filter(is_label=True).exclude(text=label).delete()
    if label:
        names.update_or_create(
            skill=skill, language=language, text=label, defaults={"is_label": True}
        )


def note_local_change(skill: Skill) -> TaxonomyRevision:
    """Date the taxonomy anew, so that texts are searched for the new names."""
    return TaxonomyRevision.objects.create(source="local", report={"skill": skill.key})
