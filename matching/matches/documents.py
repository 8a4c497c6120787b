"""What an explanation said, as a document that stands for itself: ids, and names in both languages.

Skills, the posting and the run may be renamed or go; the document stays as it was. It is read
into the same `Explained` that an explanation of today is, in the reader's language.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import override

from accounts.models import StudentProfile
from internships.postings.models import Posting
from matching.matches.explained import Explained, NamedSkill, PartShare, SkillReason, WishReason
from matching.matches.reading import explained_match, ranking_of
from matching.models import RankingRun
from taxonomy.text import in_readers_language

FORMAT = 1
Document = dict[str, Any]
LANGUAGES = {"en": "en", "zh": "zh-hans"}


@dataclass(frozen=True)
class SkillThen:
    """A skill as it was called then."""

    pk: int
    label_en: str
    label_zh: str

    @property
    def label(self) -> str:
        return in_readers_language(en=self.label_en, zh=self.label_zh)


def document_of(profile: StudentProfile, posting: Posting, *, at: datetime) -> Document:
    """What is said now about the match of the two.

    Score and rank are None, and lists empty, where nothing was computed for the pair; score and
    rank are there without the rest where only the files of the run are gone.
    """
    match = explained_match(profile, posting)
    ranking = ranking_of(profile)
    run = RankingRun.objects.current().first()
    listed = ranking.scores.get(posting.pk) if ranking else None
    return {
        "format": FORMAT,
        "taken_at": timezone.localtime(at).isoformat(),
        "student": {"id": profile.pk},
        "posting": _posting(posting),
        "run": _run(run) if run else None,
        "score": match.score if match else listed,
        "rank": ranking.ranks().get(posting.pk) if ranking else None,
        "of": len(ranking.scores) if ranking else None,
        **_explained(match.explained if match else None),
    }


def explained_in(document: Document) -> Explained | None:
    """What the document says, in the reader's language; None where nothing was explained."""
    if not document["parts"]:
        return None
    return Explained(
        score=sum(each["share"] for each in document["parts"]),
        parts=[
            PartShare(each["name"], in_words(each["label"]), each["share"], each["most"])
            for each in document["parts"]
        ],
        skills=[_reason_then(each) for each in document["skills"]],
        missing=[_skill_then(each) for each in document["missing"]],
        words=[(each["word"], each["share"]) for each in document["words"]],
        found=[_reason_then(each) for each in document["found"]],
        wishes=[
            WishReason(each["name"], in_words(each["label"]), each["share"], each["fraction"])
            for each in document["wishes"]
        ],
    )


def in_words(names: dict[str, str]) -> str:
    """The name in the reader's language, else the one there is."""
    return in_readers_language(en=names["en"], zh=names["zh"])


def _posting(posting: Posting) -> Document:
    owner = posting.owner
    return {
        "id": posting.pk,
        "title": {"en": posting.title_en, "zh": posting.title_zh},
        "owner": {"id": owner.pk, "name": {"en": owner.name_en, "zh": owner.name_zh}},
    }


def _run(run: RankingRun) -> Document:
    return {
        "id": run.pk,
        "ranked_at": run.ranked_at.isoformat() if run.ranked_at else None,
        "code_version": run.code_version,
        "taxonomy_revision": run.taxonomy_revision,
        "parts": run.parameters.get("parts", {}),
    }


def _explained(explained: Explained | None) -> Document:
    if explained is None:
        return {name: [] for name in ("parts", "skills", "missing", "words", "found", "wishes")}
    return {
        "parts": [
            {"name": p.name, "label": _both(p.label), "share": p.share, "most": p.most}
            for p in explained.parts
        ],
        "skills": _reasons(explained.skills),
        "missing": [_skill(each) for each in explained.missing],
        "words": [{"word": word, "share": share} for word, share in explained.words],
        "found": _reasons(explained.found),
        "wishes": [
            {"name": w.name, "label": _both(w.label), "share": w.share, "fraction": w.fraction}
            for w in explained.wishes
        ],
    }


def _reasons(reasons: Iterable[SkillReason]) -> list[Document]:
    return [
        {
            **_skill(each.skill),
            "share": each.share,
            "most": each.most,
            "broader": each.broader,
            "must": each.must,
        }
        for each in reasons
    ]


def _skill(skill: NamedSkill) -> Document:
    return {"skill": skill.pk, "label": {"en": skill.label_en, "zh": skill.label_zh}}


def _both(label: str | Promise) -> dict[str, str]:
    said = {}
    for name, language in LANGUAGES.items():
        with override(language):
            said[name] = str(label)
    return said


def _skill_then(said: Document) -> SkillThen:
    return SkillThen(said["skill"], said["label"]["en"], said["label"]["zh"])


def _reason_then(said: Document) -> SkillReason:
    return SkillReason(
        _skill_then(said), said["share"], said["most"], said["broader"], said["must"]
    )
