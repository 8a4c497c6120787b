"""What the pages are made of: our own files, and libraries as they were shipped."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

TEMPLATES = Path(settings.ROOT) / "templates"
STATIC = Path(settings.ROOT) / "static"
VENDOR = STATIC / "vendor"
PAGES = sorted(TEMPLATES.rglob("*.html"))
ICON = re.compile(r'<c-icon[^>]*? name="([\w-]+)"|<c-[a-z]+[^>]*? icon="([\w-]+)"')
FORBIDDEN = {
    "an inline style": re.compile(r"\sstyle=\"|<style"),
    "an inline script": re.compile(r"<script(?![^>]*(src=|type=\"application/json\"))"),
    "an event handler": re.compile(r"\son[a-z]+=\""),
    "an address of another site": re.compile(r"(src|href|action)=\"(https?:)?//"),
}


def icons_used():
    found = [match for page in PAGES for match in ICON.findall(page.read_text("utf-8"))]
    return {name for pair in found for name in pair if name}


def test_every_icon_that_a_page_names_is_in_the_sprite():
    sprite = (VENDOR / "bootstrap-icons" / "sprite.svg").read_text("utf-8")

    assert icons_used() - set(re.findall(r'<symbol id="([\w-]+)"', sprite)) == set()


def test_the_sprite_holds_what_its_list_names():
    sprite = (VENDOR / "bootstrap-icons" / "sprite.svg").read_text("utf-8")
    named = (VENDOR / "bootstrap-icons" / "icons.txt").read_text("utf-8").split()

    assert re.findall(r'<symbol id="([\w-]+)"', sprite) == sorted(named)


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_page_has_what_the_content_policy_refuses(what):
    guilty = [page.name for page in PAGES if FORBIDDEN[what].search(page.read_text("utf-8"))]

    assert guilty == []


def test_every_file_that_a_page_asks_for_is_there():
    asked = {
        path
        for page in PAGES
        for path in re.findall(r"{% static '([^']+)' %}", page.read_text("utf-8"))
    }

    assert {path for path in asked if finders.find(path) is None} == set()


def test_vendored_files_ask_for_no_source_map():
    files = [*VENDOR.rglob("*.js"), *VENDOR.rglob("*.css")]

    assert [file.name for file in files if "sourceMappingURL" in file.read_text("utf-8")] == []


def test_every_vendored_library_has_its_licence():
    libraries = [folder for folder in VENDOR.iterdir() if folder.is_dir()]

    assert [folder.name for folder in libraries if not (folder / "LICENSE").exists()] == []
