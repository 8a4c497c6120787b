from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class SynnetAdminConfig(AdminConfig):
    """Django's admin, opened by the site's own sign-in."""

    default_site = "config.admin.SynnetAdminSite"


class ConfigConfig(AppConfig):
    """The roof as an app, for its commands."""

    name = "config"
