"""Who the students of the demo are, before they study anything."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from random import Random

from config.demo import sources
from config.demo.people import CHINESE, ENGLISH

ABROAD_EVERY = 16


@dataclass(frozen=True, kw_only=True)
class Identity:
    """`mailbox` stands before the @. A reader of the demo may sign in as one who `is_told`."""

    mailbox: str
    name: str
    reads: str
    country: str = "CN"
    first_language: str = "zh"
    is_told: bool = False

    @property
    def is_from_china(self) -> bool:
        return self.country == "CN"

    @property
    def reads_chinese(self) -> bool:
        return self.reads == CHINESE


# The first student of these archetypes.
TOLD = {
    "ai": Identity(mailbox="student.zh", name="林晓雨", reads=CHINESE, is_told=True),
    "robotics": Identity(mailbox="student.en", name="Yanqing Luo", reads=ENGLISH, is_told=True),
}


def identities(chance: Random) -> Iterator[Identity]:
    """People from China, and a few from abroad among them; none has another one's name."""
    names = sources.names()
    pairs = list(product(names.surnames, names.given))
    chance.shuffle(pairs)
    abroad = list(names.abroad)
    taken: set[str] = set()
    for surname, given in pairs:
        mailbox = f"s{len(taken) + 1:03}"
        if abroad and len(taken) % ABROAD_EVERY == ABROAD_EVERY // 2:
            name, country, first = abroad.pop()
            who = Identity(
                mailbox=mailbox, name=name, reads=ENGLISH, country=country, first_language=first
            )
        else:
            reads = chance.choice([CHINESE, CHINESE, CHINESE, ENGLISH, ENGLISH])
            name = surname[0] + given[0] if reads == CHINESE else f"{given[1]} {surname[1]}"
            who = Identity(mailbox=mailbox, name=name, reads=reads)
        if who.name not in taken:
            taken.add(who.name)
            yield who
