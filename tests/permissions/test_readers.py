"""Sentinels are found where they belong: the matrix would notice one where it does not."""

import pytest

from tests.permissions.asking import ask
from tests.permissions.readers import may_read
from tests.permissions.routes import every_route

pytestmark = pytest.mark.django_db
ROUTES = {route.name: route for route in every_route()}
FOUND = (
    ("accounts:student-detail", "shy", "ncoo", "shy.statement"),
    ("student-detail", "shy", "naca", "shy.evidence"),
    ("accounts:organisation-detail", "company", "sstu", "company.about_en"),
    ("accounts:organisation-detail", "company", "nadm", "company.history"),
    ("accounts:organisation-detail", "raw", "nver", "raw.document"),
    ("accounts:document-download", "company", "nver", "company.document"),
    ("accounts:membership-list", "company", "nadm", "company.invitation"),
    ("accounts:membership-list", "company", "nmen", "recruiter.email"),
    ("accounts:acceptance-decide", "company", "naca", "accepted.note"),
    ("accounts:token-list", "-", "nstu", "student.token"),
    ("accounts:cv-skills", "-", "nstu", "student.cv_text"),
    ("matching:candidates", "open", "nmen", "student.email"),
    ("matching:candidates", "open", "nrec", "willing.name"),
    ("postings:edit", "draft", "nrec", "draft.history"),
    ("postings:detail", "draft", "nmen", "draft.text_en"),
    ("postings:detail", "public", "anon", "public.address"),
    ("postings:detail", "listed", "nstu", "listed.aim"),
    ("student-detail", "shy", "nrek", "shy.programme"),
    ("organisation-members", "company", "nmen", "boss.name"),
    ("posting-detail", "draft", "nmen", "draft.text_zh"),
    ("outcome-detail", "outcome", "srec", "outcome.reference"),
)


@pytest.mark.parametrize(("name", "thing", "actor", "label"), FOUND)
def test_who_may_read_a_text_reads_it(world, name, thing, actor, label):
    answer = ask(world, ROUTES[name], "GET", thing, actor)

    assert f"north.{label}" in world.book.labels_in(answer.everything)


def test_who_opted_in_for_companies_is_not_named_to_another_university(world):
    answer = ask(world, ROUTES["matching:candidates"], "GET", "south.wide", "scoo")
    read = world.book.labels_in(answer.everything)

    assert "north.university.name_en" in read
    assert "north.willing.name" not in read


@pytest.mark.parametrize(
    ("reader", "label", "expected"),
    [
        (None, "north.public.title_en", True),
        (None, "north.open.title_en", False),
        ("newcomer", "north.open.title_en", True),
        ("newcomer", "north.draft.title_en", False),
        ("north.mentor", "north.draft.title_en", True),
        ("north.mentor", "south.draft.title_en", False),
        ("north.academic", "north.accepted.note", True),
        ("platform", "north.accepted.note", False),
        ("north.boss", "north.accepted.note", False),
        ("south.coordinator", "north.declined.note", False),
        ("north.student", "north.student.cv_text", True),
        ("north.rector", "north.student.cv_text", False),
        ("north.rector", "north.student.statement", True),
        ("north.recruiter", "north.willing.name", True),
        ("north.recruiter", "north.shy.name", False),
        ("north.recruiter", "north.student.statement", False),
    ],
)
def test_the_rules_say_who_reads_what(reader, label, expected):
    assert may_read(reader, label) is expected
