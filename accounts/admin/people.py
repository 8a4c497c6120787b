"""People in the admin: found, switched off; what they say about themselves is read only."""

from typing import Any

from django.contrib import admin

from accounts.models import ApiToken, StudentProfile, User


@admin.register(User)
class UserAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["email", "name", "language", "is_active", "is_staff", "date_joined"]
    list_filter = ["is_active", "is_staff", "language"]
    search_fields = ["email", "name"]
    ordering = ["email"]
    fields = ["email", "name", "language", "time_zone", "is_active", "is_staff", "date_joined"]
    readonly_fields = ["email", "date_joined"]

    def has_add_permission(self, request: Any) -> bool:
        """Nobody is added here: people sign up, and `createsuperuser` makes the first one."""
        return False

    def has_delete_permission(self, request: Any, obj: User | None = None) -> bool:
        """Accounts are switched off: what they did must keep its author."""
        return False


@admin.register(StudentProfile)
class StudentProfileAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["user", "university", "programme", "degree_level", "affiliation_confirmed_at"]
    list_select_related = ["user", "university"]
    search_fields = ["user__email", "user__name", "programme"]
    ordering = ["pk"]

    def has_add_permission(self, request: Any) -> bool:
        return False

    def has_change_permission(self, request: Any, obj: StudentProfile | None = None) -> bool:
        return False

    def has_delete_permission(self, request: Any, obj: StudentProfile | None = None) -> bool:
        return False


@admin.register(ApiToken)
class ApiTokenAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["user", "name", "created", "expiry", "last_used_at"]
    list_select_related = ["user"]
    search_fields = ["user__email", "name"]
    ordering = ["-created"]
    exclude = ["digest", "token_key"]

    def has_add_permission(self, request: Any) -> bool:
        return False

    def has_change_permission(self, request: Any, obj: ApiToken | None = None) -> bool:
        return False
