"""Text that people typed, as paragraphs and lists: nothing in it is markup of ours."""

import nh3
from django import template
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

register = template.Library()

TAGS = {"p", "br", "ul", "ol", "li", "em", "strong", "code"}
ATTRIBUTES = {"p": {"dir"}, "li": {"dir"}, "ol": {"start"}}
TURNED_BY_THEIR_LANGUAGE = {"paragraph_open", "list_item_open"}

MARKDOWN = MarkdownIt("zero", {"html": False, "breaks": True}).enable(
    ["list", "newline", "emphasis", "backticks", "escape"]
)


@register.filter
def prose(text: str) -> SafeString:
    """Markdown without HTML, headings, links and pictures: whatever else is typed is shown.

    Every paragraph runs in the direction of its own script.
    """
    tokens = MARKDOWN.parse(text)
    for token in tokens:
        _turn(token)
    html = MARKDOWN.renderer.render(tokens, MARKDOWN.options, {})
    cleaned = nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES)
    return mark_safe(cleaned)  # nosec B308 B703  # noqa: S308 -- a sanitiser has cleaned it


def _turn(token: Token) -> None:
    if token.type in TURNED_BY_THEIR_LANGUAGE:
        token.attrSet("dir", "auto")
