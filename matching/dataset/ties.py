"""What is known about pairs: which university accepts which company."""

import numpy as np

from accounts.models import Acceptance
from matching.dataset.frame import Frame
from matching.engine.arrays import ints
from matching.engine.inputs import Ties


def load_ties(frame: Frame) -> Ties:
    """Acceptances as a table of universities by companies; applications come with their app.

    The last row and column stand for organisations that are newer than the frame: what is not
    known is not accepted.
    """
    shape = (len(frame.university_ids) + 1, len(frame.company_ids) + 1)
    accepted = np.zeros(shape, dtype=bool)
    pairs = Acceptance.objects.accepted().values_list("university_id", "company_id")
    for university, company in pairs:
        if university in frame.university and company in frame.company:
            accepted[frame.university[university], frame.company[company]] = True
    return Ties(accepted=accepted, applied_student=ints([]), applied_posting=ints([]))
