"""A full run: build the vectors, rank shard by shard, merge and publish."""

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import structlog
from celery import shared_task
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from foundation.bulk import count_anew
from foundation.jobs import Write, handles
from matching import engine
from matching.actions import runs
from matching.archive import RunFolder, VectorsMissing, damage_is_absence, save_bundle
from matching.dataset import Frame, load_postings, load_students, load_ties
from matching.dataset.days import day_number
from matching.dataset.weights import installed_weights, name_of_weights
from matching.engine import metrics
from matching.engine.eligibility import Eligibility
from matching.engine.inputs import Postings, Students, Ties
from matching.engine.ranking import merged, rank
from matching.engine.sides import Side, save_in_parts
from matching.engine.single import save_indexed
from matching.engine.vectors import Vectoriser
from matching.engine.weights import Weights
from matching.enums import RunStatus
from matching.enums import Side as SideName
from matching.models import PostingMatches, RankingRun, StudentMatches
from matching.models.lists import STUDENTS_KEPT
from matching.tasks import exposure
from matching.tasks.shards import ORDER, Inputs, as_lists, load_candidates, save_candidates

AT_A_TIME = 8192  # students whose vectors are in memory
NEVER = 0  # groups do not depend on the day

log = structlog.get_logger()


@shared_task(name="matching.nightly", soft_time_limit=50, time_limit=60)
def nightly() -> None:
    """Bring the statistics of the vectors up to date."""
    try:
        runs.request_run(by=None, reason="nightly")
    except runs.RunUnderWay as refusal:
        log.info("nightly_run_skipped", reason=str(refusal))


@handles("build-run")
def build_run(*, run_id: int) -> Write:
    """Read everybody from the database, learn vocabularies, and write the vectors."""
    now = timezone.now()
    if not runs.start_building(run_id, at=now):
        return _nothing
    started = perf_counter()
    frame = Frame.of_now()
    students, postings = load_students(frame), load_postings(frame)
    loaded = perf_counter()
    vectoriser = Vectoriser(frame.graph, installed_weights()).fit(students, postings)
    folder = RunFolder(run_id)
    with folder.begin() as path:
        _save_inputs(vectoriser, students, postings, ties=load_ties(frame), path=path)
        folder.finish(frame)
    facts = {
        "n_students": len(students),
        "n_postings": len(postings),
        "code_version": engine_version(),
        "taxonomy_revision": frame.taxonomy_revision,
        "parameters": _parameters(vectoriser.weights),
        "timings": {
            "loading": round(loaded - started, 3),
            "vectors": round(perf_counter() - loaded, 3),
        },
    }

    def go_on() -> None:
        if runs.divide(run_id, facts=facts, cuts=_cuts(len(students))):
            folder.put_in_place()
        else:
            folder.drop()

    return go_on


def _parameters(weights: Weights) -> dict[str, Any]:
    return {
        **weights.to_dict(),
        "weights": name_of_weights(),
        "today": day_number(timezone.localdate()),
        "exposure_loss": settings.MATCHING_EXPOSURE_LOSS,
    }


def _save_inputs(
    vectoriser: Vectoriser, students: Students, postings: Postings, *, ties: Ties, path: Path
) -> None:
    vectoriser.save(path)
    indexed = save_indexed(_vectors(vectoriser, students), path, name=SideName.STUDENT)
    save_in_parts(indexed, path, name=SideName.STUDENT)
    offered = save_indexed([vectoriser.postings(postings)], path, name=SideName.POSTING)
    save_in_parts(offered, path, name=SideName.POSTING)
    save_bundle(students.facts, path, name="facts")
    save_bundle(students.wishes, path, name="wishes")
    save_bundle(postings.conditions, path, name="conditions")
    save_bundle(postings.terms, path, name="terms")
    save_bundle(ties, path, name="ties")
    groups = Eligibility.between(students, postings, ties=ties, today=NEVER).groups
    np.save(path / ORDER, np.argsort(groups, kind="stable"))


def _vectors(vectoriser: Vectoriser, students: Students) -> Iterator[Side]:
    for start in range(0, max(len(students), 1), AT_A_TIME):
        yield vectoriser.students(students.part(start, start + AT_A_TIME))


