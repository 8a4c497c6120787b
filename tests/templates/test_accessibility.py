"""The pages as a browser draws them, in both themes, on a desk and on a phone."""

from mimetypes import guess_type
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from django.test import Client

pytestmark = pytest.mark.browser

SITE = "http://synnet.test"
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
DAY_AND_NIGHT = [(DESK, "light"), (PHONE, "dark")]
ALL_LOOKS = [*DAY_AND_NIGHT, (DESK, "dark"), (PHONE, "light")]
ADDRESSES = ["/", "/account/login/", "/account/signup/", "/account/password/reset/", "/nowhere/"]


@pytest.fixture
def page(request, chromium):
    size, theme = request.param
    context = chromium.new_context(viewport=size, color_scheme=theme)
    yield context.new_page()
    context.close()


def show(page, address, html):
    """Open `html` at `address`, with the site's own files and nothing from elsewhere."""

    def answer(route):
        path = urlsplit(route.request.url).path
        if path == address:
            route.fulfill(body=html, content_type="text/html; charset=utf-8")
        elif path.startswith("/static/"):
            file = finders.find(path.removeprefix("/static/"))
            route.fulfill(path=file, content_type=guess_type(file)[0])
        else:
            route.fulfill(status=404)

    page.route("**/*", answer)
    page.goto(SITE + address, wait_until="networkidle")


def violations(page):
    return [
        (found["id"], [node["target"] for node in found["nodes"]])
        for found in Axe().run(page).response["violations"]
    ]


def is_wider_than_its_window(page):
    return page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )


@pytest.mark.django_db
@pytest.mark.parametrize("page", DAY_AND_NIGHT, indirect=True)
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_is_accessible_and_fits(page, address):
    show(page, address, Client().get(address).content.decode())

    assert violations(page) == []
    assert not is_wider_than_its_window(page)


@pytest.mark.parametrize("page", ALL_LOOKS, indirect=True)
def test_the_components_are_accessible_and_fit(page, gallery):
    show(page, "/gallery/", gallery)

    assert violations(page) == []
    assert not is_wider_than_its_window(page)


def test_the_menu_opens_on_a_phone(chromium):
    page = chromium.new_page(viewport=PHONE)
    show(page, "/", Client().get("/").content.decode())

    page.get_by_role("button", name="Menu").click()

    page.get_by_role("link", name="Sign in").wait_for(state="visible")
    assert violations(page) == []


def test_the_menu_is_open_on_a_phone_without_javascript(chromium):
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    show(page, "/", Client().get("/").content.decode())

    assert page.get_by_role("link", name="Sign in").is_visible()
    assert not page.get_by_role("button", name="Menu").is_visible()


def test_the_theme_that_one_chose_is_kept(chromium):
    page = chromium.new_page(color_scheme="light")
    show(page, "/", Client().get("/").content.decode())
    page.get_by_role("button", name="Use dark colours").click()

    page.reload()

    assert page.locator("html").get_attribute("data-bs-theme") == "dark"


def test_a_dangerous_button_asks_first(chromium, gallery):
    page = chromium.new_page()
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    show(page, "/gallery/", gallery)

    page.get_by_role("button", name="Remove").first.click()

    assert asked == ["Really?"]
    assert page.url == f"{SITE}/gallery/"
