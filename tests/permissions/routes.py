"""Every route of the resolver, and the objects and bodies it is asked with."""

import re
from dataclasses import dataclass
from functools import cache

from django.urls import URLPattern, get_resolver, reverse

from tests.permissions.world import ACTORS

PAGE_METHODS = ("GET", "POST")
API = "api/v1/"


@dataclass(frozen=True)
class Route:
    """`name` is that of `reverse`; `where` is the address as the resolver writes it."""

    name: str
    where: str
    methods: tuple[str, ...]

    @property
    def is_api(self):
        return self.where.startswith(API)

    @property
    def actors(self):
        """The schema takes long to write and has no reader in it: three ask for it."""
        return ("anon", "nadm", "plat") if self.name == "schema" else tuple(ACTORS)

    @property
    def is_account(self):
        """Of the doors themselves, or one that sends everybody back to where they came from."""
        return self.where.startswith("account/") or self.name == "set_language"


@cache
def every_route():
    """All but those of the admin site, in the order of the resolver."""
    return tuple(dict.fromkeys(_walk(get_resolver().url_patterns)))


def _walk(patterns, where="", namespace=""):
    for pattern in patterns:
        here = where + str(pattern.pattern)
        if here == "admin/":
            continue
        if isinstance(pattern, URLPattern):
            yield Route(f"{namespace}{pattern.name}", here, _methods(pattern))
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, here, inner)


def _methods(pattern):
    """What a view set answers to; GET and POST for pages."""
    actions = getattr(pattern.callback, "actions", None)
    if actions:
        return tuple(method.upper() for method in actions)
    return ("GET",) if pattern.name in {"schema", "docs"} else PAGE_METHODS


def _each(parameter, *labels):
    return {label: {parameter: label} for label in (*labels, "missing")}


NOTHING = {"-": {}}
EVERY_ORGANISATION = _each("pk", "company", "raw", "waiting", "suspended", "university", "park")
COMPANIES = _each("pk", "company", "raw", "waiting", "suspended")
ORGANISATIONS = _each("pk", "company", "raw", "university")
POSTINGS = _each("pk", "open", "public", "listed", "project", "draft", "review", "paused")
EVERY_POSTING = POSTINGS | _each("pk", "closed", "raw.draft", "suspended.posting")
INTERNSHIPS = _each("pk", "open", "project", "draft", "raw.draft")
READABLE = INTERNSHIPS | _each("pk", "public", "listed", "suspended.posting")
OUTCOMES = _each("pk", "outcome", "spare", "raw.outcome")
STUDENTS = _each("pk", "student", "willing", "shy")
DECISIONS = {
    label: {"pk": "university", "company_pk": label}
    for label in ("company", "fresh", "raw", "suspended", "south.company", "missing")
} | {"missing university": {"pk": "missing", "company_pk": "company"}}
DOCUMENTS = {
    label: {"pk": label, "document_pk": f"{label}.document"} for label in ("company", "raw")
} | {
    "south's below ours": {"pk": "company", "document_pk": "south.company.document"},
    "missing": {"pk": "company", "document_pk": "missing"},
}
MEMBERSHIPS = {
    label: {"pk": ours, "membership_pk": f"{label}.membership"}
    for label, ours in (("recruiter", "company"), ("boss", "company"), ("academic", "university"))
} | {
    "south's below ours": {"pk": "company", "membership_pk": "south.recruiter.membership"},
    "ours below south's": {"pk": "south.company", "membership_pk": "recruiter.membership"},
    "missing": {"pk": "company", "membership_pk": "missing"},
}
INVITATIONS = {
    label: {"pk": label, "invitation_pk": f"{label}.invitation"} for label in ("company", "raw")
} | {
    "south's below ours": {"pk": "company", "invitation_pk": "south.company.invitation"},
    "missing": {"pk": "company", "invitation_pk": "missing"},
}
LINKS = {
    "company": {"token": "company.other.link"},
    "somebody else's": {"token": "raw.link"},
    "missing": {"token": "missing"},
}
PARTS = {
    f"{sort} of {posting}": {"pk": posting, "sort": sort}
    for sort, posting in (("skills", "draft"), ("phases", "draft"), ("skills", "open"))
} | {
    "skills of missing": {"pk": "missing", "sort": "skills"},
    "nonsense of draft": {"pk": "draft", "sort": "nonsense"},
}
PART_LINES = {
    posting: {"pk": posting, "sort": "skills", "line": f"{posting}.skill"}
    for posting in ("draft", "open")
} | {
    "open's below draft": {"pk": "draft", "sort": "skills", "line": "open.skill"},
    "missing": {"pk": "missing", "sort": "skills", "line": "missing"},
}

