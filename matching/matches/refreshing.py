"""Is a list about to change?"""

from accounts.models import StudentProfile
from foundation.models import Job


def is_refreshing(profile: StudentProfile) -> bool:
    """A refresh of the student's list waits, or is under way."""
    waiting = Job.objects.unfinished().filter(name="refresh-student", key=str(profile.pk))
    return waiting.exists()
