import itertools
from datetime import date

import pytest

from internships.postings.actions import parts
from internships.postings.actions.opening import NotReadyToOpen
from internships.postings.actions.parts import (
    DatesMissing,
    LanguageLine,
    Parts,
    PhaseLine,
    SeatLine,
    SeatsInUse,
    SkillLine,
    TooMany,
    UnknownLine,
    evenly,
)
from internships.postings.enums import Necessity, PhaseKind
from internships.postings.enums import PostingStatus as Status
from tests.factories import DisciplineFactory, LanguageFactory, PostingFactory, SkillFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return PostingFactory(status=Status.DRAFT)


def test_a_skill_is_asked_for_and_then_otherwise(draft, by):
    skill = SkillFactory()
    parts.put_skill(draft, SkillLine(skill=skill), edit=by())

    parts.put_skill(
        draft, SkillLine(skill=skill, weight=5, necessity=Necessity.NICE), edit=by(version=2)
    )

    line = draft.skills.get(skill=skill)
    assert (line.weight, line.necessity) == (5, "nice")


def test_every_change_of_a_line_is_an_announced_edit(draft, by, heard):
    line = draft.skills.get()

    parts.drop_skill(draft, line.pk, edit=by(version=1))

    draft.refresh_from_db()
    assert (draft.version, heard) == (2, [("changed", draft.pk)])


@pytest.mark.parametrize(
    ("drop", "lines"),
    [
        (parts.drop_skill, "skills"),
        (parts.drop_seats, "seat_groups"),
        (parts.drop_phase, "phases"),
        (parts.drop_language, "languages"),
    ],
)
def test_another_postings_line_is_not_found(draft, by, drop, lines):
    other = PostingFactory()
    other.languages.create(language=LanguageFactory())
    line = getattr(other, lines).get()

    with pytest.raises(UnknownLine):
        drop(draft, line.pk, edit=by())

    assert getattr(other, lines).get() == line


@pytest.mark.parametrize(
    ("drop", "lines", "rule"),
    [
        (parts.drop_skill, "skills", "no_skill"),
        (parts.drop_seats, "seat_groups", "no_seat"),
        (parts.drop_phase, "phases", "phases_leave_gap"),
    ],
)
def test_the_last_line_of_an_open_posting_stays(by, drop, lines, rule):
    posting = PostingFactory()
    line = getattr(posting, lines).get()

    with pytest.raises(NotReadyToOpen) as refusal:
        drop(posting, line.pk, edit=by())

    assert [reason.rule for reason in refusal.value.reasons] == [rule]
    assert getattr(posting, lines).count() == 1


def test_seats_are_added_and_changed(draft, by):
    discipline = DisciplineFactory()
    group = draft.seat_groups.get()
    line = SeatLine(seats=4, disciplines=[discipline], group_id=group.pk)

    parts.add_seats(draft, line, edit=by())
    parts.add_seats(draft, SeatLine(seats=2), edit=by())

    assert list(draft.seat_groups.order_by("pk").values_list("seats", flat=True)) == [4, 2]
    assert list(group.disciplines.all()) == [discipline]


@pytest.mark.parametrize(("seats", "enough"), [(2, False), (3, True), (4, True)])
def test_seats_are_never_fewer_than_held_and_taken(draft, by, seats, enough):
    group = draft.seat_groups.create(seats=5, held=1, taken=2)
    line = SeatLine(seats=seats, group_id=group.pk)

    if enough:
        parts.add_seats(draft, line, edit=by())
    else:
        with pytest.raises(SeatsInUse, match="1 of these seats are held by offers and 2 are taken"):
            parts.add_seats(draft, line, edit=by())

    group.refresh_from_db()
    assert group.seats == (seats if enough else 5)


@pytest.mark.parametrize(("held", "taken"), [(1, 0), (0, 1)])
def test_seats_in_use_cannot_be_removed(draft, by, held, taken):
    group = draft.seat_groups.create(seats=1, held=held, taken=taken)

    with pytest.raises(SeatsInUse):
        parts.drop_seats(draft, group.pk, edit=by())
    with pytest.raises(SeatsInUse):
        parts.put_seats(draft, [])


