from datetime import UTC, datetime, timedelta

import pytest
from django.contrib import admin
from django.db import transaction
from django.utils import translation

from matching.actions import runs, snapshots
from matching.matches import explained_match
from matching.matches.documents import explained_in
from matching.models import ExplanationSnapshot, RankingRun
from matching.models.snapshot import SnapshotIsFinal

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def world(network, work_off):
    network.ros, network.law = network.skill("ros"), network.skill("patent law")
    network.ros.label_zh = "机器人操作系统"
    network.ros.save()
    network.profile = network.student(network.ros, statement="I weld with robots.")
    fields = {"title_en": "Robots that weld", "title_zh": "焊接机器人"}
    network.posting_ = network.posting(network.ros, network.law, **fields)
    runs.request_run(by=None, reason="test")
    work_off()
    network.run = RankingRun.objects.get()
    return network


def take(world, **changed):
    said = {"student": world.profile, "posting": world.posting_, "key": "7", "at": NOON}
    return snapshots.take(**said | changed)


def test_it_says_what_the_explanation_says(world):
    match = explained_match(world.profile, world.posting_)

    document = take(world).document

    explained = match.explained
    assert (document["score"], document["rank"], document["of"]) == (match.score, 1, 1)
    assert [(p["name"], p["share"], p["most"]) for p in document["parts"]] == [
        (p.name, p.share, p.most) for p in explained.parts
    ]
    assert [(s["skill"], s["share"], s["must"]) for s in document["skills"]] == [
        (s.skill.pk, s.share, s.must) for s in explained.skills
    ]
    assert [each["skill"] for each in document["missing"]] == [world.law.pk]
    assert [(w["name"], w["share"], w["fraction"]) for w in document["wishes"]] == [
        (w.name, w.share, w.fraction) for w in explained.wishes
    ]
    assert [(w["word"], w["share"]) for w in document["words"]] == explained.words


def test_it_stands_for_itself(world):
    document = take(world).document

    owner = document["posting"]["owner"]
    assert document["posting"]["title"] == {"en": "Robots that weld", "zh": "焊接机器人"}
    assert (owner["id"], owner["name"]["en"]) == (world.company.pk, world.company.name_en)
    assert document["skills"][0]["label"] == {"en": "Ros", "zh": "机器人操作系统"}
    assert document["run"]["id"] == world.run.pk
    assert document["run"]["code_version"] == world.run.code_version
    assert document["run"]["taxonomy_revision"] == world.run.taxonomy_revision
    assert document["run"]["parts"] == world.run.parameters["parts"]


def test_labels_are_there_in_both_languages_whoever_takes_it(world):
    with translation.override("zh-hans"):
        document = take(world).document

    assert document["parts"][0]["label"]["en"] == "Skills you state"
    assert document["parts"][0]["label"]["zh"] == "你填写的技能"


def test_it_is_read_as_an_explanation_of_today_is(world):
    explained = explained_match(world.profile, world.posting_).explained

    then = explained_in(ExplanationSnapshot.objects.get(pk=take(world).pk).document)

    assert then.score == pytest.approx(explained.score)
    assert then.bars == explained.bars
    assert [each.skill.label for each in then.skills] == [s.skill.label for s in explained.skills]
    assert [each.label for each in then.missing] == ["Patent Law"]
    with translation.override("zh-hans"):
        assert then.skills[0].skill.label == "机器人操作系统"


def test_it_is_taken_once_for_each_key(world, work_off):
    first = take(world)
    world.profile.skills.all().delete()
    runs.request_run(by=None, reason="test")
    work_off()

    again = take(world, at=NOON + timedelta(days=1))
    another = take(world, key="8", at=NOON + timedelta(days=1))

    assert (again.pk, again.document, again.taken_at) == (first.pk, first.document, NOON)
    assert another.pk != first.pk
    assert another.document["score"] < first.document["score"]


def test_it_is_taken_also_where_nothing_is_computed(network):
    taken = snapshots.take(student=network.student(), posting=network.posting(), key="1", at=NOON)

    document = taken.document
    assert (document["score"], document["rank"], document["run"]) == (None, None, None)
    assert explained_in(document) is None


def test_it_is_never_changed(world):
    taken = take(world)
    taken.document = {}

    with pytest.raises(SnapshotIsFinal):
        taken.save()
    with pytest.raises(SnapshotIsFinal):
        ExplanationSnapshot.objects.filter(pk=taken.pk).update(document={})
    with pytest.raises(SnapshotIsFinal):
        ExplanationSnapshot.objects.bulk_update([taken], ["document"])
    with pytest.raises(SnapshotIsFinal), transaction.atomic():
        ExplanationSnapshot.objects.update_or_create(pk=taken.pk, defaults={"document": {}})
    taken.refresh_from_db()
    assert taken.document["score"] > 0


def test_it_outlives_run_and_posting_and_goes_with_the_person(world):
    taken = take(world)
    world.run.delete()
    world.posting_.delete()

    taken.refresh_from_db()
    assert (taken.run, taken.posting, taken.document["rank"]) == (None, None, 1)

    world.profile.user.delete()
    assert not ExplanationSnapshot.objects.exists()


def test_the_admin_only_looks(rf, admin_user):
    request = rf.get("/")
    request.user = admin_user
    doors = admin.site.get_model_admin(ExplanationSnapshot)

    assert doors.has_view_permission(request)
    assert not doors.has_add_permission(request)
    assert not doors.has_change_permission(request)
    assert not doors.has_delete_permission(request)
