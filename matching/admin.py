"""Snapshots in the admin: looked at, never touched."""

from django.contrib import admin

from foundation.admin import LookedAt
from matching.models import ExplanationSnapshot


@admin.register(ExplanationSnapshot)
class ExplanationSnapshotAdmin(LookedAt):
    list_display = ["pk", "profile", "posting", "moment", "key", "taken_at"]
    list_filter = ["moment"]
    search_fields = ["key"]
    list_select_related = ["profile__user", "posting"]
    ordering = ["-pk"]
