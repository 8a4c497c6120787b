"""The long form of a posting, in sections."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import OrganisationKind
from accounts.models import Organisation, User
from internships.postings.enums import Audience
from internships.postings.models import Posting, ResearchOutcome
from taxonomy.models import Region

TEXTS = ["title_en", "title_zh", "text_en", "text_zh"]
OUTCOME = ["outcome", "trl_from", "trl_to"]
PLACE = ["region", "address", "work_mode"]
TIME = ["deadline_on", "starts_on", "ends_on", "hours_per_week", "hours_per_day"]
PAY = ["pay_cny_per_day"]
AUDIENCE = ["audience", "listed_universities", "contact"]
REQUIREMENTS = ["min_degree_level", "min_year", "work_permit_country"]


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class OutcomeSelect(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Any outcome one may see is valid; the list offers the owner's own and the chosen one."""

    def offer(self, owner: Organisation, chosen: int | None) -> None:
        own = ResearchOutcome.objects.offered_to(owner, chosen=chosen)
        offered = [(outcome.pk, self.label_from_instance(outcome)) for outcome in own]
        self.widget.choices = [("", "---------"), *offered]

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.title} (TRL {obj.trl})"


class PostingForm(forms.ModelForm):  # type: ignore[type-arg]
    """`version` is the one its editor has read."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    outcome = OutcomeSelect(
        label=_("Research outcome"),
        queryset=ResearchOutcome.objects.none(),
        required=False,
        help_text=_(
            "Your own are listed. To carry on another organisation's, start from its line"
            " in the list of research outcomes."
        ),
    )
    work_permit_country = forms.RegexField(
        label=_("Work permit for"),
        regex=r"^[A-Za-z]{2}$",
        required=False,
        help_text=_("Two-letter country code, if one is asked: CN, DE …"),
    )

    class Meta:
        model = Posting
        fields = [*TEXTS, *OUTCOME, *PLACE, *TIME, *PAY, *AUDIENCE, *REQUIREMENTS]
        widgets = {
            "text_en": forms.Textarea(attrs={"rows": 8}),
            "text_zh": forms.Textarea(attrs={"rows": 8, "lang": "zh-Hans"}),
            "deadline_on": DateInput(),
            "starts_on": DateInput(),
            "ends_on": DateInput(),
        }

    def __init__(self, *args: Any, editor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = self.instance.owner
        self.initial.setdefault("version", self.instance.version)
        self._offer_people_and_places(owner)
        self._offer_outcomes(owner, editor=editor)
        self._offer_audiences(owner)
        self.helper = _layout()

    def clean_work_permit_country(self) -> str:
        return str(self.cleaned_data["work_permit_country"]).upper()

    @property
    def said(self) -> dict[str, Any]:
        """What the action is to write."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}

    def _post_clean(self) -> None:
        """Validate without writing to the instance: the action writes to the locked row."""
        typed = Posting(owner=self.instance.owner, kind=self.instance.kind)
        self.instance, kept = typed, self.instance
        try:
            super()._post_clean()  # type: ignore[misc]
        finally:
            self.instance = kept

    def _offer_people_and_places(self, owner: Organisation) -> None:
        people = User.objects.speaking_for(owner.pk).order_by("name", "pk")
        self.fields["contact"].queryset = people  # type: ignore[attr-defined]
        self.fields["region"].queryset = Region.objects.by_code()  # type: ignore[attr-defined]

    def _offer_outcomes(self, owner: Organisation, *, editor: User) -> None:
        field = self.fields["outcome"]
        assert isinstance(field, OutcomeSelect)  # noqa: S101 -- for mypy
        field.queryset = ResearchOutcome.objects.visible_to(editor)
        field.offer(owner, self.initial.get("outcome"))

    def _offer_audiences(self, owner: Organisation) -> None:
        universities = Organisation.objects.universities().verified().order_by("name_en", "pk")
        self.fields["listed_universities"].queryset = universities  # type: ignore[attr-defined]
        if owner.kind != OrganisationKind.UNIVERSITY:
            offered = [each for each in Audience.choices if each[0] != Audience.OWN_UNIVERSITY]
            self.fields["audience"].choices = offered  # type: ignore[attr-defined]


def _layout() -> FormHelper:
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.layout = Layout(
        "version",
        Fieldset(_("What it is about"), *TEXTS),
        Fieldset(_("Research outcome"), "outcome", _row("trl_from", "trl_to")),
        Fieldset(_("Place"), *PLACE),
        Fieldset(_("Dates and hours"), _row(*TIME[:3]), _row(*TIME[3:])),
        Fieldset(_("Pay"), *PAY),
        Fieldset(_("Who may see it"), *AUDIENCE),
        Fieldset(_("What is required"), _row(*REQUIREMENTS)),
    )
    return helper


def _row(*names: str) -> Row:
    return Row(*(Column(name, css_class="col-md") for name in names))
