"""What students say about themselves."""

from typing import Any

from django import forms
from django.db.models import Q
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from accounts.codec import country_codes
from accounts.enums import LanguageLevel
from accounts.forms import choices
from accounts.forms.choices import GroupedChoice, GroupedChoices
from accounts.models import Organisation, StudentProfile

MOST_LANGUAGES = 20


class NewProfileForm(forms.Form):
    """Becoming a student."""

    consents_to_matching = forms.BooleanField(
        label=_("Match me with postings"),
        required=False,
        help_text=_(
            "Your profile is compared with open postings, and you get a list with reasons. "
            "You can change this at any time."
        ),
    )


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]
    """The whole profile but its skills. `version` tells two tabs apart.

    With `is_only_shown` it shows what was typed without judging it.
    """

    is_only_shown = False

    version = forms.IntegerField(widget=forms.HiddenInput)
    discipline = GroupedChoice(
        label=_("Discipline"),
        queryset=choices.disciplines_to_study(),
        required=False,
        widget=forms.Select(attrs={"data-search": ""}),
        help_text=_("By ISCED-F or by the Chinese catalogue: whichever you find yourself in."),
    )
    places = GroupedChoices(
        label=_("Places where you would work"),
        queryset=choices.regions(),
        required=False,
        help_text=_("Choose nothing if you would go anywhere."),
    )
    interests = forms.ModelMultipleChoiceField(
        label=_("Fields of interest"),
        queryset=choices.fields_of_interest(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = StudentProfile
        fields = [
            "university",
            "programme",
            "discipline",
            "degree_level",
            "year",
            "available_from_on",
            "available_until_on",
            "hours_per_week",
            "places",
            "only_these_places",
            "work_mode",
            "interests",
            "pay_cny_per_day",
            "work_permits",
            "statement",
            "consents_to_matching",
            "open_to_companies",
        ]
        widgets = {
            "university": forms.Select(attrs={"data-search": ""}),
            "available_from_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "available_until_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "statement": forms.Textarea(attrs={"rows": 8}),
        }
        help_texts = {
            "only_these_places": _("Otherwise other places count less, but are not left out."),
            "consents_to_matching": _(
                "Your profile is compared with open postings, and you get a list with reasons."
            ),
            "open_to_companies": _(
                "Without this, companies see that somebody suits them, but not who. "
                "Once you apply, the company you apply to sees your name in any case."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version
        studied: Any = self.fields["discipline"]
        studied.queryset = choices.disciplines_to_study(kept=self.instance.discipline_id)
        university: Any = self.fields["university"]
        university.queryset = selectable_universities(kept=self.instance.university_id)

    def full_clean(self) -> None:
        if self.is_only_shown:
            self._errors = ErrorDict()
        else:
            super().full_clean()

    def clean_work_permits(self) -> str:
        try:
            return country_codes(self.cleaned_data["work_permits"])
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error

    @property
    def changes(self) -> dict[str, Any]:
        """What to write, for `actions.profiles.edit`."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    @property
    def differing(self) -> list[str]:
        """Labels of the fields where what was typed is not what is saved."""
        names = [name for name in self.changed_data if name != "version"]
        return [str(self.fields[name].label) for name in names]


def selectable_universities(*, kept: int | None = None) -> Any:
    """Verified universities, and the one chosen before whatever became of it."""
    verified = Organisation.objects.universities().verified().values("pk")
    listed = Organisation.objects.filter(Q(pk__in=verified) | Q(pk=kept))
    return listed.order_by("name_en", "name_zh", "pk")


class LanguageRow(forms.Form):
    """One language. Left empty, the row means nothing."""

    language = forms.TypedChoiceField(
        label=_("Language"), required=False, coerce=int, empty_value=None
    )
    level = forms.TypedChoiceField(
        label=_("Level"), choices=LanguageLevel.choices, coerce=int, initial=LanguageLevel.B2
    )

    def __init__(self, *args: Any, languages: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = languages  # type: ignore[attr-defined]


class LanguageRowsBase(forms.BaseFormSet):  # type: ignore[type-arg]
    """Rows are added by a button that sends the page; rows are emptied or ticked to remove."""

    deletion_widget = forms.CheckboxInput

    def clean(self) -> None:
        chosen = [row.get("language") for row in self._kept if row.get("language")]
        if len(set(chosen)) != len(chosen):
            raise forms.ValidationError(_("A language is there twice."))

    @property
    def levels(self) -> dict[int, int]:
        """Level by language, for `actions.profiles.edit`."""
        return {row["language"]: row["level"] for row in self._kept if row.get("language")}

    @property
    def _kept(self) -> list[dict[str, Any]]:
        return [
            form.cleaned_data
            for form in self.forms
            if hasattr(form, "cleaned_data") and not form.cleaned_data.get("DELETE")
        ]


_Rows = forms.formset_factory(
    LanguageRow,
    formset=LanguageRowsBase,
    extra=1,
    can_delete=True,
    max_num=MOST_LANGUAGES,
    absolute_max=MOST_LANGUAGES + 5,
    validate_max=True,
)


def language_rows(profile: StudentProfile, data: Any = None) -> Any:
    """The profile's languages as rows, and one empty row."""
    rows = profile.languages.for_listing()
    return _Rows(
        data,
        prefix="languages",
        initial=[{"language": row.language_id, "level": row.level} for row in rows],
        form_kwargs={"languages": choices.languages()},
    )


def with_another_row(data: Any) -> Any:
    """The posted form with one row more, nothing else changed."""
    more = data.copy()
    total = more.get("languages-TOTAL_FORMS", "0")
    count = int(total) if total.isascii() and total.isdigit() else 0
    more["languages-TOTAL_FORMS"] = str(min(count + 1, MOST_LANGUAGES))
    more.setdefault(f"languages-{count}-level", str(LanguageLevel.B2.value))
    return more