def _cuts(total: int) -> list[int]:
    """Where the students are divided into shards of about the same size."""
    shards = max(1, min(settings.MATCHING_MOST_SHARDS, total // settings.MATCHING_SHARD_STUDENTS))
    return [int(cut) for cut in np.linspace(0, total, shards + 1)]


@handles("rank-shard")
def rank_shard(*, run_id: int, number: int) -> Write:
    """Rank one stretch of the students. Its lists are not shown before the run is published."""
    run = RankingRun.objects.get(pk=run_id)
    shard = run.shards.get(number=number)
    if run.status != RunStatus.RANKING or shard.done_at:
        return _nothing
    started = perf_counter()
    folder = RunFolder(run_id)
    try:
        inputs = Inputs.load(run, folder.require())
    except VectorsMissing as damage:
        return _begin_again(run_id, damage)
    rows = inputs.order[shard.first_row : shard.last_row]
    found = rank(inputs.students, inputs.postings, eligibility=inputs.eligibility, rows=rows)
    with folder.writing():
        save_candidates(found.for_postings, folder.path, number=number)
    now = timezone.now()
    subjects = inputs.students.ids[rows]
    ranked = as_lists(found.for_students, ids=inputs.postings.ids)
    pairs = zip(subjects.tolist(), ranked, strict=True)
    if not runs.write_shard(run_id, number, pairs, at=now):
        return _nothing
    seconds = perf_counter() - started
    return lambda: runs.keep_shard(run_id, number=number, seconds=seconds, at=timezone.now())


def _begin_again(run_id: int, damage: VectorsMissing) -> Write:
    """The files of the run are gone or broken: it cannot go on, but another one can."""
    log.warning("run_lost_its_files", run_id=run_id, damage=str(damage))
    return lambda: runs.lose(run_id, error=str(damage), at=timezone.now())


@handles("finish-run")
def finish_run(*, run_id: int) -> Write:
    """Merge the postings' lists, measure exposure, and make the run the one that is shown."""
    run = RankingRun.objects.get(pk=run_id)
    if run.status != RunStatus.FINISHING:
        return _nothing
    started = perf_counter()
    folder = RunFolder(run_id)
    try:
        path = folder.require()
        with damage_is_absence():
            students = np.load(path / f"{SideName.STUDENT}.ids.npy")
            postings = np.load(path / f"{SideName.POSTING}.ids.npy")
            shards = [load_candidates(path, number=number) for number in range(run.shards_total)]
    except VectorsMissing as damage:
        return _begin_again(run_id, damage)
    best = merged(shards, length=STUDENTS_KEPT)
    ranked = as_lists(best, ids=students)
    pairs = zip(postings.tolist(), ranked, strict=True)
    if not runs.write_merged(run_id, pairs, at=timezone.now()):
        return _nothing
    count_anew(StudentMatches, PostingMatches)
    merging = perf_counter()
    shown = metrics.exposure(best.rows.astype(np.int64), total=students.size)
    found = exposure.spread(run, folder, postings=postings)
    facts = {
        "n_matches": int(found.after.places.sum()),
        "measures": {
            "students_never_shown": round(metrics.share_never_shown(shown), 4),
            "gini_of_students": round(metrics.gini(shown), 4),
            "lorenz_of_students": metrics.lorenz(shown),
            **exposure.measures(found, loss=run.exposure_loss),
        },
        "timings": {
            **run.timings,
            "finishing": round(merging - started, 3),
            "exposure": round(perf_counter() - merging, 3),
        },
    }
    return lambda: runs.publish(run_id, facts=facts, at=timezone.now())


@handles("forget-old-runs")
def forget_old_runs() -> Write:
    def forget() -> None:
        for run_id in runs.forget_old_runs():
            transaction.on_commit(RunFolder(run_id).remove)

    return forget


def _nothing() -> None:
    """What is left to write when there was nothing to do."""


@cache
def engine_version() -> str:
    """A short hash of the engine's code and weights: what decides scores."""
    folder = Path(engine.__file__).parent
    files = sorted(path for path in folder.rglob("*") if path.suffix in {".py", ".toml"})
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:12]
