"""The words of ranking."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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


class Event(models.TextChoices):
    """What becomes of a match, from the first sight of it on."""

    SHOWN = "shown", pgettext_lazy("match", "shown")
    OPENED = "opened", pgettext_lazy("match", "opened")
    SAVED = "saved", pgettext_lazy("match", "saved")
    APPLIED = "applied", pgettext_lazy("match", "applied")
    SHORTLISTED = "shortlisted", pgettext_lazy("match", "shortlisted")
    OFFERED = "offered", pgettext_lazy("match", "offered")
    ACCEPTED = "accepted", pgettext_lazy("match", "accepted")
    COMPLETED = "completed", pgettext_lazy("match", "completed")
    DECLINED = "declined", pgettext_lazy("match", "declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("match", "withdrawn")


class Moment(models.TextChoices):
    """When an explanation is kept."""

    APPLIED = "applied", pgettext_lazy("match", "applied")
