import pytest
from django.urls import reverse

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@pytest.mark.parametrize("query", ["q=%00", "q=a%00b", "q=%ED%A0%80", "%00=1"])
def test_half_characters_in_an_address_are_refused(client, query):
    assert client.get(f"{reverse('postings:list')}?{query}").status_code == 400


@pytest.mark.parametrize(
    ("path", "status"),
    [("/", 200), ("/postings/", 200), ("/nothing-here/", 404), ("/api/v1/nothing/", 404)],
)
def test_every_answer_carries_the_strict_headers(client, path, status):
    answer = client.get(path)

    assert answer.status_code == status
    assert {name: answer[name] for name in HEADERS} == HEADERS
    policy = answer["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "camera=()" in answer["Permissions-Policy"]


def test_what_a_person_reads_stays_out_of_caches(client):
    client.force_login(UserFactory())

    assert client.get("/")["Cache-Control"] == "no-store, private"


def test_under_api_nothing_is_a_problem_in_json(client):
    answer = client.get("/api/v1/nothing/")

    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == 404
