"""A posting as a list shows it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest

from accounts.models import User
from internships.postings.enums import Necessity
from internships.postings.models import Posting, PostingSkill, SavedPosting
from taxonomy.models import Skill

SKILLS_ON_A_CARD = 5


@dataclass(frozen=True)
class Card:
    posting: Posting
    seats_left: int
    skills: list[Skill]
    more_skills: int
    is_saved: bool


def cards_of(request: HttpRequest, postings: Iterable[Posting]) -> list[Card]:
    """One card each; `for_listing()` has fetched what they show."""
    listed = list(postings)
    saved = _saved_among(request, listed)
    return [_card(posting, is_saved=posting.pk in saved) for posting in listed]


def weightiest_first(lines: Iterable[PostingSkill]) -> list[PostingSkill]:
    """Musts before the nice to have, the weighty before the light."""
    return sorted(lines, key=lambda line: (line.necessity != Necessity.MUST, -line.weight, line.pk))


def seats_left(posting: Posting) -> int:
    return sum(group.free for group in posting.seat_groups.all())


def _card(posting: Posting, *, is_saved: bool) -> Card:
    lines = weightiest_first(posting.skills.all())
    return Card(
        posting=posting,
        seats_left=seats_left(posting),
        skills=[line.skill for line in lines[:SKILLS_ON_A_CARD]],
        more_skills=max(0, len(lines) - SKILLS_ON_A_CARD),
        is_saved=is_saved,
    )


def _saved_among(request: HttpRequest, postings: list[Posting]) -> set[int]:
    if not isinstance(request.user, User):
        return set()
    saved = SavedPosting.objects.visible_to(request.user).filter(posting__in=postings)
    return set(saved.values_list("posting", flat=True))
