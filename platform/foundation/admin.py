"""Jobs and mails in the admin: looked at, and failed jobs run again."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from foundation import jobs
from foundation.models import Job, JobState, OutgoingMail


class LookedAt(admin.ModelAdmin):  # type: ignore[type-arg]
    """Rows that only the platform writes."""

    def has_add_permission(self, request: Any) -> bool:
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return False


@admin.register(Job)
class JobAdmin(LookedAt):
    list_display = ["pk", "name", "key", "state", "attempts", "due_at", "finished_at", "error"]
    list_filter = ["state", "name"]
    search_fields = ["name", "key", "error"]
    ordering = ["-pk"]
    exclude = ["lease_token"]
    actions = ["run_again"]

    @admin.action(description=_("Run the failed ones again"), permissions=["view"])
    def run_again(self, request: Any, chosen: QuerySet[Job]) -> None:
        failed = list(chosen.filter(state=JobState.FAILED))
        for job in failed:
            jobs.run_again(job, at=timezone.now())
        told = ngettext("%d job waits to be run.", "%d jobs wait to be run.", len(failed))
        messages.success(request, told % len(failed))


@admin.register(OutgoingMail)
class OutgoingMailAdmin(LookedAt):
    """Who was written to about what, and when; what was written is nobody else's business."""

    list_display = ["pk", "recipient", "subject", "created_at", "sent_at"]
    search_fields = ["recipient", "subject"]
    ordering = ["-pk"]
    fields = ["recipient", "subject", "message_id", "created_at", "sent_at"]
