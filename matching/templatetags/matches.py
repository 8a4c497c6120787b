"""Numbers of matches as people read them."""

from django import template

register = template.Library()


@register.filter
def points(share: float) -> str:
    """A share of a score in points of 100, with one decimal."""
    return f"{100 * share:.1f}"


@register.filter
def percent(fraction: float) -> str:
    return f"{100 * fraction:.0f} %"
