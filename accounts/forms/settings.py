"""What people set about their account."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from foundation.zones import zone_names


def _zones_by_continent() -> list[tuple[str, list[tuple[str, str]]]]:
    grouped: dict[str, list[tuple[str, str]]] = {}
    for name in zone_names():
        continent, _slash, city = name.partition("/")
        grouped.setdefault(continent, []).append((name, (city or name).replace("_", " ")))
    return list(grouped.items())


class SettingsForm(forms.ModelForm):  # type: ignore[type-arg]
    """Name, language and time zone."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        help_text=_("Pages and mails are in this language."),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"), widget=forms.Select(attrs={"data-search": ""})
    )

    class Meta:
        model = User
        fields = ["name", "language", "time_zone"]

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["time_zone"].choices = _zones_by_continent()  # type: ignore[attr-defined]


class TokenForm(forms.Form):
    """A new key to the API."""

    name = forms.CharField(
        label=_("Name"), max_length=100, help_text=_("What will use it? For example “my script”.")
    )
    days = forms.TypedChoiceField(
        label=_("Expires after"),
        coerce=int,
        initial=90,
        choices=[
            (7, _("7 days")),
            (30, _("30 days")),
            (90, _("90 days")),
            (365, _("one year")),
        ],
    )
