"""What is sent where an empty body would show nothing: bodies by which the permitted succeed."""

from datetime import date

from accounts.enums import AcceptanceStatus, Role
from tests.factories.files import pdf, uploaded

WHY = {"reason": "Said why."}
DAYS = {"starts_on": date(2027, 3, 1).isoformat(), "ends_on": date(2027, 6, 30).isoformat()}


BODIES = {
    "accounts:settings": lambda book, _: {
        "name": "Somebody",
        "language": "en",
        "time_zone": "Asia/Shanghai",
    },
    "accounts:token-create": lambda book, _: {"name": "script", "days": "30"},
    "accounts:profile-create": lambda book, _: {"consents_to_matching": "on"},
    "accounts:profile-edit": lambda book, _: {
        "version": "1",
        "programme": "Robotics",
        "languages-TOTAL_FORMS": "0",
        "languages-INITIAL_FORMS": "0",
        "form-TOTAL_FORMS": "0",
        "form-INITIAL_FORMS": "0",
    },
    "accounts:skill-edit": lambda book, _: {"level": "4", "evidence": "1"},
    "accounts:cv-skills": lambda book, _: {"cv_text": "Nothing in particular."},
    "accounts:organisation-create": lambda book, _: {
        "kind": "company",
        "name_en": "New one",
        "country": "DE",
    },
    "accounts:organisation-edit": lambda book, _: {
        "version": "1",
        "name_en": "Changed",
        "country": "DE",
    },
    "accounts:organisation-reject": lambda book, _: WHY,
    "accounts:organisation-suspend": lambda book, _: WHY,
    "accounts:document-add": lambda book, _: {"file": uploaded(pdf())},
    "accounts:membership-change": lambda book, _: {"role": Role.MENTOR},
    "accounts:invitation-create": lambda book, label: {
        "email": "somebody@mail.example",
        "role": Role.COORDINATOR if label == "university" else Role.RECRUITER,
    },
    "accounts:acceptance-decide": lambda book, _: {"status": AcceptanceStatus.BLOCKED, **WHY},
    "accounts:acceptance-decide-many": lambda book, _: {
        "company": [book.keys["north.company"], book.keys["south.company"]],
        "status": AcceptanceStatus.BLOCKED,
        **WHY,
    },
    "postings:create": lambda book, _: {
        "owner": book.keys["north.company"],
        "title_en": "New one",
    },
    "postings:posting-send-back": lambda book, _: WHY,
    "postings:part-add": lambda book, label: (
        {"version": "1", "kind": "trial", **DAYS}
        if label.startswith("phases")
        else {"version": "1", "q": "Soldering", "weight": "3", "necessity": "must"}
    ),
    "postings:part-remove": lambda book, _: {"version": "1"},
    "postings:phases-spread": lambda book, _: {"version": "1"},
    "postings:outcome-create": lambda book, _: {
        "owner": book.keys["north.company"],
        "kind": "patent",
        "title_en": "New one",
        "trl": "3",
    },
    "postings:outcome-edit": lambda book, _: {"kind": "patent", "title_en": "Same", "trl": "3"},
    "set_language": lambda book, _: {"language": "en"},
    "own-skill-list": lambda book, _: {"skill": "no such skill"},
    "own-skill-detail": lambda book, _: {"level": 4},
    "student-me": lambda book, _: {"version": 1, "programme": "Robotics"},
    "student-found-skills": lambda book, _: {"text": "Nothing in particular."},
    "organisation-list": lambda book, _: {"kind": "company", "name_en": "New one"},
    "organisation-detail": lambda book, _: {"version": 1, "website": "https://new.example/"},
    "organisation-accept": lambda book, _: {"status": AcceptanceStatus.BLOCKED, **WHY},
    "organisation-ask": lambda book, _: {"university": book.keys["north.university"]},
    "organisation-reject": lambda book, _: WHY,
    "organisation-suspend": lambda book, _: WHY,
    "posting-list": lambda book, _: {
        "owner": book.keys["north.company"],
        "kind": "internship",
        "title_en": "New one",
    },
    "posting-detail": lambda book, _: {"version": 1, "title_en": "Changed"},
    "posting-send-back": lambda book, _: WHY,
    "saved-posting-list": lambda book, _: {"posting": book.keys["north.listed"]},
    "interest-list": lambda book, _: {"posting": book.keys["north.listed"]},
    "outcome-list": lambda book, _: {
        "owner": book.keys["north.company"],
        "kind": "patent",
        "title_en": "New one",
        "trl": 3,
    },
    "outcome-detail": lambda book, _: {"title_en": "Changed"},
}


def body_for(route, label, book):
    make = BODIES.get(route.name)
    return make(book, label) if make else {}
