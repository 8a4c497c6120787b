"""The rule packs, rule by rule: a posting, and what is found in it."""

from datetime import date
from decimal import Decimal

import pytest

from internships.postings.rulepacks import PostingFacts, all_packs, check_posting, read_pack
from internships.postings.rulepacks.checks import CHECKS

VOC, UG = "CN-VOC-2021", "CN-UG-2019"
VOCATIONAL = {"country": "CN", "min_degree_level": 1, "min_year": 2, "names_disciplines": True}
UNDERGRADUATE = {"country": "CN", "min_degree_level": 2, "min_year": 2}

FINDINGS = [
    # what the posting says                       pack number blocks
    ({"min_year": 1},                             VOC, "5", True),
    ({"min_year": None},                          VOC, "5", False),
    ({"industry_code": "6233"},                   VOC, "7", True),
    ({"industry_code": "8051"},                   VOC, "7", True),
    ({"industry_code": "9013"},                   VOC, "7", True),
    ({"texts": ("在KTV担任服务员",)},               VOC, "7", True),
    ({"texts": ("ＫＴＶ singer",)},                VOC, "7", True),
    ({"texts": ("夜总会领位",)},                    VOC, "7", True),
    ({"texts": ("Bartender wanted",)},            VOC, "7", True),
    ({"texts": ("Work in an internet café",)},    VOC, "7", True),
    ({"texts": ("Night-club DJ",)},               VOC, "7", True),
    ({"is_labour_agency": True},                  VOC, "8", True),
    ({"industry_code": "7263"},                   VOC, "8", True),
    ({"texts": ("签劳务派遣合同",)},                VOC, "8", False),
    ({"texts": ("需要井下作业",)},                  VOC, "9", True),
    ({"texts": ("Heavy physical labour daily",)}, VOC, "9", True),
    ({"hours_per_day": Decimal("8.5")},           VOC, "11", False),
    ({"hours_per_week": 45},                      VOC, "11", False),
    ({"texts": ("需上夜班",)},                      VOC, "11", False),
    ({"texts": ("Some night shifts",)},           VOC, "11", False),
    ({"texts": ("报酬以实物抵付",)},                VOC, "13", True),
    ({"texts": ("You are paid in kind.",)},       VOC, "13", True),
    ({"texts": ("工资由第三方代发",)},              VOC, "13", True),
    ({"texts": ("入职交押金500元",)},               VOC, "15", False),
    ({"texts": ("岗前培训费自理",)},                VOC, "15", False),
    ({"texts": ("A refundable deposit of 500",)}, VOC, "15", False),
    ({"starts_on": date(2027, 1, 1), "ends_on": date(2027, 8, 1)}, VOC, "17", False),
    ({"names_disciplines": False},                VOC, "18", False),
]  # fmt: skip
UG_FINDINGS = [
    ({"hours_per_day": Decimal("8.5")}, "12", True),
    ({"hours_per_week": 45}, "12", True),
    ({"texts": ("经常加班",)}, "12", False),
    ({"texts": ("Overtime is usual",)}, "12", False),
    ({"texts": ("收取保证金",)}, "15", False),
    ({"texts": ("There is a training fee.",)}, "15", False),
]

HARMLESS = [
    {"hours_per_day": Decimal(8), "hours_per_week": 44},
    {"texts": ("Draw bar charts of crossbars; thin film deposition; oil deposits",)},
    {"texts": ("We never ask for a security deposit. No overtime, no night work.",)},
    {"texts": ("不收取押金，无夜班，不加班，严禁扣押证件",)},
    {"texts": ("Barcode scanner, sandbar survey, arcade architecture",)},
    {"industry_code": "62"},
    {"industry_code": "90"},
    {"industry_code": "6210"},
    {"starts_on": date(2027, 1, 1), "ends_on": date(2027, 6, 30)},
    {"starts_on": date(2027, 6, 30), "ends_on": date(2027, 1, 1)},
    {"texts": ("\u202e<script>KT V</script>🙂",)},
]


@pytest.mark.parametrize(("says", "pack", "number", "blocks"), FINDINGS)
def test_what_the_vocational_pack_finds(says, pack, number, blocks):
    facts = PostingFacts(**{**VOCATIONAL, **says})

    assert _found(facts, pack) == {(number, blocks)}


@pytest.mark.parametrize(("says", "number", "blocks"), UG_FINDINGS)
def test_what_the_undergraduate_pack_finds(says, number, blocks):
    facts = PostingFacts(**{**UNDERGRADUATE, **says})

    assert _found(facts, UG) == {(number, blocks)}
    assert _found(facts, VOC) == set()


@pytest.mark.parametrize("says", HARMLESS)
def test_what_no_pack_of_china_objects_to(says):
    assert check_posting(PostingFacts(**{**VOCATIONAL, **says})) == []


@pytest.mark.parametrize(
    ("min_degree_level", "packs"),
    [(None, {VOC, UG}), (1, {VOC, UG}), (2, {UG}), (3, {UG}), (4, {UG})],
)
def test_a_pack_applies_where_its_students_are_admitted(min_degree_level, packs):
    facts = PostingFacts(country="CN", min_degree_level=min_degree_level)

    assert {pack.key for pack in all_packs() if pack.applies_to(facts)} == packs


def test_another_country_is_another_pack():
    facts = PostingFacts(
        country="fr",
        texts=("KTV",),
        hours_per_week=35,
        starts_on=date(2027, 1, 1),
        ends_on=date(2027, 8, 31),
    )

    [finding] = check_posting(facts)

    assert (finding.rule.pack, finding.evidence, finding.blocks) == ("FR", "1215 h", False)


def test_an_unknown_country_has_no_findings():
    assert check_posting(PostingFacts(country="DE", texts=("KTV 押金",))) == []


def test_blocking_findings_come_first():
    facts = PostingFacts(**{**VOCATIONAL, "texts": ("押金", "KTV")})

    assert [finding.blocks for finding in check_posting(facts)] == [True, False, False]


@pytest.mark.parametrize(
    ("checked", "level", "blocks"),
    [
        ("article", "block", True),
        ("secondary", "block", True),
        ("recalled", "block", False),
        ("article", "warn", False),
    ],
)
def test_only_rules_whose_text_was_checked_may_block(checked, level, blocks):
    pack = read_pack(f"""
        key = "X"
        title_en = "X"
        title_zh = "X"
        country = "XX"
        degree_levels = [1]
        [[rules]]
        number = "1"
        article = "1"
        checked = "{checked}"
        level = "{level}"
        check = "hours_per_week"
        values = {{ at_most = 10 }}
        text_en = "Ten hours."
        text_zh = "十小时。"
    """)

    [finding] = check_posting(PostingFacts(country="XX", hours_per_week=11), packs=(pack,))

    assert finding.blocks == blocks


def test_every_row_of_every_pack_is_complete():
    rules = [rule for pack in all_packs() for rule in pack.rules]

    assert {rule.check for rule in rules} <= set(CHECKS)
    assert {rule.checked for rule in rules} <= {"article", "secondary", "recalled"}
    assert {rule.level for rule in rules} <= {"block", "warn"}
    assert all(rule.text_en and rule.text_zh for rule in rules)
    assert all(rule.article for rule in rules if rule.checked == "article")


def _found(facts, pack):
    return {
        (finding.rule.number, finding.blocks)
        for finding in check_posting(facts)
        if finding.rule.pack == pack
    }
