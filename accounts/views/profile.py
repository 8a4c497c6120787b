"""A student's own profile."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.actions import profiles
from accounts.forms.profile import NewProfileForm, ProfileForm, language_rows, with_another_row
from accounts.http import signed_in
from accounts.models import StudentProfile
from accounts.rules.completeness import fraction, steps


@require_safe
def profile(request: HttpRequest) -> HttpResponse:
    mine = StudentProfile.objects.of(signed_in(request)).for_reading().first()
    if mine is None:
        return redirect("accounts:profile-create")
    found = steps(mine, skills=len(mine.skills.all()), languages=len(mine.languages.all()))
    page = {"profile": mine, "steps": found, "fraction": fraction(found)}
    return render(request, "accounts/profile.html", page)


def profile_create(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    if StudentProfile.objects.of(user).exists():
        return redirect("accounts:profile")
    form = NewProfileForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        profiles.become_student(
            user, consents_to_matching=form.cleaned_data["consents_to_matching"]
        )
        return redirect("accounts:profile-edit")
    return render(request, "accounts/profile_create.html", {"form": form})


def profile_edit(request: HttpRequest) -> HttpResponse:
    mine = get_object_or_404(StudentProfile.objects.of(signed_in(request)))
    if request.method != "POST":
        return _edit_page(request, ProfileForm(instance=mine), language_rows(mine))
    if "another_language" in request.POST:
        return _with_another_language(request, mine)
    form, rows = ProfileForm(request.POST, instance=mine), language_rows(mine, request.POST)
    if not (form.is_valid() & rows.is_valid()):
        return _edit_page(request, form, rows, status=422)
    changes = {**form.changes, "languages": rows.levels}
    try:
        profiles.edit(mine, changes, version=form.cleaned_data["version"], at=timezone.now())
    except profiles.ProfileChanged as refusal:
        return _conflict_page(request, refusal=str(refusal))
    messages.success(request, _("Your profile is saved."))
    return redirect("accounts:profile")


@require_POST
def match_me(request: HttpRequest) -> HttpResponse:
    """One button for what is otherwise a tick in the form."""
    mine = get_object_or_404(StudentProfile.objects.of(signed_in(request)))
    profiles.edit(mine, {"consents_to_matching": True}, at=timezone.now())
    messages.success(request, _("You are matched with postings from now on."))
    return redirect("accounts:profile")


def _with_another_language(request: HttpRequest, mine: StudentProfile) -> HttpResponse:
    data = with_another_row(request.POST)
    form = ProfileForm(data, instance=mine)
    form.is_only_shown = True
    return _edit_page(request, form, language_rows(mine, data))


def _conflict_page(request: HttpRequest, *, refusal: str) -> HttpResponse:
    """What was typed, unsaved; sending it again overwrites what is saved now, knowingly."""
    mine = get_object_or_404(StudentProfile.objects.of(signed_in(request)))
    data = request.POST.copy()
    data["version"] = str(mine.version)
    form = ProfileForm(data, instance=mine)
    form.is_only_shown = True
    rows = language_rows(mine, data)
    return _edit_page(request, form, rows, refusal=refusal, status=409)


def _edit_page(
    request: HttpRequest, form: ProfileForm, rows: Any, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    page = {
        "form": form,
        "rows": rows,
        "refusal": refusal,
        "differing": form.differing if refusal else [],
    }
    return render(request, "accounts/profile_edit.html", page, status=status)
