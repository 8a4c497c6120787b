"""Who speaks for an organisation, and who is invited to."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.actions import invitations, memberships
from accounts.actions.invitations import InvitationOver, InvitedSomebodyElse
from accounts.forms.memberships import InvitationForm, RoleForm, roles_of
from accounts.http import find_organisation, require, signed_in
from accounts.models import Invitation, Membership, Organisation, User
from accounts.rules import memberships as rules
from foundation.errors import RuleBroken


@require_safe
def membership_list(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    organisation = find_organisation(user, pk)
    require(rules.can_see_members(user, organisation))
    return _members_page(request, organisation, InvitationForm(organisation=organisation))


@require_POST
def membership_end(request: HttpRequest, pk: int, membership_pk: int) -> HttpResponse:
    user = signed_in(request)
    membership = _find_membership(user, pk, membership_pk)
    require(rules.can_end(user, membership))
    memberships.end(membership, at=timezone.now())
    messages.success(request, _("The membership has ended."))
    if rules.can_see_members(user, membership.organisation):
        return redirect("accounts:membership-list", pk=pk)
    return redirect("accounts:organisation-list")


@require_POST
def membership_change(request: HttpRequest, pk: int, membership_pk: int) -> HttpResponse:
    user = signed_in(request)
    membership = _find_membership(user, pk, membership_pk)
    require(rules.can_manage_members(user, membership.organisation))
    form = RoleForm(request.POST, organisation=membership.organisation)
    if not form.is_valid():
        raise RuleBroken(_("Choose a role from the list."))
    memberships.change_role(membership, role=form.chosen, at=timezone.now())
    messages.success(request, _("The role is changed."))
    return redirect("accounts:membership-list", pk=pk)


@require_POST
def invitation_create(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    organisation = find_organisation(user, pk)
    require(rules.can_manage_members(user, organisation))
    form = InvitationForm(request.POST, organisation=organisation)
    if not form.is_valid():
        return _members_page(request, organisation, form, status=422)
    try:
        invitations.invite(
            organisation,
            email=form.cleaned_data["email"],
            role=form.chosen,
            by=user,
            at=timezone.now(),
            link_to=lambda token: _link(request, token),
        )
    except RuleBroken as refusal:
        form.add_error(None, str(refusal))
        return _members_page(request, organisation, form, status=409)
    messages.success(request, _("The invitation is on its way. It is valid for 14 days."))
    return redirect("accounts:membership-list", pk=pk)


@require_POST
def invitation_withdraw(request: HttpRequest, pk: int, invitation_pk: int) -> HttpResponse:
    user = signed_in(request)
    visible = Invitation.objects.visible_to(user).filter(organisation=find_organisation(user, pk))
    invitations.withdraw(get_object_or_404(visible, pk=invitation_pk), at=timezone.now())
    messages.success(request, _("The invitation is withdrawn."))
    return redirect("accounts:membership-list", pk=pk)


def invitation_accept(request: HttpRequest, token: str) -> HttpResponse:
    """A page with a button: mail programs that open links must not join anything."""
    user = signed_in(request)
    opened = Invitation.objects.opened_by(invitations.hash_of(token))
    invitation = get_object_or_404(opened)
    now = timezone.now()
    try:
        if request.method == "POST":
            membership = invitations.accept(invitation, by=user, at=now)
            messages.success(request, _("Welcome! You speak for this organisation now."))
            return redirect("accounts:organisation-detail", pk=membership.organisation_id)
        invitations.require_usable(invitation, at=now)
        invitations.require_addressee(invitation, user)
    except (InvitationOver, InvitedSomebodyElse) as refusal:
        return _useless_invitation(request, invitation, refusal)
    page = {"invitation": invitation, "token": token}
    return render(request, "accounts/invitation_accept.html", page)


def _useless_invitation(
    request: HttpRequest, invitation: Invitation, refusal: RuleBroken
) -> HttpResponse:
    """410 where the link is over; 403 where it is somebody else's."""
    user = signed_in(request)
    page = {
        "refusal": str(refusal),
        "organisation": Organisation.objects.of_member(user)
        .filter(pk=invitation.organisation_id)
        .first(),
    }
    status = 410 if isinstance(refusal, InvitationOver) else 403
    return render(request, "accounts/invitation_over.html", page, status=status)


def _members_page(
    request: HttpRequest, organisation: Organisation, form: InvitationForm, *, status: int = 200
) -> HttpResponse:
    user = signed_in(request)
    members = Membership.objects.current().filter(organisation=organisation)
    invited = Invitation.objects.visible_to(user).filter(organisation=organisation)
    page = {
        "organisation": organisation,
        "members": members.for_listing(),
        "invitations": invited.pending(at=timezone.now()).newest_first(),
        "roles": roles_of(organisation),
        "may_manage": rules.can_manage_members(user, organisation),
        "form": form,
    }
    return render(request, "accounts/membership_list.html", page, status=status)


def _find_membership(user: User, pk: int, membership_pk: int) -> Membership:
    visible = Membership.objects.visible_to(user).filter(organisation=pk)
    return get_object_or_404(visible.select_related("organisation"), pk=membership_pk)


def _link(request: HttpRequest, token: str) -> str:
    return request.build_absolute_uri(reverse("accounts:invitation-accept", args=[token]))
