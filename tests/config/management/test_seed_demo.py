from collections import Counter
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import TestCase, override_settings
from django.urls import reverse

from accounts.enums import OrganisationKind, Role
from accounts.models import Acceptance, Membership, Organisation, StudentProfile, User
from config.demo import sources
from config.demo.people import LOGINS, PASSWORD, STUDENT_READING_CHINESE
from internships.postings.enums import PostingStatus
from internships.postings.models import Posting, PostingIndex, PostingTransition, ResearchOutcome
from matching.models import RankingRun

ROWS = (User, Organisation, Membership, Acceptance, StudentProfile, Posting, ResearchOutcome)


def seed(**options):
    told = StringIO()
    call_command("seed_demo", stdout=told, **options)
    return told.getvalue()


def rows():
    return {model.__name__: model.objects.count() for model in (*ROWS, RankingRun)}


class TestTheDemoNetwork(TestCase):
    @classmethod
    def setUpTestData(cls):
        seed()

    def test_holds_every_organisation_and_student(self):
        kinds = Counter(Organisation.objects.values_list("kind", flat=True))
        assert kinds == {"park": 4, "university": 8, "company": 42}
        assert StudentProfile.objects.count() == 400

    def test_has_somebody_in_every_role_of_every_organisation(self):
        expected = {
            OrganisationKind.UNIVERSITY: [
                Role.ACADEMIC_SUPERVISOR,
                Role.ACADEMIC_SUPERVISOR,
                Role.ADMIN,
                Role.COORDINATOR,
            ],
            OrganisationKind.COMPANY: [Role.ADMIN, Role.MENTOR, Role.RECRUITER],
            OrganisationKind.PARK: [Role.ADMIN, Role.VERIFIER],
        }
        for organisation in Organisation.objects.prefetch_related("memberships"):
            roles = sorted(each.role for each in organisation.memberships.all())
            assert roles == expected[OrganisationKind(organisation.kind)]

    def test_has_only_complete_profiles_with_skills_and_languages(self):
        for profile in StudentProfile.objects.prefetch_related("skills", "languages", "places"):
            assert profile.is_complete
            assert len(profile.skills.all()) >= 5
            assert profile.languages.all()
            assert profile.places.all()

    def test_leaves_something_in_every_inbox(self):
        assert Organisation.objects.waiting_for_verification().count() == 2
        assert Acceptance.objects.pending().exists()
        assert StudentProfile.objects.filter(affiliation_confirmed_at=None).exists()

    def test_tells_how_each_organisation_came_to_its_status(self):
        for organisation in Organisation.objects.exclude(status="unverified"):
            last = organisation.history.order_by("-pk").first()
            assert last.target == organisation.status

    def test_has_every_posting_in_its_status_with_its_history_and_index(self):
        statuses = dict(Posting.objects.values_list("source_id", "status"))
        opened = Posting.objects.filter(status=PostingStatus.OPEN)
        assert statuses == {line.id: line.status for line in sources.postings()}
        assert PostingIndex.objects.count() == len(sources.postings())
        openings = PostingTransition.objects.filter(target=PostingStatus.OPEN, subject__in=opened)
        assert openings.count() == opened.count()

    def test_asks_for_a_first_ranking(self):
        assert RankingRun.objects.get().reason == "first ranking"

    def test_stays_as_it_is_when_seeded_again(self):
        before = rows()
        told = seed()
        assert rows() == before
        assert "stays as it is" in told

    def test_keeps_what_people_changed(self):
        Organisation.objects.filter(email_domain="suanyu.example.org").update(name_en="Changed")
        seed()
        assert Organisation.objects.filter(name_en="Changed").count() == 1

    def test_lets_its_accounts_in(self):
        for login in LOGINS:
            self.client.logout()
            answer = self.client.post(
                reverse("account_login"), {"login": login.email, "password": PASSWORD}
            )
            assert answer.status_code == 302, login.email
            assert (
                int(self.client.session["_auth_user_id"]) == User.objects.get(email=login.email).pk
            )

    def test_speaks_each_accounts_language(self):
        for login in LOGINS:
            assert User.objects.get(email=login.email).language == login.reads

    def test_shows_its_accounts(self):
        told = StringIO()
        call_command("demo_accounts", stdout=told)
        lines = told.getvalue().splitlines()
        assert len(lines) == 1 + len(LOGINS)
        assert STUDENT_READING_CHINESE in lines[1]
        assert lines[1].endswith(PASSWORD)


@pytest.mark.django_db
def test_there_are_no_accounts_to_show_without_a_demo():
    told = StringIO()
    call_command("demo_accounts", stdout=told)
    assert told.getvalue() == "There is no demo here yet: run seed_demo first.\n"


@pytest.mark.django_db
@override_settings(DEMO_ALLOWED=False)
def test_a_real_installation_gets_no_accounts_with_a_known_password():
    with pytest.raises(CommandError, match="Add --yes-known-passwords"):
        seed()
    assert not User.objects.exists()


@pytest.mark.django_db
@override_settings(DEMO_ALLOWED=False)
def test_a_real_installation_is_not_emptied_by_mistake():
    User.objects.create_user("somebody@example.org", "a-long-password")
    with pytest.raises(CommandError, match="Add --yes-delete-everything"):
        seed(reset=True)
    assert User.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_demo_starts_over_on_request():
    User.objects.create_user("somebody@example.org", "a-long-password")
    seed(reset=True)
    assert not User.objects.filter(email="somebody@example.org").exists()
    assert Organisation.objects.count() == 54
