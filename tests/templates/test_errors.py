"""Pages for what went wrong. None of these tests may touch the database, nor may the pages."""

import pytest

from foundation.views import server_error


@pytest.fixture
def failing(settings, client):
    settings.ROOT_URLCONF = "tests.templates.failing_site"
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/nowhere/", 404, "<h1>There is nothing here.</h1>"),
        ("/forbidden/", 403, "<h1>You may not do this.</h1>"),
        ("/rule/", 409, "No seat is free any more."),
        ("/crash/", 500, "<h1>Something went wrong on our side.</h1>"),
    ],
)
def test_a_failure_is_a_page_with_a_way_back(failing, address, status, words):
    response = failing.get(address)

    page = response.content.decode()
    assert response.status_code == status
    assert words in page
    assert '<a class="btn btn-primary" href="/">To the front page</a>' in page


def test_the_page_of_a_crash_is_drawn_without_knowing_who_reads(rf):
    response = server_error(rf.get("/postings/"))

    assert response.status_code == 500
    assert "account_menu" not in response.content.decode()


def test_under_api_a_crash_is_a_problem_and_no_page(rf):
    response = server_error(rf.get("/api/v1/postings/"))

    assert response.status_code == 500
    assert response.headers["Content-Type"] == "application/problem+json"


def test_a_refused_button_brings_one_back_with_the_reason(failing, db):
    response = failing.post("/rule/", headers={"referer": "http://testserver/"}, follow=True)

    page = response.content.decode()
    assert response.redirect_chain == [("http://testserver/", 302)]
    assert 'role="alert"' in page
    assert "No seat is free any more." in page
