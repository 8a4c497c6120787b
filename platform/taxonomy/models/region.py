from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from taxonomy.enums import RegionLevel
from taxonomy.models.labelled import Tree


class RegionQuerySet(models.QuerySet["Region"]):
    def by_code(self) -> Self:
        return self.order_by("code")


class Region(Tree):
    """A country, a province of China (GB/T 2260), or a city."""

    level = models.CharField(_("level"), max_length=8, choices=RegionLevel)
    aliases = models.CharField(_("other names"), max_length=300, blank=True)

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        constraints = [models.UniqueConstraint(fields=["code"], name="one_region_per_code")]
