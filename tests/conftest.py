"""What every test may rely on: the services it needs are there, or it says what is missing."""

import os
import shutil
from pathlib import Path

import pytest
from django.db import connections
from django.utils import translation
from playwright.sync_api import sync_playwright

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"

CHROMIUM = "/usr/bin/chromium"
OFFLINE = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"
SWITCHES = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    OFFLINE,
]


@pytest.fixture(autouse=True)
def _english():
    """Tests read English unless they say otherwise."""
    with translation.override("en"):
        yield


@pytest.fixture
def shared_data():
    """The folder of real data beside the project; tests of it skip where it is absent."""
    if not SHARED.exists():
        pytest.skip("the folder shared/data is not beside the project")
    return SHARED


@pytest.fixture(scope="session")
def in_ci():
    return os.environ.get("CI") == "true"


@pytest.fixture(scope="module")
def chromium(in_ci, django_db_setup):
    """A browser that finds nothing but this machine. Tests are skipped without one, but not in CI.

    While it is open, Django takes this thread for an asynchronous one: it is told otherwise, and
    keeps connections apart for those times. So the database is made before, by the connection
    that takes it down again, and the others are closed.
    """
    program = shutil.which("chromium") or CHROMIUM
    if not Path(program).exists():
        (pytest.fail if in_ci else pytest.skip)("Chromium is missing: install the package chromium")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=program, args=SWITCHES)
        yield browser
        browser.close()
        connections.close_all()
