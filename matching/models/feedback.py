from collections.abc import Sequence
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import StudentProfile, User
from internships.postings.models import Posting
from matching.enums import Event, Side
from matching.models.run import RankingRun


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    def visible_to(self, user: User) -> Self:
        """What is kept about oneself, and nobody else's."""
        return self.filter(profile__user=user)

    def shown(self) -> Self:
        """Lines of a list that somebody saw."""
        return self.filter(event=Event.SHOWN)

    def in_lists_of(self, side: Side) -> Self:
        return self.filter(side=side)

    def of_pair(self, profile_id: int, posting_id: int) -> Self:
        return self.filter(profile=profile_id, posting=posting_id)

    def since(self, at: datetime) -> Self:
        return self.filter(happened_at__gte=at)

    def before(self, at: datetime) -> Self:
        return self.filter(happened_at__lt=at)

    def led_to_nothing(self) -> Self:
        """Nothing else is known of the student and the posting."""
        more = Feedback.objects.filter(profile=OuterRef("profile"), posting=OuterRef("posting"))
        return self.exclude(Exists(more.exclude(event=Event.SHOWN)))

    def with_parts(self) -> Self:
        """Those that say how well each part was met."""
        return self.exclude(Q(skills=None) | Q(text=None) | Q(bridge=None) | Q(wishes=None))

    def newest_first(self) -> Self:
        return self.select_related("posting").order_by("-happened_at", "-pk")


class Feedback(models.Model):
    """What became of a match: seen in a list, opened, saved, applied for, and so on.

    `side` and `position` say in whose list it was seen, and how far down; both are empty where it
    was not reached from a list. `skills`, `text`, `bridge` and `wishes` say how well each part of
    the score was met, in [0, 1], before the parts' weights: they outlive the files of the run.

    The run has no constraint in the database: its row is locked while lists are written, and a
    page that shows a list must not wait for that.
    """

    profile = models.ForeignKey(
        StudentProfile,
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,  # `one_event_per_list` begins with it
        verbose_name=_("student"),
    )
    posting = models.ForeignKey(
        Posting, on_delete=models.CASCADE, related_name="+", verbose_name=_("posting")
    )
    run = models.ForeignKey(
        RankingRun,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
        verbose_name=_("ranking run"),
    )
    event = models.CharField(_("event"), max_length=11, choices=Event)
    side = models.CharField(_("seen in the list of"), max_length=7, choices=Side, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), null=True)
    score = models.FloatField(_("score"), null=True)
    skills = models.FloatField(_("skills"), null=True)
    text = models.FloatField(_("text"), null=True)
    bridge = models.FloatField(_("bridge"), null=True)
    wishes = models.FloatField(_("wishes"), null=True)
    happened_at = models.DateTimeField(_("when"))

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "posting", "run", "event", "side"], name="one_event_per_list"
            ),
            models.UniqueConstraint(
                fields=["profile", "posting", "event", "side"],
                condition=Q(run=None),
                name="one_event_without_a_run",
            ),
            models.CheckConstraint(
                condition=Q(position=None) | Q(position__gte=1), name="positions_start_at_1"
            ),
            models.CheckConstraint(
                condition=Q(position=None) | ~Q(side=""), name="a_position_is_in_a_list"
            ),
        ]
        indexes = [
            models.Index(fields=["happened_at"], name="feedback_by_age"),
            models.Index(
                fields=["profile", "posting"],
                condition=~Q(event=Event.SHOWN),
                name="feedback_beyond_sight",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.profile_id} {self.event} {self.posting_id}"

    @property
    def parts(self) -> Sequence[float | None]:
        return (self.skills, self.text, self.bridge, self.wishes)
