from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PostingsConfig(AppConfig):
    name = "internships.postings"
    verbose_name = _("postings")

    def ready(self) -> None:
        from internships.postings import receivers  # noqa: F401, PLC0415 -- connects the listeners
