import pytest
from django.utils import timezone

from accounts.signals import acceptance_moved, organisation_moved, profile_changed
from foundation.events import announce
from foundation.models import Job
from foundation.signals import job_failed
from internships.postings.signals import posting_changed, posting_moved
from matching.actions import runs
from matching.enums import RunStatus
from matching.models import RankingRun
from tests.factories import PostingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ranked():
    """Something has been ranked, so changes matter."""
    return RankingRun.objects.create(status=RunStatus.DONE, is_current=True)


def waiting():
    return list(Job.objects.waiting().order_by("pk").values_list("name", "key", "facts"))


def of_posting(pk):
    return ("refresh-posting", str(pk), {"posting_id": pk})


def acceptance_of(company):
    return {"acceptance_id": 1, "university_id": 2, "company_id": company, "target": "accepted"}


@pytest.mark.usefixtures("ranked")
def test_a_changed_profile_is_refreshed():
    announce(profile_changed, profile_id=7)

    assert waiting() == [("refresh-student", "7", {"profile_id": 7})]


@pytest.mark.usefixtures("ranked")
@pytest.mark.parametrize(
    ("signal", "more"), [(posting_changed, {}), (posting_moved, {"source": "a", "target": "b"})]
)
def test_a_changed_or_moved_posting_is_refreshed(signal, more):
    announce(signal, posting_id=7, **more)

    assert waiting() == [of_posting(7)]


@pytest.mark.usefixtures("ranked")
def test_news_of_one_thing_that_waits_is_one_job():
    for _ in range(3):
        announce(profile_changed, profile_id=7)
        announce(posting_changed, posting_id=7)
        announce(posting_moved, posting_id=7, source="open", target="closed")

    assert [name for name, _, _ in waiting()] == ["refresh-student", "refresh-posting"]


@pytest.mark.usefixtures("ranked")
def test_what_is_under_way_is_refreshed_once_more():
    announce(profile_changed, profile_id=7)
    Job.objects.update(state="running")

    announce(profile_changed, profile_id=7)

    assert Job.objects.count() == 2


@pytest.mark.usefixtures("ranked")
@pytest.mark.parametrize("signal", ["acceptance", "organisation"])
def test_what_happens_to_a_company_refreshes_what_it_has_opened(network, signal):
    opened = [network.posting(), network.posting()]
    network.posting(status="draft", opened_at=None)
    other = PostingFactory()

    if signal == "acceptance":
        announce(acceptance_moved, **acceptance_of(network.company.pk))
    else:
        announce(organisation_moved, organisation_id=network.company.pk, target="verified")

    refreshed = {key for _, key, _ in waiting()}
    assert refreshed >= {str(each.pk) for each in opened}
    assert str(other.pk) not in refreshed


def test_before_the_first_run_nothing_is_refreshed(network):
    posting = network.posting()

    announce(profile_changed, profile_id=7)
    announce(posting_changed, posting_id=posting.pk)
    announce(acceptance_moved, **acceptance_of(network.company.pk))
    announce(organisation_moved, organisation_id=network.company.pk, target="verified")

    assert waiting() == []


def test_news_during_the_first_run_wait_for_it():
    runs.request_run(by=None, reason="first")

    announce(profile_changed, profile_id=7)

    assert ("refresh-student", "7", {"profile_id": 7}) in waiting()


@pytest.mark.parametrize("name", ["build-run", "rank-shard", "finish-run"])
def test_a_job_of_a_run_that_gives_up_fails_the_run(name):
    run = runs.request_run(by=None, reason="test")

    announce(job_failed, name=name, facts={"run_id": run.pk}, error="boom")

    run.refresh_from_db()
    assert (run.status, run.error) == (RunStatus.FAILED, "boom")
    assert run.finished_at <= timezone.now()


def test_other_jobs_that_give_up_leave_runs_alone(ranked):
    run = runs.request_run(by=None, reason="test")

    announce(job_failed, name="refresh-student", facts={"profile_id": 1}, error="boom")

    run.refresh_from_db()
    assert run.status == RunStatus.QUEUED


def test_a_run_that_has_ended_does_not_fail_afterwards(ranked):
    announce(job_failed, name="finish-run", facts={"run_id": ranked.pk}, error="boom")

    ranked.refresh_from_db()
    assert ranked.status == RunStatus.DONE
