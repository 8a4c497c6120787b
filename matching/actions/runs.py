"""The life of a ranking run. Each step is one transaction; the heavy work lies in `tasks`.

queued ──▶ building ──▶ ranking ──▶ finishing ──▶ done
   └──────────┴────────────┴────────────┴──▶ failed (resumes where it stopped) · cancelled
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import User
from foundation import jobs
from foundation.bulk import pieces
from foundation.errors import RuleBroken
from foundation.models import Job
from matching.actions import lists
from matching.actions.lists import Lists
from matching.enums import RunStatus
from matching.models import PostingMatches, RankingRun, RankingShard, StudentMatches
from matching.models.run import UNFINISHED

QUEUE = "ranking"
VECTORS_MISSING = "vectors were missing"
REFRESHES = ("refresh-student", "refresh-posting")


class RunUnderWay(RuleBroken):
    rule = "run_under_way"


class RunEnded(RuleBroken):
    rule = "run_ended"


@transaction.atomic
def request_run(*, by: User | None, reason: str) -> RankingRun:
    """Ask for a new ranking of everybody; refused while another one is under way."""
    with _one_at_a_time():
        run = RankingRun.objects.create(started_by=by, reason=reason)
    jobs.enqueue("build-run", key=str(run.pk), queue=QUEUE, run_id=run.pk)
    return run


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """A run may begin within, unless another one is under way: see the model's constraint."""
    under_way = RankingRun.objects.select_for_update().unfinished().first()
    if under_way is not None:
        raise RunUnderWay(_("Ranking run %s is still under way.") % under_way.pk)
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:  # began at the same moment
        raise RunUnderWay(_("Another ranking run has just begun.")) from error


@transaction.atomic
def cancel(run: RankingRun) -> RankingRun:
    """Stop a run; what it found so far is thrown away, the lists that are shown stay."""
    current = _locked(run.pk)
    if not current.is_unfinished:
        raise RunEnded(_("This run has ended already."))
    current.status = RunStatus.CANCELLED
    current.save(update_fields=["status", "updated_at"])
    _forget_lists(current.pk)
    return current


@transaction.atomic
def resume(run: RankingRun) -> RankingRun:
    """Go on with a failed run from its finished shards."""
    with _one_at_a_time():
        current = _locked(run.pk)
        if current.status != RunStatus.FAILED:
            raise RunEnded(_("Only a failed run can be resumed."))
        _go_on(current)
    return current


def _go_on(current: RankingRun) -> None:
    open_shards = current.shards.filter(done_at__isnull=True)
    current.error = ""
    if not current.shards_total:
        _set(current, RunStatus.QUEUED)
        jobs.enqueue("build-run", key=str(current.pk), queue=QUEUE, run_id=current.pk)
    elif open_shards.exists():
        _set(current, RunStatus.RANKING)
        _enqueue_shards(current.pk, open_shards.values_list("number", flat=True))
    else:
        _set(current, RunStatus.FINISHING)
        _enqueue_finish(current.pk)


def start_building(run_id: int, *, at: datetime) -> bool:
    """Note that the inputs are being read; False where the run was cancelled meanwhile."""
    waiting = RankingRun.objects.filter(
        pk=run_id, status__in=[RunStatus.QUEUED, RunStatus.BUILDING]
    )
    return bool(waiting.update(status=RunStatus.BUILDING, ranked_at=at))


def divide(run_id: int, *, facts: Mapping[str, Any], cuts: list[int]) -> bool:
    """The vectors are built: rank the students between each two `cuts` by a job of its own.

    False where the run was cancelled meanwhile.
    """
    run = _locked(run_id)
    if run.status != RunStatus.BUILDING:
        return False
    for name, value in facts.items():
        setattr(run, name, value)
    run.shards_total = len(cuts) - 1
    _set(run, RunStatus.RANKING)
    stretches = pairwise(cuts)
    RankingShard.objects.bulk_create(
        RankingShard(run=run, number=number, first_row=first, last_row=last)
        for number, (first, last) in enumerate(stretches)
    )
    _enqueue_shards(run_id, range(run.shards_total))
    return True


def write_shard(run_id: int, number: int, found: Lists, *, at: datetime) -> bool:
    """Write the lists of a shard that is not done yet; False where the run has gone on.

    Its row is held while a piece is written: a worker that was given up for dead cannot write over
    lists that have been published, and refreshed, since.
    """
    for some in pieces(found):
        with transaction.atomic():
            shards = RankingShard.objects.select_for_update()
            shard = shards.filter(run=run_id, number=number, done_at=None).first()
            if shard is None or not _is(run_id, RunStatus.RANKING):
                return False
            lists.write_student_lists(run_id, some, at=at)
    return True


