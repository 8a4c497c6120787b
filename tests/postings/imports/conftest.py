import csv
from datetime import UTC, date, datetime

import pytest

from accounts.enums import OrganisationKind, Role
from foundation.tables import Mapping, read_table
from internships.postings.imports import Owners, PostingImport, Settings
from taxonomy.enums import LabelLanguage
from taxonomy.models import SkillAlias
from taxonomy.text import fold
from tests.factories import MembershipFactory, OrganisationFactory, SkillFactory

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
LINE = {
    "id": "1",
    "kind": "internship",
    "title": "Battery diagnosis",
    "text": "You write Python.",
    "skills": "Python",
    "outcome": "A diagnosis of batteries",
    "trl_from": "4",
    "trl_to": "6",
}


@pytest.fixture(autouse=True)
def python():
    """The only skill there is."""
    skill = SkillFactory(key="python", label_en="Python", label_zh="Python")
    for language in LabelLanguage:
        SkillAlias.objects.create(
            skill=skill, language=language, text="Python", folded=fold("Python"), is_label=True
        )
    return skill


@pytest.fixture
def company():
    return OrganisationFactory(kind=OrganisationKind.COMPANY, name_en="Lanhe", name_zh="蓝禾")


@pytest.fixture
def recruiter(company):
    return MembershipFactory(organisation=company, role=Role.RECRUITER).user


@pytest.fixture
def bring(tmp_path, company, recruiter):
    """Import lines, each like LINE but for what it says; the import tells what it did."""

    def run(*lines, mapping=None, owner=company, by=recruiter, vouched=False, **settings):
        path = tmp_path / "postings.csv"
        rows = [{**LINE, **line} for line in lines]
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(dict.fromkeys(key for row in rows for key in row)))
            writer.writeheader()
            writer.writerows(rows)
        table = read_table(path)
        job = PostingImport(
            mapping=mapping or Mapping.plain("office", table.columns),
            owners=Owners(by=by, only=owner, vouched=vouched),
            settings=Settings(**{"by": by, "at": NOW, **DATES, **settings}),
        )
        job.run(table)
        return job

    return run


DATES = {
    "starts_on": date(2027, 3, 1),
    "ends_on": date(2027, 6, 30),
    "deadline_on": date(2027, 2, 1),
}
