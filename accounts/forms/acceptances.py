"""A university's decision about companies."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import AcceptanceStatus
from accounts.models import Organisation

NONE = "none"


class AcceptanceFilter(forms.Form):
    q = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    status = forms.ChoiceField(
        label=_("Decision"),
        choices=[("", _("all")), (NONE, _("not yet looked at")), *AcceptanceStatus.choices],
        required=False,
    )

    def narrowed(self, companies: Any) -> Any:
        """The companies that every sensible answer leaves."""
        self.is_valid()
        status = self.cleaned_data.get("status")
        found = companies.matching_text(self.cleaned_data.get("q", ""))
        if status == NONE:
            return found.undecided()
        return found.decided_as(status) if status else found


class DecisionForm(forms.Form):
    """One decision. Everything here is read by the university alone."""

    status = forms.ChoiceField(label=_("Decision"), choices=AcceptanceStatus.choices)
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed to decline or block. Only your university reads it."),
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only your university reads this."),
    )


class DecideManyForm(forms.Form):
    """The same decision about every ticked company."""

    company = forms.ModelMultipleChoiceField(
        queryset=Organisation.objects.none(),
        error_messages={"required": _("Tick the companies first.")},
    )
    status = forms.ChoiceField(label=_("Decision"), choices=AcceptanceStatus.choices)
    reason = forms.CharField(label=_("Reason"), required=False, max_length=2000)

    def __init__(self, *args: Any, companies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["company"]
        field.queryset = companies
