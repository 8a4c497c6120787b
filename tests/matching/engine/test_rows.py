import numpy as np
from scipy import sparse

from matching.engine.names import Names
from matching.engine.rows import Row, Rows


def test_a_row_is_read_at_any_column():
    dense = np.array([[0, 0.5, 0, 0.25], [0, 0, 0, 0]], dtype=np.float32)
    matrix = sparse.csr_array(dense)
    rows = Rows(starts=matrix.indptr, columns=matrix.indices, values=matrix.data)

    assert len(rows) == 2
    for number in range(2):
        assert rows[number].at(np.array([3, 0, 1])).tolist() == dense[number, [3, 0, 1]].tolist()


def test_rows_survive_a_save_and_are_mapped_not_read(tmp_path):
    rows = Rows(np.array([0, 1]), np.array([4], dtype=np.int32), np.array([1], dtype=np.float32))
    rows.save(tmp_path, name="student")

    loaded = Rows.load(tmp_path, name="student")

    assert isinstance(loaded.values, np.memmap)
    assert loaded[0].columns.tolist() == [4]
    assert loaded[0].values.tolist() == [1]


def test_an_empty_row_is_zero_everywhere():
    empty = Row(np.array([], dtype=np.int32), np.array([], dtype=np.float32))

    assert empty.at(np.array([0, 7])).tolist() == [0, 0]


def test_names_survive_a_save(tmp_path):
    Names.of(["ros", "", "机器人"]).save(tmp_path, name="terms")

    loaded = Names.load(tmp_path, name="terms")

    assert [loaded[number] for number in range(len(loaded))] == ["ros", "", "机器人"]
