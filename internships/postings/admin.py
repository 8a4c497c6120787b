"""Postings for platform administrators: to look at. Statuses move on the site, with a log."""

from django.contrib import admin
from django.http import HttpRequest  # noqa: TID251 -- admin is a door

from internships.postings.models import (
    Phase,
    Posting,
    PostingLanguage,
    PostingSkill,
    PostingTransition,
    ResearchOutcome,
    SeatGroup,
)


class ReadOnly(admin.TabularInline):  # type: ignore[type-arg]
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Posting | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Posting | None = None) -> bool:
        return False


class SkillsInline(ReadOnly):
    model = PostingSkill


class SeatsInline(ReadOnly):
    model = SeatGroup


class PhasesInline(ReadOnly):
    model = Phase


class LanguagesInline(ReadOnly):
    model = PostingLanguage


class HistoryInline(ReadOnly):
    model = PostingTransition
    fk_name = "subject"


@admin.register(Posting)
class PostingAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["title", "kind", "status", "owner", "deadline_on", "opened_at"]
    list_filter = ["status", "kind", "audience"]
    list_select_related = ["owner"]
    search_fields = ["title_en", "title_zh", "owner__name_en", "owner__name_zh"]
    ordering = ["-pk"]
    inlines = [SkillsInline, SeatsInline, PhasesInline, LanguagesInline, HistoryInline]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Posting | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Posting | None = None) -> bool:
        return False


@admin.register(ResearchOutcome)
class ResearchOutcomeAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["title", "kind", "trl", "owner"]
    list_filter = ["kind", "trl"]
    list_select_related = ["owner"]
    search_fields = ["title_en", "title_zh", "reference"]
    ordering = ["-pk"]
    raw_id_fields = ["owner"]
