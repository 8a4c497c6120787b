import factory
from factory.django import DjangoModelFactory

from taxonomy.enums import (
    DisciplineLevel,
    DisciplineScheme,
    IndustryLevel,
    LabelLanguage,
    Origin,
    RegionLevel,
    SkillKind,
)
from taxonomy.models import Discipline, Industry, Language, Region, Skill, SkillAlias


class SkillFactory(DjangoModelFactory):
    class Meta:
        model = Skill

    key = factory.Sequence(lambda n: f"skill-{n}")
    kind = SkillKind.SKILL
    label_en = factory.Sequence(lambda n: f"Skill {n}")
    label_zh = factory.Sequence(lambda n: f"技能{n}")


class SkillAliasFactory(DjangoModelFactory):
    """An English name that the core gives."""

    class Meta:
        model = SkillAlias

    skill = factory.SubFactory(SkillFactory)
    language = LabelLanguage.ENGLISH
    text = factory.Sequence(lambda n: f"Alias {n}")
    origin = Origin.CORE


class DisciplineFactory(DjangoModelFactory):
    class Meta:
        model = Discipline

    scheme = DisciplineScheme.ISCED
    level = DisciplineLevel.DETAILED
    code = factory.Sequence(lambda n: f"{n:04}")
    label_en = factory.Sequence(lambda n: f"Discipline {n}")
    label_zh = factory.Sequence(lambda n: f"学科{n}")


class IndustryFactory(DjangoModelFactory):
    class Meta:
        model = Industry

    level = IndustryLevel.DIVISION
    code = factory.Sequence(lambda n: f"I{n}")
    label_en = factory.Sequence(lambda n: f"Industry {n}")


class RegionFactory(DjangoModelFactory):
    class Meta:
        model = Region

    level = RegionLevel.CITY
    code = factory.Sequence(lambda n: f"{n:06}")
    label_en = factory.Sequence(lambda n: f"City {n}")
    label_zh = factory.Sequence(lambda n: f"城市{n}")


class LanguageFactory(DjangoModelFactory):
    class Meta:
        model = Language

    code = factory.Sequence(lambda n: f"l{n}")
    label_en = factory.Sequence(lambda n: f"Language {n}")
