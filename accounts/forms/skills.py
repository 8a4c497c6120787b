"""What students say about their skills."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.actions.profiles import SkillLine
from accounts.enums import Evidence, SkillLevel
from accounts.models import StudentSkill
from foundation.text import clean
from taxonomy.models import Skill
from taxonomy.search import resolve, suggest

LONGEST_CV = 30_000
STATED_BY_STUDENTS = [
    (Evidence.STATED, _("I say so")),
    (Evidence.COURSE, _("I took a course")),
    (Evidence.PROJECT, _("I used it in a project")),
    (Evidence.CERTIFICATE, _("I have a certificate")),
]


class SkillLineForm(forms.Form):
    """Level and evidence of one skill."""

    level = forms.TypedChoiceField(
        label=_("Level"), choices=SkillLevel.choices, coerce=int, initial=SkillLevel.COMPETENT
    )
    evidence = forms.TypedChoiceField(
        label=_("What stands behind it"), choices=STATED_BY_STUDENTS, coerce=int, required=False
    )
    evidence_note = forms.CharField(
        label=_("Which course, project or certificate"), max_length=300, required=False
    )

    @property
    def line(self) -> SkillLine:
        """For `actions.profiles`."""
        return SkillLine(
            level=self.cleaned_data["level"],
            evidence=self.cleaned_data["evidence"] or Evidence.STATED,
            evidence_note=self.cleaned_data["evidence_note"],
        )


class SkillEditForm(SkillLineForm):
    """A line that is on the profile already; what a placement confirmed stays confirmed."""

    def __init__(self, data: Any, *, entry: StudentSkill) -> None:
        initial = {
            "level": entry.level,
            "evidence": entry.evidence,
            "evidence_note": entry.evidence_note,
        }
        super().__init__(data, initial=initial)
        if entry.evidence == Evidence.EVIDENCED:
            confirmed = (Evidence.EVIDENCED.value, Evidence.EVIDENCED.label)
            self.fields["evidence"].choices = [confirmed]  # type: ignore[attr-defined]


class SkillForm(SkillLineForm):
    """A skill by any of its names. The field is called `q`, as the suggestions want it."""

    q = forms.CharField(
        label=_("Skill"),
        max_length=120,
        widget=forms.TextInput(attrs={"list": "skill-options", "autocomplete": "off"}),
    )
    field_order = ["q", "level", "evidence", "evidence_note"]

    def clean_q(self) -> str:
        """Find the skill; the unknown is answered with what comes near."""
        text = clean(self.cleaned_data["q"]).strip()
        self.skill = resolve(text)
        if self.skill is None:
            raise forms.ValidationError(unknown_skill(text))
        return text

    skill: Skill | None = None


def unknown_skill(text: str) -> str:
    """Say that there is no such skill, and which ones come near."""
    near = suggest(text, limit=5) or suggest(text[:4], limit=5) or suggest(text[:2], limit=5)
    if not near:
        return _now("“%(text)s” is not a skill we know. Try a more common name.") % {"text": text}
    return _now("“%(text)s” is not a skill we know. Do you mean: %(near)s?") % {
        "text": text,
        "near": _now(", ").join(found.skill.label for found in near),
    }


class CvForm(forms.Form):
    """A text to look for skills in."""

    cv_text = forms.CharField(
        label=_("Text of your CV"),
        max_length=LONGEST_CV,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("Paste it in. Any language; leave out what is nobody's business."),
    )

    def clean_cv_text(self) -> str:
        return clean(self.cleaned_data["cv_text"]).strip()


def ticked_levels(data: Any, offered: list[Skill]) -> dict[int, int]:
    """Level by skill, of those skills on offer that were ticked."""
    ticked = set(data.getlist("skill"))
    return {
        skill.pk: _level(data.get(f"level-{skill.pk}", ""))
        for skill in offered
        if str(skill.pk) in ticked
    }


def _level(text: str) -> int:
    known = {str(level.value): level.value for level in SkillLevel}
    return known.get(text, SkillLevel.COMPETENT.value)
