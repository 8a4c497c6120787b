from typing import Any, Self

from django.db import models
from django.db.models import Model, Value
from django.db.models.lookups import GreaterThan
from django.utils.translation import gettext_lazy as _

from accounts.models import StudentProfile
from internships.postings.models import Posting
from matching.codec import RankedList, id_bytes, unpack_list
from matching.models.run import RankingRun

POSTINGS_KEPT, POSTINGS_SHOWN = 64, 50
STUDENTS_KEPT, STUDENTS_SHOWN = 128, 100


class Place(models.Func):
    """Where bytes begin within others, from 1; 0 where they do not occur."""

    arity = 2
    output_field = models.IntegerField()

    def as_postgresql(self, *args: Any, **kwargs: Any) -> Any:
        return super().as_sql(*args, function="pg_catalog.position", **kwargs)  # type: ignore[misc]

    def as_sqlite(self, *args: Any, **kwargs: Any) -> Any:
        return super().as_sql(*args, function="instr", **kwargs)  # type: ignore[misc]


class ListQuerySet(models.QuerySet[Any]):
    def current(self) -> Self:
        """Lists of the run that is shown."""
        return self.filter(run__is_current=True)

    def of(self, **owner: Model) -> Any:
        """The list of a student (`profile=`) or posting (`posting=`) in the run that is shown.

        None if there is none. Sorted by the owner, so that a database which knows nothing yet of
        the lists' statistics looks them up by the owner, too.
        """
        [name] = owner
        return self.current().filter(**owner).order_by(name).first()

    def holding(self, each: int) -> Self:
        """Lists with this id, and a few more: whose bytes look like it by chance."""
        return self.filter(GreaterThan(Place("packed", Value(id_bytes(each))), 0))


class StudentMatches(models.Model):
    """A student's best postings in a run, packed (see `matching.codec`), best first."""

    run = models.ForeignKey(RankingRun, on_delete=models.CASCADE, related_name="student_lists")
    profile = models.ForeignKey(StudentProfile, on_delete=models.CASCADE, related_name="+")
    packed = models.BinaryField()
    last_score = models.FloatField(default=0.0, help_text=_("0 while the list has room"))
    refreshed_at = models.DateTimeField()

    objects = ListQuerySet.as_manager()

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

    objects = ListQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "posting"], name="one_list_per_run_and_posting")
        ]

    def __str__(self) -> str:
        return f"{self.run_id}: {self.posting_id}"

    def ranked(self) -> RankedList:
        return unpack_list(self.packed)
