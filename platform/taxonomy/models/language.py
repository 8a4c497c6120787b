from django.db import models
from django.utils.translation import gettext_lazy as _

from taxonomy.models.labelled import Labelled


class Language(Labelled):
    """A human language that people speak and postings ask for (ISO 639)."""

    code = models.CharField(_("code"), max_length=3, unique=True)

    class Meta:
        verbose_name = _("language")
        verbose_name_plural = _("languages")
