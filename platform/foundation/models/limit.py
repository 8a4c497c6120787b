from django.db import models


class LimitCounter(models.Model):
    """How often something happened in a stretch of time, counted by the database."""

    key = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "starts_at"], name="one_counter_per_stretch")
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.count}"
