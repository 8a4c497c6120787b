"""What a posting is found by."""

from collections.abc import Iterator

from internships.postings.enums import PostingKind
from internships.postings.models import Posting
from internships.postings.search.words import index_words
from taxonomy.models import Region, SkillAlias
from taxonomy.models.labelled import Labelled

TITLE_COUNTS = 4
SKILL_COUNTS = 2
KIND_IS_CALLED = {
    PostingKind.PROJECT: "project 项目",
    PostingKind.INTERNSHIP: "internship 实习",
}


def words_of(posting: Posting) -> str:
    """The words of the index row: a title's and a skill's count several times."""
    title = index_words(f"{posting.title_en} {posting.title_zh}") * TITLE_COUNTS
    skills = index_words(" ".join(_skill_names(posting))) * SKILL_COUNTS
    rest = index_words(" ".join(_other_texts(posting)))
    return " ".join([*title, *skills, *rest])


def _skill_names(posting: Posting) -> Iterator[str]:
    for skill in posting.skill_set.all():
        yield from (skill.label_en, skill.label_zh)
    names = SkillAlias.objects.filter(skill__in=posting.skill_set.all(), is_label=False)
    yield from names.values_list("text", flat=True)


def _other_texts(posting: Posting) -> Iterator[str]:
    yield from (posting.text_en, posting.text_zh, posting.address)
    yield from (posting.owner.name_en, posting.owner.name_zh)
    yield KIND_IS_CALLED[PostingKind(posting.kind)]
    if posting.outcome:
        yield from (posting.outcome.title_en, posting.outcome.title_zh)
    yield from _place_names(posting)
    for group in posting.seat_groups.prefetch_related("disciplines__isced"):
        for discipline in group.disciplines.all():
            yield from _labels(discipline)
            if discipline.isced:
                yield from _labels(discipline.isced)


def _place_names(posting: Posting) -> Iterator[str]:
    """The place and the province it lies in; what lies in China is not all found by “China”."""
    place = posting.region
    if place is None:
        return
    yield from (*_labels(place), place.aliases)
    for province in Region.objects.filter(children=place, parent__isnull=False):
        yield from (*_labels(province), province.aliases)


def _labels(entry: Labelled) -> tuple[str, str]:
    return entry.label_en, entry.label_zh
