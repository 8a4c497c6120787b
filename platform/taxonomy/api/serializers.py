from rest_framework import serializers

from taxonomy.models import Discipline, Industry, Language, Region, Skill, SkillAlias


class SkillNameSerializer(serializers.ModelSerializer[SkillAlias]):
    class Meta:
        model = SkillAlias
        fields = ["language", "text", "exact_case", "is_label", "origin"]


class SkillReferenceSerializer(serializers.ModelSerializer[Skill]):
    class Meta:
        model = Skill
        fields = ["id", "key", "label_en", "label_zh"]


class SkillSerializer(serializers.ModelSerializer[Skill]):
    class Meta:
        model = Skill
        fields = ["id", "key", "kind", "label_en", "label_zh", "origin", "uri", "retired"]


class SkillDetailSerializer(serializers.ModelSerializer[Skill]):
    aliases = SkillNameSerializer(many=True)
    broader = SkillReferenceSerializer(many=True)
    narrower = SkillReferenceSerializer(many=True)

    class Meta:
        model = Skill
        fields = [*SkillSerializer.Meta.fields, "aliases", "broader", "narrower"]


class DisciplineSerializer(serializers.ModelSerializer[Discipline]):
    class Meta:
        model = Discipline
        fields = ["id", "scheme", "code", "level", "label_en", "label_zh", "parent", "isced"]


class IndustrySerializer(serializers.ModelSerializer[Industry]):
    class Meta:
        model = Industry
        fields = ["id", "code", "level", "label_en", "label_zh", "parent"]


class RegionSerializer(serializers.ModelSerializer[Region]):
    class Meta:
        model = Region
        fields = ["id", "code", "level", "label_en", "label_zh", "parent", "aliases"]


class LanguageSerializer(serializers.ModelSerializer[Language]):
    class Meta:
        model = Language
        fields = ["id", "code", "label_en", "label_zh"]
