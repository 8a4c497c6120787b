"""The students of the demo, drawn from the archetypes with a fixed seed: the same every time."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product
from random import Random

from accounts.enums import DegreeLevel, Evidence, LanguageLevel, WorkMode
from config.demo import sources
from config.demo.identities import TOLD, Identity, identities
from config.demo.people import Person
from config.demo.sources import Archetype, OrganisationLine, Piece

SEED = 2026
COLLEGE = "jinyuan-poly"
YEARS: dict[DegreeLevel, tuple[int, ...]] = {
    DegreeLevel.VOCATIONAL: (1, 2, 2, 3, 3),
    DegreeLevel.BACHELOR: (1, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4),
    DegreeLevel.MASTER: (1, 1, 2, 2, 3),
    DegreeLevel.DOCTORATE: (1, 2, 3, 4),
}
DEGREES = (
    *[DegreeLevel.BACHELOR] * 12,
    *[DegreeLevel.MASTER] * 6,
    *[DegreeLevel.DOCTORATE] * 2,
)
SAID = (Evidence.STATED, Evidence.STATED, Evidence.STATED, Evidence.CERTIFICATE)
WORK_MODES = ("", "", "", WorkMode.HYBRID, WorkMode.HYBRID, WorkMode.ON_SITE, WorkMode.REMOTE)
PAY = (None, None, None, 100, 120, 150, 200, 250, 300)
FEWEST_SKILLS, MOST_SKILLS = 5, 12


@dataclass(frozen=True, kw_only=True)
class SkillSketch:
    key: str
    level: int
    evidence: Evidence
    note: str


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """Weeks count from the day on which the demo is seeded."""

    from_weeks: int
    until_weeks: int
    hours_per_week: int
    places: tuple[str, ...]
    only_these_places: bool
    work_mode: str
    pay_cny_per_day: int | None
    consents_to_matching: bool
    open_to_companies: bool


@dataclass(frozen=True, kw_only=True)
class Sketch:
    """Everything about one student."""

    person: Person
    archetype: str
    university: str
    programme: str
    discipline: str
    degree_level: DegreeLevel
    year: int
    interests: tuple[str, ...]
    skills: tuple[SkillSketch, ...]
    languages: tuple[tuple[str, LanguageLevel], ...]
    work_permits: str
    statement: str
    is_confirmed: bool
    wishes: Wishes


@dataclass(frozen=True)
class Story:
    """What one student has to tell; no two of an archetype tell the same."""

    course: Piece
    projects: tuple[Piece, ...]
    wish: Piece


def sketches() -> list[Sketch]:
    """All students, the two a reader may sign in as among them."""
    chance = Random(SEED)  # noqa: S311 -- the same students every time
    strangers = identities(chance)
    return [
        _student(archetype, story, who, chance)
        for archetype in sources.archetypes()
        for who, story in _who_tells_what(archetype, strangers, chance)
    ]


def _who_tells_what(
    archetype: Archetype, strangers: Iterator[Identity], chance: Random
) -> Iterator[tuple[Identity, Story]]:
    possible = product(archetype.courses, combinations(archetype.projects, 2), archetype.wishes)
    first, *others = (
        Story(course, projects, wish)
        for course, projects, wish in chance.sample(list(possible), archetype.count)
    )
    yield TOLD.get(archetype.key) or next(strangers), first
    for story in others:
        yield next(strangers), story


def _student(archetype: Archetype, story: Story, who: Identity, chance: Random) -> Sketch:
    university = _university(archetype.universities, who, chance)
    degree = _degree(university, who, chance)
    programme = chance.choice(archetype.programmes)
    writes = _writes(who, chance)
    return Sketch(
        person=Person(f"{who.mailbox}@{university.domain}", who.name, who.reads),
        archetype=archetype.key,
        university=university.id,
        programme=programme.zh if who.reads_chinese else programme.en,
        discipline=chance.choice(programme.disciplines),
        degree_level=degree,
        year=chance.choice(YEARS[degree]),
        interests=tuple(chance.sample(archetype.interests, chance.randint(1, 2))),
        skills=tuple(_skills(archetype, story, (degree, writes), chance)),
        languages=tuple(_languages(who, chance)),
        work_permits=chance.choice(["CN", who.country]),
        statement=_statement(story, writes),
        is_confirmed=who.is_told or chance.random() < 0.9,  # noqa: PLR2004
        wishes=_open_wishes(university) if who.is_told else _wishes(university, chance),
    )


def _university(ids: tuple[str, ...], who: Identity, chance: Random) -> OrganisationLine:
    chosen = ids[0] if who.is_told else chance.choice(ids)
    return next(line for line in sources.organisations() if line.id == chosen)


def _degree(university: OrganisationLine, who: Identity, chance: Random) -> DegreeLevel:
    if who.is_told:
        return DegreeLevel.MASTER
    return DegreeLevel.VOCATIONAL if university.id == COLLEGE else chance.choice(DEGREES)


def _writes(who: Identity, chance: Random) -> str:
    """In which languages the statement is: mostly in the one they read, sometimes in both."""
    if who.reads_chinese:
        return chance.choice([*["zh"] * 8, "zh en", "zh en"])
    return chance.choice([*["en"] * 8, "en zh"]) if who.is_from_china else "en"


def _statement(story: Story, writes: str) -> str:
    pieces = [story.course, *story.projects, story.wish]
    told = {"en": " ".join(each.en for each in pieces), "zh": "".join(each.zh for each in pieces)}
    return "\n\n".join(told[language] for language in writes.split())


def _skills(
    archetype: Archetype, story: Story, said: tuple[DegreeLevel, str], chance: Random
) -> Iterator[SkillSketch]:
    """Those of the projects first, then of the course, then others of the field."""
    degree, writes = said
    shown: dict[str, tuple[Evidence, str]] = {}
    for piece in story.projects:
        note = piece.en if writes.startswith("en") else piece.zh
        shown = dict.fromkeys(piece.skills, (Evidence.PROJECT, note)) | shown
    shown = dict.fromkeys(story.course.skills, (Evidence.COURSE, "")) | shown
    for key in chance.sample(archetype.more_skills, 4):
        shown.setdefault(key, (chance.choice(SAID), ""))
    best_first = sorted(shown, key=lambda key: shown[key][0] < Evidence.COURSE)
    for key in best_first[: chance.randint(FEWEST_SKILLS, MOST_SKILLS)]:
        evidence, note = shown[key]
        level = _level(degree, evidence, chance)
        yield SkillSketch(key=key, level=level, evidence=evidence, note=note)


def _level(degree: DegreeLevel, evidence: Evidence, chance: Random) -> int:
    level = 2 + (degree >= DegreeLevel.MASTER) + (evidence >= Evidence.PROJECT)
    return max(1, min(5, level + chance.choice([-1, 0, 0, 1])))


def _languages(who: Identity, chance: Random) -> Iterator[tuple[str, LanguageLevel]]:
    """The first language, Chinese and English; a few know one more."""
    levels = LanguageLevel
    yield who.first_language, levels.NATIVE
    if not who.is_from_china:
        yield "zh", chance.choice([levels.A1, levels.A2, levels.B1, levels.B2])
    if who.first_language != "en":
        good, fair = (levels.B2, levels.C1, levels.C1), (levels.A2, levels.B1, levels.B2)
        yield "en", chance.choice(fair if who.reads_chinese and not who.is_told else good)
    if who.is_from_china and chance.random() < 0.1:  # noqa: PLR2004
        yield chance.choice(["ja", "de", "fr", "ko", "ru"]), chance.choice([levels.A2, levels.B1])


def _open_wishes(university: OrganisationLine) -> Wishes:
    return Wishes(
        from_weeks=0,
        until_weeks=60,
        hours_per_week=40,
        places=(university.region,),
        only_these_places=False,
        work_mode="",
        pay_cny_per_day=150,
        consents_to_matching=True,
        open_to_companies=True,
    )


def _wishes(university: OrganisationLine, chance: Random) -> Wishes:
    elsewhere = sorted({line.region for line in sources.organisations()} - {university.region})
    begins = chance.randint(0, 10)
    return Wishes(
        from_weeks=begins,
        until_weeks=begins + chance.choice([20, 26, 30, 40, 52]),
        hours_per_week=chance.choice([8, 12, 16, 20, 24, 32, 40, 40, 40]),
        places=(university.region, *chance.sample(elsewhere, chance.randint(0, 3))),
        only_these_places=chance.random() < 0.15,  # noqa: PLR2004
        work_mode=chance.choice(WORK_MODES),
        pay_cny_per_day=chance.choice(PAY),
        consents_to_matching=chance.random() < 0.97,  # noqa: PLR2004
        open_to_companies=chance.random() < 0.55,  # noqa: PLR2004
    )
