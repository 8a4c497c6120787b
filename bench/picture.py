"""CPU seconds against size, log–log: `python bench/picture.py results.json results.png`."""

import json
import sys
from collections import defaultdict
from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")
from matplotlib import pyplot as plt

PREFIX = "CPU: "


def main(source, target):
    entries = json.loads(Path(source).read_text(encoding="utf-8"))
    timed = [each for each in entries if each["name"].startswith(PREFIX)]
    kinds = sorted({each["sizes"]["columns"] for each in timed})
    figure, axes = plt.subplots(1, len(kinds), figsize=(6.5 * len(kinds), 5), squeeze=False)
    for axis, columns in zip(axes[0], kinds, strict=True):
        draw(axis, entries, columns)
    figure.tight_layout()
    figure.savefig(target, dpi=110)


def draw(axis, entries, columns):
    lines = defaultdict(list)
    for each in entries:
        if each["name"].startswith(PREFIX) and each["sizes"]["columns"] == columns:
            pairs = each["sizes"]["students"] * each["sizes"]["postings"]
            lines[each["name"].removeprefix(PREFIX)].append((pairs, each["value"]))
    for name, points in sorted(lines.items(), key=lambda line: -max(line[1])[1]):
        ours = name.startswith(("compiled", "sparse,")) or name == "sparse"
        axis.plot(*zip(*sorted(points), strict=True), "o-" if ours else "s--", label=name)
    axis.set(xscale="log", yscale="log", xlabel="students × postings", ylabel="CPU seconds")
    axis.set_title(columns)
    axis.grid(visible=True, which="both", alpha=0.25)
    axis.legend(fontsize=7)


if __name__ == "__main__":
    main(*sys.argv[1:3])
