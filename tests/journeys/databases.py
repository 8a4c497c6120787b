"""Databases for whole installations: prepared once, then copied for each."""

import shutil
import subprocess
import sys
from itertools import count
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg.sql import SQL, Identifier

from tests.journeys.processes import ROOT, environment

PREPARATIONS = (["migrate", "-v0"], ["load_taxonomy"])


def prepare(url, *, folder):
    """Tables and taxonomy, by the commands that an administrator uses."""
    told = environment(DATABASE_URL=url, SYNNET_VAR=str(folder), REDIS_URL="")
    for arguments in PREPARATIONS:
        command = [sys.executable, "manage.py", *arguments]
        subprocess.run(command, cwd=ROOT, env=told, check=True, capture_output=True)


class SqliteFiles:
    def __init__(self, folder):
        self.folder = folder
        self.numbers = count(1)
        self.template = folder / "template.sqlite3"
        prepare(f"sqlite:///{self.template}", folder=folder)

    def copy(self):
        copied = self.folder / f"{next(self.numbers)}.sqlite3"
        shutil.copyfile(self.template, copied)
        return f"sqlite:///{copied}"

    def drop(self, url):
        """The folder goes as a whole."""

    def close(self):
        """The folder goes as a whole."""


class PostgresqlDatabases:
    """On the server of `server_url`, under names that begin with `name`."""

    def __init__(self, server_url, *, name, folder):
        self.server_url, self.name = server_url, name
        self.numbers = count(1)
        self._say(SQL("CREATE DATABASE {}").format(Identifier(name)))
        prepare(self._url_of(name), folder=folder)

    def copy(self):
        copied = f"{self.name}_{next(self.numbers)}"
        names = Identifier(copied), Identifier(self.name)
        self._say(SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))
        return self._url_of(copied)

    def drop(self, url):
        name = Identifier(urlsplit(url).path.removeprefix("/"))
        self._say(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))

    def close(self):
        self.drop(self._url_of(self.name))

    def _url_of(self, name):
        return urlunsplit(urlsplit(self.server_url)._replace(path=f"/{name}"))

    def _say(self, statement):
        with psycopg.connect(self.server_url, autocommit=True) as connection:
            connection.execute(statement)
