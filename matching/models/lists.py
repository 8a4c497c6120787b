from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import StudentProfile
from internships.postings.models import Posting
from matching.codec import RankedList, unpack_list
from matching.models.run import RankingRun

POSTINGS_KEPT, POSTINGS_SHOWN = 64, 50
STUDENTS_KEPT, STUDENTS_SHOWN = 128, 100


class StudentMatchesQuerySet(models.QuerySet["StudentMatches"]):
    def current(self) -> Self:
        """Lists of the run that is shown."""
        return self.filter(run__is_current=True)


class PostingMatchesQuerySet(models.QuerySet["PostingMatches"]):
    def current(self) -> Self:
        """Lists of the run that is shown."""
        return self.filter(run__is_current=True)


class StudentMatches(models.Model):
    """A student's best postings in a run, packed (see `matching.codec`), best first."""

    run = models.ForeignKey(RankingRun, on_delete=models.CASCADE, related_name="student_lists")
    profile = models.ForeignKey(StudentProfile, on_delete=models.CASCADE, related_name="+")
    packed = models.BinaryField()
    last_score = models.FloatField(default=0.0, help_text=_("0 while the list has room"))
    refreshed_at = models.DateTimeField()

    objects = StudentMatchesQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "profile"], name="one_list_per_run_and_student")
        ]

    def __str__(self) -> str:
        return f"{self.run_id}: {self.profile_id}"

    def ranked(self) -> RankedList:
        return unpack_list(self.packed)


class PostingMatches(models.Model):
    """A posting's best students in a run, packed, best first."""

    run = models.ForeignKey(RankingRun, on_delete=models.CASCADE, related_name="posting_lists")
    posting = models.ForeignKey(Posting, on_delete=models.CASCADE, related_name="+")
    packed = models.BinaryField()
    last_score = models.FloatField(default=0.0, help_text=_("0 while the list has room"))
    refreshed_at = models.DateTimeField()

    objects = PostingMatchesQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "posting"], name="one_list_per_run_and_posting")
        ]

    def __str__(self) -> str:
        return f"{self.run_id}: {self.posting_id}"

    def ranked(self) -> RankedList:
        return unpack_list(self.packed)
