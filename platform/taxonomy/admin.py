"""The taxonomy in the admin: imported entries are read, an installation adds its own."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from import_export import resources
from import_export.admin import ExportMixin

from taxonomy import actions
from taxonomy.enums import Origin
from taxonomy.models import (
    Discipline,
    Industry,
    Language,
    Region,
    Skill,
    SkillAlias,
    SkillLink,
    TaxonomyRevision,
)


class LocalNameInline(admin.TabularInline):  # type: ignore[type-arg]
    """Names that this installation gives a skill, whoever brought it."""

    model = SkillAlias
    fields = ["language", "text", "exact_case"]
    extra = 0
    verbose_name = _("name of this installation")
    verbose_name_plural = _("names of this installation")

    def get_queryset(self, request: Any) -> QuerySet[SkillAlias]:
        return super().get_queryset(request).filter(origin=Origin.LOCAL, is_label=False)


class LocalLinkInline(admin.TabularInline):  # type: ignore[type-arg]
    model = SkillLink
    fk_name = "skill"
    fields = ["broader"]
    autocomplete_fields = ["broader"]
    extra = 0
    verbose_name = _("broader skill, by this installation")
    verbose_name_plural = _("broader skills, by this installation")

    def get_queryset(self, request: Any) -> QuerySet[SkillLink]:
        return super().get_queryset(request).filter(origin=Origin.LOCAL)


class SkillResource(resources.ModelResource):  # type: ignore[misc]
    class Meta:
        model = Skill
        fields = ["key", "kind", "label_en", "label_zh", "origin", "uri", "retired"]


@admin.register(Skill)
class SkillAdmin(ExportMixin, admin.ModelAdmin):  # type: ignore[type-arg, misc]
    resource_classes = [SkillResource]
    list_display = ["key", "label_en", "label_zh", "kind", "origin", "retired"]
    list_filter = ["kind", "origin", "retired"]
    search_fields = ["key", "label_en", "label_zh", "aliases__text"]
    ordering = ["key"]
    fields = ["key", "kind", "label_en", "label_zh", "retired", "origin", "uri", "imported_names"]
    inlines = [LocalNameInline, LocalLinkInline]

    @admin.display(description=_("names from files"))
    def imported_names(self, skill: Skill) -> str:
        names = SkillAlias.objects.filter(skill=skill.pk).exclude(origin=Origin.LOCAL)
        return " · ".join(name.text for name in names.best_first())

    def get_readonly_fields(self, request: Any, obj: Skill | None = None) -> list[str]:
        always = ["origin", "uri", "imported_names"]
        if obj is None:
            return always
        if obj.origin == Origin.LOCAL:
            return ["key", *always]
        return ["key", "kind", "label_en", "label_zh", "retired", *always]

    def has_delete_permission(self, request: Any, obj: Skill | None = None) -> bool:
        """Skills are retired, never deleted: profiles and postings name them."""
        return False

    def save_model(self, request: Any, obj: Skill, form: forms.Form, change: bool) -> None:
        if not change or obj.origin == Origin.LOCAL:
            actions.keep_local_skill(obj)

    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        actions.note_local_change(form.instance)


class EntryAdmin(ExportMixin, admin.ModelAdmin):  # type: ignore[type-arg, misc]
    """Entries with a code. Files bring them; what refers to a code stays true, so it is kept."""

    list_display = ["code", "label_en", "label_zh"]
    search_fields = ["code", "label_en", "label_zh"]
    ordering = ["code"]
    fixed = ["code", "level", "parent"]

    def get_readonly_fields(self, request: Any, obj: Any = None) -> list[str]:
        return self.fixed if obj else []

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return False


@admin.register(Discipline)
class DisciplineAdmin(EntryAdmin):
    fixed = ["code", "scheme", "level", "parent", "isced"]
    list_display = ["code", "scheme", "level", "label_en", "label_zh"]
    list_filter = ["scheme", "level"]


@admin.register(Industry)
class IndustryAdmin(EntryAdmin):
    list_display = ["code", "level", "label_en", "label_zh"]
    list_filter = ["level"]


@admin.register(Region)
class RegionAdmin(EntryAdmin):
    list_display = ["code", "level", "label_en", "label_zh", "aliases"]
    list_filter = ["level"]
    search_fields = ["code", "label_en", "label_zh", "aliases"]


@admin.register(Language)
class LanguageAdmin(EntryAdmin):
    fixed = ["code"]


@admin.register(TaxonomyRevision)
class TaxonomyRevisionAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["source", "at", "report"]
    list_filter = ["source"]
    ordering = ["-pk"]

    def has_add_permission(self, request: Any) -> bool:
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return False
