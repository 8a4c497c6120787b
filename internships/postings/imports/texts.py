"""Which language a text is in, and one text made from several cells."""

from django.utils.translation import gettext as _

from accounts.imports.cells import BadCell
from internships.postings.search.words import HAN

CHINESE_FROM = 0.15  # of the letters; Chinese texts of this trade are full of Latin names
LONGEST_TEXT = 20_000
HEADINGS = {
    "requirements": {False: "**Requirements**", True: "**任职要求**"},
    "extras": {False: "**Nice to have**", True: "**加分项**"},
}


def is_chinese(text: str) -> bool:
    """Is at least every seventh letter Chinese?"""
    letters = sum(1 for character in text if character.isalpha())
    return letters > 0 and sum(map(len, HAN.findall(text))) >= CHINESE_FROM * letters


def title_fields(said: dict[str, str]) -> dict[str, str]:
    """`title` under its language, beside `title_en` and `title_zh`."""
    given = {name: said[name] for name in ("title_en", "title_zh") if said.get(name)}
    title = said.get("title", "")
    if title:
        given.setdefault("title_zh" if is_chinese(title) else "title_en", title)
    if not given:
        raise BadCell(_("The line has no title."))
    return given


def text_fields(said: dict[str, str]) -> dict[str, str]:
    """`text`, `requirements` and `extras` as one text under its language."""
    given = {name: said[name] for name in ("text_en", "text_zh") if said.get(name)}
    composed = _composed(said)
    if composed:
        given.setdefault("text_zh" if is_chinese(composed) else "text_en", composed)
    for text in given.values():
        if len(text) > LONGEST_TEXT:
            message = _("The text has %(length)d characters; %(most)d are the most.")
            raise BadCell(message % {"length": len(text), "most": LONGEST_TEXT})
    return given


def _composed(said: dict[str, str]) -> str:
    cells = [said.get(name, "") for name in ("text", "requirements", "extras")]
    chinese = is_chinese(" ".join(cells))
    parts = [said.get("text", "")]
    for name, heading in HEADINGS.items():
        if said.get(name):
            parts += [heading[chinese], said[name]]
    return "\n\n".join(part for part in parts if part)
