"""Every address of the site, in one place."""

from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from accounts.views.settings import set_language
from accounts.views.sign_up import sign_up
from config.views import home
from foundation.views import health

urlpatterns = [
    path("", home, name="home"),
    path("", include("taxonomy.urls")),
    path("", include("accounts.urls")),
    path("", include("matching.urls")),
    path("", include("internships.postings.urls")),
    path("account/signup/", sign_up, name="account_signup"),
    path("account/", include("allauth.urls")),
    path("health/", health, name="health"),
    path("language/", set_language, name="set_language"),
    path("admin/", admin.site.urls),
    path("api/v1/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/v1/docs/", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="docs"),
    path("api/v1/", include("config.api")),
]

handler400 = "foundation.views.bad_request"
handler403 = "foundation.views.permission_denied"
handler404 = "foundation.views.page_not_found"
handler500 = "foundation.views.server_error"