def test_free_seats_can_be_removed(draft, by):
    parts.drop_seats(draft, draft.seat_groups.get().pk, edit=by())

    assert not draft.seat_groups.exists()


def test_a_phase_is_added(draft, by):
    line = PhaseLine(kind=PhaseKind.TRIAL, starts_on=date(2027, 6, 1), ends_on=date(2027, 6, 1))

    parts.add_phase(draft, line, edit=by())

    assert str(draft.phases.get(kind="trial")) == "trial 2027-06-01–2027-06-01"


def test_all_six_phases_are_laid_over_the_dates_of_a_posting_without_any(draft, by):
    draft.phases.all().delete()

    parts.spread_phases(draft, edit=by())

    assert [
        (phase.kind, phase.starts_on, phase.ends_on) for phase in draft.phases.order_by("starts_on")
    ] == [
        ("need", date(2027, 3, 1), date(2027, 3, 20)),
        ("concept", date(2027, 3, 21), date(2027, 4, 9)),
        ("prototype", date(2027, 4, 10), date(2027, 4, 30)),
        ("trial", date(2027, 5, 1), date(2027, 5, 20)),
        ("delivery", date(2027, 5, 21), date(2027, 6, 9)),
        ("transfer", date(2027, 6, 10), date(2027, 6, 30)),
    ]


def test_phases_there_are_keep_their_kinds_and_aims(draft, by):
    draft.phases.update(aim="Make it work")

    parts.spread_phases(draft, edit=by())

    phase = draft.phases.get()
    assert (phase.kind, phase.aim, phase.ends_on) == ("prototype", "Make it work", draft.ends_on)


def test_phases_need_dates_to_be_spread_over(by):
    draft = PostingFactory(status=Status.DRAFT, ends_on=None, parts=False)

    with pytest.raises(DatesMissing):
        parts.spread_phases(draft, edit=by())


@pytest.mark.parametrize("days", [1, 2, 5, 6, 7, 31, 365])
def test_even_phases_follow_each_other_without_gap(days):
    kinds = [(kind.value, "") for kind in PhaseKind]
    last = date.fromordinal(date(2027, 1, 1).toordinal() + days - 1)

    phases = evenly(kinds, date(2027, 1, 1), last)

    assert len(phases) == min(days, 6)
    assert (phases[0].starts_on, phases[-1].ends_on) == (date(2027, 1, 1), last)
    steps = [
        (after.starts_on - before.ends_on).days for before, after in itertools.pairwise(phases)
    ]
    assert set(steps) <= {1}
    lengths = {(phase.ends_on - phase.starts_on).days for phase in phases}
    assert max(lengths) - min(lengths) <= 1


def test_a_language_is_asked_for_and_its_level_changed(draft, by):
    language = LanguageFactory()
    parts.put_language(draft, LanguageLine(language=language, level=4), edit=by())

    parts.put_language(draft, LanguageLine(language=language, level=6), edit=by())

    assert draft.languages.get().level == 6
    parts.drop_language(draft, draft.languages.get().pk, edit=by())
    assert not draft.languages.exists()


def test_lists_replace_what_was_there_and_nothing_else(draft):
    skill = SkillFactory()
    group = draft.seat_groups.get()

    parts.put(
        draft,
        Parts(
            skills=[SkillLine(skill=skill, weight=2)],
            seats=[SeatLine(seats=7, group_id=group.pk), SeatLine(seats=1)],
            languages=[],
        ),
    )

    assert list(draft.skills.values_list("skill", "weight")) == [(skill.pk, 2)]
    assert list(draft.seat_groups.order_by("pk").values_list("seats", flat=True)) == [7, 1]
    assert draft.phases.count() == 1


def test_too_many_lines_are_refused(draft):
    lines = [SkillLine(skill=skill) for skill in SkillFactory.create_batch(41)]

    with pytest.raises(TooMany, match="At most 40"):
        parts.put_skills(draft, lines)
