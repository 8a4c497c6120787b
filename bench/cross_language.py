"""How well Chinese finds English: `python bench/cross_language.py [--demo DIR]`, prints JSON.

The texts are the bilingual ones of the demo network; the taxonomy is the one in the database that
DATABASE_URL names. The documents are English in every row, and the queries of a row say the same in
Chinese or in English, so what a row loses is lost to the language.

profiles   Queries are students: a sentence on courses with one on a project, as the demo has them
           in both languages. A posting with an English text is relevant where it asks for two of
           the skills that the demo says these sentences show, and more so for three.
postings   Queries are the first halves of postings that have both languages (by paragraph, or by
           sentence where there is one paragraph); relevant is the English second half of the same
           posting, among the English second halves of all postings.
"""

import argparse
import json
import platform
import re
import sys
import tomllib
from pathlib import Path

import django
import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
DEMO = ROOT / "platform" / "config" / "demo"
FEW, MANY = 2, 3  # skills in common that make a posting relevant, and more so


def main(demo):
    django.setup()
    from taxonomy.models import Skill  # noqa: PLC0415 -- needs Django set up

    postings, archetypes = entries(demo / "postings"), entries(demo / "students")
    report = {
        "python": platform.python_version(),
        "numpy": np.__version__,
        "skills": Skill.objects.usable().count(),
        "profiles": compared(*of_profiles(archetypes, postings)),
        "postings": compared(*of_postings(postings)),
    }
    print(json.dumps(report, indent=2))


def entries(folder):
    found = []
    for file in sorted(folder.glob("*.toml")):
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
        found += [each for table in tables.values() for each in table]
    return found


def of_profiles(archetypes, postings):
    """Queries by language, documents, and gains by query."""
    english = [each for each in postings if each.get("text_en")]
    asked = [{skill[0] for skill in each["skills"]} for each in english]
    queries = {"zh": [], "en": []}
    gains = []
    for course, project in (
        pair for each in archetypes for pair in zip(turned(each), each["projects"], strict=True)
    ):
        shown = {*course[2].split(), *project[2].split()}
        common = [len(shown & skills) for skills in asked]
        relevant = {n: min(c, MANY) - FEW + 1 for n, c in enumerate(common) if c >= FEW}
        if relevant:
            queries["en"].append(f"{course[0]} {project[0]}")
            queries["zh"].append(f"{course[1]}{project[1]}")
            gains.append(relevant)
    return queries, [in_english(each, each["text_en"]) for each in english], gains


def turned(archetype):
    """The courses, again from the start where there are more projects."""
    courses = archetype["courses"]
    return [courses[n % len(courses)] for n in range(len(archetype["projects"]))]


def in_english(posting, text):
    outcome = posting.get("outcome") or {}
    return "\n".join([posting.get("title_en", ""), text, outcome.get("title_en", "")])


def of_postings(postings):
    english = [each for each in postings if each.get("text_en")]
    halves = [halved(each["text_en"]) for each in english]
    both = [n for n, each in enumerate(english) if each.get("text_zh")]
    queries = {
        "zh": [halved(english[n]["text_zh"])[0] for n in both],
        "en": [halves[n][0] for n in both],
    }
    return queries, [second for _, second in halves], [{n: 1} for n in both]


def halved(text):
    for parts, glue in (
        (text.strip().split("\n\n"), "\n\n"),
        (re.split(r"(?<=[.!?。！？])\s*", text.strip()), " "),
    ):
        if len(parts) > 1:
            middle = (len(parts) + 1) // 2
            return glue.join(parts[:middle]), glue.join(parts[middle:])
    raise ValueError(f"one sentence cannot be halved: {text[:40]}")


def compared(queries, documents, gains):
    figures = {language: judged(texts, documents, gains) for language, texts in queries.items()}
    return {
        "queries": len(gains),
        "documents": len(documents),
        "relevant": sum(len(each) for each in gains),
        "chinese": figures["zh"],
        "english": figures["en"],
        "ratio": round(figures["zh"]["ndcg@10"][0] / figures["en"]["ndcg@10"][0], 3),
    }


def judged(queries, documents, gains):
    from matching.dataset import Frame  # noqa: PLC0415
    from matching.dataset.texts import found_in  # noqa: PLC0415
    from matching.engine import metrics  # noqa: PLC0415
    from matching.engine.retrieval import Corpus, ranked  # noqa: PLC0415

    frame = Frame.of_now()
    asking, answering = (Corpus(texts, found_in(texts, frame)) for texts in (queries, documents))
    found = ranked(asking, answering, graph=frame.graph)
    orders = [[str(row) for row in found[number][0]] for number in range(len(found))]
    named = [{str(row): gain for row, gain in each.items()} for each in gains]
    pairs = list(zip(orders, named, strict=True))
    ndcg = metrics.bootstrap([metrics.ndcg(*pair) for pair in pairs], seed=0)
    return {
        "ndcg@10": [round(each, 4) for each in (ndcg.mean, ndcg.low, ndcg.high)],
        "recall@50": round(float(np.mean([metrics.recall(*pair) for pair in pairs])), 4),
        "mrr": round(float(np.mean([metrics.reciprocal_rank(*pair) for pair in pairs])), 4),
    }


def arguments_of(words):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--demo", type=Path, default=DEMO)
    return parser.parse_args(words)


if __name__ == "__main__":
    main(arguments_of(sys.argv[1:]).demo)
