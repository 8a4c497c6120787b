"""The words of postings."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PostingKind(models.TextChoices):
    PROJECT = "project", _("project")
    INTERNSHIP = "internship", _("internship")


class PostingStatus(models.TextChoices):
    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    OPEN = "open", _("open")
    PAUSED = "paused", _("paused")
    CLOSED = "closed", _("closed")
    EXPIRED = "expired", _("expired")
    ARCHIVED = "archived", _("archived")


class Audience(models.TextChoices):
    OWN_UNIVERSITY = "own_university", _("own university")
    LISTED = "listed", _("listed universities")
    NETWORK = "network", _("the network")
    PUBLIC = "public", _("everybody")


class Necessity(models.TextChoices):
    MUST = "must", _("must have")
    NICE = "nice", _("nice to have")


class PhaseKind(models.TextChoices):
    NEED = "need", _("need")
    CONCEPT = "concept", _("concept")
    PROTOTYPE = "prototype", _("prototype")
    TRIAL = "trial", _("trial")
    DELIVERY = "delivery", _("delivery")
    TRANSFER = "transfer", _("transfer")


class OutcomeKind(models.TextChoices):
    PATENT = "patent", _("patent")
    PAPER = "paper", _("paper")
    PROTOTYPE = "prototype", _("prototype")
    SOFTWARE = "software", _("software")
    DATA_SET = "data_set", _("data set")
