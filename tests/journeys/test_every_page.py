"""Every page, as everybody who reads it: no accessibility violation, and no wider than a phone."""

from itertools import cycle, islice
from urllib.parse import urlsplit

import pytest
from django.urls import get_resolver, reverse
from django.utils import timezone

from matching.actions import snapshots
from tests.journeys.neighbourhood import Neighbourhood
from tests.journeys.pages import NO_PAGES, PAGES
from tests.journeys.visitors import DESK, PHONE
from tests.journeys.world import rank

LOOKS = [(DESK, "light"), (PHONE, "dark"), (PHONE, "light"), (DESK, "dark")]
CHANGES_AFTER_LOADING = "select[multiple], select[data-search], [hx-trigger=load]"
ROOMS_OF_OTHERS = {"admin"}


@pytest.fixture(scope="module")
def neighbourhood(running):
    with running.looked_into():
        made = Neighbourhood()
        made.done = rank()
        made.snapshot = snapshots.take(
            student=made.profile, posting=made.internship, key="1", at=timezone.now()
        )
    running.wait_for_jobs()
    return made


def paths(role, neighbourhood):
    for name, *holders in PAGES[role]:
        held = [getattr(neighbourhood, holder) for holder in holders]
        yield reverse(name, args=[getattr(each, "pk", each) for each in held])


def looks(role):
    """Each role begins with another look, so that common pages are seen in all of them."""
    return islice(cycle(LOOKS), list(PAGES).index(role), None)


def problems(somebody, path, *, size, theme):
    page = somebody.page
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=theme)
    answer = somebody.go(path)
    if answer.status != 200 or urlsplit(page.url).path != path:
        yield f"{answer.status} {page.url}"
    if page.locator(CHANGES_AFTER_LOADING).count():
        page.wait_for_load_state("networkidle")
    yield from somebody.violations()
    page.set_viewport_size(PHONE)
    if somebody.is_page_wider_than_its_window():
        yield "wider than a phone"


@pytest.mark.browser
@pytest.mark.parametrize("role", PAGES)
def test_every_page_is_accessible_and_fits_a_phone(role, visitor, neighbourhood):
    somebody = visitor(getattr(neighbourhood, role))

    found = {
        path: list(problems(somebody, path, size=size, theme=theme))
        for path, (size, theme) in zip(paths(role, neighbourhood), looks(role), strict=False)
    }

    assert {path: each for path, each in found.items() if each} == {}


def names(resolver, room=""):
    for entry in resolver.url_patterns:
        if hasattr(entry, "url_patterns"):
            if entry.namespace not in ROOMS_OF_OTHERS and not str(entry.pattern).startswith("api/"):
                yield from names(entry, f"{entry.namespace}:" if entry.namespace else room)
        elif entry.name:
            yield room + entry.name


def test_no_page_is_forgotten():
    walked = {name for pages in PAGES.values() for name, *_holders in pages}

    assert walked | NO_PAGES == set(names(get_resolver()))
    assert walked & NO_PAGES == set()
