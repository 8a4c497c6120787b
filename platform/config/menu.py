"""The way around the site: which pages a person's menu names, by what they are here for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django import template
from django.template import RequestContext
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.enums import OrganisationKind, Role
from accounts.models import Membership, Organisation, User

register = template.Library()


@dataclass(frozen=True)
class Page:
    """A page as the menu names it; `text` says on the home page what it is for."""

    name: str
    label: str | Promise
    icon: str
    text: str | Promise


@dataclass(frozen=True)
class Entry:
    page: Page
    url: str
    is_current: bool


FOR_YOU = Page(
    "matching:for-you",
    _("For you"),
    "list-stars",
    _("Postings that suit your profile, best first, each with its reasons."),
)
POSTINGS = Page(
    "postings:list",
    _("Postings"),
    "briefcase",
    _("All open projects and internships, with search and filters."),
)
SAVED = Page(
    "postings:saved",
    pgettext_lazy("bookmark", "Saved"),
    "bookmark",
    _("Postings you keep for later."),
)
PROFILE = Page(
    "accounts:profile",
    _("Profile"),
    "person-vcard",
    _("Your studies, availability, languages and skills: what the matching reads."),
)
MINE = Page(
    "postings:mine",
    _("Our postings"),
    "collection",
    _("What your organisation offers, from draft to archive, and who would suit it."),
)
STUDENTS = Page(
    "accounts:student-list",
    _("Students"),
    "mortarboard",
    _("Students of your university, and profiles that wait to be confirmed."),
)
ACCEPTANCES = Page(
    "accounts:acceptance-list",
    _("Companies"),
    "building",
    _("Companies that ask to host your students, and your decisions."),
)
VERIFICATION = Page(
    "accounts:organisation-list",
    _("Verification"),
    "patch-check",
    _("Companies of your park: who has been verified and who waits."),
)
ORGANISATIONS = Page(
    "accounts:organisation-list",
    _("Organisations"),
    "buildings",
    _("All universities, companies and parks, and those that wait for verification."),
)
RUNS = Page(
    "matching:run-list",
    _("Ranking runs"),
    "cpu",
    _("Computations of matches: their progress and what came of them."),
)


def pages_for(user: User, *, memberships: Iterable[Membership], is_student: bool) -> Iterator[Page]:
    """The pages of a signed-in person's menu, in reading order, each once."""
    held = {(one.organisation.kind, one.role) for one in memberships}
    kinds = {kind for kind, _role in held}
    if is_student:
        yield FOR_YOU
    yield POSTINGS
    if is_student:
        yield from (SAVED, PROFILE)
    if kinds & {OrganisationKind.UNIVERSITY, OrganisationKind.COMPANY}:
        yield MINE
    if OrganisationKind.UNIVERSITY in kinds:
        yield from (STUDENTS, ACCEPTANCES)
    if user.is_platform_admin:
        yield ORGANISATIONS
    elif OrganisationKind.PARK in kinds:
        yield VERIFICATION
    if user.is_platform_admin or _coordinates(held):
        yield RUNS


def _coordinates(held: set[tuple[str, str]]) -> bool:
    university = OrganisationKind.UNIVERSITY
    return bool(held & {(university, Role.ADMIN), (university, Role.COORDINATOR)})


@register.simple_tag(takes_context=True)
def menu(context: RequestContext) -> list[Entry]:
    """The reader's menu: what `pages_for` says, or the public pages."""
    user = context.get("user")
    pages: Iterable[Page] = [POSTINGS]
    if isinstance(user, User):
        pages = pages_for(
            user, memberships=context["my_memberships"], is_student=context["is_student"]
        )
    addressed = [(page, url) for page in pages if (url := _address(page))]
    here = _nearest(context["request"].path, [url for _page, url in addressed])
    return [Entry(page, url, url == here) for page, url in addressed]


@register.filter
def organisations(memberships: Iterable[Membership]) -> list[Organisation]:
    """Each organisation once, in however many roles one speaks for it."""
    return list({one.organisation_id: one.organisation for one in memberships}.values())


def _address(page: Page) -> str:
    """Where the page is; nothing while its room does not offer it."""
    try:
        return reverse(page.name)
    except NoReverseMatch:
        return ""


def _nearest(path: str, urls: list[str]) -> str:
    """The longest of the addresses that `path` lies under, so that one entry is current."""
    return max((url for url in urls if path.startswith(url)), key=len, default="")
