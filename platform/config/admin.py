"""The admin: for platform administrators, behind the site's own sign-in and second factor."""

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _


class SynnetAdminSite(AdminSite):
    site_header = _("Synnet administration")
    site_title = _("Synnet administration")
    index_title = _("What the installation holds")


SynnetAdminSite.login = secure_admin_login(SynnetAdminSite.login)  # type: ignore[method-assign]
