"""How the two databases are opened: SQLite for a laptop, PostgreSQL for a region."""

from pathlib import Path
from typing import Any

import environ

SQLITE_OPTIONS = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
}
POSTGRESQL_OPTIONS = {
    "pool": {"min_size": 1, "max_size": 8, "timeout": 10},
    "options": (
        "-c synchronous_commit=on -c lock_timeout=2s -c statement_timeout=15s"
        " -c idle_in_transaction_session_timeout=15s"
    ),
}


def database(env: environ.Env, var: Path) -> dict[str, Any]:
    """Django's settings for the database that DATABASE_URL names, SQLite in `var` by default."""
    found: dict[str, Any] = env.db_url(
        "DATABASE_URL", default=f"sqlite:///{var / 'synnet.sqlite3'}"
    )
    if "sqlite3" in found["ENGINE"]:
        return {**found, "OPTIONS": SQLITE_OPTIONS}
    return {**found, "OPTIONS": POSTGRESQL_OPTIONS, "CONN_HEALTH_CHECKS": True}
