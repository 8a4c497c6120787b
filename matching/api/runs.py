"""Ranking runs at the API."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from accounts.http import signed_in
from foundation.api.idempotency import idempotent
from matching import rules
from matching.actions import runs
from matching.models import RankingRun


class RankingRunSerializer(serializers.ModelSerializer[RankingRun]):
    progress = serializers.FloatField(read_only=True, help_text="share of the work done, 0 to 1")

    class Meta:
        model = RankingRun
        fields = [
            "id",
            "status",
            "is_current",
            "reason",
            "progress",
            "shards_done",
            "shards_total",
            "n_students",
            "n_postings",
            "n_matches",
            "code_version",
            "taxonomy_revision",
            "seed",
            "timings",
            "measures",
            "error",
            "ranked_at",
            "created_at",
            "finished_at",
        ]
        read_only_fields = fields


class RankingRunViewSet(ReadOnlyModelViewSet[RankingRun]):
    """Runs of the whole installation, for those who may start one."""

    serializer_class = RankingRunSerializer
    lookup_value_regex = "[0-9]+"
    queryset = RankingRun.objects.none()

    def get_queryset(self) -> QuerySet[RankingRun]:
        return RankingRun.objects.visible_to(signed_in(self.request)).newest_first()

    @extend_schema(request=None, responses={201: RankingRunSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        """Ask for a new run; 409 while another one is under way."""
        user = signed_in(request)
        if not rules.can_start_run(user):
            raise PermissionDenied
        run = runs.request_run(by=user, reason="asked for")
        return Response(self.get_serializer(run).data, status=201)

    @extend_schema(request=None, responses=RankingRunSerializer)
    @action(detail=True, methods=["post"])
    @idempotent
    def cancel(self, request: Request, pk: int) -> Response:
        """Stop a run; what is shown stays."""
        run = self.get_object()
        if not rules.can_cancel(signed_in(request), run):
            raise PermissionDenied
        return Response(self.get_serializer(runs.cancel(run)).data)

    @extend_schema(request=None, responses=RankingRunSerializer)
    @action(detail=True, methods=["post"])
    @idempotent
    def resume(self, request: Request, pk: int) -> Response:
        """Go on with a failed run from its finished shards."""
        run = self.get_object()
        if not rules.can_resume(signed_in(request), run):
            raise PermissionDenied
        return Response(self.get_serializer(runs.resume(run)).data)
