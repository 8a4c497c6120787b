"""The students of a university, for its staff."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.actions import profiles
from accounts.forms.students import StudentFilter
from accounts.http import signed_in
from accounts.models import StudentProfile
from accounts.rules.profiles import can_confirm, can_list_students

PER_PAGE = 25


@require_safe
def student_list(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    if not can_list_students(user):
        raise Http404
    form = StudentFilter(request.GET, students=StudentProfile.objects.visible_to(user))
    found = Paginator(form.narrowed().for_listing(), PER_PAGE)
    page = {"form": form, "page_obj": found.get_page(request.GET.get("page"))}
    return render(request, "accounts/student_list.html", page)


@require_safe
def student_detail(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    visible = StudentProfile.objects.visible_to(user).for_reading()
    profile = get_object_or_404(visible, pk=pk)
    page = {"profile": profile, "may_confirm": can_confirm(user, profile)}
    return render(request, "accounts/student_detail.html", page)


@require_POST
def student_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    profile = get_object_or_404(StudentProfile.objects.visible_to(user), pk=pk)
    if not can_confirm(user, profile):
        raise PermissionDenied
    profiles.confirm_affiliation(profile, at=timezone.now())
    messages.success(request, _("%(name)s is confirmed as your student.") % {"name": profile})
    return redirect("accounts:student-detail", pk=profile.pk)
