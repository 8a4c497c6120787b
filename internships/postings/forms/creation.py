"""The first form: who offers, what kind, and what it is called."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisation, User
from internships.postings import rules
from internships.postings.models import Posting


class PostingCreation(forms.ModelForm):  # type: ignore[type-arg]
    """The kind follows from the owner; with one organisation there is nothing to choose."""

    owner = forms.ModelChoiceField(
        label=gettext_lazy("Organisation"), queryset=Organisation.objects.none(), empty_label=None
    )

    class Meta:
        model = Posting
        fields = ["owner", "title_en", "title_zh"]

    def __init__(self, *args: Any, editor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owners = rules.owners_for(editor)
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]
        self.fields["owner"].label_from_instance = _with_kind  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        found = super().clean() or {}
        if not self.errors and not (found.get("title_en") or found.get("title_zh")):
            raise forms.ValidationError(_("Give a title in English or in Chinese."))
        return found

    def _get_validation_exclusions(self) -> set[str]:
        """The kind is the action's business; the titles are checked above."""
        return super()._get_validation_exclusions() | {"kind"}  # type: ignore[misc,no-any-return]


def _with_kind(organisation: Organisation) -> str:
    return f"{organisation} · {organisation.get_kind_display()}"
