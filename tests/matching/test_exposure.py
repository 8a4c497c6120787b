"""Lists that are re-ranked for exposure, from the setting to the page."""

from math import floor, log2

import numpy as np
import pytest
import time_machine
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from accounts.models import StudentSkill
from foundation.events import announce
from internships.postings.models import Posting, PostingSkill
from internships.postings.signals import posting_changed
from matching.actions import runs
from matching.archive import RunFolder
from matching.matches import explained_match, order, ranking_of
from matching.models import RankingRun, StudentMatches
from matching.models.lists import POSTINGS_SHOWN
from matching.tasks import exposure
from tests.factories.organisations import platform_admin

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_in_november")]
LOSS = 0.2


@pytest.fixture
def _in_november():
    with time_machine.travel("2026-11-23T08:00:00Z", tick=True):
        yield


@pytest.fixture
def crowded(network, settings, work_off):
    """Students whose lists begin with the same few postings, and more of them than are shown."""
    settings.MATCHING_EXPOSURE_LOSS = LOSS
    skills = [network.skill(f"skill-{n}") for n in range(6)]
    network.students = [network.student(*skills, programme="") for n in range(8)]
    for n, line in enumerate(StudentSkill.objects.order_by("pk")):
        line.level = 1 + n * n % 5
        line.save()
    network.postings = [network.posting(*skills[: 1 + n % 5]) for n in range(60)]
    for n, line in enumerate(PostingSkill.objects.order_by("pk")):
        line.weight = 1 + n * n * 3 % 5
        line.save()
    runs.request_run(by=None, reason="test")
    work_off()
    network.run = RankingRun.objects.current().get()
    return network


def prices(run):
    ids, found = RunFolder(run.pk).prices()
    return dict(zip(ids.tolist(), found.tolist(), strict=True))


def worth(scores):
    return sum(floor(2**16 / log2(rank + 1)) * s for rank, s in enumerate(scores, 1))


def test_lists_are_shown_in_another_order_and_stored_in_that_of_their_scores(crowded):
    moved = 0
    for student in crowded.students:
        stored = StudentMatches.objects.current().get(profile=student).ranked()
        ranking = ranking_of(student)
        shown = list(ranking.scores)

        assert stored.scores.tolist() == sorted(stored.scores.tolist(), reverse=True)
        assert set(shown) <= set(stored.ids.tolist())
        assert len(shown) == POSTINGS_SHOWN
        assert ranking.scores == {each: stored.by_id()[each] for each in shown}
        best = list(stored.by_id().values())[:POSTINGS_SHOWN]
        assert worth(list(ranking.scores.values())) >= (1 - LOSS) * worth(best)
        moved += shown != stored.ids[:POSTINGS_SHOWN].tolist()
    assert moved


def test_the_run_says_what_it_gained_and_what_it_cost(crowded):
    found = crowded.run.measures
    losses = []
    for student in crowded.students:
        best = StudentMatches.objects.current().get(profile=student).ranked().first(POSTINGS_SHOWN)
        shown = list(ranking_of(student).scores.values())
        losses.append(1 - worth(shown) / worth(list(best.by_id().values())))

    assert found["exposure_loss"] == LOSS
    assert found["mean_loss"] == pytest.approx(np.mean(losses), abs=1e-6)
    assert found["largest_loss"] == pytest.approx(max(losses), abs=1e-6)
    assert 0 < found["mean_loss"] <= found["largest_loss"] <= LOSS
    before = found["as_scored"]
    assert found["gini_of_attention"] < before["gini_of_attention"]
    assert found["postings_never_shown"] <= before["postings_never_shown"]
    assert crowded.run.n_matches == 8 * POSTINGS_SHOWN


def test_places_in_the_first_ten_are_counted(crowded):
    first = {each for s in crowded.students for each in list(ranking_of(s).scores)[:10]}

    never = 1 - len(first) / len(crowded.postings)
    assert crowded.run.measures["postings_never_in_first_ten"] == round(never, 4)


