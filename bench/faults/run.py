"""Kill tests: Synnet on PostgreSQL and Redis, hit while it works. Prints JSON (see README.md).

Exit status: 0 where nothing was lost, stuck or done twice; 1 where something was; 2 where
something is missing here.
"""

import argparse
import importlib
import json
import logging
import signal
import sys
import time
import traceback
from contextlib import closing

import django
from installation import Installation
from processes import ROOT, Trouble

# Which module holds a fault; its function has the name of the fault, with "_" for "-".
FAULTS = {
    "ranking-child": "ranking",
    "ranking-worker": "ranking",
    "redis-lost": "ranking",
    "redis-frozen": "ranking",
    "redis-down": "ranking",
    "child": "working",
    "worker": "working",
    "term-kill": "working",
    "site-child": "working",
    "postgresql": "working",
    "two-clocks": "working",
    "message-twice": "working",
    "zombie": "working",
    "lock-holder": "working",
    "poison": "failing",
    "full-disk": "failing",
    "mail-server": "failing",
}
SUMS = ("accepted", "lost", "stuck", "done_twice")
MISSING = 2


def main(given):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    signal.signal(signal.SIGINT, signal.default_int_handler)  # also where it was ignored
    try:
        house = Installation(students=given.students, postings=given.postings)
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return MISSING
    with closing(house):
        report = [result_of(name, house, given) for name in given.faults]
    text = json.dumps({"faults": report, **totals(report)}, indent=2)
    print(text)
    if given.out:
        given.out.write(text + "\n")
    return 0 if all(each["ok"] for each in report) else 1


def world_of(house):
    """The product's models and actions; they may be imported now."""
    if not hasattr(house, "world"):
        sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
        django.setup()
        logging.disable(logging.WARNING)
        house.world = importlib.import_module("world").World(house)
    return house.world


def result_of(name, house, given):
    """All rounds of one fault, summed up. What goes wrong in a round is part of the result."""
    started, rounds, trouble = time.monotonic(), [], ""
    fault = function_of(name, house)
    try:
        for number, found in enumerate(fault(world_of(house), given), start=1):
            rounds.append(found)
            print(f"{name} {number}: {json.dumps(found)}", file=sys.stderr, flush=True)
    except Exception:  # noqa: BLE001 -- a broken fault must not hide the others
        trouble = traceback.format_exc()
        print(trouble, file=sys.stderr, flush=True)
        house.start_over()
        world_of(house).forget_connection()
    return summed(name, rounds, trouble) | {"seconds": round(time.monotonic() - started)}


def function_of(name, house):
    world_of(house)
    module = importlib.import_module(FAULTS[name])
    return getattr(module, name.removeprefix("ranking-").replace("-", "_"))


def summed(name, rounds, trouble):
    sums = {each: sum(found[each] for found in rounds) for each in SUMS}
    broken = [each for found in rounds for each in found["broken"]]
    clean = not any(sums[each] for each in SUMS[1:])
    return {
        "fault": name,
        "rounds": len(rounds),
        **sums,
        **most(rounds),
        "broken": broken,
        "trouble": trouble,
        "ok": bool(rounds) and clean and not broken and not trouble,
    }


def most(rounds):
    """The rounds' other figures: the largest of each, and how often a blow fell as it was aimed."""
    names = {name for found in rounds for name in found if name.endswith("_s")}
    found = {name: max(each.get(name, 0) for each in rounds) for name in sorted(names)}
    if any("as_aimed" in each for each in rounds):
        found["as_aimed"] = sum(each.get("as_aimed", False) for each in rounds)
    return found


def totals(report):
    return {
        **{f"all_{each}": sum(found[each] for found in report) for each in SUMS},
        "ok": all(found["ok"] for found in report),
    }


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--faults", nargs="+", choices=FAULTS, default=list(FAULTS), metavar="NAME")
    parser.add_argument("--rounds", type=int, default=1, help="of each fault")
    parser.add_argument("--jobs", type=int, default=30, help="accepted in each round of jobs")
    parser.add_argument("--students", type=int, default=4_000)
    parser.add_argument("--postings", type=int, default=800)
    parser.add_argument("--out", type=argparse.FileType("w"), help="write the JSON here as well")
    return parser.parse_args()


if __name__ == "__main__":
    try:
        sys.exit(main(arguments()))
    except KeyboardInterrupt:
        sys.exit(130)