def write_merged(run_id: int, found: Lists, *, at: datetime) -> bool:
    """Write the postings' lists of a run that is not published yet; False where it has gone on."""
    for some in pieces(found):
        with transaction.atomic():
            if _locked(run_id).status != RunStatus.FINISHING:
                return False
            lists.write_posting_lists(run_id, some, at=at)
    return True


def keep_shard(run_id: int, *, number: int, seconds: float, at: datetime) -> None:
    """A shard is ranked; after the last one, finish the run."""
    run = _locked(run_id)
    shard = run.shards.filter(number=number, done_at__isnull=True)
    if run.status != RunStatus.RANKING or not shard.update(done_at=at):
        return
    run.shards_done = F("shards_done") + 1
    spent = run.timings.get("ranking", 0.0) + seconds
    run.timings = {**run.timings, "ranking": round(spent, 3)}
    run.save(update_fields=["shards_done", "timings", "updated_at"])
    if not run.shards.filter(done_at__isnull=True).exists():
        run.refresh_from_db()
        _set(run, RunStatus.FINISHING)
        _enqueue_finish(run_id)


def publish(run_id: int, *, facts: Mapping[str, Any], at: datetime) -> None:
    """Make the run's lists the ones that are shown, in one step, and catch up with changes."""
    run = _locked(run_id)
    if run.status != RunStatus.FINISHING:
        return
    for name, value in facts.items():
        setattr(run, name, value)
    RankingRun.objects.current().update(is_current=False)
    run.is_current = True
    run.finished_at = at
    _set(run, RunStatus.DONE)
    _catch_up(run)
    jobs.enqueue("forget-old-runs", key="all", queue=QUEUE)


def forget_old_runs() -> list[int]:
    """Delete the lists of runs that are neither shown nor under way; returns their ids."""
    kept = [*RankingRun.objects.current().values_list("pk", flat=True)]
    kept += RankingRun.objects.unfinished().values_list("pk", flat=True)
    kept += RankingRun.objects.filter(status=RunStatus.FAILED).values_list("pk", flat=True)
    old = list(RankingRun.objects.exclude(pk__in=kept).values_list("pk", flat=True))
    for run_id in old:
        _forget_lists(run_id)
    return old


@transaction.atomic
def fail(run_id: int, *, error: str, at: datetime) -> None:
    """A job of the run gave up: say so; what was shown before is still shown."""
    RankingRun.objects.filter(pk=run_id, status__in=UNFINISHED).update(
        status=RunStatus.FAILED, error=error[:2000], finished_at=at, updated_at=at
    )


@transaction.atomic
def lose(run_id: int, *, error: str, at: datetime) -> None:
    """The run's files are gone: it fails, and another is asked for, once.

    Where that one loses its files too, something is wrong with the disk, and it only fails.
    """
    run = _locked(run_id)
    if not run.is_unfinished:
        return
    fail(run_id, error=error, at=at)
    if run.reason != VECTORS_MISSING:
        request_run(by=None, reason=VECTORS_MISSING)


def _catch_up(run: RankingRun) -> None:
    """Repeat what was refreshed since the run read its inputs: it went to the lists before."""
    since = Job.objects.filter(name__in=REFRESHES, finished_at__gte=run.ranked_at)
    for name, key, facts in since.values_list("name", "key", "facts"):
        jobs.enqueue(name, key=key, **facts)


def _locked(run_id: int) -> RankingRun:
    return RankingRun.objects.select_for_update(of=("self",)).get(pk=run_id)


def _is(run_id: int, status: RunStatus) -> bool:
    return RankingRun.objects.filter(pk=run_id, status=status).exists()


def _set(run: RankingRun, status: RunStatus) -> None:
    run.status = status
    run.save()


def _forget_lists(run_id: int) -> None:
    StudentMatches.objects.filter(run=run_id).delete()
    PostingMatches.objects.filter(run=run_id).delete()


def _enqueue_shards(run_id: int, numbers: Any) -> None:
    for number in numbers:
        key = f"{run_id}/{number}"
        jobs.enqueue("rank-shard", key=key, queue=QUEUE, run_id=run_id, number=number)


def _enqueue_finish(run_id: int) -> None:
    jobs.enqueue("finish-run", key=str(run_id), queue=QUEUE, run_id=run_id)
