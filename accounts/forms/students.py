"""How university staff narrow their list of students."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import DegreeLevel
from accounts.models.profile import StudentProfileQuerySet
from taxonomy.models import Discipline

CONFIRMED, WAITING = "yes", "no"


class StudentFilter(forms.Form):
    """Every field may stay empty; what makes no sense is left out of the question."""

    q = forms.CharField(
        label=_("Name, e-mail or programme"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    discipline = forms.ModelChoiceField(
        label=_("Discipline"), queryset=Discipline.objects.none(), required=False
    )
    degree_level = forms.TypedChoiceField(
        label=_("Degree level"),
        choices=[("", _("all")), *DegreeLevel.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    confirmed = forms.ChoiceField(
        label=_("Confirmed"),
        choices=[("", _("all")), (CONFIRMED, _("confirmed")), (WAITING, _("waiting"))],
        required=False,
    )

    def __init__(self, data: Any, *, students: StudentProfileQuerySet) -> None:
        super().__init__(data)
        studied = students.values("discipline")
        field: Any = self.fields["discipline"]
        field.queryset = Discipline.objects.filter(pk__in=studied).by_code()
        self.students = students

    def narrowed(self) -> StudentProfileQuerySet:
        """The students that every sensible answer leaves."""
        self.is_valid()
        wanted, found = self.cleaned_data, self.students
        if wanted.get("q"):
            found = found.called(wanted["q"])
        if wanted.get("discipline"):
            found = found.filter(discipline=wanted["discipline"])
        if wanted.get("degree_level"):
            found = found.filter(degree_level=wanted["degree_level"])
        if wanted.get("confirmed"):
            found = found.confirmed() if wanted["confirmed"] == CONFIRMED else found.unconfirmed()
        return found
