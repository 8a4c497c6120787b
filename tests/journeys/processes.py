"""Processes of a test: real ones, none of which outlives it."""

import os
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 60
END_SECONDS = 15


class Process:
    """A program with all its children, as a group; what it prints is kept in a file."""

    def __init__(self, name, command, environment, *, folder, handed_over=()):
        self.name = name
        self.log = folder / f"{name}.log"
        with self.log.open("ab") as log:
            self.started = subprocess.Popen(
                command,
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                pass_fds=handed_over,
            )

    def require_alive(self):
        if self.started.poll() is not None:
            pytest.fail(f"The {self.name} ended unexpectedly:\n{self.last_words()}")

    def last_words(self):
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-30:])

    def stop(self):
        """Ask it to end, as an administrator would; whatever is left then is killed."""
        self.started.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.started.wait(timeout=END_SECONDS)
        self.kill()

    def kill(self):
        """As a power cut would: at once, and its children with it."""
        with suppress(ProcessLookupError):
            os.killpg(self.started.pid, signal.SIGKILL)
        self.started.wait()


def environment(**more):
    """What a process gets to know: nothing of the environment of the tests but where things are."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {
        **kept,
        "PYTHONPATH": str(ROOT / "platform"),
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "SECRET_KEY": settings.SECRET_KEY,
        **more,
    }


def until(holds, *, what, processes=()):
    """Wait for what other processes bring about; returns what `holds` returned."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if found := holds():
            return found
        for process in processes:
            process.require_alive()
        time.sleep(0.02)
    words = "\n\n".join(f"{each.name}:\n{each.last_words()}" for each in processes)
    return pytest.fail(f"Waited in vain for {what}.\n{words}")


def find_program(*names):
    return next((path for name in names if (path := shutil.which(name))), None)


def missing(what, *, in_ci):
    """Nothing is tested where something is missing; CI must have everything."""
    if in_ci:
        pytest.fail(f"{what} is missing, and CI needs it")
    pytest.skip(f"{what} is missing")
