"""Registration numbers and e-mail domains: how they are written, and which can be right."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import DomainNameValidator
from stdnum.cn import uscc
from stdnum.exceptions import ValidationError as WrongNumber

FREE_MAIL = frozenset(
    {
        "126.com",
        "139.com",
        "163.com",
        "189.cn",
        "aliyun.com",
        "foxmail.com",
        "gmail.com",
        "googlemail.com",
        "gmx.com",
        "gmx.de",
        "gmx.net",
        "hotmail.com",
        "icloud.com",
        "live.com",
        "mail.com",
        "mail.ru",
        "me.com",
        "msn.com",
        "naver.com",
        "outlook.com",
        "proton.me",
        "protonmail.com",
        "qq.com",
        "sina.cn",
        "sina.com",
        "sohu.com",
        "tom.com",
        "vip.163.com",
        "vip.qq.com",
        "web.de",
        "yahoo.cn",
        "yahoo.co.jp",
        "yahoo.com",
        "yandex.ru",
        "yeah.net",
        "zoho.com",
    }
)
PLAUSIBLE_NUMBER = re.compile(r"[0-9A-Z][0-9A-Z ./-]{2,38}[0-9A-Z]")

is_domain = DomainNameValidator(accept_idna=False)


def tidy_registration_number(number: str, *, country: str) -> str:
    """Upper case; a Chinese code without the spaces and hyphens people put in."""
    return uscc.compact(number).upper() if country == "CN" else " ".join(number.upper().split())


def is_registration_number(number: str, *, country: str) -> bool:
    """Can it be one? In China the checksum decides; elsewhere only the look.

    >>> is_registration_number("91110000600037341L", country="CN")
    True
    >>> is_registration_number("91110000600037342L", country="CN")
    False
    >>> is_registration_number("HRB 12345", country="DE")
    True
    """
    if country != "CN":
        return PLAUSIBLE_NUMBER.fullmatch(number) is not None
    try:
        uscc.validate(number)
    except WrongNumber:
        return False
    return number.isascii()


def tidy_domain(domain: str) -> str:
    """Lower case, without an @ or www. in front.

    >>> tidy_domain(" @Example.EDU ")
    'example.edu'
    """
    return domain.strip().lower().lstrip("@").removeprefix("www.").rstrip(".")


def is_own_domain(domain: str) -> bool:
    """A domain name that is not one where anybody gets a mailbox.

    >>> is_own_domain("example.edu"), is_own_domain("qq.com"), is_own_domain("a b")
    (True, False, False)
    """
    try:
        is_domain(domain)
    except ValidationError:
        return False
    return domain not in FREE_MAIL


def masked(email: str) -> str:
    """An address as a hint, for somebody who may not be its owner.

    >>> masked("mei.lin@example.edu")
    'm…@example.edu'
    """
    name, _at, domain = email.partition("@")
    return f"{name[:1]}…@{domain}"
