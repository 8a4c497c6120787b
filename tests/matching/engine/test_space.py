import json

import numpy as np

from matching.engine.space import Layout

LAYOUT = Layout.of([("a", "one", 2, 0.5), ("a", "none", 0, 0.1), ("b", "two", 3, 0.4)])


def test_blocks_lie_side_by_side():
    assert [(b.name, b.start, b.stop, b.size) for b in LAYOUT.blocks] == [
        ("one", 0, 2, 2),
        ("none", 2, 2, 0),
        ("two", 2, 5, 3),
    ]
    assert LAYOUT.size == 5
    assert LAYOUT.parts() == ("a", "b")


def test_every_column_belongs_to_the_block_around_it():
    assert LAYOUT.block_of(np.arange(5)).tolist() == [0, 0, 2, 2, 2]


def test_a_layout_survives_json():
    assert Layout.from_dict(json.loads(json.dumps(LAYOUT.to_dict()))) == LAYOUT


def test_a_layout_of_nothing_is_empty():
    assert Layout.of([]).size == 0
