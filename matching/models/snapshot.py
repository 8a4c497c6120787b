from typing import Any, NoReturn, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import OrganisationStatus, Role
from accounts.models import Membership, StudentProfile, User
from internships.postings.models import Posting
from matching.enums import Moment
from matching.models.run import RankingRun

READERS_OF_CANDIDATES = (Role.ADMIN, Role.COORDINATOR, Role.RECRUITER, Role.MENTOR)
SHOWN_TO_OWNERS = (Moment.APPLIED,)


class SnapshotIsFinal(TypeError):
    """A snapshot says what was said then: it is never changed."""


class ExplanationSnapshotQuerySet(models.QuerySet["ExplanationSnapshot"]):
    def visible_to(self, user: User) -> Self:
        """One's own; those of who applied, to those who choose at the posting's verified owner."""
        choosing = Membership.objects.of(user).in_roles(*READERS_OF_CANDIDATES)
        owned = Q(
            posting__owner__in=choosing.values("organisation"),
            posting__owner__status=OrganisationStatus.VERIFIED,
            moment__in=SHOWN_TO_OWNERS,
        )
        return self.filter(Q(profile__user=user) | owned)

    def newest_first(self) -> Self:
        return self.order_by("-pk")

    def for_reading(self) -> Self:
        return self.select_related("profile", "posting__owner")

    def update(self, **_fields: Any) -> NoReturn:
        raise SnapshotIsFinal("a snapshot of an explanation is never changed")

    def bulk_update(self, *_args: Any, **_options: Any) -> NoReturn:
        raise SnapshotIsFinal("a snapshot of an explanation is never changed")


class ExplanationSnapshot(models.Model):
    """What the explanation of a match said at a moment that matters; written once.

    `document` stands for itself (see `matching.matches.documents`): names in both languages and
    ids, so that it can be read when skills, the posting or the run are gone. `key` tells one such
    moment from another: the id of the application.
    """

    profile = models.ForeignKey(
        StudentProfile, on_delete=models.CASCADE, related_name="+", verbose_name=_("student")
    )
    posting = models.ForeignKey(
        Posting,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("posting"),
    )
    run = models.ForeignKey(
        RankingRun,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("ranking run"),
    )
    moment = models.CharField(_("moment"), max_length=10, choices=Moment)
    key = models.CharField(_("key"), max_length=40)
    document = models.JSONField(_("document"))
    taken_at = models.DateTimeField(_("taken"))

    objects = ExplanationSnapshotQuerySet.as_manager()

    class Meta:
        verbose_name = _("snapshot of an explanation")
        verbose_name_plural = _("snapshots of explanations")
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "posting", "moment", "key"], name="one_snapshot_per_moment"
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.profile_id} → {self.posting_id}"

    def save(self, *args: Any, **options: Any) -> None:
        if not self._state.adding:
            raise SnapshotIsFinal("a snapshot of an explanation is never changed")
        super().save(*args, **options)
