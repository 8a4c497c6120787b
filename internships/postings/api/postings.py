"""The API's doors to postings: find, ask the rule, call one action, answer."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.viewsets import ReadOnlyModelViewSet

from accounts.http import signed_in
from foundation.api.idempotency import idempotent
from foundation.api.permissions import allowed_by
from internships.postings import rules
from internships.postings.actions import postings, readers
from internships.postings.actions.editing import Edit
from internships.postings.api.serializers import (
    PostingChangeSerializer,
    PostingSerializer,
    ReasonSerializer,
)
from internships.postings.enums import PostingKind
from internships.postings.filters import OwnPostingFilter
from internships.postings.models import Posting

REPEATABLE = OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER, required=False)
IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, required=False, description="The version you read."
)
CAME_FROM = OpenApiParameter(
    "from", str, description="`matches` where one's own list of matches led here."
)
EDITING = frozenset({"partial_update", "destroy", "submit"})
READING = frozenset({"list", "retrieve", "create", "metadata"})


class PostingViewSet(ReadOnlyModelViewSet[Posting]):
    """Postings one may see. Editors draft and change them, and move them on."""

    serializer_class = PostingSerializer
    filterset_class = OwnPostingFilter
    http_method_names = ["get", "post", "patch", "delete", "head", "options"]
    lookup_value_regex = "[0-9]+"
    queryset = Posting.objects.none()

    def get_queryset(self) -> QuerySet[Posting]:
        return Posting.objects.visible_to(signed_in(self.request)).with_parts()

    def get_permissions(self) -> list[BasePermission]:
        if self.action in READING or self.action is None:
            return [IsAuthenticated()]
        rule = rules.can_edit if self.action in EDITING else rules.can_move
        return [IsAuthenticated(), allowed_by(rule)()]

    @extend_schema(parameters=[REPEATABLE], responses={201: PostingSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        """Draft a posting."""
        said = PostingSerializer(data=request.data, context=self.get_serializer_context())
        said.is_valid(raise_exception=True)
        with as_bad_request():
            posting = postings.create(
                said.validated_data["owner"],
                kind=PostingKind(said.validated_data["kind"]),
                fields=said.said,
                parts=said.parts,
                edit=Edit(by=signed_in(request), at=timezone.now()),
            )
        return self._answer(posting, status=201)

    @extend_schema(
        parameters=[IF_MATCH, REPEATABLE],
        request=PostingChangeSerializer,
        responses=PostingSerializer,
    )
    @idempotent
    def partial_update(self, request: Request, pk: int) -> Response:
        """Change a posting. Lists that are sent replace what was there."""
        posting = self.get_object()
        said = PostingChangeSerializer(
            posting, data=request.data, context=self.get_serializer_context()
        )
        said.is_valid(raise_exception=True)
        version = _version(request, said.validated_data)
        edit = Edit(by=signed_in(request), at=timezone.now(), version=version)
        with as_bad_request():
            postings.edit(posting, said.said, parts=said.parts, edit=edit)
        return self._answer(posting)

    def destroy(self, request: Request, pk: int) -> Response:
        """Delete a draft."""
        postings.discard(self.get_object())
        return Response(status=204)

    @extend_schema(parameters=[REPEATABLE], request=None, responses=PostingSerializer)
    @action(detail=True, methods=["post"])
    @idempotent
    def submit(self, request: Request, pk: int) -> Response:
        """The draft is done; somebody may open it."""
        return self._answer(postings.submit(self.get_object(), by=signed_in(request)))

    @extend_schema(parameters=[REPEATABLE], request=ReasonSerializer, responses=PostingSerializer)
    @action(detail=True, methods=["post"], url_path="send-back")
    @idempotent
    def send_back(self, request: Request, pk: int) -> Response:
        """Back to its editors, with a reason."""
        posting, reason = self.get_object(), _reason(request)
        return self._answer(postings.send_back(posting, by=signed_in(request), reason=reason))

    @extend_schema(parameters=[REPEATABLE], request=None, responses=PostingSerializer)
    @action(detail=True, methods=["post"])
    @idempotent
    def open(self, request: Request, pk: int) -> Response:
        """Publish. 409 lists every condition that is not met."""
        posting = self.get_object()
        return self._answer(postings.open_(posting, by=signed_in(request), at=timezone.now()))

    @extend_schema(parameters=[REPEATABLE], request=ReasonSerializer, responses=PostingSerializer)
    @action(detail=True, methods=["post"])
    @idempotent
    def pause(self, request: Request, pk: int) -> Response:
        """Take no applications for a while."""
        posting, reason = self.get_object(), _reason(request)
        return self._answer(postings.pause(posting, by=signed_in(request), reason=reason))

    @extend_schema(parameters=[REPEATABLE], request=None, responses=PostingSerializer)
    @action(detail=True, methods=["post"])
    @idempotent
    def resume(self, request: Request, pk: int) -> Response:
        """Take applications again. 409 lists every condition that is not met."""
        posting = self.get_object()
        return self._answer(postings.resume(posting, by=signed_in(request), at=timezone.now()))

    @extend_schema(parameters=[REPEATABLE], request=ReasonSerializer, responses=PostingSerializer)
    @action(detail=True, methods=["post"])
    @idempotent
    def close(self, request: Request, pk: int) -> Response:
        """Take no applications any more."""
        posting, reason = self.get_object(), _reason(request)
        return self._answer(postings.close(posting, by=signed_in(request), reason=reason))

    @extend_schema(parameters=[REPEATABLE], request=None, responses=PostingSerializer)
    @action(detail=True, methods=["post"])
    @idempotent
    def archive(self, request: Request, pk: int) -> Response:
        """Put an ended posting away."""
        return self._answer(postings.archive(self.get_object(), by=signed_in(request)))

    @extend_schema(parameters=[CAME_FROM])
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        posting = self.get_object()
        if request.method == "GET":
            came_from = request.query_params.get("from", "")
            readers.open_page(posting, by=signed_in(request), came_from=came_from)
        answer = Response(self.get_serializer(posting).data)
        answer["ETag"] = f'"{posting.version}"'
        return answer

    def _answer(self, posting: Posting, *, status: int = 200) -> Response:
        """The posting as it is now, with its version as ETag."""
        fresh = Posting.objects.visible_to(signed_in(self.request)).with_parts()
        current = fresh.get(pk=posting.pk)
        body = PostingSerializer(current, context=self.get_serializer_context()).data
        return Response(body, status=status, headers={"ETag": f'"{current.version}"'})


def _version(request: Request, said: dict[str, Any]) -> int | None:
    """The version the client has read: If-Match, else the body's; None where neither is given."""
    tag = request.headers.get("If-Match", "").removeprefix("W/").strip('" ')
    if not tag or tag == "*":
        return said.get("version")
    return int(tag) if tag.isascii() and tag.isdigit() and len(tag) < 10 else 0  # noqa: PLR2004


def _reason(request: Request) -> str:
    said = ReasonSerializer(data=request.data)
    said.is_valid(raise_exception=True)
    reason: str = said.validated_data["reason"]
    return reason


@contextmanager
def as_bad_request() -> Iterator[None]:
    """What the model finds wrong is the body's fault."""
    try:
        yield
    except ValidationError as error:
        raise serializers.ValidationError(_by_field(error)) from error


def _by_field(error: ValidationError) -> dict[str, list[str]]:
    general = api_settings.NON_FIELD_ERRORS_KEY
    found = error.message_dict if hasattr(error, "error_dict") else {general: error.messages}
    return {general if name == NON_FIELD_ERRORS else name: found[name] for name in found}
