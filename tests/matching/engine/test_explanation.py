import numpy as np
import pytest
from numpy.testing import assert_allclose

from matching.engine.explanation import TermShare, explain, named_terms
from matching.engine.names import Names
from matching.engine.product import scores_of
from matching.engine.ranking import rank
from matching.engine.rows import Row, Rows
from matching.engine.space import Layout


@pytest.fixture
def explained(make_world):
    """Every pair of a small world: (student, posting, model, students, postings, explanation)."""
    world = make_world(seed=21)
    model = world.fitted()
    students, postings = model.students(world.students), model.postings(world.postings)
    of_students, of_postings = students.rows(), postings.rows()
    return [
        (
            (s, p, model, students, postings),
            explain(
                of_students[s],
                of_postings[p],
                layout=model.layout_,
                musts=postings.keen[[p]].indices.tolist(),
            ),
        )
        for s in range(len(students))
        for p in range(len(postings))
    ]


def test_the_score_explained_is_the_score_ranked(explained):
    for (s, p, _, students, postings), explanation in explained:
        listed = dict(zip(*rank(students, postings).for_students[s], strict=True))
        assert np.float32(round(explanation.score, 6)) == listed.get(p, 0)
        assert scores_of(students.matrix[[s]], postings.matrix)[p] == round(explanation.score, 6)


def test_shares_add_up(explained):
    for _, explanation in explained:
        parts = explanation.parts
        assert_allclose(sum(parts.values()), explanation.score, atol=1e-9)
        for name, shares in (
            ("skills", explanation.skills),
            ("bridge", explanation.bridge),
            ("wishes", explanation.wishes),
        ):
            assert_allclose(sum(each.share for each in shares), parts[name], atol=1e-9)
        assert sum(each.share for each in explanation.terms) <= parts["text"] + 1e-9


def test_must_haves_are_met_or_missing(explained):
    for (s, p, _, students, postings), explanation in explained:
        required = set(postings.keen[[p]].indices.tolist())
        brought = set(students.keen[[s]].indices.tolist())
        assert set(explanation.missing) == required - brought
        flagged = {each.skill for each in explanation.skills if each.must}
        assert flagged == required & brought


def test_wishes_are_fractions_under_their_names(explained):
    for _, explanation in explained:
        assert [each.name for each in explanation.wishes] == [
            "place",
            "dates",
            "hours",
            "pay",
            "field",
        ]
        assert all(0 <= each.fraction <= 1 for each in explanation.wishes)


def test_the_largest_share_comes_first(explained):
    for _, explanation in explained:
        for shares in (explanation.skills, explanation.terms, explanation.bridge):
            values = [each.share for each in shares]
            assert values == sorted(values, reverse=True)
        assert all(each.share <= each.most + 1e-12 for each in explanation.skills)


def test_terms_are_named_by_the_words_both_texts_have(make_world):
    world = make_world(seed=21)
    model = world.fitted()
    names = model.text_.names()
    students, postings = (
        model.students(world.students).rows(),
        model.postings(world.postings).rows(),
    )

    for s, student_text in enumerate(world.students.texts):
        for p, posting_text in enumerate(world.postings.texts):
            explanation = explain(students[s], postings[p], layout=model.layout_, musts=[])
            for name, share in named_terms(explanation.terms, names):
                assert all(word in student_text for word in name.split())
                assert all(word in posting_text for word in name.split())
                assert share > 0


@pytest.mark.parametrize(
    ("terms", "named"),
    [
        (["c++", ",", "1", "r"], ["c++"]),
        (["机器人", "机器", "人", "，机"], ["机器人"]),
        (["robot", "robot arm", "arm"], ["robot", "arm"]),
        ([], []),
    ],
)
def test_terms_for_readers(terms, named):
    shares = [TermShare(number, 0.1) for number in range(len(terms))]

    assert [name for name, _ in named_terms(shares, Names.of(terms))] == named


def test_no_more_terms_than_asked_for():
    names = Names.of(["alpha", "beta", "gamma"])

    assert len(named_terms([TermShare(n, 0.1) for n in range(3)], names, most=2)) == 2


EMPTY = Row(np.array([], dtype=np.int32), np.array([], dtype=np.float32))
LAYOUT = Layout.of(
    [("skills", "direct", 2, 1.0), ("skills", "broader", 2, 1.0), ("bridge", "found", 1, 0)]
)


def test_an_empty_vector_is_explained_by_nothing():
    explanation = explain(EMPTY, EMPTY, layout=LAYOUT, musts=[1])

    assert explanation.score == 0
    assert explanation.missing == (1,)
    assert explanation.skills == ()


def test_a_vector_of_another_run_is_refused():
    other = Row(np.array([99], dtype=np.int32), np.array([0.5], dtype=np.float32))

    with pytest.raises(ValueError, match="layout"):
        explain(other, EMPTY, layout=LAYOUT, musts=[])


def test_rows_read_from_files_explain_the_same(make_world, tmp_path):
    world = make_world(seed=22)
    model = world.fitted()
    students, postings = model.students(world.students), model.postings(world.postings)
    students.save(tmp_path, name="student")
    postings.save(tmp_path, name="posting")

    mapped = [Rows.load(tmp_path, name=name)[3] for name in ("student", "posting")]

    in_memory = [students.rows()[3], postings.rows()[3]]
    assert explain(*mapped, layout=model.layout_, musts=[]) == explain(
        *in_memory, layout=model.layout_, musts=[]
    )


def test_latin_letters_between_chinese_characters_are_not_named():
    layout = Layout.of([("text", "words", 1, 0.5), ("text", "characters", 2, 0.5)])
    shares = [TermShare(0, 0.2), TermShare(1, 0.3), TermShare(2, 0.1)]

    named = named_terms(shares, Names.of(["robot", "nn", "机器"]), layout=layout)

    assert named == [("robot", 0.2), ("机器", 0.1)]
