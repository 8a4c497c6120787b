"""What each part of texts and bridge is worth: `python bench/ablation.py [--docs FILE] DIR…`, JSON.

Each DIR is one that `evaluate_matching` ranks too; FILE stands in for a missing docs.jsonl; the
taxonomy is the one in the database that DATABASE_URL names. nDCG@10 of the product's own vectors,
whole, and with one part in turn left out:

words, pieces, characters, skills, occupations   its columns (the rest keeps its weight)
broader     what found skills and occupations add to those above them
contrast    rarity as it is, not raised to a power
stems       words as they are written
"""

import argparse
import json
import platform
import sys
from dataclasses import replace
from pathlib import Path
from unittest import mock

import django
import numpy as np
from relevance import gains, judged, texts

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]


def main(arguments):
    django.setup()
    from matching.dataset import Frame  # noqa: PLC0415 -- needs Django set up

    frame = Frame.of_now()
    report = {
        "python": platform.python_version(),
        "numpy": np.__version__,
        "skills": len(frame.skill_ids),
        "occupations": len(frame.occupation_ids),
        "sets": {each.name: ablated(each, arguments.docs, frame) for each in arguments.dirs},
    }
    print(json.dumps(report, indent=2))


def ablated(folder, documents, frame):
    from matching.dataset.texts import found_in  # noqa: PLC0415
    from matching.engine.retrieval import Corpus  # noqa: PLC0415

    own = folder / "docs.jsonl"
    queries = texts(folder / "queries.jsonl", "qid")
    docs = texts(own if own.exists() else documents, "docid")
    relevant = gains(folder / "qrels.tsv")
    sides = [
        Corpus(list(each.values()), found_in(list(each.values()), frame))
        for each in (queries, docs)
    ]
    return {
        name: judged(scores, list(queries), list(docs), relevant)["ndcg@10"][0]
        for name, scores in variants(*sides, frame.graph)
    }


def variants(queries, documents, graph):
    """Each variant's name and its scores, of shape (n_queries, n_documents)."""
    from matching.engine import text  # noqa: PLC0415
    from matching.engine.weights import Weights  # noqa: PLC0415

    weights = Weights.packaged()
    parts = scores_of(queries, documents, graph, weights)
    yield "whole", sum(parts.values())
    for name in parts:
        yield f"without {name}", sum(parts.values()) - parts[name]
    flat = replace(weights, bridge=replace(weights.bridge, decay=(0.0, 0.0)))
    yield "without broader", sum(scores_of(queries, documents, graph, flat).values())
    even = replace(weights, text=replace(weights.text, contrast=1.0))
    yield "without contrast", sum(scores_of(queries, documents, graph, even).values())
    with mock.patch.object(text, "stem", str):
        yield "without stems", sum(scores_of(queries, documents, graph, weights).values())


def scores_of(queries, documents, graph, weights):
    """What each block of columns adds to the scores; the bridge in skills and occupations."""
    from matching.engine.retrieval import vectors  # noqa: PLC0415

    one, other, layout = vectors(queries, documents, graph=graph, weights=weights)
    parts = {}
    for block in layout.blocks:
        columns = np.arange(block.start, block.stop)
        if block.name == "found":
            parts["skills"] = product(one, other, columns[~graph.is_occupation])
            parts["occupations"] = product(one, other, columns[graph.is_occupation])
        elif block.part == "text":
            parts[block.name] = product(one, other, columns)
    return parts


def product(one, other, columns):
    return np.round(
        (one[:, columns].astype(float) @ other[:, columns].astype(float).T).toarray(), 9
    )


def arguments_of(words):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dirs", nargs="+", type=Path)
    parser.add_argument("--docs", type=Path)
    return parser.parse_args(words)


if __name__ == "__main__":
    main(arguments_of(sys.argv[1:]))
