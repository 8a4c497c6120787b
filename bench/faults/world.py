"""The product as this process sees it: its models and actions, on the installation's database.

To be imported once Django is set up.
"""

import hashlib
import time

import audit
from django.conf import settings
from django.contrib import auth
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, transaction
from django.utils import timezone
from installation import LEASE_SECONDS, STUCK_SECONDS, SWEEP_SECONDS
from processes import until
from traffic import NOTE

from accounts.actions import profiles
from accounts.actions.tokens import create_token
from accounts.models import StudentProfile, User
from foundation.events import announce
from foundation.mail import queue_mail
from foundation.models import Job
from internships.postings.models import Posting
from internships.postings.signals import posting_changed
from matching.actions import runs
from matching.models import PostingMatches, StudentMatches

RUN_SECONDS = 240
SLOW_SECONDS = 3.0  # R3: a request that publishes waits for the broker for a second or two at most
TICK_SECONDS = 0.1
STUDENT = "student.en@linghu-tech.example.org"


class World:
    """Reads and writes through the product's code. Made once the database is filled."""

    def __init__(self, house):
        self.house = house
        audit.install(connection)
        self.user = User.objects.get(email=STUDENT)
        self.profiles = list(StudentProfile.objects.matchable().exclude(user=self.user))
        self.postings = list(Posting.objects.open().values_list("pk", flat=True))
        line = self.user.student_profile.skills.first()
        line.evidence_note = NOTE
        line.save()
        self.skill_line = line.pk
        self.headers = self._signed_in()

    def _signed_in(self):
        _row, token = create_token(self.user, name="faults", days=1)
        session = session_of(self.user)
        return {
            "Host": f"127.0.0.1:{self.house.port}",
            "X-Forwarded-Proto": "https",
            "Authorization": f"Token {token}",
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}",
            "Content-Type": "application/json",
        }

    def accept(self, kind, number):
        """Commit one change; returns the id of the job that it needs."""
        with transaction.atomic():
            name, key = getattr(self, f"_change_{kind}")(number)
            return self.jobs().waiting().filter(name=name, key=key).latest("pk").pk

    def _change_student(self, number):
        profile = self.profiles[number * 7 % len(self.profiles)]
        profiles.edit(profile, {"hours_per_week": 16 + number % 24}, at=self.now())
        return "refresh-student", str(profile.pk)

    def _change_posting(self, number):
        posting_id = self.postings[number * 7 % len(self.postings)]
        announce(posting_changed, posting_id=posting_id)
        return "refresh-posting", str(posting_id)

    def _change_mail(self, number, to="somebody@example.org"):
        mail = queue_mail(to=to, subject=f"Number {number}", text="Something happened.")
        return "send-mail", str(mail.pk)

    def accept_mail_to(self, recipient):
        with transaction.atomic():
            name, key = self._change_mail(0, to=recipient)
            return self.jobs().get(name=name, key=key).pk

    @staticmethod
    def jobs():
        return Job.objects.all()

    @staticmethod
    def now():
        return timezone.now()

    @staticmethod
    def rows(query, *values):
        with connection.cursor() as cursor:
            cursor.execute(query, values)
            return cursor.fetchall()

    @staticmethod
    def forget_connection():
        connection.close()

    def newest_job(self):
        return self.jobs().order_by("-pk").values_list("pk", flat=True).first() or 0

    def mark(self):
        return audit.here(connection)

    def done_twice(self, mark):
        return audit.done_twice(connection, mark)

    def longest_job(self, newest):
        """Seconds from the writing of a job to its end, of the slowest one since `newest`."""
        query = "SELECT max(finished_at - created_at) FROM foundation_job WHERE id > %s"
        ((longest,),) = self.rows(query, newest)
        return round(longest.total_seconds(), 1) if longest else 0.0

    def longest_waiting_other_than(self, name):
        """Seconds that the oldest job of another name has waited now."""
        query = "SELECT max(now() - due_at) FROM foundation_job WHERE state = 'queued'"
        ((longest,),) = self.rows(f"{query} AND name <> %s AND due_at < now()", name)
        return round(longest.total_seconds(), 1) if longest else 0.0

    def refreshed_since(self, at):
        """Whether the visiting student's list was computed anew after `at`."""
        mine = self.jobs().filter(name="refresh-student", key=str(self.user.student_profile.pk))
        return mine.filter(state="done", finished_at__gt=at).exists()

    def be_ranked(self):
        """Refreshes need a run that is shown."""
        self.house.keep_running()
        self.settle()
        if not self.rows("SELECT FROM matching_rankingrun WHERE is_current"):
            self.finished_run(self.request_run())

    def settle(self, seconds=STUCK_SECONDS):
        """Wait until nothing is unfinished, or until what is unfinished counts as stuck.

        The clock starts anew whenever a job is done: a queue that moves is not stuck.
        """
        deadline, left = time.monotonic() + seconds, None
        while time.monotonic() < deadline:
            unfinished = self.jobs().unfinished().count()
            if not unfinished:
                return
            if left is None or unfinished < left:
                left, deadline = unfinished, time.monotonic() + seconds
            time.sleep(TICK_SECONDS)

    def request_run(self):
        return runs.request_run(by=None, reason="kill test")

    def finished_run(self, run):
        """Wait for the end of a run, whatever it is."""
        until(
            lambda: run.refresh_from_db() or not run.is_unfinished,
            what=f"the end of run {run.pk}",
            seconds=RUN_SECONDS,
            tick=TICK_SECONDS,
            processes=[each for some in self.house.running.values() for each in some],
        )
        self.settle()
        return run

    def lists_of(self, run):
        """A digest of everything that a run found, to the last bit, and how many lists that is."""
        digest, counts = hashlib.sha256(), []
        for model, owner in ((StudentMatches, "profile_id"), (PostingMatches, "posting_id")):
            rows = model.objects.filter(run=run).order_by(owner)
            found = list(rows.values_list(owner, "packed", "last_score"))
            counts.append(len(found))
            for owner_id, packed, score in found:
                digest.update(f"{owner_id} {score!r} ".encode() + bytes(packed))
        return digest.hexdigest(), tuple(counts)


def session_of(user):
    """The key of a session in which `user` is signed in."""
    session = SessionStore()
    session[auth.SESSION_KEY] = str(user.pk)
    session[auth.BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[auth.HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key


def past_lease():
    """Long enough that every job of a silent worker was given to another."""
    return LEASE_SECONDS + 3 * SWEEP_SECONDS
