"""Figures with their goals, as JSON."""

import json
import os
import platform

import numba
import numpy
import scipy
import sklearn

VERSIONS = {
    "python": platform.python_version(),
    "numpy": numpy.__version__,
    "scipy": scipy.__version__,
    "scikit-learn": sklearn.__version__,
    "numba": numba.__version__,
    "machine": f"{platform.machine()}, {os.cpu_count()} cores",
}


class Report:
    def __init__(self, *, threads):
        self.entries, self.threads = [], threads

    def add(self, name, value, unit, *, sizes, at_least=None, at_most=None):
        """Note a figure; without a goal `ok` is null."""
        goal = at_least if at_least is not None else at_most
        ok = None
        if value is None:
            ok = False
        elif at_least is not None:
            ok = value >= at_least
        elif at_most is not None:
            ok = value <= at_most
        words = "" if goal is None else f"{'≥' if at_least is not None else '≤'} {goal}"
        self.entries.append(
            {
                "name": name,
                "value": round(value, 4) if isinstance(value, float) else value,
                "unit": unit,
                "goal": words or None,
                "ok": ok,
                "sizes": sizes,
                "threads": self.threads,
                "versions": VERSIONS,
            }
        )

    def write(self, file):
        file.write_text(json.dumps(self.entries, indent=1, ensure_ascii=False), encoding="utf-8")
