"""Multiplies the demo network: `fill.py STUDENTS POSTINGS`, on the database of DATABASE_URL."""

import sys
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "platform"), str(ROOT / "bench")]

if __name__ == "__main__":
    import scale_run

    django.setup()
    scale_run.multiply(int(sys.argv[1]), int(sys.argv[2]))
