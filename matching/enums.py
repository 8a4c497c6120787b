"""The words of ranking."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RunStatus(models.TextChoices):
    QUEUED = "queued", _("waiting")
    BUILDING = "building", _("building vectors")
    RANKING = "ranking", _("ranking")
    FINISHING = "finishing", _("finishing")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


class Stage(models.TextChoices):
    """What a run spends its seconds on, in this order."""

    LOADING = "loading", _("reading the database")
    VECTORS = "vectors", _("making vectors")
    RANKING = "ranking", _("ranking")
    FINISHING = "finishing", _("merging and showing the lists")
    EXPOSURE = "exposure", _("measuring who is shown")


class Side(models.TextChoices):
    STUDENT = "student", _("student")
    POSTING = "posting", _("posting")
