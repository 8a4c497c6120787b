import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains

from accounts.middleware import speak_the_persons_language
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def zone_seen_by(user, rf):
    request = rf.get("/")
    request.user = user
    seen = []

    def page(request):
        seen.append(timezone.get_current_timezone_name())
        return type("Answer", (), {"headers": {}})()

    speak_the_persons_language(page)(request)
    return seen[0]


def test_a_person_reads_in_their_own_time_zone(rf):
    assert zone_seen_by(UserFactory(time_zone="Europe/Berlin"), rf) == "Europe/Berlin"


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../../etc/passwd", "Asia", "x" * 50, "\x00"])
def test_a_time_zone_that_does_not_exist_is_the_sites(rf, name):
    assert zone_seen_by(UserFactory.build(time_zone=name), rf) == "Asia/Shanghai"


@pytest.mark.parametrize(("language", "said"), [("zh-hans", "zh-hans"), ("xx", "en")])
def test_a_person_reads_in_their_own_language(client, language, said):
    client.force_login(UserFactory(language=language))

    page = client.get(reverse("accounts:settings"))

    assert page.headers["Content-Language"] == said
    assertContains(page, f'<html lang="{said}"')
