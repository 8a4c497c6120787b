"""The API's doors to research outcomes."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from accounts.http import signed_in
from foundation.api.idempotency import idempotent
from foundation.api.permissions import allowed_by
from internships.postings import rules
from internships.postings.actions import outcomes
from internships.postings.api.postings import REPEATABLE, as_bad_request
from internships.postings.api.serializers import OutcomeChangeSerializer, OutcomeSerializer
from internships.postings.models import ResearchOutcome


class OutcomeViewSet(ReadOnlyModelViewSet[ResearchOutcome]):
    """Patents, papers, prototypes, software and data sets one may see."""

    serializer_class = OutcomeSerializer
    http_method_names = ["get", "post", "patch", "delete", "head", "options"]
    lookup_value_regex = "[0-9]+"
    queryset = ResearchOutcome.objects.none()

    def get_queryset(self) -> QuerySet[ResearchOutcome]:
        return ResearchOutcome.objects.visible_to(signed_in(self.request)).for_listing()

    def get_permissions(self) -> list[BasePermission]:
        if self.action in {"partial_update", "destroy"}:
            return [IsAuthenticated(), allowed_by(rules.can_edit_outcome)()]
        return [IsAuthenticated()]

    @extend_schema(parameters=[REPEATABLE], responses={201: OutcomeSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        """Record an outcome of one of your organisations."""
        said = OutcomeSerializer(data=request.data, context=self.get_serializer_context())
        said.is_valid(raise_exception=True)
        fields = dict(said.validated_data)
        owner = fields.pop("owner")
        with as_bad_request():
            outcome = outcomes.create(owner, fields=fields)
        return Response(self.get_serializer(outcome).data, status=201)

    @extend_schema(
        parameters=[REPEATABLE],
        request=OutcomeChangeSerializer(partial=True),
        responses=OutcomeSerializer,
    )
    @idempotent
    def partial_update(self, request: Request, pk: int) -> Response:
        """Change an outcome."""
        outcome = self.get_object()
        said = OutcomeChangeSerializer(outcome, data=request.data, partial=True)
        said.is_valid(raise_exception=True)
        with as_bad_request():
            changed = outcomes.edit(outcome, fields=said.validated_data)
        return Response(self.get_serializer(changed).data)

    def destroy(self, request: Request, pk: int) -> Response:
        """Delete an outcome that no posting names."""
        outcomes.discard(self.get_object())
        return Response(status=204)
