"""What one line of a table says, as the fields and lines of a posting."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts.enums import DegreeLevel, WorkMode
from accounts.imports.cells import BadCell, Cells, day, member, number, parts
from foundation.text import clean
from internships.postings.actions.parts import Parts, PhaseLine, SeatLine
from internships.postings.enums import Audience, OutcomeKind, PhaseKind, PostingKind
from internships.postings.imports.places import place_in
from internships.postings.imports.skills import SkillReader
from internships.postings.imports.texts import text_fields, title_fields
from internships.postings.search.places import Gazetteer
from taxonomy.models import Discipline

READERS: dict[str, Callable[[str], Any]] = {
    "starts_on": day,
    "ends_on": day,
    "deadline_on": day,
    "hours_per_week": number,
    "pay_cny_per_day": number,
    "min_year": number,
    "trl_from": number,
    "trl_to": number,
    "work_mode": lambda text: member(WorkMode, text),
    "audience": lambda text: member(Audience, text),
    "min_degree_level": lambda text: member(DegreeLevel, text),
}
TEXTS = {"title", "title_en", "title_zh", "text", "text_en", "text_zh", "requirements", "extras"}
OTHERS = {"id", "kind", "owner", "place", "seats", "disciplines", "skills", "phase"}
OUTCOME = {"outcome", "outcome_kind"}
KNOWN = frozenset({*READERS, *TEXTS, *OTHERS, *OUTCOME})
LONGEST_ID = 100


@dataclass(frozen=True)
class Draft:
    """A posting to be, and the research outcome it carries on: kind and title, if it names one."""

    source_id: str
    owner: str
    kind: PostingKind
    fields: dict[str, Any]
    parts: Parts
    outcome: tuple[OutcomeKind, str] | None
    notes: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return str(self.fields.get("title_en") or self.fields["title_zh"])


class DraftReader:
    """Reads lines; what the taxonomy knows is looked up once."""

    def __init__(self, *, defaults: Mapping[str, Any]) -> None:
        self.skills = SkillReader()
        self._defaults = defaults
        self._gazetteer = Gazetteer()
        self._cells = Cells()

    def read(self, given: Mapping[str, str]) -> Draft:
        """A draft; `BadCell` says what is wrong with the line."""
        said = {name: clean(text).strip() for name, text in given.items()}
        fields = {
            "work_mode": WorkMode.ON_SITE,
            **self._defaults,
            **_typed(said),
            **title_fields(said),
            **text_fields(said),
        }
        region, address = place_in(said.get("place", ""), self._gazetteer)
        unknown = bool(said.get("place")) and region is None
        return Draft(
            source_id=_source_id(said),
            owner=" ".join(said.get("owner", "").split()),
            kind=_in_column("kind", said, lambda text: member(PostingKind, text)),
            fields={**fields, "region": region, "address": address},
            parts=self._parts(said, fields),
            outcome=_outcome(said),
            notes=(_("Place not known: %s.") % address[:60],) if unknown else (),
        )

    def _parts(self, said: dict[str, str], fields: dict[str, Any]) -> Parts:
        title = " ".join(fields[name] for name in ("title_en", "title_zh") if fields.get(name))
        return Parts(
            skills=self.skills.lines(
                named=said.get("skills", ""),
                required=f"{title}\n{said.get('requirements', '')}",
                mentioned=" ".join(fields.get(name, "") for name in ("text_en", "text_zh")),
            ),
            seats=[SeatLine(seats=_seats(said), disciplines=self._disciplines(said))],
            phases=_phases(said, fields),
        )

    def _disciplines(self, said: dict[str, str]) -> list[Discipline]:
        codes = said.get("disciplines", "")
        found: list[Discipline] = _in_column(
            "disciplines",
            {"disciplines": codes.replace("|", ";")},
            lambda text: [self._cells.discipline(code) for code in parts(text)],
            default=[],
        )
        return found


def _typed(said: dict[str, str]) -> dict[str, Any]:
    return {name: _in_column(name, said, read) for name, read in READERS.items() if said.get(name)}


def _in_column(
    name: str, said: Mapping[str, str], read: Callable[[str], Any], default: Any = None
) -> Any:
    """What the cell means; the refusal names the field."""
    text = said.get(name, "")
    if not text and default is not None:
        return default
    try:
        return read(text)
    except BadCell as problem:
        raise BadCell(f"“{name}”: {problem}") from problem


def _source_id(said: dict[str, str]) -> str:
    source_id = said["id"]
    if not 1 <= len(source_id) <= LONGEST_ID:
        raise BadCell(_("“id” must have 1 to 100 characters."))
    return source_id


def _seats(said: dict[str, str]) -> int:
    return int(_in_column("seats", said, number, default=1))


def _phases(said: dict[str, str], fields: dict[str, Any]) -> list[PhaseLine]:
    """One phase over all the time, where there are dates in order."""
    starts_on, ends_on = fields.get("starts_on"), fields.get("ends_on")
    if not starts_on or not ends_on or starts_on > ends_on:
        return []
    kind = _in_column(
        "phase", said, lambda text: member(PhaseKind, text), default=PhaseKind.PROTOTYPE
    )
    return [PhaseLine(kind=kind.value, starts_on=starts_on, ends_on=ends_on)]


def _outcome(said: dict[str, str]) -> tuple[OutcomeKind, str] | None:
    if not said.get("outcome"):
        return None
    kind = _in_column(
        "outcome_kind", said, lambda text: member(OutcomeKind, text), default=OutcomeKind.SOFTWARE
    )
    return kind, said["outcome"]
