import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose

from matching.engine.arrays import ints, taken
from matching.engine.inputs import FoundSkills, Postings, StatedSkills, Students
from matching.engine.sides import Side, save_in_parts
from matching.engine.vectors import Vectoriser


def alone(students, row):
    """The same student as the only one."""

    def of(entries, *names):
        here = entries.row == row
        return [ints([0] * int(here.sum())), *(getattr(entries, name)[here] for name in names)]

    facts = students.facts
    return Students(
        ids=students.ids[[row]],
        age=students.age[[row]],
        stated=StatedSkills(*of(students.stated, "skill", "level", "evidence")),
        found=FoundSkills(*of(students.found, "skill", "count")),
        texts=[students.texts[row]],
        wishes=taken(students.wishes, ints([row])),
        facts=type(facts).plain(1),
    )


def test_a_score_is_the_weighted_sum_of_its_parts(make_world, weights):
    world = make_world(seed=11)
    model = world.fitted()
    students, postings = model.students(world.students), model.postings(world.postings)

    whole = (students.matrix.astype(np.float64) @ postings.matrix.T.astype(np.float64)).toarray()

    parts = dict.fromkeys(model.layout_.parts(), 0.0)
    for block in model.layout_.blocks:
        one, other = (side.matrix[:, block.start : block.stop] for side in (students, postings))
        parts[block.part] = parts[block.part] + (one @ other.T).toarray()
    assert_allclose(sum(parts.values()), whole, atol=1e-6)
    for name, share in parts.items():
        assert share.min() >= 0
        assert share.max() <= getattr(weights.parts, name) + 1e-6
    assert whole.max() <= 1


def test_one_changed_student_gets_the_vector_of_a_full_run(make_world):
    world = make_world(seed=12)
    model = world.fitted()
    everybody = model.students(world.students)

    for row in range(len(world.students)):
        one = model.students(alone(world.students, row))
        assert np.array_equal(one.matrix.toarray(), everybody.matrix[[row]].toarray())
        assert np.array_equal(one.keen.toarray(), everybody.keen[[row]].toarray())


def test_an_occupation_found_in_a_text_is_no_skill_that_a_student_brings(make_world):
    world = make_world(seed=14)
    model = world.fitted()
    occupation = int(world.graph.occupations[0])
    found = FoundSkills(ints([0]), ints([occupation]), ints([1]))
    nobody = replace(world.students, stated=StatedSkills.none(), found=found)

    row = model.students(nobody).matrix[[0]].toarray()[0]

    blocks = {block.name: row[block.start : block.stop] for block in model.layout_.blocks}
    assert blocks["direct"].sum() == blocks["broader"].sum() == 0
    assert blocks["found"][occupation] > 0


def test_what_was_learnt_survives_a_save(make_world, tmp_path):
    world = make_world(seed=13)
    model = world.fitted()
    model.save(tmp_path)

    loaded = Vectoriser.load(tmp_path)

    assert loaded.layout_ == model.layout_
    assert loaded.weights == model.weights
    for name, people in (("students", world.students), ("postings", world.postings)):
        before, after = (getattr(each, name)(people) for each in (model, loaded))
        assert np.array_equal(before.matrix.toarray(), after.matrix.toarray())
        assert np.array_equal(before.keen.toarray(), after.keen.toarray())


def test_vectors_survive_a_save(make_world, tmp_path):
    world = make_world(seed=14)
    side = world.fitted().postings(world.postings)
    side.save(tmp_path, name="posting")

    loaded = Side.load(tmp_path, name="posting")

    for name in ("ids", "age"):
        assert np.array_equal(getattr(loaded, name), getattr(side, name))
    assert np.array_equal(loaded.matrix.toarray(), side.matrix.toarray())
    assert np.array_equal(loaded.keen.toarray(), side.keen.toarray())


def test_nothing_on_disk_needs_unpickling(make_world, tmp_path):
    world = make_world(seed=15)
    model = world.fitted()
    model.save(tmp_path)
    model.students(world.students).save(tmp_path, name="student")

    for file in tmp_path.iterdir():
        assert file.suffix in {".json", ".npz", ".npy"}
        if file.suffix == ".npz":
            with np.load(file, allow_pickle=False) as arrays:
                assert all(arrays[name].dtype != object for name in arrays.files)
        elif file.suffix == ".npy":
            assert np.load(file, allow_pickle=False).dtype != object


def test_the_same_input_gives_the_same_bytes(make_world):
    once, twice = (make_world(seed=16) for _ in range(2))

    sides = [each.fitted().students(each.students).matrix for each in (once, twice)]

    assert sides[0].data.tobytes() == sides[1].data.tobytes()
    assert sides[0].indices.tobytes() == sides[1].indices.tobytes()


def test_an_installation_without_anybody_can_be_fitted(make_world):
    world = make_world(seed=17, students=0, postings=0)

    model = world.fitted()

    assert len(model.students(world.students)) == 0
    assert model.postings(world.postings).matrix.shape == (0, model.layout_.size)


def test_sides_must_fit_together(make_world):
    world = make_world(seed=18)
    side = world.fitted().students(world.students)

    with pytest.raises(ValueError, match="as many"):
        Side(ids=side.ids[:-1], age=side.age, matrix=side.matrix, keen=side.keen)


@pytest.mark.parametrize(
    "module", ["explanation", "improvement", "eligibility", "metrics", "rows", "names", "weights"]
)
def test_what_the_web_process_uses_loads_neither_scipy_nor_scikit_learn(module):
    blindfold = "import sys; sys.modules['scipy'] = sys.modules['sklearn'] = None; import "

    command = [sys.executable, "-c", f"{blindfold}matching.engine.{module}"]
    assert subprocess.run(command, check=False).returncode == 0


def test_postings_keep_their_order(make_world):
    postings: Postings = make_world(seed=19).postings

    side = make_world(seed=19).fitted().postings(postings)

    keys = [(side.age[row], side.ids[row]) for row in side.order]
    assert keys == sorted(keys)


@pytest.mark.parametrize("size", [1, 5, 12, 50])
def test_a_side_saved_in_parts_is_the_side_saved_whole(make_world, tmp_path, size):
    world = make_world(seed=3)
    model = world.fitted()
    model.students(world.students).save(tmp_path, name="whole")
    stretches = range(0, len(world.students), size)

    save_in_parts(
        (model.students(world.students.part(start, start + size)) for start in stretches),
        tmp_path,
        name="parts",
    )

    whole, parts = (Side.load(tmp_path, name=name) for name in ("whole", "parts"))
    assert whole.ids.tolist() == parts.ids.tolist()
    assert whole.age.tolist() == parts.age.tolist()
    for one, other in ((whole.matrix, parts.matrix), (whole.keen, parts.keen)):
        assert one.shape == other.shape
        assert one.indptr.tolist() == other.indptr.tolist()
        assert one.indices.tolist() == other.indices.tolist()
        assert one.data.tobytes() == other.data.tobytes()
    files = {file.name.partition(".")[2] for file in tmp_path.glob("whole.*")}
    assert {file.name.partition(".")[2] for file in tmp_path.glob("parts.*")} == files
