from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Timestamped(models.Model):
    """A row that remembers when it was written. For audit only, never for a rule."""

    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        abstract = True


class Transition(models.Model):
    """One line of a thing's history: who moved it, from where to where, when and why.

    Append-only. A concrete log adds the foreign key to its thing, named `subject`, with
    `related_name="history"`. `by` is empty where the clock or the system moved it.
    """

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    source = models.CharField(max_length=30)
    target = models.CharField(max_length=30)
    reason = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"
