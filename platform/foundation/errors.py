"""Refusals that were foreseen."""

from collections.abc import Sequence


class RuleBroken(Exception):
    """What somebody asked for is not possible now; the message is worded for the reader.

    `rule` names the rule that refused, for programs; pages show the message, the API answers 409.
    """

    rule = "rule_broken"

    def __init__(self, message: str, *, rule: str = "") -> None:
        super().__init__(message)
        self.rule = rule or self.rule


class StaleVersion(RuleBroken):
    """Somebody else has saved in the meantime; the API answers 412."""

    rule = "stale_version"


class RulesBroken(RuleBroken):
    """Several rules refuse at once; `reasons` are the refusals, each worded for the reader."""

    rule = "rules_broken"

    def __init__(self, reasons: Sequence[RuleBroken], *, rule: str = "") -> None:
        super().__init__(" ".join(str(reason) for reason in reasons), rule=rule)
        self.reasons = tuple(reasons)
