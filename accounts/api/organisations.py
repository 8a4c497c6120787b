"""The API's doors to organisations: find, ask the rule, call one action, answer."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts.actions import acceptances, organisations, verification
from accounts.api.organisation import (
    AcceptanceDecision,
    AcceptanceQuestion,
    AcceptanceSerializer,
    DecisionReason,
    DecisionRemark,
    MemberSerializer,
    NewOrganisationSerializer,
    Nothing,
    OrganisationSerializer,
    OwnAcceptanceSerializer,
)
from accounts.api.versions import IF_MATCH, version_read
from accounts.enums import AcceptanceStatus, OrganisationKind
from accounts.filters import OrganisationApiFilter
from accounts.http import signed_in
from accounts.models import Membership, Organisation, User
from accounts.rules import acceptances as acceptance_rules
from accounts.rules import memberships as membership_rules
from accounts.rules import organisations as rules
from foundation.api.idempotency import idempotent
from foundation.api.permissions import allowed_by

ONLY_MEMBERS = [IsAuthenticated, allowed_by(membership_rules.can_see_members)]
ONLY_EDITORS: list[Any] = [IsAuthenticated, allowed_by(rules.can_edit)]
ONLY_SUBMITTERS = [IsAuthenticated, allowed_by(rules.can_submit)]
ONLY_VERIFIERS = [IsAuthenticated, allowed_by(rules.can_verify)]


class OrganisationViewSet(ListModelMixin, RetrieveModelMixin, GenericViewSet[Organisation]):
    """Verified organisations, one's own, and those one verifies."""

    serializer_class = OrganisationSerializer
    queryset = Organisation.objects.none()
    filterset_class = OrganisationApiFilter
    lookup_value_regex = "[0-9]{1,18}"

    def get_queryset(self) -> QuerySet[Organisation]:
        return Organisation.objects.visible_to(signed_in(self.request)).for_listing()

    @extend_schema(request=NewOrganisationSerializer, responses={201: OrganisationSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        """Enter an organisation; one becomes its administrator."""
        values = _read(NewOrganisationSerializer, request)
        kind = OrganisationKind(values.pop("kind"))
        made = organisations.create(values, kind=kind, by=signed_in(request), at=timezone.now())
        return self._answer(made, status_code=status.HTTP_201_CREATED)

    @extend_schema(
        request=OrganisationSerializer(partial=True),
        responses=OrganisationSerializer,
        parameters=[IF_MATCH],
    )
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change the fields that are sent; 412 if somebody saved since `version` was read."""
        organisation = self.get_object()
        body = OrganisationSerializer(organisation, data=request.data, partial=True)
        body.is_valid(raise_exception=True)
        changes = dict(body.validated_data)
        version = version_read(request, changes.pop("version", None))
        edited = organisations.edit(organisation, changes, by=signed_in(request), version=version)
        return self._answer(edited)

    @extend_schema(request=Nothing, responses=OrganisationSerializer)
    @action(detail=True, methods=["post"], permission_classes=ONLY_SUBMITTERS)
    @idempotent
    def submit(self, request: Request, pk: str) -> Response:
        """Hand in for verification, with all evidence."""
        return self._move(request, verification.submit, Nothing)

    @extend_schema(request=Nothing, responses=OrganisationSerializer)
    @action(detail=True, methods=["post"], permission_classes=ONLY_VERIFIERS)
    @idempotent
    def verify(self, request: Request, pk: str) -> Response:
        """It exists, and is who it says."""
        return self._move(request, verification.verify, Nothing)

    @extend_schema(request=DecisionReason, responses=OrganisationSerializer)
    @action(detail=True, methods=["post"], permission_classes=ONLY_VERIFIERS)
    @idempotent
    def reject(self, request: Request, pk: str) -> Response:
        """The evidence does not do."""
        return self._move(request, verification.reject, DecisionReason)

    @extend_schema(request=DecisionReason, responses=OrganisationSerializer)
    @action(detail=True, methods=["post"], permission_classes=ONLY_VERIFIERS)
    @idempotent
    def suspend(self, request: Request, pk: str) -> Response:
        """Hide its postings until it is reinstated."""
        return self._move(request, verification.suspend, DecisionReason)

    @extend_schema(request=DecisionRemark, responses=OrganisationSerializer)
    @action(detail=True, methods=["post"], permission_classes=ONLY_VERIFIERS)
    @idempotent
    def reinstate(self, request: Request, pk: str) -> Response:
        """Suspended no longer."""
        return self._move(request, verification.reinstate, DecisionRemark)

    @extend_schema(responses=MemberSerializer(many=True), filters=False)
    @action(detail=True, permission_classes=ONLY_MEMBERS, filterset_class=None)
    def members(self, request: Request, pk: str) -> Response:
        """Who speaks for it, newest first; for its members."""
        organisation = self.get_object()
        found = Membership.objects.visible_to(signed_in(request)).current()
        members: Any = found.filter(organisation=organisation).for_listing()
        page: Any = self.paginate_queryset(members)
        return self.get_paginated_response(MemberSerializer(page, many=True).data)

    @extend_schema(request=AcceptanceDecision, responses=OwnAcceptanceSerializer)
    @action(detail=True, methods=["post"])
    @idempotent
    def accept(self, request: Request, pk: str) -> Response:
        """Decide for one's university whether this company may host its students."""
        company, user = self.get_object(), signed_in(request)
        values = _read(AcceptanceDecision, request)
        made = acceptances.decide(
            _deciding_university(user, values.get("university")),
            company,
            status=AcceptanceStatus(values["status"]),
            by=user,
            reason=values["reason"],
            note=values.get("note"),
        )
        return Response(OwnAcceptanceSerializer(made).data)

    @extend_schema(request=AcceptanceQuestion, responses=AcceptanceSerializer)
    @action(detail=True, methods=["post"])
    @idempotent
    def ask(self, request: Request, pk: str) -> Response:
        """Ask a university to accept this company: by its people, or by a student for it."""
        company, user = self.get_object(), signed_in(request)
        wanted = _read(AcceptanceQuestion, request).get("university")
        university = _asked_university(user, company, wanted)
        made = acceptances.ask(university, company, by=user, at=timezone.now())
        return Response(AcceptanceSerializer(made).data)

    def get_permissions(self) -> Any:
        if self.action == "partial_update":
            return [permission() for permission in ONLY_EDITORS]
        return super().get_permissions()

    def _move(
        self,
        request: Request,
        verb: Callable[..., Organisation],
        asks: type[Any],
    ) -> Response:
        organisation = self.get_object()
        return self._answer(verb(organisation, by=signed_in(request), **_read(asks, request)))

    def _answer(
        self, organisation: Organisation, *, status_code: int = status.HTTP_200_OK
    ) -> Response:
        data = OrganisationSerializer(organisation).data
        return Response(data, status=status_code, headers={"ETag": f'"{organisation.version}"'})


def _read(asks: type[Any], request: Request) -> dict[str, Any]:
    body = asks(data=request.data)
    body.is_valid(raise_exception=True)
    return dict(body.validated_data)


def _deciding_university(user: User, wanted: Organisation | None) -> Organisation:
    """The one that was named, or the only one the person decides for."""
    deciding = Organisation.objects.universities().verified()
    mine = list(deciding.in_role_of(user, *acceptance_rules.DECIDERS))
    if not mine:
        raise PermissionDenied
    if wanted is None and len(mine) == 1:
        return mine[0]
    if wanted is None:
        raise ValidationError({"university": [_("Say for which university you decide.")]})
    if wanted not in mine:
        raise PermissionDenied
    return wanted


def _asked_university(
    user: User, company: Organisation, wanted: Organisation | None
) -> Organisation:
    if wanted is None:
        wanted = Organisation.objects.universities().verified().attended_by(user).first()
    if wanted is None:
        raise ValidationError({"university": [_("Say which university you ask.")]})
    as_company = acceptance_rules.can_ask_as_company(user, company)
    if not as_company and not acceptance_rules.can_ask_as_student(user, wanted):
        raise PermissionDenied
    return wanted
