import pytest
from django.core.management import call_command
from django.db import connection

from internships.postings.actions import index
from internships.postings.enums import PostingKind
from internships.postings.models import Posting, PostingIndex, PostingSkill
from internships.postings.search import found_by, index_words, match_of, query_terms
from internships.postings.signals import posting_changed
from taxonomy.enums import LabelLanguage
from taxonomy.models import SkillAlias, TaxonomyRevision
from tests.factories import (
    DisciplineFactory,
    OrganisationFactory,
    PostingFactory,
    RegionFactory,
    SkillFactory,
)

pytestmark = pytest.mark.django_db

AWKWARD = [
    "'",
    '"',
    '"""',
    "()",
    "AND",
    "NOT",
    "a OR OR b",
    "NEAR(a b)",
    "words:x",
    "* ^ -",
    "a*b*",
    "\\",
    "a\\' | b",
    ":*",
    "!(a)",
    "<->",
    "%s %(x)s",
    "数据 & | !",
    "،؛؟",
    "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    "ˆ˜·",
    "x" * 10_000,
    "词" * 10_000,
    "a b c d e f g h i j k l m n o p q r s t u v w x y z",
    "؀ـً",
    "ⅷ ① ㎏ ﬁ",
    "ไทย हिन्दी עברית العربية Ελληνικά кириллица 한국어 ひらがな",
]


def posting(**facts):
    made = PostingFactory(**facts)
    index.refresh(made.pk)
    return made


def found(query):
    return list(found_by(Posting.objects.all(), query).order_by("-relevance", "-pk"))


# --- words


def test_words_with_signs_are_kept_apart_from_those_without():
    assert query_terms("C") == ["c"]
    assert query_terms("C++") == ["cplusplus"]
    assert query_terms("c#") == ["csharp"]
    assert query_terms(".NET") == ["dotnet"]
    assert query_terms("Node.js") == ["nodedotjs"]


def test_a_full_stop_ends_a_sentence_and_joins_no_words():
    assert query_terms("We use Python. It is good.") == ["we", "use", "python", "it", "is", "good"]


def test_chinese_and_latin_words_keep_their_order():
    assert query_terms("用Python做数据分析") == ["用", "python", "做", "数据", "分析"]


def test_full_width_letters_are_the_same_words():
    assert query_terms("ＰｙＴｏｒｃｈ") == ["pytorch"]


def test_a_query_is_cut_at_sixteen_words():
    assert len(query_terms(" ".join(f"w{number}" for number in range(40)))) == 16


def test_function_words_of_a_chinese_query_are_left_out():
    assert query_terms("数据的分析") == ["数据", "分析"]


def test_function_words_alone_are_looked_for():
    assert query_terms("的") == ["的"]


def test_a_query_of_signs_only_has_no_words():
    assert match_of("!!! ---") == ""


def test_every_pair_of_chinese_characters_is_indexed():
    assert {"数据", "据中", "中台"} <= set(index_words("数据中台"))


def test_terms_of_the_taxonomy_are_words():
    SkillAlias.objects.create(
        skill=SkillFactory(), language=LabelLanguage.CHINESE, text="大模型", folded="大模型"
    )

    TaxonomyRevision.objects.create(source="test")

    assert query_terms("大模型推理") == ["大模", "模型", "推理"]


# --- finding


def test_a_two_character_chinese_word_finds():
    vision = posting(title_zh="机器视觉实习生", title_en="")
    posting(title_zh="财务实习生", title_en="")

    assert found("视觉") == [vision]


def test_a_chinese_word_is_found_wherever_the_sentence_is_cut():
    platform = posting(title_zh="数据中台运营", title_en="")

    assert found("中台") == [platform]
    assert found("数据中台") == [platform]


@pytest.mark.parametrize("query", ["PyTorch", "pytorch", "PYTORCH", "pytor", "ＰｙＴｏｒｃｈ"])
def test_pytorch_finds_however_it_is_typed_and_before_it_is_finished(query):
    learning = posting(text_en="You will train models in PyTorch.")
    posting(text_en="You will keep the books.")

    assert found(query) == [learning]


@pytest.mark.parametrize(
    ("query", "title"),
    [("C++", "C++ engineer"), ("C#", "C# engineer"), (".NET", ".NET engineer")],
)
def test_names_with_signs_find_only_themselves(query, title):
    posting(title_en="C engineer")
    meant = posting(title_en=title)

    assert found(query) == [meant]