def test_any_number_of_shards_gives_the_same_prices(crowded, settings, work_off):
    before = prices(crowded.run), {s.pk: ranking_of(s).scores for s in crowded.students}
    settings.MATCHING_SHARD_STUDENTS = 3
    runs.request_run(by=None, reason="again")
    work_off()

    again = RankingRun.objects.current().get()
    assert again.shards_total > 1
    assert (prices(again), {s.pk: ranking_of(s).scores for s in crowded.students}) == before
    assert again.measures == crowded.run.measures


def test_lists_are_read_in_parts(crowded, work_off, monkeypatch):
    before = prices(crowded.run)
    monkeypatch.setattr(exposure, "AT_A_TIME", 3)
    runs.request_run(by=None, reason="again")
    work_off()

    again = RankingRun.objects.current().get()
    assert (prices(again), again.measures) == (before, crowded.run.measures)
    assert not list(RunFolder(again.pk).path.glob("kept-*"))


def test_a_run_is_as_it_was_asked_for_whatever_is_set_since(crowded, settings):
    before = ranking_of(crowded.students[0]).scores
    settings.MATCHING_EXPOSURE_LOSS = 0.0

    assert list(ranking_of(crowded.students[0]).scores) == list(before)


def test_without_the_setting_lists_are_in_the_order_of_their_scores(crowded, settings, work_off):
    settings.MATCHING_EXPOSURE_LOSS = 0.0
    runs.request_run(by=None, reason="again")
    work_off()

    run = RankingRun.objects.current().get()
    stored = StudentMatches.objects.current().get(profile=crowded.students[0]).ranked()
    shown = ranking_of(crowded.students[0])
    assert list(shown.scores) == stored.ids[:POSTINGS_SHOWN].tolist()
    assert "as_scored" not in run.measures
    assert not (RunFolder(run.pk).path / "prices.npz").exists()


@pytest.mark.parametrize("damage", ["cut", "empty", "gone"])
def test_without_prices_lists_are_in_the_order_of_their_scores(crowded, damage):
    file = RunFolder(crowded.run.pk).path / "prices.npz"
    if damage == "gone":
        file.unlink()
    else:
        file.write_bytes(file.read_bytes()[: 0 if damage == "empty" else 40])
    order._kept.cache_clear()

    stored = StudentMatches.objects.current().get(profile=crowded.students[0]).ranked()
    shown = ranking_of(crowded.students[0])
    assert list(shown.scores) == stored.ids[:POSTINGS_SHOWN].tolist()


def test_a_match_has_its_own_score_and_its_shown_rank(crowded):
    student = crowded.students[0]
    scores = ranking_of(student).scores

    for rank, posting in enumerate(list(scores)[:5], start=1):
        match = explained_match(student, Posting.objects.get(pk=posting))
        assert match.rank == rank
        assert match.score == scores[posting]
        assert sum(part.share for part in match.explained.parts) == pytest.approx(
            match.score, abs=1e-6
        )


def test_a_posting_that_is_newer_than_the_run_has_no_price(crowded, work_off):
    best = Posting.objects.get(pk=next(iter(ranking_of(crowded.students[0]).scores)))
    newcomer = crowded.posting(*[line.skill for line in best.skills.all()])
    announce(posting_changed, posting_id=newcomer.pk)
    work_off()

    assert newcomer.pk not in prices(crowded.run)
    lists = [ranking_of(student).scores for student in crowded.students]
    assert any(newcomer.pk in each for each in lists)


def test_the_page_of_the_run_shows_before_and_after(crowded, client):
    client.force_login(platform_admin())

    page = client.get(reverse("matching:run-detail", args=[crowded.run.pk]))

    assertContains(page, 'class="exposure-before"')
    assertContains(page, "Without re-ranking")
    assertContains(page, "at most 20.0 %")


def test_a_run_that_re_ranks_nothing_shows_one_curve(client):
    run = RankingRun.objects.create(status="done", measures={"lorenz_of_postings": [0, 0.2, 1]})
    client.force_login(platform_admin())

    page = client.get(reverse("matching:run-detail", args=[run.pk]))

    assertNotContains(page, "exposure-before")


def test_the_list_says_that_it_is_not_by_score_alone(crowded, client):
    client.force_login(crowded.students[0].user)

    page = client.get(reverse("matching:for-you"))

    assertContains(page, "few students see")
