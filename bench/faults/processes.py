"""Processes that the kill tests start, and stop again."""

import os
import signal
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
END_SECONDS = 15
TICK_SECONDS = 0.01
JIFFY = slice(11, 13)  # user and system time among the fields after the name in /proc/PID/stat


class Trouble(Exception):
    """The machine lacks something, or a process does not do what it was started for."""


class Process:
    """A program with its children, in a group of their own; what it prints goes to a file."""

    def __init__(self, name, command, environment, *, log, **more):
        self.name, self.log = name, log
        with log.open("ab") as file:
            self.started = subprocess.Popen(
                command,
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
                start_new_session=True,
                **more,
            )

    @property
    def pid(self):
        return self.started.pid

    @property
    def is_running(self):
        return self.started.poll() is None

    def children(self):
        return children_of(self.pid)

    def kill(self):
        """As a power cut would: at once, and its children with it."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self.started.wait()

    def signal_all(self, number):
        os.killpg(self.pid, number)

    def stop(self, seconds=END_SECONDS):
        """Ask it to end; whatever is left after `seconds` is killed."""
        if self.is_running:
            self.started.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.started.wait(timeout=seconds)
        self.kill()

    def last_words(self):
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-20:])


def children_of(parent):
    """The pids of the processes that `parent` started itself."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        fields = _stat(folder.name)
        if fields and int(fields[1]) == parent:
            found.append(int(folder.name))
    return sorted(found)


def busiest(pids, *, over=0.03):
    """The process that used most of the CPU during the next moment."""
    before = {pid: _spent(pid) for pid in pids}
    time.sleep(over)
    return max(pids, key=lambda pid: _spent(pid) - before[pid])


def kill(pid):
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _spent(pid):
    fields = _stat(pid)
    return sum(int(each) for each in fields[JIFFY]) if fields else 0


def _stat(pid):
    """The fields after the name, which may hold anything."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()
    except OSError:
        return []


def until(holds, *, what, seconds, processes=(), tick=TICK_SECONDS):
    """Wait for what others bring about; returns what `holds` returned, raises Trouble in vain."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := holds():
            return found
        for each in processes:
            if not each.is_running:
                raise Trouble(f"the {each.name} ended: {each.last_words()}")
        time.sleep(tick)
    raise Trouble(f"waited {seconds} s in vain for {what}")


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]
