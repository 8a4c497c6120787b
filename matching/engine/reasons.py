"""Why a student cannot take a posting."""

from enum import IntFlag, auto


class Reason(IntFlag):
    """One bit a reason; no bit is "eligible"."""

    AUDIENCE = auto()  # the posting is for other universities
    ACCEPTANCE = auto()  # the student's university has not accepted the company
    DEGREE = auto()
    YEAR = auto()
    DISCIPLINE = auto()  # no free seat is open to the student's disciplines
    DATES = auto()  # free on none of the posting's days
    HOURS = auto()  # more than half above the most hours the student can work
    PLACE = auto()  # elsewhere, and the student said "only these places"
    LANGUAGE = auto()
    WORK_PERMIT = auto()
    DEADLINE = auto()
    ALREADY_APPLIED = auto()
    NOT_OPEN = auto()
    RULES = auto()  # the rule pack blocks the posting
