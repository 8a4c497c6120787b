"""A page with every component on it, drawn by the loaders as configured."""

from copy import deepcopy
from pathlib import Path

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.template.loader import render_to_string

from taxonomy.models import Skill

PAGES = Path(__file__).parent / "pages"
TONES = ["success", "warning", "danger", "info", "neutral", "primary"]


class EveryField(forms.Form):
    name = forms.CharField(help_text="As on your certificate.")
    note = forms.CharField(widget=forms.Textarea, required=False)
    phase = forms.ChoiceField(choices=[("need", "need"), ("trial", "trial")])
    skills = forms.MultipleChoiceField(choices=[("a", "Python"), ("b", "CAD")])
    remote = forms.BooleanField(required=False)
    file = forms.FileField(required=False)


@pytest.fixture
def own_pages(settings):
    """Templates of the tests beside those of the site."""
    engines = deepcopy(settings.TEMPLATES)
    engines[0]["DIRS"].append(PAGES)
    settings.TEMPLATES = engines


@pytest.fixture
def gallery_facts():
    return {
        "rows": [{"title": "Gripper for soft fruit", "score": score} for score in (0.91, 0.5, 0.2)],
        "tones": TONES,
        "skill": Skill(label_en="Computer vision", label_zh="计算机视觉"),
        "page": Paginator(range(45), 20).page(2),
        "form": EveryField({"name": ""}),
        "nothing": None,
    }


@pytest.fixture
def gallery(own_pages, rf, gallery_facts):
    """The page of all components, as a stranger gets it."""
    request = rf.get("/gallery/", {"q": "robot", "page": 2})
    request.user = AnonymousUser()
    return render_to_string("gallery.html", gallery_facts, request=request)
