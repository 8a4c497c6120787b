"""Background work: fetch by id, compute, return what writes. May run twice."""

from matching.tasks import clock, refresh, runs, starting

__all__ = ["clock", "refresh", "runs", "starting"]
