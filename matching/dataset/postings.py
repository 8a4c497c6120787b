"""Postings as arrays."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from django.db.models import QuerySet

from accounts.enums import OrganisationKind, OrganisationStatus, WorkMode
from internships.postings.enums import Audience, Necessity, PostingStatus
from internships.postings.models import Posting, PostingSkill
from matching.dataset.countries import country_number
from matching.dataset.days import amounts, days
from matching.dataset.frame import UNKNOWN_LANGUAGE_BIT, Frame
from matching.dataset.texts import found_in, joined
from matching.engine import inputs
from matching.engine.arrays import Ints, Ragged, ints
from matching.engine.inputs import UNSAID, AskedSkills, Conditions, Mode, Postings, Terms

MODES = {WorkMode.ON_SITE: Mode.ON_SITE, WorkMode.HYBRID: Mode.HYBRID, WorkMode.REMOTE: Mode.REMOTE}
AUDIENCES = {
    Audience.OWN_UNIVERSITY: inputs.Audience.OWN_UNIVERSITY,
    Audience.LISTED: inputs.Audience.LISTED_UNIVERSITIES,
    Audience.NETWORK: inputs.Audience.NETWORK,
    Audience.PUBLIC: inputs.Audience.PUBLIC,
}
PARTS = ("seat_groups__disciplines", "listed_universities", "languages")


class PostingConditions(NamedTuple):
    """Postings without their texts, by id."""

    ids: Ints
    age: Ints
    asked: AskedSkills
    conditions: Conditions
    terms: Terms


def load_postings(frame: Frame, *, only: Iterable[int] | None = None) -> Postings:
    """Every open posting, or those of the given ids in any status, by id."""
    wanted = Posting.objects.open() if only is None else Posting.objects.filter(pk__in=list(only))
    loaded = wanted.select_related("owner", "outcome").prefetch_related(*PARTS).order_by("pk")
    postings = list(loaded)
    texts = [_text(each) for each in postings]
    return Postings(
        ids=ints([each.pk for each in postings]),
        age=_age(postings),
        asked=_asked(frame, postings, wanted.order_by().values("pk")),
        found=found_in(texts, frame),
        texts=texts,
        terms=_terms(frame, postings),
        conditions=_conditions(frame, postings),
    )


def load_conditions(frame: Frame, *, only: Iterable[int]) -> PostingConditions:
    """What decides eligibility and ties, of those of the ids that exist: no texts are read."""
    wanted = Posting.objects.filter(pk__in=list(only))
    loaded = wanted.select_related("owner").prefetch_related(*PARTS).order_by("pk")
    postings = list(loaded)
    return PostingConditions(
        ids=ints([each.pk for each in postings]),
        age=_age(postings),
        asked=_asked(frame, postings, wanted.values("pk")),
        conditions=_conditions(frame, postings),
        terms=_terms(frame, postings),
    )


def _age(postings: Iterable[Posting]) -> Ints:
    return ints([int((each.opened_at or each.created_at).timestamp()) for each in postings])


def _text(posting: Posting) -> str:
    outcome = posting.outcome
    of_outcome = [outcome.title_en, outcome.title_zh, outcome.about] if outcome else []
    titles = [posting.title_en, posting.title_zh]
    return joined([*titles, posting.text_en, posting.text_zh, *of_outcome])


def _asked(
    frame: Frame, postings: Sequence[Posting], of_them: QuerySet[Posting, Any]
) -> AskedSkills:
    row = {each.pk: number for number, each in enumerate(postings)}
    lines = PostingSkill.objects.filter(posting__in=of_them).order_by("posting_id", "skill_id")
    entries = [
        (row[posting], frame.skill[skill], weight, necessity == Necessity.MUST)
        for posting, skill, weight, necessity in lines.values_list(
            "posting_id", "skill_id", "weight", "necessity"
        )
        if skill in frame.skill
    ]
    columns = np.array(entries, dtype=np.int64).reshape(-1, 4).T
    must = columns[3].astype(bool)
    return AskedSkills(row=columns[0], skill=columns[1], weight=columns[2], must=must)


def _seat_disciplines(posting: Posting) -> list[int] | None:
    """Disciplines of the free seats; empty for "any", None where no seat is free."""
    free = [group for group in posting.seat_groups.all() if group.free > 0]
    if not free:
        return None
    named = [[each.pk for each in group.disciplines.all()] for group in free]
    return [] if not all(named) else [pk for group in named for pk in group]


def _terms(frame: Frame, postings: Sequence[Posting]) -> Terms:
    fields = [frame.disciplines.broad_fields(_seat_disciplines(each) or []) for each in postings]
    return Terms(
        region=ints([each.region_id or UNSAID for each in postings]),
        mode=ints([MODES[WorkMode(each.work_mode)] for each in postings]),
        starts_on=days(each.starts_on for each in postings),
        ends_on=days(each.ends_on for each in postings),
        hours_per_week=amounts(each.hours_per_week for each in postings),
        pay_per_day=amounts(each.pay_cny_per_day for each in postings),
        fields=Ragged.of(fields),
    )


def _conditions(frame: Frame, postings: Sequence[Posting]) -> Conditions:
    seats = [_seat_disciplines(each) for each in postings]
    is_open = [_takes_applications(each, seat) for each, seat in zip(postings, seats, strict=True)]
    return Conditions(
        audience=ints([AUDIENCES[Audience(each.audience)] for each in postings]),
        universities=Ragged.of([_universities(frame, each) for each in postings]),
        company=ints([_company(frame, each) for each in postings]),
        min_degree=ints([each.min_degree_level or 0 for each in postings]),
        min_year=ints([each.min_year or 0 for each in postings]),
        seat_disciplines=Ragged.of([frame.disciplines.of_seats(seat or []) for seat in seats]),
        languages=_language_bits(frame, postings),
        permit_country=ints([country_number(each.work_permit_country) for each in postings]),
        deadline=days(each.deadline_on for each in postings),
        is_open=np.array(is_open, dtype=bool),
        passes_rules=np.ones(len(postings), dtype=bool),
    )


def _takes_applications(posting: Posting, seats: list[int] | None) -> bool:
    verified = posting.owner.status == OrganisationStatus.VERIFIED
    return posting.status == PostingStatus.OPEN and verified and seats is not None


def _universities(frame: Frame, posting: Posting) -> list[int]:
    listed = [each.pk for each in posting.listed_universities.all()]
    own = [posting.owner_id] if posting.owner.kind == OrganisationKind.UNIVERSITY else []
    wanted = own if posting.audience == Audience.OWN_UNIVERSITY else [*own, *listed]
    return sorted({frame.university[each] for each in wanted if each in frame.university})


def _company(frame: Frame, posting: Posting) -> int:
    if posting.owner.kind != OrganisationKind.COMPANY:
        return UNSAID
    return frame.company.get(posting.owner_id, len(frame.company_ids))


def _language_bits(frame: Frame, postings: Sequence[Posting]) -> npt.NDArray[np.uint64]:
    """A language or level that is newer than the frame is spoken by nobody."""
    bit = {pair: np.uint64(1 << number) for number, pair in enumerate(frame.language_levels)}
    unknown = np.uint64(1 << UNKNOWN_LANGUAGE_BIT)
    bits = np.zeros(len(postings), dtype=np.uint64)
    for row, posting in enumerate(postings):
        for asked in posting.languages.all():
            bits[row] |= bit.get((asked.language_id, asked.level), unknown)
    return bits
