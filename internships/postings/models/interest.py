from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import StudentProfile, User
from foundation.models import Timestamped
from internships.postings.models.posting import Posting


class InterestQuerySet(models.QuerySet["Interest"]):
    def in_posting(self, posting: Posting) -> Self:
        return self.filter(posting=posting)

    def of(self, user: User) -> Self:
        """What the student showed themselves."""
        return self.filter(profile__user=user)

    def newest_first(self) -> Self:
        return self.order_by("-pk")


class Interest(Timestamped):
    """A student lets the owner of one posting see who they are, before any application."""

    profile = models.ForeignKey(
        StudentProfile, on_delete=models.CASCADE, related_name="interests_shown"
    )
    posting = models.ForeignKey(Posting, on_delete=models.CASCADE, related_name="interests")

    objects = InterestQuerySet.as_manager()

    class Meta:
        verbose_name = _("interest")
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "posting"], name="one_interest_per_student_and_posting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.profile_id} → {self.posting_id}"


class SavedPostingQuerySet(models.QuerySet["SavedPosting"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(user=user)

    def newest_first(self) -> Self:
        return self.order_by("-pk")


class SavedPosting(Timestamped):
    """A posting somebody wants to find again."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_postings")
    posting = models.ForeignKey(Posting, on_delete=models.CASCADE, related_name="saved_by")

    objects = SavedPostingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "posting"], name="one_bookmark_per_posting")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} ★ {self.posting_id}"
