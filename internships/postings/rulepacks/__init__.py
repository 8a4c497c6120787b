"""Rule packs: dated, cited checks of a jurisdiction. This is no legal advice.

A pack is a TOML file in this folder. A posting admits students of several degree levels, so
several packs can apply to it: one that is open to vocational colleges and universities answers
to both packs of China.
"""

from dataclasses import dataclass

from internships.postings.rulepacks.checks import CHECKS
from internships.postings.rulepacks.facts import PostingFacts
from internships.postings.rulepacks.packs import Rule, RulePack, all_packs, read_pack

__all__ = ["Finding", "PostingFacts", "Rule", "RulePack", "all_packs", "check_posting", "read_pack"]


@dataclass(frozen=True)
class Finding:
    """One rule that a posting breaks, or might: with what, and whether that blocks it."""

    rule: Rule
    evidence: str
    blocks: bool


def check_posting(
    facts: PostingFacts, *, packs: tuple[RulePack, ...] | None = None
) -> list[Finding]:
    """Every finding of the packs that apply (all known packs by default), blocking ones first."""
    known = all_packs() if packs is None else packs
    found = [
        finding
        for pack in known
        if pack.applies_to(facts)
        for rule in pack.rules
        if (finding := _finding(rule, facts)) is not None
    ]
    return sorted(found, key=lambda each: not each.blocks)


def _finding(rule: Rule, facts: PostingFacts) -> Finding | None:
    hit = CHECKS[rule.check](facts, rule.values)
    if hit is None:
        return None
    return Finding(rule, hit.evidence, blocks=rule.may_block and not hit.only_a_hint)
