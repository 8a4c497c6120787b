"""How log lines look."""

import structlog


def plain_tracebacks() -> None:
    """Never print the values of variables, as structlog does where it finds `rich`.

    They are personal data, and printing those of a ranking takes longer than a lease lasts.
    """
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.StackInfoRenderer(),
            structlog.dev.set_exc_info,
            structlog.processors.TimeStamper(fmt="%Y-%m-%d %H:%M:%S", utc=False),
            structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback),
        ]
    )
