"""Why a student cannot take a posting now, in words."""

from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import StudentProfile
from internships.postings.models import Posting
from matching.dataset import Frame, load_conditions, load_facts, load_ties
from matching.dataset.days import day_number
from matching.engine.eligibility import Eligibility
from matching.engine.reasons import Reason

WORDS: dict[Reason, str | Promise] = {
    Reason.AUDIENCE: _("The posting is for students of other universities."),
    Reason.ACCEPTANCE: _("Your university has not accepted this company yet."),
    Reason.DEGREE: _("It asks for a higher degree level."),
    Reason.YEAR: _("It asks for a later year of study."),
    Reason.DISCIPLINE: _("No free seat is open to your discipline."),
    Reason.DATES: _("You are not available on any of its days."),
    Reason.HOURS: _("It needs far more hours a week than you can give."),
    Reason.PLACE: _("It is elsewhere, and you said “only these places”."),
    Reason.LANGUAGE: _("It needs a language, or a level, that is not on your profile."),
    Reason.WORK_PERMIT: _("It asks for a work permit that is not on your profile."),
    Reason.DEADLINE: _("The deadline is past."),
    Reason.ALREADY_APPLIED: _("You have applied already."),
    Reason.NOT_OPEN: _("It does not take applications now, or has no free seat."),
    Reason.RULES: _("A rule of the jurisdiction speaks against it."),
}


def reasons_against(profile: StudentProfile, posting: Posting, *, today: date) -> Reason:
    """Everything that makes the student ineligible, computed from what is stored now."""
    frame = Frame.without_skills()
    student = load_facts(frame, only=[profile.pk])
    offer = load_conditions(frame, only=[posting.pk])
    pair = Eligibility(
        facts=student.facts,
        wishes=student.wishes,
        conditions=offer.conditions,
        terms=offer.terms,
        ties=load_ties(frame),
        today=day_number(today),
    )
    return pair.reasons(0, 0)