OBJECTS = {
    "accounts:skill-edit": _each("pk", "student.skill"),
    "accounts:skill-remove": _each("pk", "student.skill"),
    "accounts:student-detail": STUDENTS,
    "accounts:student-confirm": STUDENTS,
    "accounts:organisation-detail": EVERY_ORGANISATION,
    "accounts:organisation-edit": EVERY_ORGANISATION,
    "accounts:organisation-submit": COMPANIES,
    "accounts:organisation-suspend GET": _each("pk", "company", "raw"),
    "accounts:organisation-reject GET": _each("pk", "company", "raw"),
    "accounts:organisation-reinstate GET": _each("pk", "company", "raw"),
    "accounts:organisation-close GET": _each("pk", "company", "raw"),
    "posting-detail PATCH": INTERNSHIPS | _each("pk", "closed"),
    "posting-detail DELETE": INTERNSHIPS,
    "postings:edit POST": INTERNSHIPS | _each("pk", "closed"),
    "accounts:organisation-verify": EVERY_ORGANISATION,
    "accounts:organisation-reject": COMPANIES,
    "accounts:organisation-suspend": EVERY_ORGANISATION,
    "accounts:organisation-reinstate": COMPANIES,
    "accounts:organisation-close": COMPANIES,
    "accounts:document-add": ORGANISATIONS,
    "accounts:document-download": DOCUMENTS,
    "accounts:membership-list": EVERY_ORGANISATION,
    "accounts:membership-end": MEMBERSHIPS,
    "accounts:membership-change": MEMBERSHIPS,
    "accounts:invitation-create": ORGANISATIONS,
    "accounts:invitation-withdraw": INVITATIONS,
    "accounts:invitation-accept": LINKS,
    "accounts:acceptance-decide-many": _each("pk", "university"),
    "accounts:acceptance-decide": DECISIONS,
    "accounts:acceptance-ask": DECISIONS,
    "matching:explanation": {
        label: {"posting_pk": found["pk"]} for label, found in READABLE.items()
    },
    "matching:score": {label: {"posting_pk": found["pk"]} for label, found in INTERNSHIPS.items()},
    "matching:snapshot": _each("pk", "snapshot"),
    "matching:candidates": EVERY_POSTING | _each("pk", "wide", "south.wide"),
    "matching:run-detail": _each("pk", "run"),
    "matching:run-progress": _each("pk", "run"),
    "matching:run-cancel": _each("pk", "run"),
    "matching:run-resume": _each("pk", "run"),
    "postings:edit": EVERY_POSTING,
    "postings:posting-delete": INTERNSHIPS,
    "postings:posting-submit": INTERNSHIPS,
    "postings:posting-send-back": _each("pk", "review", "open"),
    "postings:posting-open": _each("pk", "review", "raw.draft", "open"),
    "postings:posting-pause": INTERNSHIPS,
    "postings:posting-resume": _each("pk", "paused", "open"),
    "postings:posting-close": INTERNSHIPS,
    "postings:posting-archive": _each("pk", "closed", "open"),
    "postings:phases-spread": INTERNSHIPS,
    "postings:part-add": PARTS,
    "postings:part-remove": PART_LINES,
    "postings:outcome-edit": OUTCOMES,
    "postings:outcome-delete": OUTCOMES,
    "postings:detail": EVERY_POSTING,
    "postings:save": READABLE,
    "postings:unsave": _each("pk", "public", "draft"),
    "postings:interest-show": READABLE,
    "postings:interest-withdraw": _each("pk", "open", "draft"),
    "account_confirm_email": {"missing": {"key": "missing"}},
    "account_reset_password_from_key": {"missing": {"uidb36": "missing", "key": "missing"}},
    "own-skill-detail": _each("pk", "student.skill"),
    "student-detail": STUDENTS,
    "organisation-detail": EVERY_ORGANISATION,
    "organisation-accept": COMPANIES,
    "organisation-ask": COMPANIES | _each("pk", "fresh"),
    "organisation-members": EVERY_ORGANISATION,
    "organisation-reinstate": COMPANIES,
    "organisation-reject": COMPANIES,
    "organisation-submit": COMPANIES,
    "organisation-suspend": COMPANIES,
    "organisation-verify": EVERY_ORGANISATION,
    "posting-detail": EVERY_POSTING,
    "posting-archive": _each("pk", "closed", "open"),
    "posting-close": INTERNSHIPS,
    "posting-open": _each("pk", "review", "raw.draft", "open"),
    "posting-pause": INTERNSHIPS,
    "posting-resume": _each("pk", "paused", "open"),
    "posting-send-back": _each("pk", "review", "open"),
    "posting-submit": INTERNSHIPS,
    "saved-posting-detail": _each("posting", "public", "draft"),
    "interest-detail": _each("posting", "open", "draft"),
    "outcome-detail": OUTCOMES,
    "match-explanation": {label: {"posting": found["pk"]} for label, found in READABLE.items()},
    "explanation-snapshot-detail": _each("pk", "snapshot"),
    "ranking-run-detail": _each("pk", "run"),
    "ranking-run-cancel": _each("pk", "run"),
    "ranking-run-resume": _each("pk", "run"),
    "skill-detail": _each("pk", "skill"),
    "discipline-detail": _each("pk", "discipline"),
    "industry-detail": _each("pk"),
    "region-detail": _each("pk", "region"),
    "language-detail": _each("pk", "language"),
    "match-list": {"-": {}}
    | {f"?posting={label}": {} for label in (*INTERNSHIPS, "wide", "south.wide")},
}
OF_BOTH = frozenset({"missing", "skill", "discipline", "region", "language"})


def objects_of(route, method=""):
    """Label of each object that a route is asked for, and the labels that fill its parameters."""
    return OBJECTS.get(f"{route.name} {method}", OBJECTS.get(route.name, NOTHING))


def address(route, method, label, book):
    path = reverse(route.name, kwargs=keys_for(objects_of(route, method)[label], book))
    if not label.startswith("?"):
        return path
    name, _equals, wanted = label.partition("=")
    return f"{path}{name}={book.keys[full_label(wanted)]}"


def keys_for(parameters, book):
    """The parameters as an address has them; labels are of the north unless they say otherwise."""
    return {
        name: label if name == "sort" else book.keys[full_label(label)]
        for name, label in parameters.items()
    }


def full_label(label):
    return label if label in OF_BOTH or label.startswith("south.") else f"north.{label}"


def is_missing(label):
    return re.search(r"\bmissing\b", label) is not None
