import pytest

from accounts.text import is_own_domain, is_registration_number, tidy_registration_number

CODE = "91110000600037341L"


@pytest.mark.parametrize(
    ("number", "country", "is_one"),
    [
        (CODE, "CN", True),
        ("12100000400000456N"[:17] + "X", "CN", False),
        (CODE[:-1], "CN", False),
        (CODE + "0", "CN", False),
        ("", "CN", False),
        ("９１１１００００６０００３７３４１Ｌ", "CN", False),
        ("<script>alert(1)</script>", "CN", False),
        ("HRB 12345", "DE", True),
        ("12", "DE", False),
        ("", "DE", False),
        ("DROP TABLE; --", "DE", False),
    ],
)
def test_a_chinese_number_is_known_by_its_checksum_another_by_its_look(number, country, is_one):
    assert is_registration_number(number, country=country) == is_one


@pytest.mark.parametrize("typed", ["91110000600037341l", " 9111 0000 6000 37341L "])
def test_a_chinese_number_is_kept_without_what_people_put_between(typed):
    assert tidy_registration_number(typed, country="CN") == CODE


@pytest.mark.parametrize(
    ("domain", "is_own"),
    [
        ("example.edu", True),
        ("mail.example.edu.cn", True),
        ("qq.com", False),
        ("gmail.com", False),
        ("localhost", False),
        ("", False),
        ("a@b.com", False),
        ("exa mple.com", False),
        ("%.com", False),
    ],
)
def test_a_domain_where_anybody_gets_a_mailbox_shows_nothing(domain, is_own):
    assert is_own_domain(domain) == is_own
