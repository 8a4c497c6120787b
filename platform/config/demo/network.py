"""Organisations, who speaks for them, and which university accepts which company."""

from collections.abc import Iterator
from itertools import pairwise, product
from random import Random

from stdnum.cn import uscc

from accounts.enums import AcceptanceStatus as Decision
from accounts.enums import OrganisationKind as Kind
from accounts.enums import OrganisationStatus as Status
from accounts.enums import Role
from accounts.models import (
    Acceptance,
    AcceptanceTransition,
    Membership,
    Organisation,
    OrganisationTransition,
    User,
)
from accounts.workflow import DECISION_NEEDS_REASON
from config.demo import people, sources
from config.demo.people import CHINESE, ENGLISH, LOGINS, PLATFORM_ADMIN, Person
from config.demo.sources import OrganisationLine
from taxonomy.models import Industry, Region

# Who is there in each kind of organisation: the name of the mailbox, and the roles it speaks in.
POSITIONS: dict[str, dict[str, tuple[Role, ...]]] = {
    Kind.UNIVERSITY: {
        "coordinator": (Role.ADMIN, Role.COORDINATOR),
        "supervisor": (Role.ACADEMIC_SUPERVISOR,),
        "supervisor2": (Role.ACADEMIC_SUPERVISOR,),
    },
    Kind.COMPANY: {"recruiter": (Role.ADMIN, Role.RECRUITER), "mentor": (Role.MENTOR,)},
    Kind.PARK: {"verifier": (Role.ADMIN, Role.VERIFIER)},
}
WAY_TO: dict[str, tuple[Status, ...]] = {
    Status.UNVERIFIED: (Status.UNVERIFIED,),
    Status.SUBMITTED: (Status.UNVERIFIED, Status.SUBMITTED),
    Status.VERIFIED: (Status.UNVERIFIED, Status.SUBMITTED, Status.VERIFIED),
    Status.SUSPENDED: (Status.UNVERIFIED, Status.SUBMITTED, Status.VERIFIED, Status.SUSPENDED),
}
DECISIONS = (
    *[Decision.ACCEPTED] * 32,
    *[Decision.PENDING] * 4,
    *[Decision.DECLINED] * 2,
    Decision.BLOCKED,
    None,
)
NOTES = {
    Decision.ACCEPTED: "走访过，带教到位。Visited: mentoring and safety training are good.",
    Decision.DECLINED: "暂无与本校专业相符的岗位。Nothing that suits our programmes for now.",
    Decision.BLOCKED: "未按协议安排工作。Our last students were not given the agreed work.",
    Decision.PENDING: "",
}
AUTHORITY = {Kind.UNIVERSITY: "12", Kind.COMPANY: "91", Kind.PARK: "12"}
SUSPENDED_BECAUSE = "学生未得到带教，待整改。Students were left without a mentor."
SEED = 13


def found_network() -> dict[str, Organisation]:
    """Write all organisations with their people and decisions; they come back by id."""
    parks = _store([line for line in sources.organisations() if line.kind == Kind.PARK], {})
    others = _store([line for line in sources.organisations() if line.kind != Kind.PARK], parks)
    organisations = parks | others
    staff = people.welcome(list(_staff()))
    _appoint(organisations, staff)
    _tell_their_story(organisations, staff)
    _decide(organisations, staff)
    return organisations


def registration_number(line: OrganisationLine, number: int) -> str:
    """A code whose checksum is right, of no real organisation."""
    digits = line.region if line.region.isdigit() else "330100"
    body = f"{AUTHORITY[Kind(line.kind)]}{digits}MADEM{number:03}X"
    return body + uscc.calc_check_digit(body)


def mailbox(line: OrganisationLine, position: str) -> str:
    return f"{position}@{line.domain}"


def contact_of(line: OrganisationLine) -> str:
    """The e-mail of whoever administers the organisation."""
    return mailbox(line, next(iter(POSITIONS[line.kind])))


