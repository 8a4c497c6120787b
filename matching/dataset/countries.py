"""Countries as the engine counts them."""

from matching.engine.inputs import UNSAID

_LETTER = 21  # bits


def country_number(code: str) -> int:
    """A number for a two-letter code, in no need of a list of countries; -1 for none.

    Examples
    --------
    >>> country_number("cn ") == country_number("CN"), country_number("")
    (True, -1)
    """
    letters = code.strip().upper()[:2]
    if not letters:
        return UNSAID
    return sum(ord(letter) << (_LETTER * place) for place, letter in enumerate(letters))
