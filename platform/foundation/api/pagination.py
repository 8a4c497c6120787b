"""Pages of a list: by cursor, newest first."""

from rest_framework.pagination import CursorPagination


class Pages(CursorPagination):
    """A view that lists in another order names it in `ordering`."""

    page_size = 20
    page_size_query_param = "page_size"
    max_page_size = 100
    ordering = "-pk"

    def get_ordering(self, request, queryset, view):  # type: ignore[no-untyped-def]
        return getattr(view, "ordering", None) or super().get_ordering(request, queryset, view)
