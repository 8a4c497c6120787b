"""The list that people read: the same filters, in an order they choose."""

from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from internships.postings.filters.fields import discipline_choices
from internships.postings.filters.posting import PostingFilter
from internships.postings.models.posting import PostingQuerySet as Postings

RELEVANCE, NEWEST, DEADLINE = "relevance", "newest", "deadline"
ORDERS = [
    (RELEVANCE, _("relevance")),
    (NEWEST, _("newest")),
    (DEADLINE, _("deadline")),
]


class ReadingFilter(PostingFilter):
    sort = django_filters.ChoiceFilter(
        label=_("Sort by"),
        method="leave",
        choices=ORDERS,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        chosen = self.data.get("discipline", "")
        field = self.form.fields["discipline"]
        field.widget = forms.Select(
            choices=discipline_choices(chosen), attrs={"data-search": "data-search"}
        )

    def leave(self, postings: Postings, name: str, value: str) -> Postings:
        """`in_order` sorts, once everything else is known."""
        return postings

    @property
    def order(self) -> str:
        """The order that was asked for; relevance means nothing without keywords."""
        asked: str = self.form.cleaned_data.get("sort") or RELEVANCE
        searched = bool(self.form.cleaned_data.get("q"))
        return NEWEST if asked == RELEVANCE and not searched else asked

    @property
    def sorts(self) -> list[tuple[str, Any]]:
        """The orders there are to choose from."""
        searched = bool(self.form.cleaned_data.get("q"))
        return [(value, label) for value, label in ORDERS if searched or value != RELEVANCE]

    def in_order(self) -> Postings:
        found: Postings = self.qs
        if self.order == RELEVANCE:
            return found.most_relevant_first()
        if self.order == DEADLINE:
            return found.order_by("deadline_on", "-pk")
        return found.newest_first()
