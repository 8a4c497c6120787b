"""Matches at the API: one's own, those of a posting for its owner, and why."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from accounts.http import signed_in
from accounts.models import StudentProfile
from internships.postings.models import Posting
from matching import rules
from matching.actions import feedback
from matching.engine.reasons import Reason
from matching.matches import (
    Candidates,
    explained_match,
    ranking_of,
    reasons_against,
    seen_by_owner,
    seen_by_student,
)
from matching.matches.refusals import WORDS
from matching.matches.steps import steps_up

LARGEST_ID = 2**63 - 1


class PartSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    share = serializers.FloatField()
    most = serializers.FloatField()


class SkillShareSerializer(serializers.Serializer[Any]):
    skill = serializers.IntegerField(source="skill.pk")
    label = serializers.CharField(source="skill.label")  # type: ignore[assignment]
    share = serializers.FloatField()
    broader = serializers.BooleanField()
    must = serializers.BooleanField()


class MissingSerializer(serializers.Serializer[Any]):
    skill = serializers.IntegerField(source="pk")
    label = serializers.CharField()  # type: ignore[assignment]


class WishSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    share = serializers.FloatField()
    fraction = serializers.FloatField()


class StepSerializer(serializers.Serializer[Any]):
    skill = serializers.IntegerField(source="skill.pk")
    label = serializers.CharField(source="skill.label")  # type: ignore[assignment]
    step = serializers.ChoiceField(["evidence", "learn"])
    score = serializers.FloatField()
    rank_now = serializers.IntegerField(allow_null=True)
    rank_then = serializers.IntegerField(allow_null=True)


class ReasonSerializer(serializers.Serializer[Any]):
    kind = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    share = serializers.FloatField()
    words = serializers.ListField(child=serializers.CharField())


class MatchSerializer(serializers.Serializer[Any]):
    """A line of one's own list."""

    posting = serializers.IntegerField(source="posting.pk")
    title = serializers.CharField(source="posting.title")
    owner = serializers.CharField(source="posting.owner.name")
    score = serializers.FloatField()
    rank = serializers.IntegerField()
    reasons = ReasonSerializer(source="explained.strongest", many=True, default=[])
    missing = MissingSerializer(source="explained.missing", many=True, default=[])


class CandidateSerializer(serializers.Serializer[Any]):
    """A line of a posting's list; name and e-mail only of who shows themselves."""

    rank = serializers.IntegerField()
    score = serializers.FloatField()
    name = serializers.CharField()
    email = serializers.CharField()
    discipline = serializers.CharField()
    degree = serializers.CharField()
    year = serializers.IntegerField(allow_null=True)
    university = serializers.CharField()
    reasons = ReasonSerializer(source="explained.strongest", many=True, default=[])
    missing = MissingSerializer(source="explained.missing", many=True, default=[])


class WordSerializer(serializers.Serializer[Any]):
    word = serializers.CharField()
    share = serializers.FloatField()


class ExplanationSerializer(serializers.Serializer[Any]):
    """A score taken apart: the shares of `parts` sum to it."""

    posting = serializers.IntegerField()
    score = serializers.FloatField(allow_null=True)
    rank = serializers.IntegerField(allow_null=True)
    against = serializers.ListField(child=serializers.CharField(), help_text="why not eligible")
    parts = PartSerializer(many=True)
    skills = SkillShareSerializer(many=True)
    missing = MissingSerializer(many=True)
    found = SkillShareSerializer(many=True)
    words = WordSerializer(many=True)
    wishes = WishSerializer(many=True)
    steps = StepSerializer(many=True)


def _envelope(name: str, line: type[serializers.Serializer[Any]]) -> type:
    """Lists of matches are short: one page, in the shape of the others."""
    fields = {
        "next": serializers.CharField(allow_null=True),
        "previous": serializers.CharField(allow_null=True),
        "results": line(many=True),
    }
    return type(name, (serializers.Serializer,), fields)


MatchList = _envelope("MatchList", MatchSerializer)
CandidateList = _envelope("CandidateList", CandidateSerializer)
OF_A_POSTING = OpenApiParameter("posting", int, description="List its candidates, as its owner.")


class MatchViewSet(ViewSet):
    """One's own list; with `?posting=`, the candidates of a posting of one's organisation."""

    lookup_field = "posting"
    lookup_value_regex = "[0-9]+"

    @extend_schema(
        parameters=[OF_A_POSTING], responses={200: MatchList}, operation_id="matches_list"
    )
    def list(self, request: Request) -> Response:
        if "posting" in request.query_params:
            return self._candidates(request, _number(request.query_params["posting"]))
        profile = _own_profile(request)
        ranking = ranking_of(profile)
        if ranking is None:
            return _one_page([])
        postings = Posting.objects.addressed_to(signed_in(request)).open()
        ids = ranking.of(postings)
        by_id = postings.select_related("owner").in_bulk(ids)
        matches = ranking.matches(by_id[each] for each in ids)
        feedback.record_shown(seen_by_student(ranking, matches), at=timezone.now())
        return _one_page(MatchSerializer(matches, many=True).data)

    def _candidates(self, request: Request, posting_id: int) -> Response:
        user = signed_in(request)
        visible = Posting.objects.visible_to(user).select_related("owner")
        posting = get_object_or_404(visible, pk=posting_id)
        if not rules.can_see_candidates(user, posting):
            raise Http404
        candidates = Candidates(posting)
        found = candidates[0:100]
        seen = seen_by_owner(candidates, found)
        if seen:
            feedback.record_shown(seen, at=timezone.now())
        return _one_page(CandidateSerializer(found, many=True).data)

    @extend_schema(
        parameters=[OpenApiParameter("posting", int, OpenApiParameter.PATH)],
        responses=ExplanationSerializer,
    )
    @action(detail=True, methods=["get"])
    def explanation(self, request: Request, posting: str) -> Response:
        """Why one's score for a posting is what it is, and what would raise it."""
        visible = Posting.objects.visible_to(signed_in(request))
        found = get_object_or_404(visible, pk=_number(posting))
        profile = _own_profile(request)
        return Response(ExplanationSerializer(_explanation(profile, found)).data)


def _explanation(profile: StudentProfile, posting: Posting) -> dict[str, Any]:
    reasons = reasons_against(profile, posting, today=timezone.localdate())
    match = explained_match(profile, posting)
    explained = match.explained if match else None
    return {
        "posting": posting.pk,
        "score": match.score if match else None,
        "rank": match.rank if match else None,
        "against": [str(WORDS[reason]) for reason in Reason if reason in reasons],
        "parts": explained.parts if explained else [],
        "skills": explained.skills if explained else [],
        "missing": explained.missing if explained else [],
        "found": explained.found if explained else [],
        "words": [{"word": w, "share": s} for w, s in explained.words] if explained else [],
        "wishes": explained.wishes if explained else [],
        "steps": steps_up(profile, posting) if match and not reasons else [],
    }


def _own_profile(request: Request) -> StudentProfile:
    own = StudentProfile.objects.visible_to(signed_in(request))
    found: StudentProfile = get_object_or_404(own, user=signed_in(request))
    return found


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or int(text[:20]) > LARGEST_ID:
        raise ValidationError({"posting": ["not an id"]})
    return int(text)


def _one_page(lines: Any) -> Response:
    return Response({"next": None, "previous": None, "results": lines})
