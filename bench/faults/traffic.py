"""Work that is accepted while things break: through the product's own actions, and over HTTP."""

import http.client
import itertools
import json
import threading
import time
from http import HTTPStatus

from django.db import DatabaseError, connection

ANSWER_SECONDS = 30
KINDS = 3
PAUSE_SECONDS = 0.2
NOTE = "As my certificate says."


class Feeder(threading.Thread):
    """Changes students and postings and queues mail, and keeps the job of each committed change.

    Attributes
    ----------
    accepted : for each change that was committed, the id of the job that it needs
    refused : changes that the database did not take; nobody was told that they were accepted
    """

    numbers = itertools.count(1)

    def __init__(self, world, *, jobs, seconds, kinds=("student", "posting", "mail")):
        super().__init__(daemon=True)
        self.world, self.jobs, self.kinds = world, jobs, kinds
        self.pause = seconds / jobs
        self.accepted, self.refused = [], 0

    def run(self):
        kinds = itertools.cycle(self.kinds)
        while len(self.accepted) < self.jobs:
            try:
                self.accepted.append(self.world.accept(next(kinds), next(self.numbers)))
            except DatabaseError:
                self.refused += 1
                connection.close()
            time.sleep(self.pause)
        connection.close()


class Onlooker(threading.Thread):
    """Looks again and again, for as long as the block lasts."""

    def __init__(self, world):
        super().__init__(daemon=True)
        self.world = world
        self.leaving = threading.Event()

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_problem):
        self.leaving.set()
        self.join()


class Visitor(Onlooker):
    """Asks the site the same things over and over, as one student does.

    Attributes
    ----------
    asked, wrong : how many answers there were, and what was wrong with some
    slowest : seconds of the slowest answer
    changed : when each change was sent that the site accepted
    """

    def __init__(self, world, *, writes):
        super().__init__(world)
        self.writes = writes
        self.asked, self.wrong, self.slowest, self.changed = 0, [], 0.0, []
        self.refused = 0
        self.expected = self._matches(self.ask("GET", "/api/v1/matches/")[1])

    def run(self):
        while not self.leaving.is_set():
            self._look("GET", "/api/v1/matches/", self._is_the_list)
            self._look("GET", "/for-you/", lambda body: b"Traceback" not in body)
            if self.writes:
                self._change()
            time.sleep(PAUSE_SECONDS)

    def ask(self, method, path, body=None):
        """Returns the status and the body."""
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.world.house.port, timeout=ANSWER_SECONDS
        )
        try:
            text = None if body is None else json.dumps(body)
            connection.request(method, path, text, self.world.headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def _look(self, method, path, is_right):
        status, body = self._timed(method, path)
        if status != HTTPStatus.OK or not is_right(body):
            self.wrong.append(f"{method} {path}: {status}")

    def _change(self):
        """A student says the same again: the site must accept it, and somebody refresh the list."""
        at = self.world.now()
        path = f"/api/v1/students/me/skills/{self.world.skill_line}/"
        status, _body = self._timed("PATCH", path, {"evidence_note": NOTE})
        if status == HTTPStatus.OK:
            self.changed.append(at)
        else:
            self.refused += 1
            self.wrong.append(f"PATCH {path}: {status}")

    def _timed(self, method, path, body=None):
        began = time.perf_counter()
        try:
            found = self.ask(method, path, body)
        except (OSError, http.client.HTTPException) as error:
            found = type(error).__name__, b""
        self.asked += 1
        self.slowest = max(self.slowest, time.perf_counter() - began)
        return found

    def _is_the_list(self, body):
        return self._matches(body) == self.expected

    @staticmethod
    def _matches(body):
        try:
            lines = json.loads(body)["results"]
        except (ValueError, KeyError):
            return None
        return [(line["posting"], line["score"], line["rank"]) for line in lines]


class ListReader(Onlooker):
    """Reads all lists that are shown, by one statement each time; a half would be seen.

    Attributes
    ----------
    looks, halves : how often it looked, and what it saw that was not whole
    runs : the runs that it saw shown, in order
    """

    SHOWN = """
        SELECT run.id,
            (SELECT count(*) FROM matching_studentmatches WHERE run_id = run.id),
            (SELECT count(*) FROM matching_postingmatches WHERE run_id = run.id)
        FROM matching_rankingrun run WHERE run.is_current
    """

    def __init__(self, world):
        super().__init__(world)
        self.looks, self.halves, self.runs = 0, [], []
        (self.first,) = world.rows(self.SHOWN)

    def run(self):
        while not self.leaving.is_set():
            shown = self.world.rows(self.SHOWN)
            self.looks += 1
            if len(shown) != 1 or shown[0][1:] != self.first[1:]:
                self.halves.append(shown)
            elif shown[0][0] not in self.runs[-1:]:
                self.runs.append(shown[0][0])
            time.sleep(PAUSE_SECONDS / 2)
        self.world.forget_connection()
