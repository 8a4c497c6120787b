"""A ranking run is hit: it must end once, and find to the byte what an undisturbed run finds."""

import signal
import time
from dataclasses import dataclass

from processes import busiest, kill, until
from traffic import ListReader, Visitor
from world import SLOW_SECONDS, past_lease

STAGES = ("building", "ranking", "finishing")
SHARDS_BEFORE = 3  # so many are done when a run is hit while it ranks
STAGE_SECONDS = 120


@dataclass(frozen=True)
class Undisturbed:
    digest: str
    counts: tuple
    n_matches: int


def undisturbed(world):
    """What a run finds when nothing happens to it."""
    world.house.keep_running()
    world.settle()
    run = world.finished_run(world.request_run())
    if run.status != "done":
        raise RuntimeError(f"an undisturbed run ended as {run.status}: {run.error}")
    digest, counts = world.lists_of(run)
    return Undisturbed(digest, counts, run.n_matches)


def hit(world, expected, *, stage, strike, heal=None, writes=False):
    """One round: start a run, strike once it has reached a stage, and look at what became of it."""
    world.house.keep_running()
    mark, newest = world.mark(), world.newest_job()
    with ListReader(world) as reader, Visitor(world, writes=writes) as visitor:
        run = world.request_run()
        struck_in = strike_in(stage, run, strike)
        if heal is not None:
            heal()
        world.finished_run(run)
    world.settle()
    digest, counts = world.lists_of(run)
    faults = {
        "run is done": run.status == "done" and run.is_current,
        "same bytes": digest == expected.digest and counts == expected.counts,
        "same number of matches": run.n_matches == expected.n_matches,
        "every shard once": run.shards_done == run.shards_total,
        "lists whole all the while": not reader.halves,
        "old run until the new one": reader.runs in ([reader.first[0]], [reader.first[0], run.pk]),
        "site right all the while": not visitor.wrong,
        "site quick all the while": visitor.slowest <= SLOW_SECONDS,
    }
    return {
        **tally(world, mark=mark, newest=newest),
        "struck_in": struck_in,
        "as_aimed": struck_in == stage,
        "slowest_s": round(visitor.slowest, 2),
        "answers": visitor.asked,
        "looks": reader.looks,
        "broken": [name for name, holds in faults.items() if not holds] + visitor.wrong[:3],
        "error": run.error,
    }


def strike_in(stage, run, strike):
    """Strike once the run has come so far; returns the stage in which it was then."""

    def reached():
        run.refresh_from_db()
        enough = stage != "ranking" or run.shards_done >= SHARDS_BEFORE
        return not run.is_unfinished or (run.status == stage and enough)

    until(reached, what=f"{stage} of run {run.pk}", seconds=STAGE_SECONDS)
    strike()
    run.refresh_from_db()
    return run.status


def tally(world, *, mark, newest):
    """What became of the jobs that were written since `newest`."""
    since = world.jobs().filter(pk__gt=newest)
    return {
        "accepted": since.count(),
        "lost": since.filter(state__in=["failed", "cancelled"]).count(),
        "stuck": since.unfinished().count(),
        "done_twice": world.done_twice(mark),
    }


def child(world, given):
    """SIGKILL to the pool child that works hardest."""

    def strike():
        (worker,) = world.house.processes("worker")
        kill(busiest(worker.children()))

    return _each_stage(world, given.rounds, strike)


def worker(world, given):
    """SIGKILL to the worker and its children; another one is started."""

    def strike():
        world.house.stop_processes("worker")

    return _each_stage(world, given.rounds, strike, heal=world.house.start_worker)


def redis_lost(world, given):
    """Redis is killed while the run ranks, and comes back empty."""

    def strike():
        world.house.redis.kill()

    return _while_ranking(world, given.rounds, strike, heal=world.house.redis.start)


def redis_frozen(world, given):
    """Redis stands still (SIGSTOP) while the run ranks, for longer than a lease."""
    return _while_ranking(
        world,
        given.rounds,
        lambda: world.house.redis.process.signal_all(signal.SIGSTOP),
        heal=lambda: _thaw_later(world),
    )


def redis_down(world, given):
    """Redis is down before the worker starts and the run is asked for, and comes back later."""
    expected = undisturbed(world)
    for _ in range(given.rounds):
        world.house.keep_running()
        world.house.stop_processes("worker")
        world.house.redis.kill()
        world.house.start_worker(waits=False)
        yield hit(
            world,
            expected,
            stage="queued",
            strike=lambda: time.sleep(past_lease()),
            heal=world.house.redis.start,
            writes=True,
        )


def _each_stage(world, rounds, strike, heal=None):
    expected = undisturbed(world)
    for number in range(rounds):
        stage = STAGES[number % len(STAGES)]
        yield hit(world, expected, stage=stage, strike=strike, heal=heal)


def _while_ranking(world, rounds, strike, heal):
    expected = undisturbed(world)
    for _ in range(rounds):
        yield hit(world, expected, stage="ranking", strike=strike, heal=heal, writes=True)


def _thaw_later(world):
    time.sleep(past_lease())
    world.house.redis.process.signal_all(signal.SIGCONT)
