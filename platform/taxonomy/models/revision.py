from django.db import models
from django.utils.translation import gettext_lazy as _


class TaxonomyRevision(models.Model):
    """One line per import: what was loaded and what it changed. The last one dates the taxonomy."""

    source = models.CharField(_("source"), max_length=100)
    report = models.JSONField(_("report"), default=dict)
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        get_latest_by = "pk"
        verbose_name = _("taxonomy revision")
        verbose_name_plural = _("taxonomy revisions")

    def __str__(self) -> str:
        return f"{self.source} #{self.pk}"
