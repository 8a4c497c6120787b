"""A PostgreSQL cluster, a Redis and a mail server that nobody else uses."""

import os
import pwd
import shutil
import socketserver
import subprocess
import threading
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

import psycopg
import redis
from processes import Process, Trouble, free_port, until

READY_SECONDS = 30
POSTGRES = "postgres"


def find_program(*names, also=()):
    """The first that is on PATH, or in one of the folders that the patterns `also` name."""
    for name in names:
        if path := shutil.which(name):
            return path
    for pattern in also:
        if found := sorted(Path("/").glob(pattern)):
            return str(found[-1])
    return None


def required_programs():
    """What is needed, by name. Raises Trouble, naming what is missing."""
    found = {
        "initdb": find_program("initdb", also=["usr/lib/postgresql/*/bin/initdb"]),
        "pg_ctl": find_program("pg_ctl", also=["usr/lib/postgresql/*/bin/pg_ctl"]),
        "redis-server": find_program("redis-server", "valkey-server"),
    }
    missing = [name for name, path in found.items() if path is None]
    if is_root() and POSTGRES not in {each.pw_name for each in pwd.getpwall()}:
        missing.append(f"the user {POSTGRES} (PostgreSQL does not run as root)")
    if missing:
        raise Trouble(f"missing here: {', '.join(missing)} (PostgreSQL 15 and Redis 7 or newer)")
    return found


class Postgresql:
    """A cluster in a folder of its own; as root it is run by the user postgres."""

    def __init__(self, programs, folder):
        self.programs, self.folder = programs, folder
        self.port = free_port()
        self.url = f"postgresql://{POSTGRES}@127.0.0.1:{self.port}/synnet"
        self.who = {"user": POSTGRES, "group": POSTGRES, "extra_groups": []} if is_root() else {}
        folder.mkdir()
        if is_root():
            shutil.chown(folder, POSTGRES, POSTGRES)
        self._run("initdb", "-D", "data", "-A", "trust", "-U", POSTGRES, "-E", "UTF8")
        self.start()
        with psycopg.connect(self.url.replace("/synnet", "/postgres"), autocommit=True) as admin:
            admin.execute("CREATE DATABASE synnet")

    def start(self):
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -k {self.folder}"
        self._run("pg_ctl", "start", "-w", "-D", "data", "-l", "log", "-o", options)

    def crash(self):
        """As `kill -9` of the whole server: nothing is written any more."""
        self._run("pg_ctl", "stop", "-D", "data", "-m", "immediate")

    def stop(self):
        with suppress(subprocess.CalledProcessError):
            self.crash()

    def _run(self, program, *words):
        command = [self.programs.get(program) or program, *words]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run(command, cwd=self.folder, check=True, **quiet, **self.who)


class Redis:
    """A server that saves nothing: killed and started again, it is empty."""

    def __init__(self, programs, folder):
        self.program, self.folder = programs["redis-server"], folder
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        folder.mkdir()
        self.start()

    def start(self):
        where = ["--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.folder)]
        command = [self.program, *where, "--save", "", "--appendonly", "no"]
        log = self.folder / "log"
        self.process = Process("redis-server", command, dict(os.environ), log=log)
        until(self._answers, what="Redis", seconds=READY_SECONDS, processes=[self.process])

    def kill(self):
        self.process.kill()

    stop = kill

    def _answers(self):
        with redis.Redis(port=self.port, socket_timeout=1) as client:
            with suppress(redis.RedisError):
                return client.ping()
            return False


class MailServer(socketserver.ThreadingTCPServer):
    """Takes mail and counts it by Message-ID. It can hang, and refuse recipients.

    Attributes
    ----------
    hangs : while it is set, connections are accepted and never answered
    refused : recipients that are told no
    """

    allow_reuse_address = daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Talk)
        self.url = f"smtp://127.0.0.1:{self.server_address[1]}"
        self.hangs = threading.Event()
        self.refused = set()
        self.received = Counter()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, request, client_address):
        """Who talks to it is killed now and then."""

    def stop(self):
        self.shutdown()
        self.server_close()


class _Talk(socketserver.StreamRequestHandler):
    def handle(self):
        while self.server.hangs.is_set():
            time.sleep(0.1)
        self._say("220 here")
        answers = {"EHLO": "250 here", "HELO": "250 here", "QUIT": "221 bye", "RSET": "250 ok"}
        for line in self.rfile:
            words = line.decode("utf-8", "replace").strip()
            verb = words.upper().split(" ")[0].split(":")[0]
            if verb == "DATA":
                self._take()
            elif verb == "RCPT" and words.split("<")[-1].strip("> ") in self.server.refused:
                self._say("550 nobody here")
            else:
                self._say(answers.get(verb, "250 ok"))
            if verb == "QUIT":
                return

    def _take(self):
        self._say("354 go on")
        found = ""
        for line in self.rfile:
            if line.strip() == b".":
                break
            if line.lower().startswith(b"message-id:"):
                found = line.decode().partition(":")[2].strip()
        self.server.received[found] += 1
        self._say("250 ok")

    def _say(self, text):
        self.wfile.write(f"{text}\r\n".encode())


class SmallDisk:
    """A file system in memory, mounted on a folder; it can be full, and have room again.

    Raises Trouble where this user may not mount.
    """

    ROOM, KIB = "512m", 1024

    def __init__(self, folder):
        folder.mkdir(exist_ok=True)
        self.folder, self.is_there = folder, False
        self._run("mount", "-t", "tmpfs", "-o", f"size={self.ROOM}", "tmpfs", str(folder))
        self.is_there = True

    def leave_only(self, kibibytes):
        size = shutil.disk_usage(self.folder).used // self.KIB + kibibytes
        self._run("mount", "-o", f"remount,size={size}k", str(self.folder))

    def make_room(self):
        self._run("mount", "-o", f"remount,size={self.ROOM}", str(self.folder))

    def stop(self):
        if self.is_there:
            self._run("umount", "--lazy", str(self.folder))
            self.is_there = False

    @staticmethod
    def _run(*command):
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        if done.returncode:
            raise Trouble(f"a small disk needs the right to mount: {done.stderr.strip()}")


def is_root():
    return os.geteuid() == 0
