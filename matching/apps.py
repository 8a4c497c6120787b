from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _


class MatchingConfig(AppConfig):
    name = "matching"
    verbose_name = _("matching")

    def ready(self) -> None:
        from matching import receivers  # noqa: F401, PLC0415 -- connects the listeners
        from matching.dataset.weights import check_settings  # noqa: PLC0415 -- settings are read

        register(check_settings)
