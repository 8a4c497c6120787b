"""What cannot be done is said, and done later: poison, a full disk, a hanging mail server."""

import http.client
import re
import time
from urllib.parse import urlencode

from installation import MAIL_SECONDS
from ranking import tally, undisturbed
from servers import SmallDisk
from traffic import ANSWER_SECONDS
from working import under_fire
from world import session_of

from accounts.models import User
from matching.actions import runs

POISON = "nobody@example.org"
POISONED = 3
ATTEMPTS = 3
ROOM_KIB = 64
HANGING_SECONDS = 4 * MAIL_SECONDS
SHOWN = "SELECT id FROM matching_rankingrun WHERE is_current"


def poison(world, given):
    """The mail server refuses a recipient: the job fails for good, is listed, and run again."""
    admin = Admin(world)
    world.be_ranked()
    for _ in range(given.rounds):
        world.house.mail.refused.add(POISON)
        mark, newest = world.mark(), world.newest_job()
        poisoned = []
        found = under_fire(world, given, lambda p=poisoned: p.extend(poison_mails(world)))
        found["lost"] -= len(poisoned)
        mine = world.jobs().filter(pk__in=poisoned)
        found["broken"] += [
            f"job {job.pk} is {job.state} after {job.attempts} attempts: {job.error}"
            for job in mine
            if (job.state, job.attempts) != ("failed", job.max_attempts) or POISON not in job.error
        ]
        if not set(poisoned) <= admin.failed_jobs():
            found["broken"].append("the admin does not list a failed job")
        world.house.mail.refused.clear()
        admin.run_again(poisoned)
        world.settle()
        yield found | tally(world, mark=mark, newest=newest)


def poison_mails(world):
    return [world.accept_mail_to(POISON) for _ in range(POISONED)]


class Admin:
    """A platform administrator with a browser."""

    def __init__(self, world):
        self.world = world
        admin = User.objects.filter(is_superuser=True).first()
        name = world.headers["Cookie"].split("=")[0]
        origin = f"https://{world.headers['Host']}/"
        self.headers = {
            "Host": world.headers["Host"],
            "X-Forwarded-Proto": "https",
            "Referer": origin,
            "Cookie": f"{name}={session_of(admin)}",
        }

    def failed_jobs(self):
        _cookie, page = self._ask("GET", "/admin/foundation/job/?state__exact=failed")
        return {int(each) for each in re.findall(r'name="_selected_action" value="(\d+)"', page)}

    def run_again(self, job_ids):
        path = "/admin/foundation/job/?state__exact=failed"
        cookie, page = self._ask("GET", path)
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
        chosen = [("_selected_action", each) for each in job_ids]
        form = [("csrfmiddlewaretoken", token), ("action", "run_again"), ("index", "0"), *chosen]
        more = {
            "Cookie": f"{self.headers['Cookie']}; {cookie}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self._ask("POST", path, urlencode(form), more)

    def _ask(self, method, path, body=None, more=None):
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.world.house.port, timeout=ANSWER_SECONDS
        )
        connection.request(method, path, body, self.headers | (more or {}))
        answer = connection.getresponse()
        page = answer.read().decode()
        connection.close()
        if answer.status not in {200, 302}:
            raise RuntimeError(f"{method} {path}: {answer.status}")
        return (answer.getheader("Set-Cookie") or "").split(";")[0], page


def full_disk(world, given):
    """No room for the files of a run: it fails and says why; with room again it is resumed."""
    disk = world.house.own(SmallDisk(world.house.folder / "var" / "runs"))
    try:
        expected = undisturbed(world)
        for _ in range(given.rounds):
            yield _without_room(world, disk, expected)
    finally:
        disk.stop()
    world.finished_run(world.request_run())  # what was on that disk is gone


def _without_room(world, disk, expected):
    world.house.keep_running()
    mark, newest = world.mark(), world.newest_job()
    shown, broken = world.rows(SHOWN), []
    disk.leave_only(ROOM_KIB)
    run = world.finished_run(world.request_run())
    failed = world.jobs().filter(pk__gt=newest, state="failed").count()
    error = run.error
    if run.status != "failed" or "no room" not in error:
        broken.append(f"the run is {run.status}: {error}")
    if world.rows(SHOWN) != shown:
        broken.append("other lists are shown")
    disk.make_room()
    run = world.finished_run(runs.resume(run))
    if (run.status, world.lists_of(run)) != ("done", (expected.digest, expected.counts)):
        broken.append(f"the resumed run is {run.status}: {run.error}")
    found = tally(world, mark=mark, newest=newest)
    found["lost"] -= failed  # said so, and resumed
    return found | {"broken": broken, "error": error}


def mail_server(world, given):
    """The mail server takes connections and says nothing; then it speaks again."""
    world.be_ranked()
    for _ in range(given.rounds):
        world.house.mail.hangs.set()
        others = []

        def heal(others=others):
            time.sleep(HANGING_SECONDS)
            others.append(world.longest_waiting_other_than("send-mail"))
            world.house.mail.hangs.clear()

        found = under_fire(world, given, lambda: None, heal=heal)
        yield found | {"others_waited_s": others[0]}
