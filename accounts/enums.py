"""The words of people and organisations."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    UNIVERSITY = "university", _("university")
    COMPANY = "company", _("company")
    PARK = "park", _("science park")


class OrganisationStatus(models.TextChoices):
    UNVERIFIED = "unverified", _("not verified")
    SUBMITTED = "submitted", _("waiting for verification")
    VERIFIED = "verified", _("verified")
    REJECTED = "rejected", _("rejected")
    SUSPENDED = "suspended", _("suspended")
    CLOSED = "closed", _("closed")


class AcceptanceStatus(models.TextChoices):
    PENDING = "pending", _("pending")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    BLOCKED = "blocked", _("blocked")


class Role(models.TextChoices):
    ADMIN = "admin", _("administrator")
    COORDINATOR = "coordinator", _("coordinator")
    ACADEMIC_SUPERVISOR = "academic_supervisor", _("academic supervisor")
    RECRUITER = "recruiter", _("recruiter")
    MENTOR = "mentor", _("mentor")
    VERIFIER = "verifier", _("verifier")


ROLES_OF: dict[OrganisationKind, frozenset[Role]] = {
    OrganisationKind.UNIVERSITY: frozenset(
        {Role.ADMIN, Role.COORDINATOR, Role.ACADEMIC_SUPERVISOR}
    ),
    OrganisationKind.COMPANY: frozenset({Role.ADMIN, Role.RECRUITER, Role.MENTOR}),
    OrganisationKind.PARK: frozenset({Role.ADMIN, Role.VERIFIER}),
}


class DegreeLevel(models.IntegerChoices):
    VOCATIONAL = 1, _("vocational college")
    BACHELOR = 2, _("bachelor")
    MASTER = 3, _("master")
    DOCTORATE = 4, _("doctorate")


class SkillLevel(models.IntegerChoices):
    """How well a student knows or does something."""

    BEGINNER = 1, _("1: I know the terms")
    LEARNER = 2, _("2: I have done it with help")
    COMPETENT = 3, _("3: I do it on my own")
    ADVANCED = 4, _("4: I solve hard cases")
    EXPERT = 5, _("5: I could teach it")


class Evidence(models.IntegerChoices):
    """What stands behind a skill, weakest first."""

    STATED = 0, _("stated")
    COURSE = 1, _("course")
    PROJECT = 2, _("project")
    CERTIFICATE = 3, _("certificate")
    EVIDENCED = 4, _("confirmed in a placement")


class SkillSource(models.TextChoices):
    TYPED = "typed", _("typed")
    FOUND = "found", _("found in a text")


class LanguageLevel(models.IntegerChoices):
    """Levels of the Common European Framework; 7 is a first language."""

    A1 = 1, "A1"
    A2 = 2, "A2"
    B1 = 3, "B1"
    B2 = 4, "B2"
    C1 = 5, "C1"
    C2 = 6, "C2"
    NATIVE = 7, _("first language")


class WorkMode(models.TextChoices):
    """Where the work is done: said by postings, and wished for by students."""

    ON_SITE = "on_site", _("on site")
    HYBRID = "hybrid", _("partly remote")
    REMOTE = "remote", _("remote")
