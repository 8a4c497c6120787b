"""What must be true of a posting before it opens, and stay true while it is open."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import OrganisationKind
from accounts.models import Membership
from foundation.errors import RuleBroken, RulesBroken
from internships.postings.actions.findings import blocking_texts
from internships.postings.enums import Audience, PostingKind
from internships.postings.models import Posting

OWNERS = {
    PostingKind.PROJECT: OrganisationKind.UNIVERSITY,
    PostingKind.INTERNSHIP: OrganisationKind.COMPANY,
}


class NotReady(RuleBroken):
    """One condition for being open is not met."""


class OwnerNotVerified(NotReady):
    rule = "owner_not_verified"


class WrongOwner(NotReady):
    rule = "wrong_owner_for_kind"


class NoSeat(NotReady):
    rule = "no_seat"


class NoContact(NotReady):
    rule = "no_active_contact"


class DatesOutOfOrder(NotReady):
    rule = "dates_out_of_order"


class DeadlinePast(NotReady):
    rule = "deadline_past"


class NoSkill(NotReady):
    rule = "no_skill"


class PhasesLeaveGap(NotReady):
    rule = "phases_leave_gap"


class NoOutcome(NotReady):
    rule = "no_research_outcome"


class TooFewDisciplines(NotReady):
    rule = "too_few_disciplines"


class NobodyAddressed(NotReady):
    rule = "nobody_addressed"


class RulePackBlocks(NotReady):
    rule = "rule_pack_blocks"


class NotReadyToOpen(RulesBroken):
    """All that a posting lacks for being open."""

    rule = "posting_not_ready"


Asks = Callable[[Posting, date], Iterable[str]]


@dataclass(frozen=True)
class Condition:
    """A condition for being open: its name for people, and what asks whether it is met."""

    refusal: type[NotReady]
    label: Promise
    asks: Asks
    kind: PostingKind | None = None

    def unmet(self, posting: Posting, *, today: date) -> list[NotReady]:
        return [self.refusal(text) for text in self.asks(posting, today)]


@dataclass(frozen=True)
class Checked:
    """A line of the checklist: a condition, and what it still lacks."""

    label: Promise
    lacks: list[NotReady]


def today_at(moment: datetime) -> date:
    """The day by which deadlines count: the installation's, whoever is reading."""
    return timezone.localdate(moment, timezone.get_default_timezone())


def checklist(posting: Posting, *, today: date) -> list[Checked]:
    """Every condition that applies to the posting, met or not."""
    applying = [each for each in CONDITIONS if each.kind in {None, posting.kind}]
    return [Checked(each.label, each.unmet(posting, today=today)) for each in applying]


def unmet(posting: Posting, *, today: date) -> list[NotReady]:
    """Everything that keeps the posting from being open."""
    return [lack for line in checklist(posting, today=today) for lack in line.lacks]


def require_ready(posting: Posting, *, today: date) -> None:
    """Raise `NotReadyToOpen` with all unmet conditions, if there is one."""
    lacks = unmet(posting, today=today)
    if lacks:
        raise NotReadyToOpen(lacks)


def _owner_is_verified(posting: Posting, today: date) -> Iterable[str]:
    if not posting.owner.is_verified:
        yield _("The organisation is not verified.")


def _owner_suits_kind(posting: Posting, today: date) -> Iterable[str]:
    if posting.owner.kind != OWNERS[PostingKind(posting.kind)]:
        yield _("Projects are posted by universities, and internships by companies.")


def _has_seat(posting: Posting, today: date) -> Iterable[str]:
    if not posting.seat_groups.exists():
        yield _("Add at least one seat.")


def _has_contact(posting: Posting, today: date) -> Iterable[str]:
    current = Membership.objects.current().filter(
        user=posting.contact_id, organisation=posting.owner_id
    )
    if posting.contact_id is None or not current.exists():
        yield _("Name a contact who is an active member of the organisation.")


def _dates_in_order(posting: Posting, today: date) -> Iterable[str]:
    deadline, starts, ends = posting.deadline_on, posting.starts_on, posting.ends_on
    if deadline is None or starts is None or ends is None:
        yield _("Give the start, the end and the deadline.")
    elif not deadline <= starts < ends:
        yield _("The deadline must not be after the start, and the end must be after it.")


def _deadline_ahead(posting: Posting, today: date) -> Iterable[str]:
    if posting.deadline_on is not None and posting.deadline_on < today:
        yield _("The deadline is past.")


def _has_skill(posting: Posting, today: date) -> Iterable[str]:
    if not posting.skills.exists():
        yield _("Add at least one skill.")


def _phases_cover_dates(posting: Posting, today: date) -> Iterable[str]:
    if posting.starts_on is None or posting.ends_on is None:
        yield _("Give the dates first; then phases that cover them.")
        return
    covered_until = posting.starts_on - timedelta(days=1)
    for starts_on, ends_on in posting.phases.order_by("starts_on").values_list(
        "starts_on", "ends_on"
    ):
        if starts_on > covered_until + timedelta(days=1):
            break
        covered_until = max(covered_until, ends_on)
    if covered_until < posting.ends_on:
        yield _("The phases must cover the dates of the posting without a gap.")


def _names_outcome(posting: Posting, today: date) -> Iterable[str]:
    if posting.outcome_id is None:
        yield _("Name the research outcome that the internship carries on.")
    if posting.trl_from is None or posting.trl_to is None:
        yield _("Give the technology readiness level, from and to.")


def _crosses_disciplines(posting: Posting, today: date) -> Iterable[str]:
    named = posting.seat_groups.filter(disciplines__isnull=False).values("disciplines")
    if named.distinct().count() < 2:  # noqa: PLR2004 -- what makes it cross-disciplinary
        yield _("A project names at least two disciplines across its seats.")


def _addresses_somebody(posting: Posting, today: date) -> Iterable[str]:
    if posting.audience == Audience.LISTED and not posting.listed_universities.exists():
        yield _("List at least one university, or choose another audience.")
    own = posting.audience == Audience.OWN_UNIVERSITY
    if own and posting.owner.kind != OrganisationKind.UNIVERSITY:
        yield _("Only a university has students of its own: choose another audience.")


def _rule_packs_agree(posting: Posting, today: date) -> Iterable[str]:
    return blocking_texts(posting)


CONDITIONS = (
    Condition(OwnerNotVerified, gettext_lazy("Organisation verified"), _owner_is_verified),
    Condition(WrongOwner, gettext_lazy("Kind suits the organisation"), _owner_suits_kind),
    Condition(NoContact, gettext_lazy("Active contact"), _has_contact),
    Condition(DatesOutOfOrder, gettext_lazy("Dates in order"), _dates_in_order),
    Condition(DeadlinePast, gettext_lazy("Deadline ahead"), _deadline_ahead),
    Condition(
        NoOutcome,
        gettext_lazy("Research outcome with TRL"),
        _names_outcome,
        kind=PostingKind.INTERNSHIP,
    ),
    Condition(NoSkill, gettext_lazy("At least one skill"), _has_skill),
    Condition(NoSeat, gettext_lazy("At least one seat"), _has_seat),
    Condition(
        TooFewDisciplines,
        gettext_lazy("Two disciplines or more"),
        _crosses_disciplines,
        kind=PostingKind.PROJECT,
    ),
    Condition(PhasesLeaveGap, gettext_lazy("Phases cover the dates"), _phases_cover_dates),
    Condition(NobodyAddressed, gettext_lazy("Audience"), _addresses_somebody),
    Condition(RulePackBlocks, gettext_lazy("No rule pack objects"), _rule_packs_agree),
)
