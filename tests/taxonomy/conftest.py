import shutil

import pytest

from taxonomy.imports.core import SHIPPED, load_core
from taxonomy.imports.core_skills import COLUMNS

ESCO = "http://data.europa.eu/esco/skill/"


@pytest.fixture
def skill_lines():
    """Lines of a skill file: each a dict that names only what matters."""

    def lines(*rows):
        cells = [",".join(row.get(column, "") for column in COLUMNS) for row in rows]
        return "\n".join([",".join(COLUMNS), *cells])

    return lines


@pytest.fixture
def core_folder(tmp_path, skill_lines):
    """A folder like the shipped one with only these skills; call again to rewrite it."""

    def folder(*rows):
        place = tmp_path / "core"
        (place / "skills").mkdir(parents=True, exist_ok=True)
        for file in SHIPPED.glob("*.csv"):
            head = file.read_text(encoding="utf-8").split("\n")[0]
            (place / file.name).write_text(head, encoding="utf-8")
        (place / "skills" / "all.csv").write_text(skill_lines(*rows), encoding="utf-8")
        return place

    return folder


@pytest.fixture
def classified_folder(core_folder):
    """A folder without skills, with the shipped classifications."""
    place = core_folder()
    for file in SHIPPED.glob("*.csv"):
        shutil.copy(file, place)
    return place


@pytest.fixture
def load(core_folder):
    """Bring the core to exactly these skills."""

    def loaded(*rows):
        return load_core(core_folder(*rows)).kinds["skills"]

    return loaded


PYTHON = {
    "key": "python",
    "kind": "tool",
    "label_en": "Python",
    "label_zh": "Python",
    "aliases_en": "python3|=Py",
    "aliases_zh": "Python语言",
    "broader": "programming",
    "esco_uri": f"{ESCO}python",
}
PROGRAMMING = {
    "key": "programming",
    "kind": "skill",
    "label_en": "Programming",
    "label_zh": "编程",
}


@pytest.fixture
def python():
    return dict(PYTHON)


@pytest.fixture
def programming():
    return dict(PROGRAMMING)


@pytest.fixture
def esco_folder(tmp_path):
    """A small release: one skill of the core's, one of ESCO's own in a group, one broken row."""
    place = tmp_path / "esco"
    place.mkdir()
    write_esco(
        place,
        skills=[
            ("python", "knowledge", "Python (computer programming)", "Python 3.x\nPYTHON"),
            ("pandas", "skill/competence", "analyse data with pandas", "use pandas\nuse  Pandas"),
            ("english", "skill/competence", "speak English", ""),
            ("broken", "", "no type", ""),
        ],
        groups=[("S5", "working with computers"), ("unused", "nothing in here")],
        links=[
            ("pandas", "python"),
            ("pandas", "S5"),
            ("python", "S5"),
            ("english", "e35a5936-091d-4e87-bafe-f264e55bd656"),
        ],
    )
    return place


def write_esco(place, *, skills, groups, links):
    head = "conceptUri,skillType,reuseLevel,preferredLabel,altLabels,hiddenLabels\n"
    lines = [f'{ESCO}{name},{kind},x,{label},"{others}",' for name, kind, label, others in skills]
    (place / "skills_en.csv").write_text(head + "\n".join(lines), encoding="utf-8")
    lines = [f"{ESCO}{name},{label}" for name, label in groups]
    (place / "skillGroups_en.csv").write_text(
        "conceptUri,preferredLabel\n" + "\n".join(lines), encoding="utf-8"
    )
    lines = [f"{ESCO}{name},{ESCO}{above}" for name, above in links]
    (place / "broaderRelationsSkillPillar.csv").write_text(
        "conceptUri,broaderUri\n" + "\n".join(lines), encoding="utf-8"
    )
