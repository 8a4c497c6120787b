"""Which companies may host a university's students: its staff decide, others ask."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.actions import acceptances
from accounts.enums import AcceptanceStatus
from accounts.forms.acceptances import AcceptanceFilter, DecideManyForm, DecisionForm
from accounts.http import posted, require, signed_in
from accounts.models import Acceptance, Organisation, User
from accounts.rules import acceptances as rules
from accounts.views.history import in_words
from foundation.errors import RuleBroken

PER_PAGE = 25


@require_safe
def acceptance_list(request: HttpRequest) -> HttpResponse:
    """Every company the reader sees, decided or not; those that asked are one click away."""
    user = signed_in(request)
    mine = list(Organisation.objects.universities().of_member(user).for_listing())
    university = _chosen(mine, request.GET.get("university", ""))
    companies = Organisation.objects.visible_to(user).companies().with_decision_of(university)
    form = AcceptanceFilter(request.GET)
    found = Paginator(form.narrowed(companies).for_listing(), PER_PAGE)
    page = {
        "university": university,
        "universities": mine,
        "form": form,
        "page_obj": found.get_page(request.GET.get("page")),
        "waiting": university.acceptances_given.pending().count(),
        "statuses": AcceptanceStatus.choices,
        "may_decide": rules.can_decide(user, university),
    }
    return render(request, "accounts/acceptance_list.html", page)


def acceptance_decide(request: HttpRequest, pk: int, company_pk: int) -> HttpResponse:
    user = signed_in(request)
    university = _my_university(user, pk)
    company = _company(user, company_pk)
    acceptance = Acceptance.objects.between(university=university, company=company).first()
    form = DecisionForm(posted(request), initial=_as_it_is(acceptance))
    if request.method == "POST":
        require(rules.can_decide(user, university))
        if form.is_valid() and _decided(form, university, company, by=user):
            messages.success(request, _("Your decision is saved."))
            return redirect(_list_of(university))
    lines = acceptance.history.newest_first() if acceptance else ()
    page = {
        "university": university,
        "company": company,
        "acceptance": acceptance,
        "history": in_words(lines, AcceptanceStatus),
        "form": form,
        "may_decide": rules.can_decide(user, university),
    }
    status = 422 if form.errors else 200
    return render(request, "accounts/acceptance_decide.html", page, status=status)


@require_POST
def acceptance_decide_many(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    university = _my_university(user, pk)
    require(rules.can_decide(user, university))
    companies = Organisation.objects.visible_to(user).companies()
    form = DecideManyForm(request.POST, companies=companies)
    if not form.is_valid():
        first = next(iter(form.errors.values()))[0]
        raise RuleBroken(str(first))
    changed = acceptances.decide_many(
        university,
        form.cleaned_data["company"],
        status=AcceptanceStatus(form.cleaned_data["status"]),
        by=user,
        reason=form.cleaned_data["reason"],
    )
    text = ngettext("%(count)d company decided.", "%(count)d companies decided.", changed)
    messages.success(request, text % {"count": changed})
    return redirect(_list_of(university))


@require_POST
def acceptance_ask(request: HttpRequest, pk: int, company_pk: int) -> HttpResponse:
    """A company's people, or a student of the university, ask it to accept the company."""
    user = signed_in(request)
    university = get_object_or_404(Organisation.objects.visible_to(user).universities(), pk=pk)
    company = _company(user, company_pk)
    as_company = rules.can_ask_as_company(user, company)
    require(as_company or rules.can_ask_as_student(user, university))
    acceptances.ask(university, company, by=user, at=timezone.now())
    messages.success(request, _("%(name)s has been asked.") % {"name": university})
    back = university if as_company else company
    return redirect("accounts:organisation-detail", pk=back.pk)


def _decided(
    form: DecisionForm, university: Organisation, company: Organisation, *, by: User
) -> bool:
    """Write the decision, or put the refusal on the form."""
    try:
        acceptances.decide(
            university,
            company,
            status=AcceptanceStatus(form.cleaned_data["status"]),
            by=by,
            reason=form.cleaned_data["reason"],
            note=form.cleaned_data["note"],
        )
    except RuleBroken as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _as_it_is(acceptance: Acceptance | None) -> dict[str, str]:
    return {"status": acceptance.status, "note": acceptance.note} if acceptance else {}


def _my_university(user: User, pk: int) -> Organisation:
    return get_object_or_404(Organisation.objects.universities().of_member(user), pk=pk)


def _company(user: User, pk: int) -> Organisation:
    return get_object_or_404(Organisation.objects.visible_to(user).companies(), pk=pk)


def _chosen(universities: list[Organisation], wanted: str) -> Organisation:
    """The one that was asked for, else the first; 404 for who works for none."""
    for university in universities:
        if str(university.pk) == wanted:
            return university
    if not universities or wanted:
        raise Http404
    return universities[0]


def _list_of(university: Organisation) -> str:
    return f"{reverse('accounts:acceptance-list')}?university={university.pk}"
