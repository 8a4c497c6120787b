from dataclasses import replace

import numpy as np
import pytest

from matching.engine.arrays import ints
from matching.engine.inputs import FoundSkills, SkillGraph
from matching.engine.retrieval import Corpus, ranked
from matching.engine.weights import PartWeights

GRAPH = SkillGraph.flat(3)
ROBOTICS = 1


def plain(*texts):
    return Corpus(texts, FoundSkills.none())


def listed(found):
    return [found[query][0].tolist() for query in range(len(found))]


def test_documents_come_by_likeness():
    found = ranked(
        plain("robot arm"), plain("a marketing plan", "robot", "the robot arm"), graph=GRAPH
    )

    assert listed(found) == [[2, 1]]


def test_chinese_finds_chinese():
    found = ranked(plain("机器人控制"), plain("财务分析", "控制机器人的手臂"), graph=GRAPH)

    assert listed(found) == [[1]]


def test_the_taxonomy_finds_the_other_language():
    query = Corpus(["机器人学"], FoundSkills(ints([0]), ints([ROBOTICS]), ints([1])))
    documents = Corpus(["finance", "robotics"], FoundSkills(ints([1]), ints([ROBOTICS]), ints([1])))

    assert listed(ranked(query, documents, graph=GRAPH)) == [[1]]


def test_lists_are_as_long_as_asked_and_ordered():
    found = ranked(plain("robot", "arm"), plain(*["robot arm"] * 5), graph=GRAPH, length=3)

    assert listed(found) == [[0, 1, 2], [0, 1, 2]]
    assert np.all(np.diff(found[0][1]) <= 0)


def test_skills_and_wishes_play_no_part(weights):
    otherwise = replace(weights, parts=PartWeights(skills=0.1, text=0.7, bridge=0.1, wishes=0.1))
    halved = replace(weights, parts=PartWeights(skills=0.0, text=0.875, bridge=0.125, wishes=0.0))
    texts = plain("robot arm", "a plan"), plain("robot", "plan of an arm")

    scores = [ranked(*texts, graph=GRAPH, weights=each).scores for each in (otherwise, halved)]

    assert np.array_equal(*scores)


def test_no_queries_or_documents_give_no_lists():
    assert listed(ranked(plain(), plain("robot"), graph=GRAPH)) == []
    assert listed(ranked(plain("robot"), plain(), graph=GRAPH)) == [[]]


def test_weights_without_text_and_bridge_are_refused(weights):
    only_skills = replace(weights, parts=PartWeights(skills=1, text=0, bridge=0, wishes=0))

    with pytest.raises(ValueError, match="no weight"):
        ranked(plain("a"), plain("a"), graph=GRAPH, weights=only_skills)
