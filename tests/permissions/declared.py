"""The file of declared answers: one line per route, method and object, a status per actor."""

import os
from pathlib import Path

from tests.permissions.world import ACTORS

FILE = Path(__file__).parent / "answers.txt"
UPDATING = os.environ.get("UPDATE_ANSWERS") == "1"
NOT_ASKED = "-"
HEADING_EACH = 20
INTRODUCTION = """\
# Who gets what: the declared answer of every route, by method and object, for every actor.
# Objects are the north's unless they say otherwise; "missing" does not exist. Every line was read
# against the rules. `UPDATE_ANSWERS=1 pytest -n0 tests/permissions` writes the file anew: read the
# difference before you keep it.
#
# anon a stranger · new signed in, nothing else · ex once administrator of north's company and
# university · inv invited by north's company
# nstu student · nadm, nrec, nmen administrator, recruiter and mentor of the company · nraw
# administrator of an unverified company · nrek, ncoo, naca administrator, coordinator and academic
# supervisor of the university · nver verifier of the park: all of the north
# sstu student · srec recruiter · scoo coordinator · sver park's verifier: all of the south
# plat platform administrator
"""


def read():
    """Status by actor, by (route, method, object)."""
    lines = FILE.read_text(encoding="utf-8").splitlines() if FILE.exists() else []
    found = {}
    for line in lines:
        if line and not line.startswith("#"):
            route, method, label, statuses = (part.strip() for part in line.split("|"))
            found[route, method, label] = dict(zip(ACTORS, statuses.split(), strict=True))
    return found


def lines_of(route):
    """Status by actor, by (method, object) of one route."""
    return {
        (method, label): statuses
        for (name, method, label), statuses in read().items()
        if name == route.name
    }


def keep(route, answers, *, order):
    """Write the file with these answers in place of the route's; routes that are gone go."""
    kept = {line: found for line, found in read().items() if line[0] != route.name}
    for (method, label), by_actor in answers.items():
        found = {actor: str(answer.status) for actor, answer in by_actor.items()}
        kept[route.name, method, label] = found
    place = {each.name: number for number, each in enumerate(order)}
    there = (line for line in kept if line[0] in place)
    _write({line: kept[line] for line in sorted(there, key=lambda line: place[line[0]])})


def _write(answers):
    """`answers` as `read` returns them, in the order of the resolver."""
    names = " ".join(f"{actor:4}" for actor in ACTORS)
    text, last, since = INTRODUCTION, "", HEADING_EACH
    for (route, method, label), statuses in answers.items():
        if route != last and since >= HEADING_EACH:
            text, since = f"{text}\n#{'':<78} | {names}".rstrip() + "\n", 0
        cells = " ".join(f"{statuses.get(actor, NOT_ASKED):4}" for actor in ACTORS)
        text += f"{route:<36} | {method:<6} | {label:<30} | {cells}".rstrip() + "\n"
        last, since = route, since + 1
    FILE.write_text(text, encoding="utf-8")
