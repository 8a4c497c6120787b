"""People at their browsers. Whatever a browser complains of fails the test."""

import time
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import expect

PATIENCE_MS = 30_000
ONLY_VIOLATIONS = {"resultTypes": ["violations"]}
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}

expect.set_options(timeout=PATIENCE_MS)


class Visitor:
    """Somebody at a browser of their own, who reads one installation."""

    def __init__(self, chromium, address, **look):
        self.address = address
        self.complaints = []
        self.context = chromium.new_context(base_url=address, **look)
        self.context.set_default_timeout(PATIENCE_MS)
        self.context.on("request", self._note_request)
        self.context.on("response", self._note_response)
        self.context.on("console", self._note_console)
        self.context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        self.page = self.context.new_page()

    def sign_in(self, user):
        """By a session in the installation's database, which is being looked into."""
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session_of(user)}
        self.context.add_cookies([{**cookie, "url": self.address}])

    def go(self, path):
        return self.page.goto(path)

    def violations(self):
        """What axe finds on the page: rule and place."""
        return [
            (found["id"], [node["target"] for node in found["nodes"]])
            for found in Axe().run(self.page, options=ONLY_VIOLATIONS).response["violations"]
        ]

    def is_page_wider_than_its_window(self):
        root = "document.documentElement"
        return self.page.evaluate(f"{root}.scrollWidth > {root}.clientWidth")

    def leave(self):
        self.context.close()

    def _note_request(self, request):
        asked = urlsplit(request.url)
        if asked.scheme != "data" and f"{asked.scheme}://{asked.netloc}" != self.address:
            self.complaints.append(f"{request.frame.url} asks {request.url}")

    def _note_response(self, response):
        if response.status >= 500:
            self.complaints.append(f"{response.status} {response.url}")

    def _note_console(self, message):
        if message.type == "error":
            self.complaints.append(f"{message.page.url if message.page else ''}: {message.text}")


def session_of(user):
    """The key of a session in which the person has just typed the password."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session["account_authentication_methods_user"] = str(user.pk)
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "reauthenticated": True}
    ]
    session.save()
    return session.session_key
