from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from taxonomy.enums import IndustryLevel
from taxonomy.models.labelled import Tree


class IndustryQuerySet(models.QuerySet["Industry"]):
    def by_code(self) -> Self:
        return self.order_by("code")


class Industry(Tree):
    """An industry of GB/T 4754-2017."""

    level = models.CharField(_("level"), max_length=8, choices=IndustryLevel)

    objects = IndustryQuerySet.as_manager()

    class Meta:
        verbose_name = _("industry")
        verbose_name_plural = _("industries")
        constraints = [models.UniqueConstraint(fields=["code"], name="one_industry_per_code")]
