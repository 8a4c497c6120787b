"""A research outcome, as its owner describes it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from accounts.models import User
from internships.postings import rules
from internships.postings.models import ResearchOutcome


class OutcomeForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = ResearchOutcome
        fields = ["owner", "kind", "title_en", "title_zh", "reference", "trl", "about"]
        widgets = {"about": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args: Any, editor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["owner"]
        else:
            owner = self.fields["owner"]
            owner.queryset = rules.owners_for(editor)  # type: ignore[attr-defined]
            owner.empty_label = None  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        said = super().clean() or {}
        if not self.errors and not (said.get("title_en") or said.get("title_zh")):
            raise forms.ValidationError(_("Give a title in English or in Chinese."))
        return said

    @property
    def said(self) -> dict[str, Any]:
        """What the action is to write."""
        return {name: value for name, value in self.cleaned_data.items() if name != "owner"}
