"""However changes and refreshes follow each other, the lists are those of a full ranking.

The full ranking that is compared with has the vocabulary of the run, as refreshes do.
"""

from datetime import timedelta
from math import log2
from types import SimpleNamespace

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.enums import AcceptanceStatus
from accounts.models import Acceptance, StudentProfile, StudentSkill
from accounts.signals import acceptance_moved, profile_changed
from foundation import jobs
from foundation.events import announce
from foundation.models import Job
from internships.postings.models import Posting, PostingSkill, SeatGroup
from internships.postings.signals import posting_changed
from matching.actions import runs
from matching.archive import RunFolder
from matching.dataset import load_postings, load_students
from matching.engine.ranking import Lengths, rank
from matching.matches import explained_match, ranking_of
from matching.models import PostingMatches, RankingRun, StudentMatches
from matching.models.lists import POSTINGS_KEPT, POSTINGS_SHOWN, STUDENTS_SHOWN
from matching.tasks.world import World, eligibility, forget_worlds
from tests.factories import AcceptanceFactory, OrganisationFactory, PostingFactory, RegionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_in_november")]
STUDENTS, MANY = 5, POSTINGS_KEPT + 16
LOSS = 0.1


@pytest.fixture
def _in_november():
    with time_machine.travel("2026-11-23T08:00:00Z", tick=True):
        yield


class Town:
    """More postings than a list keeps, and things that happen in it."""

    def __init__(self, network):
        self.network, self.region = network, RegionFactory()
        self.skills = [network.skill(f"skill-{n}") for n in range(4)]
        self.newcomer = OrganisationFactory()
        self.acceptance = AcceptanceFactory(university=network.university, company=self.newcomer)
        for number in range(STUDENTS):
            self.new_student(number)
        for number in range(MANY):
            self.new_posting(number, owner=network.company)
        for number in range(2):
            self.new_posting(number, owner=self.newcomer)

    def new_student(self, number):
        student = self.network.student(programme="", hours_per_week=None)
        self.learn(student, number)
        return student

    def learn(self, student, number):
        student.skills.all().delete()
        for place in (number % 4, number * 3 % 4):
            values = {"level": 1 + number % 5, "evidence": number % 4}
            StudentSkill.objects.get_or_create(
                profile=student, skill=self.skills[place], defaults=values
            )

    def new_posting(self, number, *, owner):
        posting = PostingFactory(
            owner=owner,
            region=self.region,
            outcome=None,
            min_degree_level=3 if number % 8 == 0 else 1,
            parts=False,
        )
        SeatGroup.objects.create(posting=posting, seats=1)
        self.ask(posting, number)
        return posting

    def ask(self, posting, number):
        posting.skills.all().delete()
        for place, weight in ((number % 4, 1 + number % 5), (number * 7 % 4, 1 + number % 3)):
            PostingSkill.objects.get_or_create(
                posting=posting, skill=self.skills[place], defaults={"weight": weight}
            )

    # What happens. Each takes a number that says to whom, and how.

    def a_student_learns(self, number):
        student = self._student(number)
        self.learn(student, number)
        announce(profile_changed, profile_id=student.pk)

    def a_student_withdraws_or_returns(self, number):
        student = self._student(number)
        student.consents_to_matching = not student.consents_to_matching
        student.save()
        announce(profile_changed, profile_id=student.pk)

    def a_student_advances(self, number):
        student = self._student(number)
        student.degree_level = 1 + number % 4
        student.save()
        announce(profile_changed, profile_id=student.pk)

    def a_student_comes(self, number):
        announce(profile_changed, profile_id=self.new_student(number).pk)

    def a_posting_asks_for_something_else(self, number):
        posting = self._posting(number)
        self.ask(posting, number)
        announce(posting_changed, posting_id=posting.pk)

    def a_posting_closes_or_opens(self, number):
        posting = self._posting(number)
        posting.status = "closed" if posting.status == "open" else "open"
        posting.save()
        announce(posting_changed, posting_id=posting.pk)

    def many_postings_close(self, number):
        for each in Posting.objects.filter(status="open").order_by("pk")[number % 5 : 9]:
            each.status = "closed"
            each.save()
            announce(posting_changed, posting_id=each.pk)

    def a_posting_comes(self, number):
        posting = self.new_posting(number, owner=self.network.company)
        announce(posting_changed, posting_id=posting.pk)

    def a_company_is_accepted_or_not(self, number):
        accepted = number % 2 == 0
        status = AcceptanceStatus.ACCEPTED if accepted else AcceptanceStatus.BLOCKED
        Acceptance.objects.filter(pk=self.acceptance.pk).update(status=status)
        announce(
            acceptance_moved,
            acceptance_id=self.acceptance.pk,
            university_id=self.network.university.pk,
            company_id=self.newcomer.pk,
            target=status,
        )

    def _student(self, number):
        return list(StudentProfile.objects.order_by("pk"))[number % STUDENTS]

    def _posting(self, number):
        return list(Posting.objects.order_by("pk"))[number % (MANY + 2)]


