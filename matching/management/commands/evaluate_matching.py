"""How well the engine ranks a labelled set of texts.

DIR holds `queries.jsonl` {qid, text}, `docs.jsonl` {docid, text} and `qrels.tsv` (qid 0 docid
rel). Every document is ranked for every query by the product's own engine; the run is written as
TREC lines, and nDCG@10, recall@50 and MRR are printed with 95 % bootstrap intervals.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from matching.dataset import Frame
from matching.dataset.texts import found_in
from matching.engine import metrics
from matching.engine.ranking import TopMatches
from matching.engine.retrieval import Corpus, ranked
from matching.management.labelled import Gains, LabelledSet, Texts

TAG = "synnet"
LISTED = 1000
Lists = Mapping[str, Sequence[tuple[str, float]]]


class Command(BaseCommand):
    help = "Rank a labelled set with the engine and say how well: nDCG@10, recall@50, MRR."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("dir", type=Path)
        parser.add_argument("--run-out", type=Path, required=True, help="TREC run to write")
        parser.add_argument("--docs", type=Path, help="docs.jsonl, where DIR has none of its own")
        parser.add_argument("--seed", type=int, default=0, help="of the bootstrap")

    def handle(self, *args: Any, **options: Any) -> None:
        """The run is written before it is scored: bad judgements leave it to another judge."""
        found = LabelledSet.read(options["dir"], documents=options["docs"])
        lists = _ranked(found.queries, found.documents)
        _write_run(options["run_out"], lists)
        self.stdout.write(summary(lists, found.judged(), seed=options["seed"]))


def _ranked(queries: Texts, documents: Texts) -> Lists:
    frame = Frame.of_now()
    found = ranked(
        _corpus(queries, frame), _corpus(documents, frame), graph=frame.graph, length=LISTED
    )
    return dict(zip(queries, _named(found, list(documents)), strict=True))


def _corpus(texts: Texts, frame: Frame) -> Corpus:
    listed = list(texts.values())
    return Corpus(texts=listed, found=found_in(listed, frame))


def _named(found: TopMatches, names: Sequence[str]) -> Iterator[list[tuple[str, float]]]:
    for number in range(len(found)):
        rows, scores = found[number]
        yield [(names[row], score) for row, score in zip(rows, scores.tolist(), strict=True)]


def summary(lists: Lists, judged: Gains, *, seed: int) -> str:
    """The three figures over all queries that have a relevant document."""
    orders = {qid: [docid for docid, _ in lists[qid]] for qid in judged}
    lines = [f"queries    {len(judged)}"]
    for name, measure in (
        ("nDCG@10", metrics.ndcg),
        ("recall@50", metrics.recall),
        ("MRR", metrics.reciprocal_rank),
    ):
        values = [measure(orders[qid], relevant) for qid, relevant in sorted(judged.items())]
        found = metrics.bootstrap(values, seed=seed)
        lines.append(f"{name:<11}{found.mean:.4f}  [95% {found.low:.4f}–{found.high:.4f}]")
    return "\n".join(lines)


def _write_run(file: Path, lists: Lists) -> None:
    try:
        with file.open("w", encoding="utf-8") as out:
            for qid, documents in lists.items():
                for rank, (docid, score) in enumerate(documents, start=1):
                    out.write(f"{qid} Q0 {docid} {rank} {score:.6f} {TAG}\n")
    except OSError as error:
        raise CommandError(f"{file} cannot be written: {error.strerror}") from error
