"""A coordinator ranks: with everything at work, and while the broker and the worker are away."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from matching.models import RankingRun
from tests.journeys.world import World

pytestmark = pytest.mark.browser

STUDENTS = 8


@pytest.fixture(scope="module")
def running(install, private_broker):
    """With a broker of its own, so that it may go away."""
    one = install(private_broker(), MATCHING_SHARD_STUDENTS="1", MATCHING_MOST_SHARDS=str(STUDENTS))
    one.start_worker()
    one.start_site()
    one.wait_for_site()
    return one


@pytest.fixture
def world(site):
    RankingRun.objects.all().delete()
    world = World()
    world.posting("machine-learning")
    for _ in range(STUDENTS):
        world.enrol("machine-learning")
    return world


def start_a_run(page):
    page.goto(reverse("matching:run-list"))
    page.get_by_role("button", name="Rank now").click()
    expect(page).to_have_url(re.compile(r"/ranking-runs/\d+/$"))


def expect_the_end(page, run):
    """The bar goes on by itself, and gives way to what came out."""
    expect(page.get_by_text("shown now")).to_be_visible()
    expect(page.get_by_role("progressbar")).to_have_count(0)
    run.refresh_from_db()
    assert (run.status, run.is_current) == ("done", True)
    assert run.shards_done == run.shards_total > 1
    done = f"{run.shards_done} / {run.shards_total}"
    expect(page.locator("#progress")).to_contain_text(done)


def test_the_progress_bar_runs_to_its_end(site, visitor, world):
    page = visitor(world.coordinator).page
    start_a_run(page)

    expect(page.get_by_role("progressbar").or_(page.get_by_text("shown now"))).to_be_visible()
    expect_the_end(page, RankingRun.objects.get())


def test_a_run_waits_while_the_broker_is_away_and_is_done_once_it_is_back(site, visitor, world):
    page = visitor(world.coordinator).page
    site.stop_worker()
    site.broker.kill()

    start_a_run(page)

    waiting = "Waiting for a worker. If this lasts, no worker is running."
    expect(page.get_by_text(waiting)).to_be_visible()
    expect(page.get_by_role("progressbar")).to_be_visible()
    site.broker.start()
    site.start_worker()
    expect_the_end(page, RankingRun.objects.get())
