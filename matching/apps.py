from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.utils.translation import gettext_lazy as _

from matching.engine.exposure import HIGHEST_LOSS


class MatchingConfig(AppConfig):
    name = "matching"
    verbose_name = _("matching")

    def ready(self) -> None:
        from matching import receivers  # noqa: F401, PLC0415 -- connects the listeners
        from matching.dataset.weights import check_settings  # noqa: PLC0415 -- settings are read

        register(check_settings)


@register
def settings_make_sense(**_facts: Any) -> list[CheckMessage]:
    """What `manage.py check` says of the settings of ranking runs."""
    found: list[CheckMessage] = [
        Error(f"{name} is {getattr(settings, name)}: it must be 1 or more.", id="matching.E003")
        for name in ("MATCHING_SHARD_STUDENTS", "MATCHING_MOST_SHARDS")
        if getattr(settings, name) < 1
    ]
    loss = settings.MATCHING_EXPOSURE_LOSS
    if not 0 <= loss <= HIGHEST_LOSS:
        problem = f"MATCHING_EXPOSURE_LOSS is {loss}: it must be from 0 to {HIGHEST_LOSS}."
        found.append(Error(problem, id="matching.E004"))
    return found
