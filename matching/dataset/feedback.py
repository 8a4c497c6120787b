"""What was shown to students and what they chose, as the engine learns from it."""

from collections.abc import Iterator
from datetime import datetime

import numpy as np
from django.db.models import Exists, OuterRef

from accounts.models import StudentProfile
from matching.engine.learning import NAMES, Shown
from matching.enums import Event, Side
from matching.models import Feedback
from matching.models.feedback import FeedbackQuerySet

# Each says more than the one before; who did the later ones did the earlier ones, mostly.
GOALS = (Event.OPENED, Event.SAVED, Event.APPLIED, Event.ACCEPTED, Event.COMPLETED)

STUDENTS_AT_ONCE = 500  # whose lists are read by one statement, which the database cuts short

ROW = np.dtype(
    [
        ("owner", np.int64),
        ("other", np.int64),
        ("run", np.int64),
        ("position", np.int64),
        ("parts", np.float64, len(NAMES)),
        ("chosen", np.bool_),
    ]
)


def load_shown(*, goal: Event, since: datetime) -> Shown:
    """Students' lists from which something was chosen: `goal`, or what says more.

    What a student withdrew was not chosen, and who switched matching off is left out. Older lists
    are left out as a whole, because what led to nothing is deleted from them. Lists of students
    who chose nothing tell nothing here.
    """
    rows = np.fromiter(_rows(_choices(goal), since=since), dtype=ROW)
    return Shown(**{name: rows[name] for name in ROW.names or ()})


def _choices(goal: Event) -> FeedbackQuerySet:
    enough = GOALS[GOALS.index(goal) :]
    withdrawn = Feedback.objects.filter(
        profile=OuterRef("profile"), posting=OuterRef("posting"), event=Event.WITHDRAWN
    )
    by_students = Feedback.objects.in_lists_of(Side.STUDENT).filter(event__in=enough)
    matched = by_students.filter(profile__in=StudentProfile.objects.matchable())
    return matched.exclude(Exists(withdrawn))


def _rows(choices: FeedbackQuerySet, *, since: datetime) -> Iterator[tuple[object, ...]]:
    same = choices.filter(
        profile=OuterRef("profile"), posting=OuterRef("posting"), run=OuterRef("run")
    )
    shown = Feedback.objects.shown().in_lists_of(Side.STUDENT).since(since).with_parts()
    told = shown.filter(run__isnull=False).annotate(was_chosen=Exists(same))
    lines = told.order_by("profile", "posting", "run").values_list(
        "profile_id", "posting_id", "run_id", "position", *NAMES, "was_chosen"
    )
    choosers = sorted(set(choices.values_list("profile_id", flat=True)))
    for start in range(0, len(choosers), STUDENTS_AT_ONCE):
        some = choosers[start : start + STUDENTS_AT_ONCE]
        for *place, chosen in lines.filter(profile__in=some):
            yield (*place[: -len(NAMES)], tuple(place[-len(NAMES) :]), chosen)
