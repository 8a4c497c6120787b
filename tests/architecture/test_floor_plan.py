"""The building rules that no single room can check for itself."""

import ast
import platform
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[2]
ROOTS = ("platform", "accounts", "internships", "matching")
MOST_LINES = 400
MOST_LINES_OF_A_FUNCTION = 40


def sources():
    for root in ROOTS:
        for path in sorted((ROOT / root).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def functions():
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield path, node


def lines_of(node):
    """Lines of a function, its docstring aside: a contract may take the room it needs."""
    documented = ast.get_docstring(node) is not None
    start = node.body[0].end_lineno if documented else node.lineno
    return node.end_lineno - start


def test_the_standard_library_keeps_its_platform_module():
    assert Path(platform.__file__).is_relative_to(sys.base_prefix)
    assert not (ROOT / "platform" / "__init__.py").exists()


def test_imports_point_downwards():
    lint = Path(sys.executable).with_name("lint-imports")

    result = subprocess.run(
        [lint, "--no-cache"],
        cwd=ROOT,
        env={"PYTHONPATH": "platform", "DJANGO_SETTINGS_MODULE": "config.settings.test"},
        capture_output=True,
        check=False,
    )

    assert result.returncode == 0, result.stdout.decode()


def test_the_engine_has_never_heard_of_django():
    blindfold = (
        "import sys; sys.modules['django'] = None; sys.modules['celery'] = None;"
        "import matching.engine.ranking, matching.engine.explanation, matching.engine.vectors"
    )

    command = [sys.executable, "-c", blindfold]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == 0


def test_the_web_process_loads_neither_scipy_nor_scikit_learn():
    look = (
        "import sys, django; django.setup(); from django.urls import get_resolver;"
        "get_resolver().url_patterns;"
        "import config.wsgi;"
        "print([name for name in ('scipy', 'sklearn', 'numba') if name in sys.modules])"
    )

    shown = subprocess.run(
        [sys.executable, "-c", look],
        cwd=ROOT,
        env={"PYTHONPATH": "platform:.", "DJANGO_SETTINGS_MODULE": "config.settings.test"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert shown.stdout.strip() == "[]"


@pytest.mark.django_db
def test_every_model_change_has_its_migration():
    told = StringIO()

    call_command("makemigrations", "--check", "--dry-run", stdout=told)

    assert told.getvalue() == "No changes detected\n"


def test_no_file_is_longer_than_it_may_be():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in sources()
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > MOST_LINES
    }

    assert long == {}


def test_no_function_is_longer_than_it_may_be():
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path, node in functions()
        if lines_of(node) > MOST_LINES_OF_A_FUNCTION
    ]

    assert long == []


FORBIDDEN_NAMES = {"utils", "helpers", "common", "services", "manager", "misc"}


def test_no_module_has_a_name_that_says_nothing():
    assert [path for path in sources() if path.stem in FORBIDDEN_NAMES] == []


WORDS_FOR_WHOM = {
    "addressed_to", "attended_by", "editable_by", "given_by_organisations_of", "in_role_of", "of",
    "of_member", "opened_by", "owned_by_organisation_of", "shown_interest_by", "speaking_for",
    "to_verify_by", "visible_to",
}  # fmt: skip
WORDS_ABOUT_NOBODY = {
    "accepted", "between", "current", "in_posting", "none", "public", "received_by", "unfinished",
    "verified",
}  # fmt: skip
PUBLIC_MODELS = {"Skill", "SkillLink", "Discipline", "Industry", "Region", "Language"}


def doors():
    for path in sources():
        if {"views", "api"} & {*path.parts, path.stem} and "foundation" not in path.parts:
            yield path


def reads(path):
    """Every `Model.objects.…` of a file, with all the words of its chain."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    above = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == "objects":
            words, link = [], above[node]
            while isinstance(link, ast.Attribute | ast.Call):
                if isinstance(link, ast.Attribute):
                    words.append(link.attr)
                elif node not in ast.walk(link.func):
                    break
                link = above[link]
            yield node.lineno, ast.unparse(node.value), words


def test_no_door_reads_without_saying_for_whom():
    known = WORDS_FOR_WHOM | WORDS_ABOUT_NOBODY
    bare = [
        f"{path.relative_to(ROOT)}:{line} {model}.objects.{'.'.join(words)}"
        for path in doors()
        for line, model, words in reads(path)
        if model not in PUBLIC_MODELS and not known.intersection(words)
    ]

    assert bare == []
