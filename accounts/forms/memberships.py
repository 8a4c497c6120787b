"""Who is to speak for an organisation."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import ROLES_OF, OrganisationKind, Role
from accounts.models import Organisation


def roles_of(organisation: Organisation) -> list[tuple[str, Any]]:
    """The roles that fit, in the order of the enumeration."""
    fitting = ROLES_OF[OrganisationKind(organisation.kind)]
    return [(role.value, role.label) for role in Role if role in fitting]


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["role"]
        field.choices = roles_of(organisation)

    @property
    def chosen(self) -> Role:
        return Role(self.cleaned_data["role"])


class InvitationForm(RoleForm):
    email = forms.EmailField(
        label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )

    field_order = ["email", "role"]

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        """Nobody becomes an administrator by an oversight."""
        super().__init__(*args, organisation=organisation, **kwargs)
        roles = [value for value, _label in roles_of(organisation) if value != Role.ADMIN]
        self.initial.setdefault("role", roles[0])