@pytest.mark.parametrize("query", ["Node.js", "nodejs", "node js", "node"])
def test_node_js_is_found_in_every_spelling(query):
    meant = posting(title_en="Node.js engineer")

    assert found(query) == [meant]


def test_every_word_must_match():
    both = posting(title_en="Battery diagnosis", text_en="With Python.")
    posting(title_en="Battery assembly", text_en="With gloves.")

    assert found("battery python") == [both]


def test_only_the_last_word_may_be_unfinished():
    posting(title_en="Battery diagnosis")

    assert found("batt diagnosis") == []


def test_a_title_counts_more_than_a_text():
    in_text = posting(title_en="Laboratory work", text_en="Some robotics and much else.")
    in_title = posting(title_en="Robotics", text_en="Take part in laboratory work.")

    assert found("robotics") == [in_title, in_text]


def test_a_skill_is_found_under_every_name():
    skill = SkillFactory(label_en="Deep learning", label_zh="深度学习")
    SkillAlias.objects.create(skill=skill, language=LabelLanguage.ENGLISH, text="DNN", folded="dnn")
    deep = PostingFactory()
    PostingSkill.objects.create(posting=deep, skill=skill)
    index.refresh(deep.pk)

    assert [found(name) for name in ("deep learning", "深度学习", "dnn")] == [[deep]] * 3


def test_a_posting_is_found_by_owner_place_discipline_and_kind():
    suzhou = RegionFactory(label_en="Suzhou", label_zh="苏州", aliases="苏州市")
    owner = OrganisationFactory(name_en="Lanhe Robotics", name_zh="蓝禾机器人")
    made = posting(owner=owner, region=suzhou, kind=PostingKind.INTERNSHIP)
    field = DisciplineFactory(label_en="Mechatronics", label_zh="机械电子工程")
    made.seat_groups.get().disciplines.add(field)
    index.refresh(made.pk)

    for query in ("lanhe", "蓝禾", "Suzhou", "苏州市", "mechatronics", "机械电子", "实习"):
        assert found(query) == [made], query


def test_a_place_in_china_is_not_found_by_the_country():
    china = RegionFactory(label_en="China", label_zh="中国")
    province = RegionFactory(label_en="Jiangsu", label_zh="江苏", parent=china)
    made = posting(region=RegionFactory(label_en="Suzhou", parent=province))

    assert found("Jiangsu") == [made]
    assert found("China") == []


@pytest.mark.parametrize("query", AWKWARD)
def test_no_query_is_an_error(query):
    posting(title_en="AND NOT OR NEAR")

    assert isinstance(found(query), list)


def test_a_query_without_words_finds_nothing():
    posting()

    assert found("!!!") == []


# --- the index


def test_the_index_follows_a_change_announced():
    made = posting(title_en="Before")
    made.title_en = "Afterwards"
    made.save()

    posting_changed.send(sender=None, posting_id=made.pk)

    assert found("afterwards") == [made]
    assert found("before") == []


def test_a_posting_that_is_gone_leaves_the_index():
    made = posting(title_en="Fleeting")
    made.history.all().delete()
    made.delete()

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM postings_words")
        left = cursor.fetchone()[0]

    assert left == 0


def test_news_of_a_posting_that_is_gone_writes_nothing():
    index.refresh(404)

    assert PostingIndex.objects.count() == 0


def test_rebuilding_indexes_every_posting():
    first, second = PostingFactory(title_en="Alpha"), PostingFactory(title_en="Beta")

    how_many = index.rebuild()

    assert how_many == 2
    assert (found("alpha"), found("beta")) == ([first], [second])


@pytest.mark.skipif(connection.vendor != "sqlite", reason="how SQLite would go about it")
def test_sqlite_searches_the_words_once_and_not_once_per_posting():
    found = found_by(Posting.objects.open(), "battery")

    plan = found.order_by().values("pk").explain()

    first_step = plan.splitlines()[0]
    assert "VIRTUAL TABLE" in first_step


@pytest.mark.django_db(transaction=True)
def test_the_search_tables_can_be_taken_back_and_made_again():
    made = posting(title_en="Battery")

    call_command("migrate", "postings", "0002", verbosity=0)
    call_command("migrate", verbosity=0)  # all: tables above go with what they refer to

    assert found("battery") == [made]
