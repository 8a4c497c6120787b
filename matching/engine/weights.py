"""How much everything counts: data in weights.toml, checked when it is read."""

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Self, TypeVar

PACKAGED = Path(__file__).with_name("weights.toml")
LEVELS = 5
_TOLERANCE = 1e-9


def _fractions(name: str, *values: float) -> None:
    if not all(0 <= value <= 1 for value in values):
        raise ValueError(f"{name} must be between 0 and 1")


def _sums_to_one(name: str, *values: float) -> None:
    _fractions(name, *values)
    if abs(sum(values) - 1) > _TOLERANCE:
        raise ValueError(f"{name} must sum to 1, not {sum(values)}")


@dataclass(frozen=True)
class PartWeights:
    """Shares of the score; they sum to 1."""

    skills: float
    text: float
    bridge: float
    wishes: float

    def __post_init__(self) -> None:
        _sums_to_one("parts", *asdict(self).values())


@dataclass(frozen=True)
class SkillWeights:
    """What a stated skill is worth, and how much of it flows to broader skills."""

    level: tuple[float, ...]
    evidence: tuple[float, ...]
    mentioned: float
    must: float
    doubt: float
    decay: tuple[float, ...]
    broader_share: float

    def __post_init__(self) -> None:
        _fractions("skills", *self.level, *self.evidence, *self.decay)
        _fractions("skills", self.mentioned, self.broader_share)
        if len(self.level) != LEVELS or len(self.evidence) != LEVELS:
            raise ValueError("there are five levels and five kinds of evidence")
        if not 0 <= self.doubt < float("inf"):
            raise ValueError("doubt starts at 0")
        if not 1 <= self.must < float("inf"):
            raise ValueError("a must-have counts at least as much as a nice-to-have")

    def worth(self, *, level: int, evidence: int) -> float:
        return self.level[level - 1] * self.evidence[evidence]


@dataclass(frozen=True)
class TextWeights:
    """How texts become vectors; words and pieces sum to 1."""

    words: float
    pieces: float
    characters: float
    contrast: float
    pairs: float
    triples: float
    max_words: int
    max_pieces: int
    max_characters: int
    max_terms: int

    def __post_init__(self) -> None:
        _sums_to_one("words and pieces", self.words, self.pieces)
        if not 0 < self.characters < float("inf"):
            raise ValueError("characters must be above 0")
        if not 0 < self.contrast < float("inf"):
            raise ValueError("contrast must be above 0")
        _fractions("pairs and triples", self.pairs, self.triples)
        limits = (self.max_words, self.max_pieces, self.max_characters, self.max_terms)
        if not all(isinstance(limit, int) and limit >= 1 for limit in limits):
            raise ValueError("limits of the vocabulary are whole numbers and start at 1")


@dataclass(frozen=True)
class BridgeWeights:
    """How skills found in texts count."""

    stated: float
    doubt: float
    occupations: float
    occupation_doubt: float
    decay: tuple[float, ...]

    def __post_init__(self) -> None:
        _fractions("bridge", self.stated, self.occupations, *self.decay)
        if not all(0 <= doubt < float("inf") for doubt in (self.doubt, self.occupation_doubt)):
            raise ValueError("doubt must be a number from 0")


@dataclass(frozen=True)
class WishWeights:
    """Shares of the wishes; without `unsaid` they sum to 1."""

    place: float
    dates: float
    hours: float
    pay: float
    field: float
    unsaid: float

    def __post_init__(self) -> None:
        _sums_to_one("wishes", self.place, self.dates, self.hours, self.pay, self.field)
        _fractions("unsaid", self.unsaid)


@dataclass(frozen=True)
class Weights:
    """All of them.

    Examples
    --------
    >>> weights = Weights.packaged()
    >>> weights == Weights.from_dict(weights.to_dict())
    True
    """

    parts: PartWeights
    skills: SkillWeights
    text: TextWeights
    bridge: BridgeWeights
    wishes: WishWeights

    @classmethod
    def packaged(cls) -> Self:
        """The weights that this version of the engine comes with."""
        return cls.from_dict(tomllib.loads(PACKAGED.read_text(encoding="utf-8")))

    @classmethod
    def of_file(cls, path: Path) -> Self:
        """The packaged ones, but for what a file says otherwise.

        Raises
        ------
        ValueError
            If the file is missing, is no TOML, has a table or name that there is not, or values
            that cannot be.
        """
        tables = cls.packaged().to_dict()
        try:
            said = tomllib.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise ValueError(f"{path}: {error.strerror}") from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ValueError(f"{path}: {error}") from error
        for name, table in said.items():
            if not (isinstance(table, dict) and set(table) <= set(tables.get(name, {}))):
                raise ValueError(f"{path}: [{name}] is no table of weights, or names others")
            tables[name] |= table
        try:
            return cls.from_dict(tables)
        except (TypeError, ValueError) as error:
            raise ValueError(f"{path}: {error}") from error

    @classmethod
    def from_dict(cls, tables: Mapping[str, Mapping[str, Any]]) -> Self:
        """Raises ValueError for weights that make no sense, are missing, or are not known."""
        _same_names("tables", tables, cls)
        frozen = {name: _frozen(table) for name, table in tables.items()}
        return cls(
            parts=_table(PartWeights, "parts", frozen),
            skills=_table(SkillWeights, "skills", frozen),
            text=_table(TextWeights, "text", frozen),
            bridge=_table(BridgeWeights, "bridge", frozen),
            wishes=_table(WishWeights, "wishes", frozen),
        )

    def to_dict(self) -> dict[str, dict[str, Any]]:
        return asdict(self)


Table = TypeVar("Table")


def _table(kind: type[Table], name: str, tables: Mapping[str, Mapping[str, Any]]) -> Table:
    _same_names(name, tables[name], kind)
    try:
        return kind(**tables[name])
    except TypeError as error:
        raise ValueError(f"{name} must be numbers: {error}") from error


def _same_names(name: str, given: Mapping[str, Any], kind: type) -> None:
    wrong = {each.name for each in fields(kind)} ^ set(given)
    if wrong:
        raise ValueError(f"{name} must be given once and be known: {', '.join(sorted(wrong))}")


def _frozen(table: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}
