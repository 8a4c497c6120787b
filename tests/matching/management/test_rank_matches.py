import pytest
from django.core.management import CommandError, call_command

from matching.enums import RunStatus
from matching.models import RankingRun

pytestmark = pytest.mark.django_db


@pytest.mark.django_db(transaction=True)
def test_without_a_broker_the_run_is_done_at_once(settings, capsys):
    settings.CELERY_BROKER_URL = ""

    call_command("rank_matches", wait=True)

    run = RankingRun.objects.get()
    assert run.status == RunStatus.DONE
    assert f"Ranking run {run}: 0 × 0, 0 matches" in capsys.readouterr().out


def test_a_second_run_is_refused_while_one_is_under_way():
    call_command("rank_matches")

    with pytest.raises(CommandError, match="still under way"):
        call_command("rank_matches")

    assert RankingRun.objects.get().status == RunStatus.QUEUED
