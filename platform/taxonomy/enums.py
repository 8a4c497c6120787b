"""The kinds of things the taxonomy holds."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SkillKind(models.TextChoices):
    KNOWLEDGE = "knowledge", _("knowledge")
    SKILL = "skill", _("skill")
    TOOL = "tool", _("tool")
    LANGUAGE = "language", _("language")
    TRANSVERSAL = "transversal", _("transversal skill")
    OCCUPATION = "occupation", _("occupation")


class Origin(models.TextChoices):
    CORE = "core", _("Synnet's core")
    ESCO = "esco", _("ESCO")
    ONET = "onet", "O*NET"
    LOCAL = "local", _("this installation")


class LabelLanguage(models.TextChoices):
    ENGLISH = "en", _("English")
    CHINESE = "zh", _("Chinese")


class DisciplineScheme(models.TextChoices):
    ISCED = "isced", "ISCED-F 2013"
    CHINA = "cn", _("Chinese undergraduate catalogue")


class DisciplineLevel(models.TextChoices):
    BROAD = "broad", _("broad field")
    NARROW = "narrow", _("narrow field")
    DETAILED = "detailed", _("detailed field")
    MENLEI = "menlei", _("category (门类)")
    ZHUANYELEI = "zhuanyelei", _("class of majors (专业类)")
    ZHUANYE = "zhuanye", _("major (专业)")


class IndustryLevel(models.TextChoices):
    SECTION = "section", _("section")
    DIVISION = "division", _("division")
    GROUP = "group", _("group")
    CLASS = "class", _("class")


class RegionLevel(models.TextChoices):
    COUNTRY = "country", _("country")
    PROVINCE = "province", _("province")
    CITY = "city", _("city")
