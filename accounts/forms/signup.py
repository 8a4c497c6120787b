"""What somebody says when they sign up, beside e-mail and password."""

from django import forms
from django.conf import settings
from django.http import HttpRequest  # noqa: TID251 -- allauth hands it over
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.actions import people
from accounts.models import User
from foundation.text import clean

STUDENT, ORGANISATION = "student", "organisation"


class SignupForm(forms.Form):
    """Part of allauth's form. The page's language becomes the person's."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    here_as = forms.ChoiceField(
        label=_("What brings you here?"),
        choices=[
            (STUDENT, _("I am a student")),
            (ORGANISATION, _("I work for a university, company or science park")),
        ],
        widget=forms.RadioSelect,
    )
    field_order = ["name", "email", "password1", "here_as"]

    def clean_name(self) -> str:
        name = " ".join(clean(self.cleaned_data["name"]).split())
        if not name:
            raise forms.ValidationError(_("Please type your name."))
        return name

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by allauth once the account is there."""
        people.arrive(
            user,
            name=self.cleaned_data["name"],
            language=get_language() or settings.LANGUAGE_CODE,
            time_zone=settings.TIME_ZONE,
            as_student=self.cleaned_data["here_as"] == STUDENT,
        )
