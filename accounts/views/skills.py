"""The skills on a student's own profile: typed one by one, or found in a text."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.actions import profiles
from accounts.enums import SkillLevel
from accounts.extraction import Mention, mentions_in
from accounts.forms.skills import CvForm, SkillEditForm, SkillForm, ticked_levels
from accounts.http import signed_in
from accounts.models import StudentProfile, StudentSkill

SKILLS = "accounts:skill-list"


@require_safe
def skill_list(request: HttpRequest) -> HttpResponse:
    mine = get_object_or_404(StudentProfile.objects.of(signed_in(request)))
    return _list_page(request, mine, SkillForm())


def skill_add(request: HttpRequest) -> HttpResponse:
    """Without JavaScript one comes back to the list; with htmx the list comes back."""
    if request.method != "POST":
        return redirect(SKILLS)
    mine = get_object_or_404(StudentProfile.objects.of(signed_in(request)))
    form = SkillForm(request.POST)
    if not form.is_valid() or form.skill is None:
        return _list_page(request, mine, form, status=422)
    try:
        profiles.add_skill(mine, form.skill, form.line)
    except profiles.SkillThere as refusal:
        form.add_error("q", str(refusal))
        return _list_page(request, mine, form, status=422)
    if request.htmx:  # type: ignore[attr-defined]
        return _list_page(request, mine, SkillForm())
    messages.success(request, _("“%(skill)s” is on your profile.") % {"skill": form.skill.label})
    return redirect(SKILLS)


def skill_edit(request: HttpRequest, pk: int) -> HttpResponse:
    mine = StudentSkill.objects.of(signed_in(request)).for_listing()
    entry = get_object_or_404(mine, pk=pk)
    form = SkillEditForm(request.POST or None, entry=entry)
    if request.method == "POST" and form.is_valid():
        profiles.change_skill(entry, form.line)
        messages.success(request, _("The skill is saved."))
        return redirect(SKILLS)
    page = {"form": form, "entry": entry}
    return render(request, "accounts/skill_edit.html", page, status=422 if form.errors else 200)


@require_POST
def skill_remove(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    entry = get_object_or_404(StudentSkill.objects.of(user).for_listing(), pk=pk)
    profiles.remove_skill(entry)
    if request.htmx:  # type: ignore[attr-defined]
        return _list_page(request, entry.profile, SkillForm())
    messages.success(request, _("“%(skill)s” is off your profile.") % {"skill": entry.skill.label})
    return redirect(SKILLS)


def cv_skills(request: HttpRequest) -> HttpResponse:
    """Paste a text; tick what was found; only then is anything kept."""
    mine = get_object_or_404(StudentProfile.objects.of(signed_in(request)))
    if request.method != "POST":
        form = CvForm(initial={"cv_text": mine.cv_text})
        return render(request, "accounts/cv.html", {"form": form})
    form = CvForm(request.POST)
    if not form.is_valid():
        return render(request, "accounts/cv.html", {"form": form}, status=422)
    text = form.cleaned_data["cv_text"]
    mentions = mentions_in(text)
    if "keep" not in request.POST:
        return _found_page(request, mine, text, mentions)
    levels = ticked_levels(request.POST, [mention.skill for mention in mentions])
    added = profiles.keep_found_skills(mine, cv_text=text, levels=levels)
    message = ngettext("%(count)d skill was added.", "%(count)d skills were added.", len(added))
    messages.success(request, message % {"count": len(added)})
    return redirect(SKILLS)


def _found_page(
    request: HttpRequest, mine: StudentProfile, text: str, found: list[Mention]
) -> HttpResponse:
    there = set(mine.skills.values_list("skill_id", flat=True))
    page = {
        "cv_text": text,
        "mentions": [mention for mention in found if mention.skill.pk not in there],
        "there": [mention for mention in found if mention.skill.pk in there],
        "levels": SkillLevel.choices,
        "usual_level": SkillLevel.COMPETENT,
    }
    return render(request, "accounts/cv_found.html", page)


def _list_page(
    request: HttpRequest, mine: StudentProfile, form: SkillForm, *, status: int = 200
) -> HttpResponse:
    entries = mine.skills.for_listing()
    template = "accounts/skills.html"
    if request.htmx:  # type: ignore[attr-defined]
        template += "#list"
    page = {"profile": mine, "entries": entries, "form": form}
    return render(request, template, page, status=status)
