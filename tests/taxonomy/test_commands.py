from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from taxonomy.models import Skill

pytestmark = pytest.mark.django_db


def run(*args, **options):
    out = StringIO()
    call_command(*args, stdout=out, **options)
    return out.getvalue().splitlines()


def test_loading_says_what_it_did(core_folder, python, programming):
    folder = core_folder(python, programming)

    lines = run("load_taxonomy", "--data", str(folder))

    assert lines[0] == "skills: added 2, changed 0, kept 0, skipped 0, retired 0"
    assert lines[-1].startswith("languages: ")


def test_importing_esco_says_what_it_did_and_credits_its_source(esco_folder):
    lines = run("import_esco", str(esco_folder))

    assert lines == [
        "skills: added 3, changed 0, kept 0, skipped 1, retired 0",
        "groups: added 1, changed 0, kept 0, skipped 0, retired 0",
        "This service uses the ESCO classification of the European Commission.",
    ]


def test_a_dry_run_writes_nothing(esco_folder):
    run("import_esco", str(esco_folder), "--dry-run")

    assert not Skill.objects.exists()


@pytest.mark.parametrize(
    ("command", "message"),
    [
        (["import_esco", "nowhere"], "There is no folder nowhere."),
        (["import_disciplines", "nowhere.csv"], "There is no file nowhere.csv."),
        (["import_industries", "nowhere.csv"], "There is no file nowhere.csv."),
        (["load_taxonomy", "--data", "nowhere"], "There is no file nowhere/disciplines_isced.csv."),
    ],
)
def test_a_file_that_is_not_there_ends_the_command_with_a_sentence(command, message):
    with pytest.raises(CommandError) as refused:
        run(*command)

    assert str(refused.value) == message
