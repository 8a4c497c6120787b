"""A whole Synnet with nothing shared: database, broker, mail server, site, workers and clocks."""

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from processes import ROOT, Process, Trouble, free_port, until
from servers import MailServer, Postgresql, Redis, required_programs

LEASE_SECONDS, SWEEP_SECONDS, BACK_OFF_SECONDS, MAIL_SECONDS = 4, 1, 3, 2
PATIENCE_SECONDS = 60  # R2: nothing is stuck past lease + sweep + this
STUCK_SECONDS = LEASE_SECONDS + SWEEP_SECONDS + PATIENCE_SECONDS
SHARDS = 40
START_SECONDS = 90
CELERY = [sys.executable, "-m", "celery", "-A", "config"]
WORKER = ["worker", "-Q", "celery,ranking", "-c", "2", "--loglevel", "INFO"]


class Installation:
    """Its processes know of each other only what the environment tells them, as on a server."""

    def __init__(self, *, students, postings):
        programs = required_programs()
        self.running, self.count = {}, 0
        self.folder = Path(tempfile.mkdtemp(prefix="synnet-faults-"))
        self.folder.chmod(0o711)  # PostgreSQL runs as another user below it
        self.owned = []
        try:
            self.postgresql = self.own(Postgresql(programs, self.folder / "postgresql"))
            self.redis = self.own(Redis(programs, self.folder / "redis"))
            self.mail = self.own(MailServer())
            self.port = free_port()
            self.environment = self._environment(shard_students=max(1, students // SHARDS))
            os.environ.update(self.environment)
            self._prepare(students, postings)
        except BaseException:
            self.close()
            raise

    def own(self, server):
        """Keep what `stop` ends when all of this does; returns it."""
        self.owned.append(server)
        return server

    def _environment(self, *, shard_students):
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return {
            **kept,
            "PYTHONPATH": str(ROOT / "platform"),
            "DJANGO_SETTINGS_MODULE": "config.settings.prod",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "ALLOWED_HOSTS": "127.0.0.1",
            "DATABASE_URL": self.postgresql.url,
            "REDIS_URL": self.redis.url,
            "REDIS_PREFIX": "",
            "EMAIL_URL": self.mail.url,
            "EMAIL_TIMEOUT": str(MAIL_SECONDS),
            "SYNNET_VAR": str(self.folder / "var"),
            "BIND": f"127.0.0.1:{self.port}",
            "SITE_URL": f"https://127.0.0.1:{self.port}",
            "WEB_WORKERS": "2",
            "JOB_LEASE_SECONDS": str(LEASE_SECONDS),
            "JOB_SWEEP_SECONDS": str(SWEEP_SECONDS),
            "JOB_BACK_OFF_SECONDS": str(BACK_OFF_SECONDS),
            "MATCHING_SHARD_STUDENTS": str(shard_students),
            "MATCHING_MOST_SHARDS": str(SHARDS),
        }

    def _prepare(self, students, postings):
        """Tables, taxonomy, the demo network, and copies of its people until there are enough."""
        (self.folder / "var").mkdir()
        self._manage("collectstatic", "--no-input")
        self._manage("seed_demo", "--yes-known-passwords")
        fill = [sys.executable, str(Path(__file__).parent / "fill.py"), str(students)]
        subprocess.run([*fill, str(postings)], cwd=ROOT, env=self.environment, check=True)

    def _manage(self, *words):
        command = [sys.executable, "manage.py", *words]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, check=False, capture_output=True, text=True
        )
        if done.returncode:
            raise Trouble(f"manage.py {' '.join(words)}: {done.stderr[-2000:]}")

    def start_worker(self, **more):
        """Returns it once it takes jobs."""
        return self._start("worker", [*CELERY, *WORKER], " ready.", **more)

    def start_clock(self, name="clock"):
        schedule = self.folder / f"{name}-schedule"
        return self._start(
            name,
            [*CELERY, "beat", "--loglevel", "INFO", "--schedule", str(schedule)],
            "beat: Starting",
        )

    def start_site(self):
        command = [sys.executable, "-m", "gunicorn", "-c", "platform/config/server.py"]
        return self._start("site", command, "Booting worker")

    def _start(self, name, command, ready, *, waits=True, **more):
        self.count += 1
        log = self.folder / f"{self.count}-{name}.log"
        process = Process(name, command, self.environment, log=log, **more)
        self.running.setdefault(name, []).append(process)
        if waits:
            until(
                lambda: ready in log.read_text(errors="replace"),
                what=f"the {name}",
                seconds=START_SECONDS,
                processes=[process],
            )
        return process

    def processes(self, name):
        return [each for each in self.running.get(name, []) if each.is_running]

    def keep_running(self, workers=1):
        """One site, one clock and as many workers as said: what is missing is started."""
        for name, wanted in (("worker", workers), ("clock", 1), ("site", 1)):
            for process in self.processes(name)[wanted:]:
                process.stop()
            self.running[name] = self.processes(name)
            for _ in range(wanted - len(self.processes(name))):
                getattr(self, f"start_{name}")()

    def ended_by_themselves(self):
        """Names of processes that run no more though nobody here stopped them."""
        return [
            name for name, some in self.running.items() if any(not each.is_running for each in some)
        ]

    def stop_processes(self, *names):
        for name in names:
            for process in self.running.pop(name, []):
                process.kill()

    def start_over(self):
        """After a fault that went wrong: servers that answer, and no processes of before."""
        self.stop_processes(*list(self.running))
        self.redis.kill()
        self.redis.start()
        self.postgresql.stop()
        self.postgresql.start()
        self.mail.hangs.clear()

    def close(self):
        """Everything goes, so there is no need to be polite."""
        self.stop_processes(*list(self.running))
        for server in reversed(self.owned):
            with suppress(OSError, Trouble):
                server.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