def _store(
    lines: list[OrganisationLine], parks: dict[str, Organisation]
) -> dict[str, Organisation]:
    regions = Region.objects.in_bulk([line.region for line in lines], field_name="code")
    industries = Industry.objects.in_bulk([line.industry for line in lines], field_name="code")
    number = {line.id: at for at, line in enumerate(sources.organisations())}
    stored = Organisation.objects.bulk_create(
        Organisation(
            kind=line.kind,
            status=line.status,
            name_en=line.name_en,
            name_zh=line.name_zh,
            about_en=line.about_en,
            about_zh=line.about_zh,
            registration_number=registration_number(line, number[line.id]),
            email_domain=line.domain,
            website=f"https://{line.domain}/",
            region=regions[line.region],
            industry=industries.get(line.industry),
            park=parks.get(line.park),
        )
        for line in lines
    )
    return {line.id: organisation for line, organisation in zip(lines, stored, strict=True)}


def _staff() -> Iterator[Person]:
    """Two thirds read Chinese; those a reader may sign in as read what `LOGINS` says."""
    chance = Random(SEED)  # noqa: S311 -- the same people every time
    told = {login.email: login.reads for login in LOGINS}
    for line in sources.organisations():
        for position in POSITIONS[line.kind]:
            email = mailbox(line, position)
            reads = told.get(email) or chance.choice([CHINESE, CHINESE, ENGLISH])
            yield Person(email, _name(chance, reads), reads)
    yield Person(PLATFORM_ADMIN, "Ada Fernhollow", ENGLISH, is_staff=True)


def _name(chance: Random, reads: str) -> str:
    surname = chance.choice(sources.names().surnames)
    given = chance.choice(sources.names().given)
    return surname[0] + given[0] if reads == CHINESE else f"{given[1]} {surname[1]}"


def _appoint(organisations: dict[str, Organisation], staff: dict[str, User]) -> None:
    Membership.objects.bulk_create(
        Membership(
            user=staff[mailbox(line, position)], organisation=organisations[line.id], role=role
        )
        for line in sources.organisations()
        for position, roles in POSITIONS[line.kind].items()
        for role in roles
    )


def _tell_their_story(organisations: dict[str, Organisation], staff: dict[str, User]) -> None:
    """Each organisation asked to be verified; a park or the platform decided."""
    OrganisationTransition.objects.bulk_create(
        OrganisationTransition(
            subject=organisations[line.id],
            by=_mover(line, target, staff),
            source=source,
            target=target,
            reason=SUSPENDED_BECAUSE if target == Status.SUSPENDED else "",
        )
        for line in sources.organisations()
        for source, target in pairwise(WAY_TO[line.status])
    )


def _mover(line: OrganisationLine, target: str, staff: dict[str, User]) -> User:
    if target == Status.SUBMITTED:
        return staff[contact_of(line)]
    parks = {park.id: park for park in sources.organisations() if park.kind == Kind.PARK}
    return staff[contact_of(parks[line.park]) if line.park else PLATFORM_ADMIN]


def _decide(organisations: dict[str, Organisation], staff: dict[str, User]) -> None:
    """Most companies are accepted by most universities; some wait, a few are refused."""
    decided = [
        Acceptance(
            university=organisations[university.id],
            company=organisations[company.id],
            status=decision,
            note=NOTES[decision],
        )
        for university, company, decision in decisions()
    ]
    Acceptance.objects.bulk_create(decided)
    coordinators = {
        organisations[line.id].pk: staff[contact_of(line)]
        for line in sources.organisations()
        if line.kind == Kind.UNIVERSITY
    }
    AcceptanceTransition.objects.bulk_create(
        AcceptanceTransition(
            subject=each,
            by=coordinators[each.university_id],
            source=Decision.PENDING,
            target=each.status,
            reason=each.note if each.status in DECISION_NEEDS_REASON else "",
        )
        for each in decided
        if each.status != Decision.PENDING
    )


def decisions() -> Iterator[tuple[OrganisationLine, OrganisationLine, Decision]]:
    """University, company and what the one thinks of the other; pairs without a say are absent."""
    chance = Random(SEED)  # noqa: S311 -- the same decisions every time
    lines = sources.organisations()
    universities = [line for line in lines if line.kind == Kind.UNIVERSITY]
    known = [line for line in lines if line.kind == Kind.COMPANY and line.status == Status.VERIFIED]
    for university, company in product(universities, known):
        decision = chance.choice(DECISIONS)
        if decision is not None:
            yield university, company, decision
