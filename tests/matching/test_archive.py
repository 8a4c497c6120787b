import shutil

import numpy as np
import pytest
import time_machine
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.asserts import assertContains

from matching.actions import runs
from matching.archive import (
    RunFolder,
    VectorsMissing,
    concatenate,
    load_bundle,
    save_bundle,
)
from matching.dataset import Frame
from matching.engine.arrays import Ragged, ints, taken
from matching.engine.inputs import Facts, Ties
from matching.enums import Side
from matching.matches.vectors import vectors_of
from matching.models import RankingRun
from matching.tasks.world import World

SMALL = st.integers(-1, 2**40)


@st.composite
def facts(draw):
    length = draw(st.integers(0, 6))

    def column():
        return ints(draw(st.lists(SMALL, min_size=length, max_size=length)))

    def lists():
        some = st.lists(SMALL, max_size=3)
        return Ragged.of(draw(st.lists(some, min_size=length, max_size=length)))

    bits = draw(st.lists(st.integers(0, 2**64 - 1), min_size=length, max_size=length))
    return Facts(
        university=column(),
        degree=column(),
        year=column(),
        disciplines=lists(),
        languages=np.array(bits, dtype=np.uint64),
        permits=lists(),
    )


def plain(bundle):
    return {
        name: [each.tolist() for each in map(value.__getitem__, range(len(value)))]
        if isinstance(value, Ragged)
        else value.tolist()
        for name, value in vars(bundle).items()
    }


def rows_of(bundle):
    columns = plain(bundle)
    return [{name: values[row] for name, values in columns.items()} for row in range(len(bundle))]


@given(bundle=facts())
def test_a_bundle_comes_back_from_its_file(tmp_path_factory, bundle):
    folder = tmp_path_factory.mktemp("bundle")

    save_bundle(bundle, folder, name="facts")

    read = load_bundle(Facts, folder, name="facts")
    assert plain(read) == plain(bundle)
    assert read.languages.dtype == np.uint64


@given(first=facts(), second=facts())
def test_bundles_are_joined_row_by_row(first, second):
    assert rows_of(concatenate(first, second)) == rows_of(first) + rows_of(second)


@given(bundle=facts(), data=st.data())
def test_rows_are_picked_in_the_order_asked_for(bundle, data):
    rows = data.draw(st.lists(st.integers(0, max(len(bundle) - 1, 0)), max_size=8))
    rows = rows if len(bundle) else []

    assert rows_of(taken(bundle, ints(rows))) == [rows_of(bundle)[row] for row in rows]


def test_a_table_comes_back_too(tmp_path):
    ties = Ties(np.array([[True, False]]), ints([4]), ints([2]))

    save_bundle(ties, tmp_path, name="ties")

    assert load_bundle(Ties, tmp_path, name="ties").accepted.tolist() == [[True, False]]


def test_a_frame_comes_back_from_json():
    frame = Frame([5, 9], [2], [3, 4], [(7, 2)], edges=[(5, 9)], taxonomy_revision=3)

    assert Frame.from_dict(frame.to_dict()) == frame


# The folder of a run


@pytest.fixture
def world(network, work_off):
    with time_machine.travel("2026-11-23T08:00:00Z", tick=True):
        ros = network.skill("ros")
        network.profile, network.posting_of_ros = network.student(ros), network.posting(ros)
        network.run = runs.request_run(by=None, reason="test")
        work_off()
        network.folder = RunFolder(network.run.pk)
        yield network


def remove(file):
    file.unlink()


def empty(file):
    file.write_bytes(b"")


def truncate(file):
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def garble(file):
    file.write_bytes(b"\xff" * file.stat().st_size)


def read_everything(world):
    vectors = vectors_of(world.run)
    vectors.rows(Side.STUDENT, [world.profile.pk])
    vectors.rows(Side.POSTING, [world.posting_of_ros.pk])


READ_BY_PAGES = [
    "frame.json",
    "vectoriser.json",
    "terms.starts.npy",
    "terms.letters.npy",
    *[f"{side}.{part}.npy" for side in Side for part in ("ids", "starts", "columns", "values")],
]


@pytest.mark.django_db
def test_without_damage_everything_is_read(world):
    read_everything(world)
    students, postings = read_both_sides(world)
    assert [len(some.layer.side) for some in [*students, *postings]] == [1, 1]


@pytest.mark.django_db
def test_any_damage_to_what_pages_read_means_that_the_vectors_are_missing(world, client):
    client.force_login(world.profile.user)
    page = reverse("matching:explanation", args=[world.posting_of_ros.pk])
    for name in READ_BY_PAGES:
        for damage in (remove, empty, truncate, garble):
            with damaged(world.folder.path / name, damage), pytest.raises(VectorsMissing):
                read_everything(world)
        with damaged(world.folder.path / name, truncate):
            assert client.get(page).status_code == 200, name


def read_both_sides(world):
    found = World(world.run.pk)
    return found.all_students().both(), found.all_postings().both()


@pytest.mark.django_db
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # left by np.load
def test_any_damage_to_what_refreshes_read_means_that_the_vectors_are_missing(world):
    bundles = ["facts.npz", "wishes.npz", "conditions.npz", "terms.npz"]
    sides = ["student.keen.values.npy", "student.index.sizes.npy", "posting.index.0.values.npy"]
    for name in [*bundles, *sides, "text.json", "text.npz", "skills.npz"]:
        for damage in (remove, empty, truncate, garble):
            with damaged(world.folder.path / name, damage), pytest.raises(VectorsMissing):
                read_both_sides(world)


class damaged:  # noqa: N801 -- reads as a word
    """The file with its damage; whole again afterwards, in a folder that counts as a new one."""

    def __init__(self, file, damage):
        self.file, self.damage, self.whole = file, damage, file.read_bytes()

    def __enter__(self):
        self.damage(self.file)
        self._renew()

    def __exit__(self, *_):
        self.file.write_bytes(self.whole)
        self._renew()

    def _renew(self):
        mark = self.file.parent / "complete"
        mark.unlink()
        mark.touch()


@pytest.mark.django_db
def test_an_unfinished_folder_is_as_good_as_none(world):
    (world.folder.path / "complete").unlink()

    with pytest.raises(VectorsMissing, match="no complete vectors"):
        world.folder.require()


@pytest.mark.django_db
def test_without_the_folder_the_pages_answer(world, client):
    shutil.rmtree(world.folder.path)
    client.force_login(world.profile.user)

    why = client.get(reverse("matching:explanation", args=[world.posting_of_ros.pk]))
    mine = client.get(reverse("matching:for-you"))
    wire = client.get(f"/api/v1/matches/{world.posting_of_ros.pk}/explanation/")

    assert (why.status_code, mine.status_code, wire.status_code) == (200, 200, 200)
    assert wire.json()["score"] is None
    assertContains(mine, world.posting_of_ros.title_en)


@pytest.mark.django_db
def test_who_was_not_ranked_has_no_vector(world):
    assert world.folder.row(Side.STUDENT, 999_999) is None
    assert RankingRun.objects.current().get() == world.run
