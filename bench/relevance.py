"""Plain baselines on labelled sets: `python bench/relevance.py [--docs FILE] DIR…`, prints JSON.

Each DIR is one that `evaluate_matching` ranks too; FILE stands in for a missing docs.jsonl. The
baselines are scikit-learn's TF-IDF, fitted on the queries and documents of the set (never on its
judgements), compared by cosine:

words        words and pairs of words, sublinear
pieces       three to five characters within words (char_wb), sublinear
characters   one to three characters in a row, sublinear
words+pieces, words+characters   the sums of the two cosines
"""

import argparse
import json
import platform
import sys
import time
from pathlib import Path

import numpy as np
import sklearn
from sklearn.feature_extraction.text import TfidfVectorizer

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]
from matching.engine import metrics  # noqa: E402 -- needs the path

DEPTH = 1000
MODELS = {
    "words": {"ngram_range": (1, 2), "token_pattern": r"(?u)\b\w+\b"},
    "pieces": {"analyzer": "char_wb", "ngram_range": (3, 5)},
    "characters": {"analyzer": "char", "ngram_range": (1, 3)},
}
SUMS = {"words+pieces": ("words", "pieces"), "words+characters": ("words", "characters")}


def main(arguments):
    report = {
        "python": platform.python_version(),
        "numpy": np.__version__,
        "scikit-learn": sklearn.__version__,
        "sets": {each.name: measured(each, arguments.docs) for each in arguments.dirs},
    }
    print(json.dumps(report, indent=2))


def measured(folder, documents):
    own = folder / "docs.jsonl"
    queries = texts(folder / "queries.jsonl", "qid")
    docs = texts(own if own.exists() else documents, "docid")
    relevant = gains(folder / "qrels.tsv")
    scores, figures = {}, {}
    for name, options in MODELS.items():
        started = time.process_time()
        scores[name] = cosines(list(queries.values()), list(docs.values()), options)
        figures[name] = judged(scores[name], list(queries), list(docs), relevant)
        figures[name]["cpu_s"] = round(time.process_time() - started, 2)
    for name, parts in SUMS.items():
        total = sum(scores[part] for part in parts)
        figures[name] = judged(total, list(queries), list(docs), relevant)
    return {"queries": len(queries), "documents": len(docs), **figures}


def cosines(queries, documents, options):
    model = TfidfVectorizer(sublinear_tf=True, dtype=np.float32, **options)
    model.fit([*queries, *documents])
    return (model.transform(queries) @ model.transform(documents).T).toarray()


def judged(scores, qids, docids, relevant):
    """nDCG@10 with its interval, recall@50 and MRR; equal scores stand in the documents' order."""
    place = {qid: row for row, qid in enumerate(qids)}
    wanted = sorted(qid for qid, of in relevant.items() if any(gain > 0 for gain in of.values()))
    orders = {
        qid: [docids[i] for i in np.argsort(-scores[place[qid]], kind="stable")[:DEPTH]]
        for qid in wanted
    }
    ndcg = metrics.bootstrap([metrics.ndcg(orders[q], relevant[q]) for q in wanted], seed=0)
    return {
        "ndcg@10": [round(each, 4) for each in (ndcg.mean, ndcg.low, ndcg.high)],
        "recall@50": mean(metrics.recall(orders[q], relevant[q]) for q in wanted),
        "mrr": mean(metrics.reciprocal_rank(orders[q], relevant[q]) for q in wanted),
    }


def mean(values):
    return round(float(np.mean(list(values))), 4)


def texts(file, key):
    with file.open(encoding="utf-8") as lines:
        entries = [json.loads(line) for line in lines if line.strip()]
    return {each[key]: each["text"] for each in entries}


def gains(file):
    found = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        qid, _, docid, gain = line.split("\t")
        found.setdefault(qid, {})[docid] = int(gain)
    return found


def arguments_of(words):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dirs", nargs="+", type=Path)
    parser.add_argument("--docs", type=Path)
    return parser.parse_args(words)


if __name__ == "__main__":
    main(arguments_of(sys.argv[1:]))
