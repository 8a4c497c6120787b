"""How a list is written in one column."""

import re

from django.utils.translation import gettext as _

COUNTRY = re.compile(r"[A-Z]{2}")


def country_codes(text: str) -> str:
    """Countries as two-letter codes, in upper case, each once, separated by commas.

    >>> country_codes("cn, de，CN")
    'CN,DE'
    """
    codes = [code for code in re.split(r"[\s,;，；、]+", text.upper()) if code]
    wrong = [code for code in codes if not COUNTRY.fullmatch(code)]
    if wrong:
        raise ValueError(_("“%(code)s” is not a two-letter country code.") % {"code": wrong[0]})
    return ",".join(dict.fromkeys(codes))
