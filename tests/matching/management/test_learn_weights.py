import tomllib
from datetime import timedelta
from io import StringIO

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from matching.engine.weights import Weights
from matching.enums import Event, Side
from matching.management.commands.learn_weights import TOO_LITTLE
from matching.models import Feedback, RankingRun
from tests.factories import StudentProfileFactory

pytestmark = pytest.mark.django_db
PEOPLE, RUNS, POSTINGS, LENGTH = 120, 3, 16, 10
PRESENT = np.array([0.4, 0.35, 0.05, 0.2])


@pytest.fixture
def feedback(network):
    """Students whose wishes count most, though the lists have skills and texts first."""
    random = np.random.default_rng(1)
    postings = [network.posting() for _ in range(POSTINGS)]
    runs = [RankingRun.objects.create(status="done") for _ in range(RUNS)]
    for _ in range(PEOPLE):
        profile = StudentProfileFactory()
        parts, saved = random.beta(2, 3, size=(POSTINGS, 4)), set()
        for run in runs:
            open_now = random.random(POSTINGS) < 0.8
            order = np.argsort(-np.where(open_now, parts @ PRESENT, -1))[:LENGTH]
            for position, number in enumerate(order.tolist(), start=1):
                keep(Event.SHOWN, profile, postings[number], run, position, parts[number])
                worth = 1 / (1 + np.exp(8 - 14 * parts[number, 3]))
                if number not in saved and random.random() < worth / position**0.7:
                    saved.add(number)
                    keep(Event.SAVED, profile, postings[number], run, position, parts[number])


def keep(event, profile, posting, run, position, parts):
    names = ("skills", "text", "bridge", "wishes")
    Feedback.objects.create(
        event=event,
        profile=profile,
        posting=posting,
        run=run,
        position=position,
        side=Side.STUDENT,
        happened_at=timezone.now() - timedelta(days=1),
        **dict(zip(names, map(float, parts), strict=True)),
    )


def learn(**options):
    out = StringIO()
    call_command("learn_weights", stdout=out, **options)
    return out.getvalue()


@pytest.mark.usefixtures("feedback")
def test_it_tells_what_it_learnt_and_writes_it_where_asked(tmp_path, settings):
    file = tmp_path / "learnt.toml"

    said = learn(out=file)

    assert "The learnt weights are better." in said
    assert "1 / position^" in said
    assert "(now: packaged)" in said
    learnt = Weights.of_file(file).parts
    assert learnt.wishes > Weights.packaged().parts.wishes + 0.1
    assert f"{learnt.wishes:>10.3f}" in said
    assert set(tomllib.loads(file.read_text(encoding="utf-8"))) == {"parts"}

    settings.MATCHING_WEIGHTS = str(file)
    assert "(now: learnt.toml)" in learn()


@pytest.mark.usefixtures("feedback")
def test_it_writes_nothing_unless_asked(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    before = Feedback.objects.count()

    learn()

    assert (list(tmp_path.iterdir()), Feedback.objects.count()) == ([], before)


@pytest.mark.usefixtures("feedback")
def test_a_goal_that_few_reached_is_refused(tmp_path):
    with pytest.raises(CommandError, match="choices: 0 of 200") as refused:
        learn(goal=Event.APPLIED, out=tmp_path / "learnt.toml")

    assert refused.value.returncode == TOO_LITTLE
    assert list(tmp_path.iterdir()) == []


def test_without_feedback_it_is_refused():
    with pytest.raises(CommandError, match="Too little feedback") as refused:
        learn()

    assert refused.value.returncode == TOO_LITTLE


@pytest.mark.parametrize("days", [0, -1, 91])
def test_days_that_are_not_kept_are_refused(days):
    with pytest.raises(CommandError, match="from 1 to 90"):
        learn(days=days)


def test_a_goal_that_is_none_is_refused():
    with pytest.raises(CommandError, match="goal"):
        call_command("learn_weights", "--goal", "shown")
    with pytest.raises(CommandError, match="goal"):
        call_command("learn_weights", "--goal", "nonsense")


@pytest.mark.usefixtures("feedback")
def test_a_file_that_cannot_be_written_is_refused(tmp_path):
    with pytest.raises(CommandError, match="cannot be written"):
        learn(out=tmp_path / "nowhere" / "learnt.toml")


def test_weights_that_cannot_be_read_are_refused(settings, tmp_path):
    settings.MATCHING_WEIGHTS = str(tmp_path / "none.toml")

    with pytest.raises(CommandError, match="MATCHING_WEIGHTS"):
        learn()
