from django.db import models

from matching.enums import Side
from matching.models.run import RankingRun


class MatchVector(models.Model):
    """The sparse row of one student or posting that changed since its run was computed, packed.

    The rows of all others lie in the run's folder. An explanation reads two rows, so it explains
    the score that is shown, not a newer one.
    """

    run = models.ForeignKey(RankingRun, on_delete=models.CASCADE, related_name="vectors")
    side = models.CharField(max_length=7, choices=Side)
    subject_id = models.PositiveBigIntegerField(help_text="id of the profile or posting")
    packed = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["run", "side", "subject_id"], name="one_vector_per_run_and_subject"
            )
        ]

    def __str__(self) -> str:
        return f"{self.run_id}: {self.side} {self.subject_id}"
