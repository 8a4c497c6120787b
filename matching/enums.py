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


class Side(models.TextChoices):
    STUDENT = "student", _("student")
    POSTING = "posting", _("posting")


class Event(models.TextChoices):
    """What becomes of a match, from the first sight of it on."""

    SHOWN = "shown", _("shown")
    OPENED = "opened", _("opened")
    SAVED = "saved", pgettext_lazy("bookmark", "saved")
    APPLIED = "applied", _("applied")
    SHORTLISTED = "shortlisted", _("shortlisted")
    OFFERED = "offered", _("offered")
    ACCEPTED = "accepted", pgettext_lazy("offer", "accepted")
    COMPLETED = "completed", _("completed")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Moment(models.TextChoices):
    """When an explanation is kept."""

    APPLIED = "applied", _("applied")
