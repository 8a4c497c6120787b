"""Ask the site as one of the actors, and forget what it did."""

import json
import re
from dataclasses import dataclass, field
from urllib.parse import quote

from django.conf import settings
from django.db import transaction
from django.test import RequestFactory
from django.test.client import ClientHandler
from django.utils.html import escape

from foundation.models import OutgoingMail
from tests.permissions.bodies import body_for
from tests.permissions.routes import address

NOT_COMPARED = {"Content-Length", "Set-Cookie"}
CSRF_TOKEN = re.compile(r"[a-z0-9]{64}")


@dataclass(frozen=True)
class Answer:
    status: int
    text: str
    path: str
    headers: dict[str, str]
    mails: list[OutgoingMail] = field(default_factory=list)

    @property
    def everything(self):
        """The body and the headers."""
        return " ".join([self.text, *self.headers.values()])

    @property
    def look(self):
        """Without address, ids and tokens: equal for things that nobody can tell apart."""
        text = self.text
        for path in (self.path, quote(self.path, safe=""), escape(self.path)):
            text = text.replace(path.lower(), "")
        headers = sorted(self.headers.keys() - NOT_COMPARED)
        return self.status, headers, re.sub(r"\d+", "#", CSRF_TOKEN.sub("", text))


class Site(RequestFactory):
    """Django's test client without what costs it time: it keeps no context and no template."""

    def __init__(self):
        super().__init__()
        self.handler = ClientHandler(enforce_csrf_checks=False)

    def request(self, **request):
        return self.handler(self._base_environ(**request))


def ask(world, route, method, label, actor):
    """The answer to one line for one actor. Whatever it wrote is rolled back."""
    path = address(route, method, label, world.book)
    body = {} if method == "GET" else body_for(route, label, world.book)
    return asked(world, path, method=method, body=body, actor=actor, as_json=route.is_api)


def asked(world, path, *, method, body, actor, as_json):
    site = world.site
    site.cookies.clear()
    if actor in world.sessions:
        site.cookies[settings.SESSION_COOKIE_NAME] = world.sessions[actor]
    with transaction.atomic():
        response = _sent(site, path, method=method, body=body, as_json=as_json)
        text = b"".join(response).decode(errors="replace").lower()
        mails = list(OutgoingMail.objects.order_by("pk")[world.mails_before :])
        transaction.set_rollback(True)
    return Answer(response.status_code, text, path, dict(response.headers), mails)


def _sent(site, path, *, method, body, as_json):
    if method == "GET":
        return site.get(path)
    if as_json:
        return site.generic(method, path, json.dumps(body), content_type="application/json")
    return site.post(path, body)
