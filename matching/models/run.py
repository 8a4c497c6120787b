from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import Membership, Organisation, User
from foundation.models import Timestamped
from matching.enums import RunStatus, Stage

UNFINISHED = (RunStatus.QUEUED, RunStatus.BUILDING, RunStatus.RANKING, RunStatus.FINISHING)


class RankingRunQuerySet(models.QuerySet["RankingRun"]):
    def current(self) -> Self:
        """The one run whose lists are shown."""
        return self.filter(is_current=True)

    def unfinished(self) -> Self:
        return self.filter(status__in=UNFINISHED)

    def visible_to(self, user: User) -> Self:
        """Runs are of the whole installation: those who may start one see all, others none."""
        coordinating = Membership.objects.of(user).in_roles(Role.ADMIN, Role.COORDINATOR)
        universities = Organisation.objects.universities().verified()
        if user.is_platform_admin or coordinating.filter(organisation__in=universities).exists():
            return self
        return self.none()

    def newest_first(self) -> Self:
        return self.select_related("started_by").order_by("-pk")


class RankingRun(Timestamped):
    """One computation of matches: its inputs, parameters, code version, progress and outcome."""

    status = models.CharField(
        _("status"), max_length=10, choices=RunStatus, default=RunStatus.QUEUED
    )
    is_current = models.BooleanField(_("shown now"), default=False)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("started by"),
    )
    reason = models.CharField(_("reason"), max_length=100, blank=True)
    code_version = models.CharField(_("code version"), max_length=40, blank=True)
    taxonomy_revision = models.PositiveBigIntegerField(_("taxonomy revision"), default=0)
    parameters = models.JSONField(_("parameters"), default=dict)
    seed = models.PositiveIntegerField(_("seed"), default=0)
    n_students = models.PositiveIntegerField(_("students"), default=0)
    n_postings = models.PositiveIntegerField(_("postings"), default=0)
    n_matches = models.PositiveIntegerField(_("matches"), default=0)
    shards_total = models.PositiveIntegerField(_("shards"), default=0)
    shards_done = models.PositiveIntegerField(_("shards done"), default=0)
    timings = models.JSONField(_("seconds by stage"), default=dict)
    measures = models.JSONField(_("measures"), default=dict)
    error = models.TextField(_("error"), blank=True)
    ranked_at = models.DateTimeField(_("inputs as of"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    objects = RankingRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("ranking run")
        verbose_name_plural = _("ranking runs")
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"], condition=Q(is_current=True), name="one_current_run"
            ),
            models.UniqueConstraint(
                Case(When(status__in=UNFINISHED, then=Value(1))), name="one_run_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(shards_done__lte=models.F("shards_total")),
                name="no_more_shards_done_than_there_are",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.get_status_display()}"

    @property
    def is_unfinished(self) -> bool:
        return self.status in UNFINISHED

    @property
    def seconds_by_stage(self) -> list[tuple[str, float]]:
        """The stages that are done, in words and in order."""
        return [(str(each.label), self.timings[each]) for each in Stage if each in self.timings]

    @property
    def exposure_loss(self) -> float:
        """The largest share of its worth that a student's list may give up; 0: none is re-ranked.

        As it was set when the run read its inputs, so that a resumed run is the same run.
        """
        return float(self.parameters.get("exposure_loss", 0))

    @property
    def as_scored(self) -> dict[str, Any]:
        """What `measures` would say of the postings had no list been re-ranked; {} if none was."""
        found: dict[str, Any] = self.measures.get("as_scored", {})
        return found

    def curve(self, heights: list[float]) -> str:
        """Points of a Lorenz curve in a square of 100 by 100, for SVG; "" where none is known."""
        step = 100 / max(len(heights) - 1, 1)
        return " ".join(
            f"{number * step:g},{100 - 100 * height:g}" for number, height in enumerate(heights)
        )

    @property
    def curve_of_students(self) -> str:
        return self.curve(self.measures.get("lorenz_of_students", []))

    @property
    def curve_of_postings(self) -> str:
        """Of the attention that their places get; older runs know only the places."""
        places = self.measures.get("lorenz_of_postings", [])
        return self.curve(self.measures.get("lorenz_of_attention", places))

    @property
    def curve_as_scored(self) -> str:
        """`curve_of_postings` had no list been re-ranked; "" if none was."""
        return self.curve(self.as_scored.get("lorenz_of_attention", []))

    @property
    def progress(self) -> float:
        """Share of the work done, in [0, 1]; building and finishing count as one shard each."""
        if self.status == RunStatus.DONE:
            return 1.0
        if not self.shards_total:
            return 0.0
        return (1 + self.shards_done) / (self.shards_total + 2)


class RankingShard(models.Model):
    """A stretch of the students of a run, ranked by one job; done once."""

    run = models.ForeignKey(RankingRun, on_delete=models.CASCADE, related_name="shards")
    number = models.PositiveIntegerField()
    first_row = models.PositiveIntegerField()
    last_row = models.PositiveIntegerField(help_text="exclusive")
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="one_shard_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.run_id}/{self.number}"
