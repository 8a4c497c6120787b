"""A recruiter drafts an internship without JavaScript; it finds a student; who gets a name."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from internships.postings.models import Posting
from tests.factories import OutcomeFactory
from tests.journeys.world import World, day, rank

pytestmark = pytest.mark.browser

TITLE = "Weld thin seams with a robot"


@pytest.fixture
def world(site):
    world = World()
    world.outcome = OutcomeFactory(owner=world.company, title_en="Seam tracking", trl=4)
    world.welder = world.enrol("robot-control", "machine-learning")
    rank()
    site.wait_for_jobs()
    return world


def draft(page):
    page.goto(reverse("postings:mine"))
    page.get_by_role("link", name="New posting").first.click()
    page.get_by_label("English title").fill(TITLE)
    page.get_by_role("button", name="Draft it").click()
    expect(page.get_by_text("Drafted. Fill in the rest, then submit it.")).to_be_visible()


def describe(page, world):
    page.locator("[name=text_en]").fill("Teach a robot to follow a seam.")
    page.locator("[name=outcome]").select_option(str(world.outcome.pk))
    page.locator("[name=trl_from]").fill("4")
    page.locator("[name=trl_to]").fill("6")
    page.locator("[name=deadline_on]").fill(day(60).isoformat())
    page.locator("[name=starts_on]").first.fill(day(90).isoformat())
    page.locator("[name=ends_on]").first.fill(day(200).isoformat())
    page.locator("[name=hours_per_week]").fill("32")
    page.locator("[name=audience]").select_option("network")
    page.locator("[name=contact]").select_option(str(world.recruiter.pk))
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved.")).to_be_visible()


def add_parts(page):
    page.locator("#skills_q").fill("机器人控制")
    page.get_by_role("button", name="Add or change the skill").click()
    expect(page.locator("#skills li")).to_have_count(1)
    page.locator("#seats [name=seats]").fill("2")
    page.get_by_role("button", name="Add seats").click()
    expect(page.locator("#seats")).to_contain_text("2 seats")
    page.get_by_role("button", name="Spread the phases evenly over my dates").click()
    expect(page.locator("#phases li")).not_to_have_count(0)


def publish(page):
    page.get_by_role("button", name="Submit for review").click()
    page.get_by_role("button", name="Open it").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()


def test_from_a_draft_to_a_name(site, visitor, world):
    recruiter = visitor(world.recruiter, java_script_enabled=False).page
    draft(recruiter)
    describe(recruiter, world)
    add_parts(recruiter)
    publish(recruiter)
    posting = Posting.objects.get(title_en=TITLE)
    site.wait_for_jobs()

    student = visitor(world.welder.user).page
    student.goto(reverse("matching:for-you"))
    expect(student.locator("#for-you ol.rows > li > h2")).to_have_text([TITLE])

    recruiter.goto(reverse("matching:candidates", args=[posting.pk]))
    expect(recruiter.get_by_role("heading", name="Candidate 1")).to_be_visible()
    expect(recruiter.get_by_text(world.welder.user.name)).to_have_count(0)

    student.get_by_role("link", name=TITLE, exact=True).click()
    student.get_by_role("button", name="Let them see who I am").click()
    expect(student.get_by_text("They may see who you are")).to_be_visible()

    recruiter.reload()
    expect(recruiter.get_by_role("heading", name=world.welder.user.name)).to_be_visible()
    expect(recruiter.get_by_role("link", name=re.compile(world.welder.user.email))).to_be_visible()
