"""What people type about organisations."""

import re
from typing import Any

from babel import Locale
from django import forms
from django.db import models
from django.db.models import Q
from django.utils.functional import lazy
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext_lazy as _

from accounts.actions.organisations import DETAILS, FACTS
from accounts.enums import OrganisationKind
from accounts.forms import choices
from accounts.forms.choices import GroupedChoice
from accounts.models import Organisation
from accounts.text import is_own_domain, is_registration_number, tidy_domain
from accounts.text import tidy_registration_number as tidy_number
from foundation.uploads import CheckedFile, UploadRefused, check
from taxonomy.models import Industry

COUNTRY = re.compile(r"[A-Z]{2}")
NO_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})


def countries() -> list[tuple[str, str]]:
    """Two-letter codes with their names in the reader's language."""
    names = Locale.parse(to_locale(get_language() or "en")).territories
    found = [
        (code, name)
        for code, name in names.items()
        if COUNTRY.fullmatch(code) and code not in NO_COUNTRIES
    ]
    return sorted(found, key=lambda entry: entry[1])


def parks(*, kept: int | None = None) -> Any:
    """Verified parks, and the one chosen before whatever became of it."""
    verified = Organisation.objects.parks().verified().values("pk")
    return Organisation.objects.filter(Q(pk__in=verified) | Q(pk=kept)).order_by("name_en", "pk")


def _over_https(field: "models.Field[Any, Any]", **options: Any) -> Any:
    """An address typed without its scheme is meant to be https."""
    if isinstance(field, models.URLField):
        options["assume_scheme"] = "https"
    return field.formfield(**options)


class OrganisationForm(forms.ModelForm):  # type: ignore[type-arg]
    """All that is said about an organisation. `version` tells two tabs apart.

    With `facts_are_fixed` the verified facts are shown and cannot be typed over.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)
    country = forms.ChoiceField(
        label=_("Country"),
        choices=lazy(countries, list)(),
        initial="CN",
        widget=forms.Select(attrs={"data-search": ""}),
    )
    region = GroupedChoice(
        label=_("Place"),
        queryset=choices.regions(),
        required=False,
        widget=forms.Select(attrs={"data-search": ""}),
    )
    industry = forms.ModelChoiceField(
        label=_("Industry"),
        queryset=Industry.objects.by_code(),
        required=False,
        widget=forms.Select(attrs={"data-search": ""}),
    )
    park = forms.ModelChoiceField(
        label=_("Science park"),
        queryset=Organisation.objects.none(),
        required=False,
        help_text=_("A company that is a tenant of a park is verified by the park."),
    )

    class Meta:
        model = Organisation
        fields = [*FACTS, *DETAILS]
        formfield_callback = _over_https
        widgets = {
            "about_en": forms.Textarea(attrs={"rows": 5}),
            "about_zh": forms.Textarea(attrs={"rows": 5}),
        }

    def __init__(self, *args: Any, facts_are_fixed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version
        park: Any = self.fields["park"]
        park.queryset = parks(kept=self.instance.park_id)
        if self.instance.pk and self.instance.kind != OrganisationKind.COMPANY:
            del self.fields["park"]
        self.facts_are_fixed = facts_are_fixed
        for name in FACTS:
            if facts_are_fixed and name in self.fields:
                self.fields[name].disabled = True
                self.fields[name].widget.attrs.pop("data-search", None)

    def clean_email_domain(self) -> str:
        domain = tidy_domain(self.cleaned_data["email_domain"])
        if domain and not is_own_domain(domain):
            raise forms.ValidationError(
                _("Give a domain of the organisation's own, such as example.edu.")
            )
        return domain

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        number, country = cleaned.get("registration_number"), cleaned.get("country", "")
        if number:
            number = cleaned["registration_number"] = tidy_number(number, country=country)
            if not is_registration_number(number, country=country):
                self.add_error("registration_number", _wrong_number(country))
        return cleaned

    @property
    def changes(self) -> dict[str, Any]:
        """What to write, for `actions.organisations`."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields if name in self.fields}

    @property
    def differing(self) -> tuple[str, ...]:
        """Labels of the fields where what was typed is not what is saved."""
        names = [name for name in self.changed_data if name != "version"]
        return tuple(str(self.fields[name].label) for name in names)


class NewOrganisationForm(OrganisationForm):
    """Entering an organisation: its kind cannot be changed later."""

    kind = forms.ChoiceField(label=_("Kind"), choices=OrganisationKind.choices)
    version = None  # type: ignore[assignment]

    field_order = ["kind", *FACTS, *DETAILS]


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The organisation's administrators read this."),
    )


class RemarkForm(ReasonForm):
    """A reason that may stay empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = False


class DocumentForm(forms.Form):
    """A file, opened and checked: `cleaned_data["file"]` is a `CheckedFile`."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, PNG or JPEG, at most 10 MB."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
        error_messages={"required": _("Choose a file of at most 10 MB.")},
    )

    def clean_file(self) -> CheckedFile:
        try:
            return check(self.cleaned_data["file"])
        except UploadRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


def _wrong_number(country: str) -> Any:
    if country == "CN":
        return _("This is no unified social credit code: it has 18 characters and a checksum.")
    return _("This does not look like a registration number.")