HAPPENINGS = [
    Town.a_student_learns,
    Town.a_student_withdraws_or_returns,
    Town.a_student_advances,
    Town.a_student_comes,
    Town.a_posting_asks_for_something_else,
    Town.a_posting_closes_or_opens,
    Town.many_postings_close,
    Town.a_posting_comes,
    Town.a_company_is_accepted_or_not,
]


@pytest.fixture
def town(network, work_off):
    town = Town(network)
    runs.request_run(by=None, reason="test")
    work_off()
    return town


def in_parallel():
    """Two workers: both compute before either writes, and who began last writes first."""
    under_way = []
    for job in Job.objects.claimable(at=timezone.now()).order_by("pk")[:2]:
        token = jobs.claim(job.pk, at=timezone.now())
        under_way.append((job.pk, token, jobs.handler_of(job.name)(**job.facts)))
    for pk, token, write in reversed(under_way):
        jobs.finish(pk, token, write)


def stored():
    students = StudentMatches.objects.current()
    postings = PostingMatches.objects.current()
    return SimpleNamespace(
        students={each.profile_id: each.ranked() for each in students},
        postings={each.posting_id: each.ranked() for each in postings},
    )


def ranked_in_full():
    """Everybody's whole list, as (id, score), from what is in the database now."""
    world = World(RankingRun.objects.current().get().pk)
    students = world.student_side(load_students(world.frame))
    postings = world.posting_side(load_postings(world.frame))
    found = rank(
        students.vectors,
        postings.vectors,
        eligibility=eligibility(students, postings, ties=world.ties(), today=timezone.localdate()),
        lengths=Lengths(postings=1000, students=1000),
    )
    return SimpleNamespace(
        students=by_owner(found.for_students, students.vectors.ids, postings.vectors.ids),
        postings=by_owner(found.for_postings, postings.vectors.ids, students.vectors.ids),
    )


def by_owner(found, owners, others):
    return {
        int(owner): list(zip(others[found[i][0]].tolist(), found[i][1].tolist(), strict=True))
        for i, owner in enumerate(owners)
    }


def assert_same(lists, full, *, shown):
    for owner in lists.keys() | full.keys():
        expected, listed = full.get(owner, []), lists.get(owner)
        pairs = [] if listed is None else list(zip(listed.ids.tolist(), listed.scores.tolist()))  # noqa: B905
        assert set(pairs) <= set(expected)
        top = [score for _, score in expected[:shown]]
        assert [score for _, score in pairs[:shown]] == top
        clear = {each for each, score in expected[:shown] if score > top[-1]}
        assert clear <= {each for each, _ in pairs[:shown]}


def assert_as_after_a_full_run():
    lists, full = stored(), ranked_in_full()
    assert_same(lists.students, full.students, shown=POSTINGS_SHOWN)
    assert_same(lists.postings, full.postings, shown=STUDENTS_SHOWN)


some_happenings = st.lists(
    st.tuples(
        st.sampled_from(HAPPENINGS),
        st.integers(0, 10_000),
        st.sampled_from(["work", "race", "wait"]),
    ),
    min_size=1,
    max_size=5,
)
against_the_database = settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def play(town, happenings, work_off):
    forget_worlds()  # the example before was rolled back
    for happen, number, then in happenings:
        happen(town, number)
        if then == "work":
            work_off()
        elif then == "race":
            in_parallel()
    work_off()


@against_the_database
@given(happenings=some_happenings)
def test_after_any_changes_the_lists_are_those_of_a_full_run(town, work_off, happenings):
    with transaction.atomic():
        play(town, happenings, work_off)

        assert_as_after_a_full_run()
        transaction.set_rollback(True)


@pytest.fixture
def spread_town(network, work_off, settings):
    """Its lists are re-ranked for exposure."""
    settings.MATCHING_EXPOSURE_LOSS = LOSS
    town = Town(network)
    runs.request_run(by=None, reason="test")
    work_off()
    assert RunFolder(RankingRun.objects.current().get().pk).prices()[0].size
    return town


