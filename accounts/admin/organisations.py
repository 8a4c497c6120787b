"""Organisations in the admin: looked up and merged; they are edited on the site."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actions import merging
from accounts.models import Acceptance, Invitation, Membership, Organisation, OrganisationTransition
from foundation.errors import RuleBroken


class ReadOnly:
    """Shown to every platform administrator, and changed elsewhere."""

    def has_module_permission(self, request: Any) -> bool:
        return bool(request.user.is_staff)

    def has_view_permission(self, request: Any, obj: Any = None) -> bool:
        return bool(request.user.is_staff)

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return False


class MergeForm(ActionForm):
    """Beside the choice of an action: where the ticked duplicates go."""

    into = forms.IntegerField(
        label=gettext_lazy("into number"), required=False, min_value=1, max_value=2**63 - 1
    )


class HistoryInline(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]
    model = OrganisationTransition
    fields = ["at", "by", "source", "target", "reason"]
    readonly_fields: ClassVar[Any] = fields
    extra = 0


class MemberInline(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]
    model = Membership
    fields = ["user", "role", "created_at", "ended_at"]
    readonly_fields: ClassVar[Any] = fields
    extra = 0


@admin.register(Organisation)
class OrganisationAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["pk", "name", "kind", "status", "registration_number", "email_domain", "park"]
    list_display_links = ["name"]
    list_filter = ["kind", "status"]
    list_select_related = ["park"]
    search_fields = ["name_en", "name_zh", "registration_number", "email_domain"]
    ordering = ["pk"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    inlines = [HistoryInline, MemberInline]
    action_form = MergeForm
    actions = ["merge_duplicates"]

    @admin.action(description=gettext_lazy("Merge the ticked duplicates into the number beside"))
    def merge_duplicates(self, request: Any, duplicates: Any) -> None:
        number = request.POST.get("into", "")
        into = Organisation.objects.filter(pk=number if number.isdecimal() else 0).first()
        if into is None:
            self.message_user(request, _("Give the number of what stays."), messages.ERROR)
            return
        for duplicate in duplicates:
            self._merge(request, duplicate, into)

    def _merge(self, request: Any, duplicate: Organisation, into: Organisation) -> None:
        facts = {"duplicate": duplicate, "into": into}
        try:
            merging.merge(duplicate, into=into, by=request.user, at=timezone.now())
        except RuleBroken as refusal:
            self.message_user(request, f"{duplicate}: {refusal}", messages.ERROR)
        else:
            self.message_user(request, _("%(duplicate)s was merged into %(into)s.") % facts)


@admin.register(Acceptance)
class AcceptanceAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """Without the notes, which are the university's own."""

    list_display = ["university", "company", "status", "updated_at"]
    list_filter = ["status"]
    list_select_related = ["university", "company"]
    fields = ["university", "company", "status", "created_at", "updated_at"]
    readonly_fields: ClassVar[Any] = fields
    ordering = ["-pk"]


@admin.register(Invitation)
class InvitationAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["email", "organisation", "role", "expires_at", "accepted_at", "withdrawn_at"]
    list_select_related = ["organisation"]
    search_fields = ["email"]
    exclude = ["token_hash"]
    ordering = ["-pk"]
