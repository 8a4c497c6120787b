"""What every entry of the taxonomy has: a label in each language."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from taxonomy.text import in_readers_language


class Labelled(models.Model):
    """An entry with an English label, and a Chinese one where it is known."""

    label_en = models.CharField(_("English label"), max_length=300)
    label_zh = models.CharField(_("Chinese label"), max_length=300, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The label in the reader's language, else the one there is."""
        return in_readers_language(en=self.label_en, zh=self.label_zh)


class Tree(Labelled):
    """An entry of a classification: a code, a level, and the entry above."""

    code = models.CharField(_("code"), max_length=20)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )

    class Meta:
        abstract = True
