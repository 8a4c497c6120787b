import pytest
from django.urls import reverse

from taxonomy.models import Skill, SkillAlias, TaxonomyRevision
from tests.factories import (
    DisciplineFactory,
    LanguageFactory,
    RegionFactory,
    SkillAliasFactory,
    SkillFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
INLINES = {
    "aliases-TOTAL_FORMS": 0,
    "aliases-INITIAL_FORMS": 0,
    "broader_links-TOTAL_FORMS": 0,
    "broader_links-INITIAL_FORMS": 0,
}


@pytest.fixture
def admin(client):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    return client


@pytest.mark.parametrize(
    "model", ["skill", "discipline", "industry", "region", "language", "taxonomyrevision"]
)
def test_every_list_opens_and_is_searched(admin, model):
    SkillFactory(), DisciplineFactory(), RegionFactory(), LanguageFactory()
    TaxonomyRevision.objects.create(source="test")

    page = admin.get(reverse(f"admin:taxonomy_{model}_changelist"), {"q": "1"})

    assert page.status_code in (200, 302)


def test_a_skill_of_ones_own_gets_a_key_and_names_and_is_found_from_then_on(admin):
    data = {"key": "drone-racing", "kind": "skill", "label_en": "Drone racing", "label_zh": "竞速"}

    admin.post(reverse("admin:taxonomy_skill_add"), {**INLINES, **data})

    skill = Skill.objects.get()
    assert (skill.key, skill.origin) == ("local-drone-racing", "local")
    assert set(skill.aliases.values_list("language", "text", "is_label")) == {
        ("en", "Drone racing", True),
        ("zh", "竞速", True),
    }
    assert TaxonomyRevision.objects.get().source == "local"


def test_renaming_ones_own_skill_renames_its_label(admin):
    test_a_skill_of_ones_own_gets_a_key_and_names_and_is_found_from_then_on(admin)
    skill = Skill.objects.get()

    data = {"kind": "skill", "label_en": "FPV racing", "label_zh": ""}
    admin.post(reverse("admin:taxonomy_skill_change", args=[skill.pk]), {**INLINES, **data})

    assert list(skill.aliases.values_list("text", flat=True)) == ["FPV racing"]


def test_an_imported_skill_is_read_only_but_may_be_given_names(admin):
    skill = SkillFactory(label_en="Python")
    SkillAliasFactory(skill=skill, text="py3")
    name = {
        "aliases-TOTAL_FORMS": 1,
        "aliases-0-skill": skill.pk,
        "aliases-0-language": "zh",
        "aliases-0-text": "蟒蛇",
    }
    url = reverse("admin:taxonomy_skill_change", args=[skill.pk])

    page = admin.get(url)
    admin.post(url, {**INLINES, **name, "label_en": "Snake"})

    skill.refresh_from_db()
    assert "py3" in page.content.decode()
    assert skill.label_en == "Python"
    assert SkillAlias.objects.get(origin="local").folded == "蟒蛇"


def test_entries_keep_their_code_and_are_not_deleted(admin):
    region = RegionFactory(label_en="Wuhan")
    url = reverse("admin:taxonomy_region_change", args=[region.pk])

    admin.post(url, {"code": "x", "label_en": "Wuhan City", "label_zh": "武汉", "aliases": ""})
    deleting = admin.post(reverse("admin:taxonomy_region_delete", args=[region.pk]))

    code = region.code
    region.refresh_from_db()
    assert (region.code, region.label_en) == (code, "Wuhan City")
    assert deleting.status_code == 403


def test_skills_are_exported(admin):
    SkillFactory(key="python", label_en="=Python")

    page = admin.post(
        reverse("admin:taxonomy_skill_export"),
        {"format": "0", "resource": "0", "skillresource_key": "on", "skillresource_label_en": "on"},
    )

    assert b"python" in page.content
