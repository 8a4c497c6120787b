"""The small forms beside the long one: a skill, seats, a phase, a language."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import LanguageLevel
from internships.postings.actions.parts import LanguageLine, PhaseLine, SeatLine, SkillLine
from internships.postings.enums import Necessity, PhaseKind
from internships.postings.forms.posting import DateInput
from taxonomy import search
from taxonomy.models import Discipline, Language, Skill


class PartForm(forms.Form):
    """A line of a posting. `version` is the one of the posting that its editor has read."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    name = ""

    def __init__(
        self, data: Any = None, *, version: int, initial: dict[str, Any] | None = None
    ) -> None:
        initial = {"version": version, **(initial or {})}
        super().__init__(data, initial=initial, auto_id=f"{self.name}_%s")

    def line(self) -> Any:
        """What is to be written; the form is valid."""
        raise NotImplementedError  # each part says what it writes


class SkillForm(PartForm):
    """The skill's field is `q`: what the list of suggestions is asked with."""

    name = "skills"
    q = forms.CharField(
        label=gettext_lazy("Skill"),
        max_length=300,
        help_text=gettext_lazy("In English or Chinese, as people say it."),
        widget=forms.TextInput(attrs={"list": "skill-options", "autocomplete": "off"}),
    )
    weight = forms.TypedChoiceField(
        label=gettext_lazy("Weight"),
        coerce=int,
        choices=[(weight, str(weight)) for weight in range(1, 6)],
        initial=3,
    )
    necessity = forms.ChoiceField(
        label=gettext_lazy("Must or nice"), choices=Necessity, initial=Necessity.MUST
    )

    def clean_q(self) -> Skill:
        typed = self.cleaned_data["q"]
        skill = search.resolve(typed)
        if skill is None:
            raise forms.ValidationError(
                _("“%s” is not in the list of skills. Choose one of the suggestions.") % typed
            )
        return skill

    def line(self) -> SkillLine:
        said = self.cleaned_data
        return SkillLine(skill=said["q"], weight=said["weight"], necessity=said["necessity"])


class SeatForm(PartForm):
    name = "seats"
    group_id = forms.IntegerField(widget=forms.HiddenInput, required=False)
    seats = forms.IntegerField(label=gettext_lazy("Seats"), min_value=1, max_value=500, initial=1)
    disciplines = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Disciplines"),
        queryset=Discipline.objects.none(),
        required=False,
        help_text=gettext_lazy("None named: open to all."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["disciplines"].queryset = Discipline.objects.by_code()  # type: ignore[attr-defined]

    def line(self) -> SeatLine:
        said = self.cleaned_data
        return SeatLine(
            seats=said["seats"], disciplines=said["disciplines"], group_id=said["group_id"]
        )


class PhaseForm(PartForm):
    name = "phases"
    kind = forms.ChoiceField(label=gettext_lazy("Phase"), choices=PhaseKind)
    starts_on = forms.DateField(label=gettext_lazy("From"), widget=DateInput())
    ends_on = forms.DateField(label=gettext_lazy("Until"), widget=DateInput())
    aim = forms.CharField(label=gettext_lazy("Aim"), max_length=300, required=False)

    def clean(self) -> dict[str, Any] | None:
        said = super().clean() or {}
        starts_on, ends_on = said.get("starts_on"), said.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            raise forms.ValidationError(_("A phase must not end before it starts."))
        return said

    def line(self) -> PhaseLine:
        said = self.cleaned_data
        names = ("kind", "starts_on", "ends_on", "aim")
        return PhaseLine(**{name: said[name] for name in names})


class LanguageForm(PartForm):
    name = "languages"
    language = forms.ModelChoiceField(
        label=gettext_lazy("Language"), queryset=Language.objects.none()
    )
    level = forms.TypedChoiceField(
        label=gettext_lazy("Level at least"),
        coerce=int,
        choices=LanguageLevel,
        initial=LanguageLevel.B2,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].queryset = Language.objects.order_by("label_en")  # type: ignore[attr-defined]

    def line(self) -> LanguageLine:
        return LanguageLine(
            language=self.cleaned_data["language"], level=self.cleaned_data["level"]
        )


PART_FORMS: dict[str, type[PartForm]] = {
    form.name: form for form in (SkillForm, SeatForm, PhaseForm, LanguageForm)
}
