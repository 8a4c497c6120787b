"""A student who reads Chinese, from the front page to the reasons of a match."""

import re
from email import message_from_bytes, policy

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import expect

from tests.journeys.world import World, day, rank, some_discipline

pytestmark = pytest.mark.browser

NAME, EMAIL, PASSWORD = "林晓", "linxiao@example.org", "xue-hai-wu-ya-2031"


@pytest.fixture(autouse=True)
def _chinese(_english):
    with translation.override("zh-hans"):
        yield


@pytest.fixture
def world(site):
    world = World()
    world.vision = world.posting(
        "machine-learning", "computer-vision", title_en="See soft fruit", title_zh="识别软果"
    )
    world.presses = world.posting(
        "finite-element-analysis",
        "injection-moulding",
        title_en="Presses that last",
        title_zh="耐用压机",
    )
    return world


def switch_to_chinese(page):
    page.goto("/")
    page.get_by_role("button", name="中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-hans")


def sign_up(page):
    page.get_by_role("banner").get_by_role("link", name=gettext("Sign up")).click()
    page.get_by_label(gettext("Your name")).fill(NAME)
    page.locator("input[name=email]").fill(EMAIL)
    page.locator("input[name=password1]").fill(PASSWORD)
    page.get_by_label(gettext("I am a student")).check()
    page.locator("main form button[type=submit]").click()
    expect(page).to_have_url(re.compile(reverse("account_email_verification_sent")))


def mails_in(folder):
    """What the worker has sent, as mail programs read it."""
    for file in sorted((folder / "mail").glob("*.log")):
        for mail in file.read_bytes().split(b"-" * 79 + b"\n"):
            if mail.strip():
                yield message_from_bytes(mail, policy=policy.default)


def link_in_the_mail_to(email, site):
    def find():
        for mail in mails_in(site.folder):
            if mail["To"] == email:
                return re.search(rf"{site.address}\S+", mail.get_content())
        return None

    return site.until(find, what=f"a mail to {email}").group()


def confirm(page, link):
    page.goto(link)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/account/login/**")


def sign_in(page):
    page.goto(reverse("account_login"))
    page.locator("input[name=login]").fill(EMAIL)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").click()
    expect(page.locator("h1")).to_have_text(gettext("Your profile"))


def choose(page, name, text):
    """From a long list: type, and take what is found."""
    field = page.locator(f"select[name={name}].tomselected + .ts-wrapper")
    field.locator(".ts-control").click()
    expect(field.get_by_role("combobox")).to_be_focused()
    page.keyboard.type(text)
    field.get_by_role("option", name=text).first.click()


def fill_in_profile(page, university):
    page.get_by_role("main").get_by_role("link", name=gettext("Edit profile")).click()
    choose(page, "university", university.name_zh)
    choose(page, "discipline", some_discipline().label_zh)
    page.locator("[name=programme]").fill("人工智能")
    page.locator("[name=degree_level]").select_option(index=2)
    page.locator("[name=year]").fill("2")
    page.locator("[name=available_from_on]").fill(day(30).isoformat())
    page.locator("[name=available_until_on]").fill(day(400).isoformat())
    page.locator("[name=hours_per_week]").fill("40")
    page.locator("[name=statement]").fill("喜欢动手做东西。")
    page.locator("[name=consents_to_matching]").check()
    page.get_by_role("button", name=gettext("Save"), exact=True).click()
    expect(page.get_by_text(gettext("Your profile is saved."))).to_be_visible()


def add_skill(page, *, typed, suggested):
    """Type the beginning, see the whole name suggested, take it."""
    page.goto(reverse("accounts:skill-list"))
    field = page.locator("input[name=q]")
    field.press_sequentially(typed)
    expect(page.locator(f'datalist option[value="{suggested}"]')).to_be_attached()
    field.fill(suggested)
    page.locator("#skills form").first.get_by_role("button", name=gettext("Add")).click()
    expect(page.get_by_role("heading", name=suggested)).to_be_visible()


def titles(page):
    return page.locator("#for-you ol.rows > li > h2")


def read_the_reasons(page, posting):
    card = page.locator("#for-you ol.rows > li").filter(has_text=posting.title_zh)
    card.get_by_role("link", name=gettext("Why this score")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(gettext("Why this score"))


def test_from_the_front_page_to_the_reasons(site, visitor, world):
    page = visitor(locale="en-GB").page
    switch_to_chinese(page)
    sign_up(page)
    confirm(page, link_in_the_mail_to(EMAIL, site))
    sign_in(page)
    fill_in_profile(page, world.university)
    add_skill(page, typed="机器", suggested="机器学习")

    rank()
    page.goto(reverse("matching:for-you"))
    expect(titles(page)).to_have_text([world.vision.title_zh, world.presses.title_zh])

    site.stop_worker()
    add_skill(page, typed="有限", suggested="有限元分析")
    add_skill(page, typed="注塑", suggested="注塑成型")
    page.goto(reverse("matching:for-you"))
    news = gettext(
        "Your profile has changed: this list is being computed anew."
        " Until then you see the one before."
    )
    expect(page.get_by_text(news)).to_be_visible()
    expect(titles(page)).to_have_text([world.vision.title_zh, world.presses.title_zh])
    site.start_worker()
    expect(page.get_by_text(news)).to_be_hidden()
    expect(titles(page)).to_have_text([world.presses.title_zh, world.vision.title_zh])

    read_the_reasons(page, world.vision)
    skills = page.get_by_role("table", name=gettext("Skills asked for"))
    expect(skills.get_by_role("row").filter(has_text="机器学习")).to_be_visible()
    missing = skills.get_by_role("row").filter(has_text="计算机视觉")
    expect(missing).to_contain_text(gettext("missing must-have"))
