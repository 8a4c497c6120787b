"""Background work: fetch by id, compute, return what writes. May run twice."""

from matching.tasks import refresh, runs, starting

__all__ = ["refresh", "runs", "starting"]
