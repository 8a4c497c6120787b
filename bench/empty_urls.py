"""The site's addresses and one that answers nothing, to compare pages with."""

from django.http import HttpResponse  # noqa: TID251 -- a view
from django.urls import path

from config.urls import urlpatterns as pages

urlpatterns = [path("empty/", lambda _request: HttpResponse()), *pages]
