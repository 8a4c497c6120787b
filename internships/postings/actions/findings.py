"""What the rule packs say about a posting."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from internships.postings.models import Posting
from internships.postings.rulepacks import Finding, PostingFacts, check_posting
from taxonomy.text import in_readers_language


def findings(posting: Posting) -> list[Finding]:
    """Every finding of the rule packs that apply to the posting, blocking ones first."""
    return check_posting(facts_of(posting))


def facts_of(posting: Posting) -> PostingFacts:
    owner = posting.owner
    return PostingFacts(
        country=owner.country,
        texts=tuple(_texts(posting)),
        industry_code=owner.industry.code if owner.industry else "",
        is_labour_agency=owner.is_labour_agency,
        min_degree_level=posting.min_degree_level,
        min_year=posting.min_year,
        starts_on=posting.starts_on,
        ends_on=posting.ends_on,
        hours_per_day=posting.hours_per_day,
        hours_per_week=posting.hours_per_week,
        names_disciplines=posting.seat_groups.filter(disciplines__isnull=False).exists(),
    )


def worded(finding: Finding) -> str:
    """The finding in the reader's language, with what was found and where it is written."""
    text = in_readers_language(en=finding.rule.text_en, zh=finding.rule.text_zh)
    return _("%(text)s %(found)s(%(source)s)") % {
        "text": text,
        "found": _("Found: “%s”. ") % finding.evidence if finding.evidence else "",
        "source": source_of(finding),
    }


def source_of(finding: Finding) -> str:
    """Pack and article (or the row's number, where no article is known)."""
    rule = finding.rule
    if rule.article:
        return _("%(pack)s, article %(article)s") % {"pack": rule.pack, "article": rule.article}
    return _("%(pack)s, rule %(number)s") % {"pack": rule.pack, "number": rule.number}


def blocking_texts(posting: Posting) -> list[str]:
    """The findings that keep the posting from being open, worded."""
    return [worded(each) for each in findings(posting) if each.blocks]


def _texts(posting: Posting) -> Iterator[str]:
    yield from (posting.title_en, posting.title_zh, posting.text_en, posting.text_zh)
    yield posting.address
    yield from posting.phases.order_by("pk").values_list("aim", flat=True)
