"""Jobs of several kinds are accepted while something is hit: each must be done, and done once."""

import random
import signal
import time
from contextlib import ExitStack
from itertools import cycle

import psycopg
from processes import busiest, kill, until
from ranking import STAGES, strike_in, tally
from traffic import Feeder, Visitor
from world import past_lease

from config.settings.database import POSTGRESQL_OPTIONS
from foundation import jobs

FEED_SECONDS = 2.0
BEFORE_SECONDS = 0.7
TERM_SECONDS = 1.0
DOWN_SECONDS = 1.0
HELD_SECONDS = 20
VISITORS = 3
CONNECTION_LOST = ("RemoteDisconnected", "ConnectionResetError", "ConnectionRefusedError")
HELD = (
    "SELECT FROM matching_rankingrun WHERE is_current FOR UPDATE",
    "SELECT FROM foundation_job WHERE state IN ('queued', 'running') FOR UPDATE",
)


def under_fire(world, given, strike, *, heal=None, workers=1, kinds=("student", "posting", "mail")):
    """One round: accept jobs, strike in their midst, and look at what became of all of them."""
    house = world.house
    house.keep_running(workers)
    world.settle()
    mark, newest = world.mark(), world.newest_job()
    feeder = Feeder(world, jobs=given.jobs, seconds=FEED_SECONDS, kinds=kinds)
    feeder.start()
    time.sleep(BEFORE_SECONDS)
    strike()
    feeder.join()
    if heal is not None:
        heal()
    ended = house.ended_by_themselves()
    house.keep_running(workers)
    world.settle()
    found = tally(world, mark=mark, newest=newest)
    there = world.jobs().filter(pk__in=feeder.accepted).count()
    found["lost"] += len(set(feeder.accepted)) - there
    return found | {
        "longest_s": world.longest_job(newest),
        "broken": [f"the {name} ended by itself" for name in ended],
        "refused": feeder.refused,
    }


def rounds_of(world, given, strike, **how):
    world.be_ranked()
    for _ in range(given.rounds):
        yield under_fire(world, given, strike, **how)


def child(world, given):
    """SIGKILL to the pool child that works hardest."""

    def strike():
        (worker,) = world.house.processes("worker")
        kill(busiest(worker.children()))

    return rounds_of(world, given, strike)


def worker(world, given):
    """SIGKILL to the worker and its children."""
    return rounds_of(world, given, lambda: world.house.stop_processes("worker"))


def term_kill(world, given):
    """SIGTERM to the worker, as at a restart of the machine; SIGKILL a second later."""

    def strike():
        for each in world.house.processes("worker"):
            each.stop(seconds=TERM_SECONDS)
        world.house.stop_processes("worker")

    return rounds_of(world, given, strike)


def site_child(world, given):
    """SIGKILL to a gunicorn child, while students change their profiles over HTTP."""

    def strike():
        (site,) = world.house.processes("site")
        kill(random.choice(site.children()))

    world.be_ranked()
    for _ in range(given.rounds):
        visitors = [Visitor(world, writes=True) for _ in range(VISITORS)]
        with ExitStack() as all_visit:
            for each in visitors:
                all_visit.enter_context(each)
            found = under_fire(world, given, strike)
        world.settle()
        changed = [at for each in visitors for at in each.changed]
        wrong = [line for each in visitors for line in each.wrong]
        found["broken"] += [line for line in wrong if not line.endswith(CONNECTION_LOST)]
        found["lost"] += not world.refreshed_since(max(changed))
        found["accepted_over_http"] = len(changed)
        found["cut_off"] = len(wrong)
        yield found


def postgresql(world, given):
    """The database crashes (as by kill -9) and comes back a second later."""

    def strike():
        world.house.postgresql.crash()
        time.sleep(DOWN_SECONDS)
        world.house.postgresql.start()
        world.forget_connection()

    return rounds_of(world, given, strike)


def two_clocks(world, given):
    """A second clock runs, and a worker dies: both clocks send what it left."""
    for found in rounds_of(
        world,
        given,
        lambda: (world.house.start_clock("second clock"), world.house.stop_processes("worker")),
        heal=lambda: (world.house.start_worker(), time.sleep(past_lease())),
    ):
        world.house.stop_processes("second clock")
        yield found


def message_twice(world, given):
    """Every message comes three times."""

    def strike():
        for job in world.jobs().unfinished():
            for _ in range(3):
                jobs.wake(job.pk, queue=job.queue)

    return rounds_of(world, given, strike)


def zombie(world, given):
    """A worker stands still (SIGSTOP) beyond its lease, another does its work, then it goes on.

    It stands still in turn while a run is built, while it ranks, and while it finishes; the lists
    have been published and refreshed when it wakes up.
    """
    world.be_ranked()
    for _, stage in zip(range(given.rounds), cycle(STAGES), strict=False):
        world.house.keep_running()
        world.settle()
        run = world.request_run()
        (old,) = world.house.processes("worker")
        mark, newest = world.mark(), world.newest_job()
        struck_in = strike_in(stage, run, lambda old=old: old.signal_all(signal.SIGSTOP))
        world.house.start_worker()
        world.finished_run(run)
        before = world.lists_of(run)
        found = under_fire(world, given, lambda old=old: old.signal_all(signal.SIGCONT), workers=2)
        time.sleep(past_lease())
        world.settle()
        found |= tally(world, mark=mark, newest=newest)
        found |= {"struck_in": struck_in, "as_aimed": struck_in == stage}
        run.refresh_from_db()
        if (run.status, world.lists_of(run)[1]) != ("done", before[1]):
            found["broken"].append(f"run {run.pk} is {run.status}, its lists are not all there")
        world.house.stop_processes("worker")
        yield found


def lock_holder(world, given):
    """A frozen process holds locks until the database ends its transaction (15 s, R9)."""
    world.be_ranked()
    for _, query in zip(range(given.rounds), cycle(HELD), strict=False):
        options = POSTGRESQL_OPTIONS["options"]
        with psycopg.connect(world.house.postgresql.url, options=options) as holder:
            holder.execute(query)
            found = under_fire(world, given, lambda: None, heal=lambda: _ended(world, holder))
            holder.close()
        yield found


def _ended(world, holder):
    """Wait until the database has ended the holder's transaction."""
    query = "SELECT count(*) FROM pg_stat_activity WHERE pid = %s"
    pid = holder.info.backend_pid
    until(
        lambda: world.rows(query, pid) == [(0,)],
        what="the end of the frozen transaction",
        seconds=HELD_SECONDS,
    )
