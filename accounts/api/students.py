"""The API's doors to student profiles: one's own, and those of one's university's students."""

import re

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet, ReadOnlyModelViewSet

from accounts.actions import profiles
from accounts.actions.profiles import SkillLine
from accounts.api.profile import (
    FoundSkill,
    NewStudentSkill,
    ProfileSerializer,
    StudentSkillChange,
    StudentSkillLine,
    TextToSearch,
)
from accounts.extraction import mentions_in
from accounts.http import signed_in
from accounts.models import StudentProfile, StudentSkill
from foundation.api.idempotency import idempotent
from taxonomy.models import Skill
from taxonomy.search import resolve

NUMBER = "[0-9]{1,18}"
IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, description="The version as it was read."
)


class StudentViewSet(ReadOnlyModelViewSet[StudentProfile]):
    """Students of the universities one works for, and oneself."""

    serializer_class = ProfileSerializer
    queryset = StudentProfile.objects.none()
    lookup_value_regex = NUMBER
    filterset_fields = ["university", "discipline", "degree_level"]

    def get_queryset(self) -> QuerySet[StudentProfile]:
        return StudentProfile.objects.visible_to(signed_in(self.request)).for_reading()

    @extend_schema(responses=ProfileSerializer, filters=False)
    @action(detail=False, url_path="me", pagination_class=None)
    def me(self, request: Request) -> Response:
        """One's own profile; the ETag is its version."""
        return _answer(own_profile(request))

    @extend_schema(
        request=ProfileSerializer(partial=True),
        responses=ProfileSerializer,
        parameters=[IF_MATCH],
    )
    @me.mapping.patch
    def change_me(self, request: Request) -> Response:
        """Change the fields that are sent; 412 if somebody has saved since `version` was read."""
        mine = own_profile(request)
        body = ProfileSerializer(mine, data=request.data, partial=True)
        body.is_valid(raise_exception=True)
        changes = dict(body.validated_data)
        version = _version(request, changes.pop("version", None))
        profiles.edit(mine, changes, version=version, at=timezone.now())
        return _answer(own_profile(request))

    @extend_schema(request=TextToSearch, responses=FoundSkill(many=True), filters=False)
    @action(detail=False, methods=["post"], url_path="me/found-skills", pagination_class=None)
    def found_skills(self, request: Request) -> Response:
        """Skills that a text names; nothing is kept."""
        own_profile(request)
        body = TextToSearch(data=request.data)
        body.is_valid(raise_exception=True)
        found = mentions_in(body.validated_data["text"])
        return Response(FoundSkill(found, many=True).data)


class OwnSkillViewSet(GenericViewSet[StudentSkill]):
    """The skills on one's own profile."""

    serializer_class = StudentSkillLine
    queryset = StudentSkill.objects.none()
    filter_backends = ()
    pagination_class = None
    lookup_value_regex = NUMBER

    def get_queryset(self) -> QuerySet[StudentSkill]:
        return StudentSkill.objects.of(signed_in(self.request)).for_listing()

    @extend_schema(responses=StudentSkillLine(many=True))
    def list(self, request: Request) -> Response:
        own_profile(request)
        return Response(StudentSkillLine(self.get_queryset(), many=True).data)

    @extend_schema(request=NewStudentSkill, responses={201: StudentSkillLine})
    @idempotent
    def create(self, request: Request) -> Response:
        mine = own_profile(request)
        body = NewStudentSkill(data=request.data)
        body.is_valid(raise_exception=True)
        said = dict(body.validated_data)
        entry = profiles.add_skill(mine, _skill(said.pop("skill")), SkillLine(**said))
        return Response(StudentSkillLine(entry).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=StudentSkillChange(partial=True), responses=StudentSkillLine)
    def partial_update(self, request: Request, pk: str) -> Response:
        entry = self.get_object()
        body = StudentSkillChange(entry, data=request.data, partial=True)
        body.is_valid(raise_exception=True)
        said = {
            "level": entry.level,
            "evidence": entry.evidence,
            "evidence_note": entry.evidence_note,
            **body.validated_data,
        }
        return Response(StudentSkillLine(profiles.change_skill(entry, SkillLine(**said))).data)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        profiles.remove_skill(self.get_object())
        return Response(status=status.HTTP_204_NO_CONTENT)


def own_profile(request: Request) -> StudentProfile:
    mine = StudentProfile.objects.of(signed_in(request)).for_reading().first()
    if mine is None:
        raise NotFound(_("You have no student profile. Start one on the page “Profile”."))
    return mine


def _answer(profile: StudentProfile) -> Response:
    return Response(ProfileSerializer(profile).data, headers={"ETag": f'"{profile.version}"'})


def _version(request: Request, sent: int | None) -> int:
    """The version that the sender read: from the body, else from If-Match."""
    header = request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"')
    if sent is not None:
        return sent
    if not re.fullmatch(NUMBER, header):
        message = _("Send the version you read, here or as If-Match.")
        raise ValidationError({"version": [message]})
    return int(header)


def _skill(text: str) -> Skill:
    skill = Skill.objects.usable().filter(key=text).first() or resolve(text)
    if skill is None:
        message = _("There is no skill of this key or name.")
        raise ValidationError({"skill": [message]})
    return skill
