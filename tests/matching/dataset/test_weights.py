import pytest

from matching.actions import runs
from matching.dataset.weights import check_settings, installed_weights
from matching.engine.weights import Weights
from matching.matches import explained_match
from matching.models import RankingRun

OWN = "[parts]\nskills = 0.1\ntext = 0.2\nbridge = 0.3\nwishes = 0.4\n"


@pytest.fixture
def own(tmp_path, settings):
    file = tmp_path / "learnt.toml"
    file.write_text(OWN)
    settings.MATCHING_WEIGHTS = str(file)
    return file


def test_without_a_file_they_are_those_of_the_engine():
    assert installed_weights() == Weights.packaged()
    assert check_settings() == []


@pytest.mark.django_db
def test_a_run_uses_the_file_and_says_so(network, work_off, own):
    ros = network.skill("ros")
    profile, posting = network.student(ros), network.posting(ros)
    runs.request_run(by=None, reason="test")
    work_off()

    run = RankingRun.objects.get()
    assert run.parameters["weights"] == "learnt.toml"
    assert run.parameters["parts"] == {"skills": 0.1, "text": 0.2, "bridge": 0.3, "wishes": 0.4}
    most = {part.name: part.most for part in explained_match(profile, posting).explained.parts}
    assert most == run.parameters["parts"]


@pytest.mark.django_db
def test_a_run_without_a_file_says_so_too(network, work_off):
    runs.request_run(by=None, reason="test")
    work_off()

    assert RankingRun.objects.get().parameters["weights"] == "packaged"


def test_a_file_that_cannot_be_used_is_found_at_the_start(own):
    own.write_text("[parts]\nskills = 2\n")

    (error,) = check_settings()

    assert (error.id, "learnt.toml" in error.msg) == ("matching.E001", True)


def test_days_to_keep_feedback_start_at_one(settings):
    settings.MATCHING_FEEDBACK_DAYS = 0

    assert [error.id for error in check_settings()] == ["matching.E002"]
