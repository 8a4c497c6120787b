from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from taxonomy.search import suggest


@require_safe
def skill_suggest(request: HttpRequest) -> HttpResponse:
    """Options for a field's datalist. The text comes as `q`, or as the field's own `skill`."""
    typed = request.GET.get("q") or request.GET.get("skill", "")
    options = render_to_string("taxonomy/skill_options.html", {"suggestions": suggest(typed)})
    return HttpResponse(options)