def worth(scores):
    """With each rank's share of attention as floating-point numbers."""
    return sum(score / log2(rank + 1) for rank, score in enumerate(scores, 1))


def assert_shown_lists_give_up_little():
    full = ranked_in_full()
    for profile in StudentProfile.objects.all():
        expected, ranking = dict(full.students.get(profile.pk, [])), ranking_of(profile)
        shown = ranking.scores if ranking else {}
        assert shown == pytest.approx({each: expected[each] for each in shown}, abs=1e-6)
        best = list(expected.values())[:POSTINGS_SHOWN]
        assert len(shown) == len(best)
        assert worth(shown.values()) >= (1 - LOSS) * worth(best) * (1 - 1e-4)


@against_the_database
@given(happenings=some_happenings)
def test_re_ranked_lists_stay_consistent_and_within_their_bound(spread_town, work_off, happenings):
    with transaction.atomic():
        play(spread_town, happenings, work_off)

        assert_as_after_a_full_run()
        assert_shown_lists_give_up_little()
        transaction.set_rollback(True)


def test_a_list_that_lost_many_entries_is_filled_again(town, work_off):
    for posting in Posting.objects.filter(status="open").order_by("pk")[:30]:
        posting.status = "closed"
        posting.save()
        announce(posting_changed, posting_id=posting.pk)

    work_off()

    assert_as_after_a_full_run()


def test_a_shorter_list_remembers_below_what_it_is_incomplete(town, work_off):
    student = StudentProfile.objects.order_by("pk").first()
    before = StudentMatches.objects.current().get(profile=student)
    best = Posting.objects.get(pk=int(before.ranked().ids[0]))
    best.status = "closed"
    best.save()

    announce(posting_changed, posting_id=best.pk)
    work_off()

    after = StudentMatches.objects.current().get(profile=student)
    assert len(before.ranked()) == POSTINGS_KEPT
    assert (len(after.ranked()), after.last_score) == (POSTINGS_KEPT - 1, before.last_score)


def test_two_refreshes_that_did_not_see_each_other_are_both_in_the_lists(town, work_off):
    student = town.new_student(1)
    posting = town.new_posting(1, owner=town.network.company)
    announce(posting_changed, posting_id=posting.pk)
    announce(profile_changed, profile_id=student.pk)

    in_parallel()
    work_off()

    lists = stored()
    assert posting.pk in lists.students[student.pk].ids
    assert student.pk in lists.postings[posting.pk].ids
    assert_as_after_a_full_run()


def test_a_slow_refresh_does_not_undo_a_newer_one(town, work_off):
    student = StudentProfile.objects.order_by("pk").first()
    announce(profile_changed, profile_id=student.pk)
    slow = Job.objects.get(state="queued")
    token = jobs.claim(slow.pk, at=timezone.now())
    write = jobs.handler_of(slow.name)(**slow.facts)
    town.learn(student, 7)
    announce(profile_changed, profile_id=student.pk)
    work_off()

    jobs.finish(slow.pk, token, write)
    work_off()

    assert_as_after_a_full_run()


def test_a_refresh_that_ends_while_a_run_reads_is_caught_up_with(town, work_off):
    """Its job was written before the run began; its change was not yet to be seen."""
    run = runs.request_run(by=None, reason="overlapping")
    jobs.work(Job.objects.get(name="build-run", key=str(run.pk)).pk)
    posting = town.new_posting(1, owner=town.network.company)
    announce(posting_changed, posting_id=posting.pk)
    earlier = Job.objects.filter(name="refresh-posting", key=str(posting.pk))
    earlier.update(created_at=timezone.now() - timedelta(minutes=1))
    assert jobs.work(earlier.get().pk)

    work_off()

    assert RankingRun.objects.current().get() == run
    assert_as_after_a_full_run()


def test_the_score_in_a_list_is_the_one_that_is_explained(town, work_off):
    town.a_student_learns(3)
    town.a_posting_asks_for_something_else(5)
    work_off()

    student, posting = town._student(3), town._posting(5)
    listed = stored()
    checked = [*listed.students[student.pk].ids[:5].tolist(), posting.pk]
    for posting_id in checked:
        match = explained_match(student, Posting.objects.get(pk=posting_id))
        score = listed.postings[posting_id].score_of(student.pk) or 0.0
        assert match.explained.score == pytest.approx(score, abs=1e-6)
        assert sum(part.share for part in match.explained.parts) == pytest.approx(
            match.explained.score, abs=1e-6
        )
