"""A whole Synnet for one story: a database, a broker, the site and its worker, all for real."""

import http.client
import json
import socket
import sys
from contextlib import contextmanager

import environ
from django.db import connections
from django.db.utils import ConnectionHandler

from config.settings.database import database
from tests.journeys.processes import Process, environment, until


class Installation:
    """Its processes know of each other only what the environment tells them, as on a server."""

    def __init__(self, *, folder, database_url, broker, unblock, **more):
        self.folder, self.broker, self.unblock = folder, broker, unblock
        self.processes = {}
        self.database = _settings_of(database_url, folder)
        self.door = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.door.getsockname()[1]}"
        self.environment = environment(
            DATABASE_URL=database_url,
            REDIS_URL=broker.url,
            REDIS_PREFIX=broker.prefix,
            SYNNET_VAR=str(folder),
            BIND=f"fd://{self.door.fileno()}",
            SITE_URL=self.address,
            WEB_WORKERS="1",
            JOB_LEASE_SECONDS="5",
            JOB_SWEEP_SECONDS="1",
            **more,
        )

    def start_site(self):
        command = [sys.executable, "-m", "gunicorn", "-c", "platform/config/server.py"]
        self._start("site", command, handed_over=[self.door.fileno()])

    def start_worker(self):
        """One that is the clock as well, as in the demo."""
        queues = ["-Q", "celery,ranking", "-c", "2", "--loglevel", "INFO"]
        clock = ["--beat", "--schedule", str(self.folder / "beat-schedule")]
        talk = ["--without-gossip", "--without-mingle"]
        app = [sys.executable, "-m", "celery", "-A", "config", "worker"]
        self._start("worker", [*app, *queues, *clock, *talk])

    def stop_worker(self):
        self.processes.pop("worker").stop()

    def kill_worker(self):
        self.processes.pop("worker").kill()

    def wait_for_site(self):
        self.until(self.health, what="the site")

    def wait_for_jobs(self):
        """Until nothing waits and nothing is being done."""
        self.until(lambda: self.health().get("waiting_jobs") == 0, what="the jobs to be done")

    def until(self, holds, *, what):
        return until(holds, what=what, processes=self.processes.values())

    def health(self):
        connection = http.client.HTTPConnection(self.address.removeprefix("http://"), timeout=20)
        try:
            connection.request("GET", "/health/")
            return json.loads(connection.getresponse().read())
        finally:
            connection.close()

    def traces(self):
        """What the site noted of errors that it did not expect."""
        if "site" not in self.processes:
            return ""
        log = self.processes["site"].log.read_text(errors="replace")
        return log[log.find("Traceback") :] if "Traceback" in log else ""

    @contextmanager
    def looked_into(self):
        """Within it, models and factories of this process are those of the installation."""
        here = connections["default"]
        there = ConnectionHandler({"default": self.database})["default"]
        connections["default"] = there
        try:
            with self.unblock():
                yield self
        finally:
            there.close()
            connections["default"] = here

    def end(self):
        """All of it goes, so there is no need to be polite."""
        for process in self.processes.values():
            process.kill()
        self.door.close()
        self.broker.stop()

    def _start(self, name, command, handed_over=()):
        self.processes[name] = Process(
            name, command, self.environment, folder=self.folder, handed_over=handed_over
        )


def _settings_of(url, folder):
    """How this process opens it: as the site does, without a pool."""
    env = environ.Env()
    env.ENVIRON = {"DATABASE_URL": url}
    found = database(env, folder)
    found["OPTIONS"] = {key: value for key, value in found["OPTIONS"].items() if key != "pool"}
    return found
