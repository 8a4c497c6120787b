"""What readers keep of postings: bookmarks, and owners who may see who they are.

Both resources are named by the posting: `DELETE …/{posting}/` takes back, and may be repeated.
"""

from typing import TypeVar

from django.db.models import Model, QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts.http import signed_in
from foundation.api.idempotency import idempotent
from foundation.api.serializers import StrictMixin
from internships.postings.actions import interest as interests
from internships.postings.actions import saved as bookmarks
from internships.postings.models import Interest, Posting, SavedPosting

REPEATABLE = OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER, required=False)

Kept = TypeVar("Kept", bound=Model)


class PostingSeenField(serializers.PrimaryKeyRelatedField[Posting]):
    """A posting that the person may see."""

    def get_queryset(self) -> QuerySet[Posting]:
        return Posting.objects.visible_to(signed_in(self.context["request"]))


class SavedPostingSerializer(StrictMixin, serializers.ModelSerializer[SavedPosting]):
    posting = PostingSeenField()

    class Meta:
        model = SavedPosting
        fields = ["posting", "created_at"]
        read_only_fields = ["created_at"]


class InterestSerializer(StrictMixin, serializers.ModelSerializer[Interest]):
    posting = PostingSeenField()

    class Meta:
        model = Interest
        fields = ["posting", "created_at"]
        read_only_fields = ["created_at"]


class _ByPosting(GenericViewSet[Kept]):
    lookup_field = "posting"
    lookup_value_regex = "[0-9]{1,18}"

    def list(self, request: Request) -> Response:
        page = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def _posting(self, request: Request) -> Posting:
        said = self.get_serializer(data=request.data)
        said.is_valid(raise_exception=True)
        posting: Posting = said.validated_data["posting"]
        return posting


class SavedPostingViewSet(_ByPosting[SavedPosting]):
    """One's own bookmarks, the last one first."""

    serializer_class = SavedPostingSerializer
    queryset = SavedPosting.objects.none()

    def get_queryset(self) -> QuerySet[SavedPosting]:
        return SavedPosting.objects.visible_to(signed_in(self.request))

    @extend_schema(parameters=[REPEATABLE], responses={201: SavedPostingSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        """Save a posting; once is enough."""
        bookmark = bookmarks.save(self._posting(request), by=signed_in(request))
        return Response(self.get_serializer(bookmark).data, status=201)

    def destroy(self, request: Request, posting: str) -> Response:
        """Forget it, whether it is still open or not."""
        bookmarks.forget(int(posting), by=signed_in(request))
        return Response(status=204)


class InterestViewSet(_ByPosting[Interest]):
    """The postings whose owners may see who the student is."""

    serializer_class = InterestSerializer
    queryset = Interest.objects.none()

    def get_queryset(self) -> QuerySet[Interest]:
        return Interest.objects.of(signed_in(self.request))

    @extend_schema(parameters=[REPEATABLE], responses={201: InterestSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        """Let the owner see name, e-mail address and profile, for this posting."""
        interest = interests.show(self._posting(request), by=signed_in(request))
        return Response(self.get_serializer(interest).data, status=201)

    def destroy(self, request: Request, posting: str) -> Response:
        """Take it back."""
        shown = self.get_queryset().filter(posting=int(posting))
        interest = shown.select_related("posting").first()
        if interest is not None:
            interests.withdraw(interest.posting, by=signed_in(request))
        return Response(status=204)
