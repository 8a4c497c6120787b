"""What is kept of matches, at the API: only read."""

from django.db.models import QuerySet
from django.http import Http404
from rest_framework import serializers
from rest_framework.mixins import ListModelMixin
from rest_framework.viewsets import GenericViewSet, ReadOnlyModelViewSet

from accounts.http import signed_in
from matching import rules
from matching.models import ExplanationSnapshot, Feedback


class FeedbackSerializer(serializers.ModelSerializer[Feedback]):
    class Meta:
        model = Feedback
        fields = [
            "posting",
            "event",
            "side",
            "position",
            "score",
            "skills",
            "text",
            "bridge",
            "wishes",
            "run",
            "happened_at",
        ]
        read_only_fields = fields


class FeedbackViewSet(ListModelMixin, GenericViewSet[Feedback]):
    """What is kept of one's own matches, the newest first; nobody else reads it."""

    serializer_class = FeedbackSerializer
    queryset = Feedback.objects.none()

    def get_queryset(self) -> QuerySet[Feedback]:
        return Feedback.objects.visible_to(signed_in(self.request))


class SnapshotSerializer(serializers.ModelSerializer[ExplanationSnapshot]):
    document = serializers.DictField(
        help_text="Score, rank, parts, skills, must-haves missing, words and wishes, as they were."
    )

    class Meta:
        model = ExplanationSnapshot
        fields = ["id", "posting", "run", "moment", "key", "taken_at", "document"]
        read_only_fields = fields


class SnapshotViewSet(ReadOnlyModelViewSet[ExplanationSnapshot]):
    """What the explanation of a match said when a student applied.

    One's own, and those of who applied to a posting of the organisation one chooses students for.
    """

    serializer_class = SnapshotSerializer
    lookup_value_regex = "[0-9]+"
    queryset = ExplanationSnapshot.objects.none()

    def get_queryset(self) -> QuerySet[ExplanationSnapshot]:
        return ExplanationSnapshot.objects.visible_to(signed_in(self.request)).for_reading()

    def get_object(self) -> ExplanationSnapshot:
        found = super().get_object()
        if not rules.can_see_snapshot(signed_in(self.request), found):
            raise Http404
        return found
