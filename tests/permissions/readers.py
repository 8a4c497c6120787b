"""Who may read which sentinel: the first rule whose pattern fits a label decides.

A reader is known by label too: `north.boss`, `newcomer`; None is a stranger. The roles in a rule
are those of the sentinel's own tenant.
"""

from fnmatch import fnmatchcase

STRANGERS, NETWORK = "strangers", "everybody signed in"
ADMIN = "boss"
COMPANY = {ADMIN, "recruiter", "mentor"}
NOVICE = "novice"
UNIVERSITY = {"rector", "coordinator", "academic"}
PARK = {"warden", "verifier"}
STUDENTS = {"student", "willing", "shy"}
PLATFORM = {"platform"}
EVERYBODY = {STRANGERS, NETWORK}
SIGNED_IN = {NETWORK}

RULES = (
    ("invited.email", {"north.boss"} | PLATFORM),
    # What a university notes about a company is its own: not even the platform's.
    ("*.note", UNIVERSITY),
    # Papers, invitations and history: administrators and verifiers, then members.
    ("*.company.document", {ADMIN} | PARK | PLATFORM),
    ("*.raw.document", {NOVICE} | PARK | PLATFORM),
    ("*.company.invitation", {ADMIN} | PLATFORM),
    ("*.raw.invitation", {NOVICE} | PLATFORM),
    ("*.document", PARK | PLATFORM),
    ("*.invitation", PLATFORM),
    ("*.company.history", COMPANY | PARK | PLATFORM),
    ("*.raw.history", {NOVICE} | PARK | PLATFORM),
    ("*.fresh.history", PARK | PLATFORM),
    ("*.waiting.history", PARK | PLATFORM),
    ("*.suspended.history", PARK | PLATFORM),
    # Postings: drafts and what was said about them stay inside; where they came from, too.
    ("*.raw.draft.source*", {NOVICE} | PLATFORM),
    ("*.raw.draft.*", {NOVICE} | PLATFORM),
    ("*.raw.outcome.*", {NOVICE} | PARK | PLATFORM),
    ("*.source*", PLATFORM),
    ("*.suspended.posting.*", PLATFORM),
    ("*.project.history", UNIVERSITY | PLATFORM),
    ("*.wide.history", UNIVERSITY | PLATFORM),
    ("*.open.history", COMPANY | PLATFORM),
    ("*.public.history", COMPANY | PLATFORM),
    ("*.listed.history", COMPANY | PLATFORM),
    ("*.open.*", SIGNED_IN),
    ("*.wide.*", SIGNED_IN),
    ("*.public.*", EVERYBODY),
    ("*.outcome.*", EVERYBODY),
    ("*.spare.*", SIGNED_IN),
    ("*.listed.*", COMPANY | STUDENTS | UNIVERSITY | PLATFORM),
    ("*.project.*", STUDENTS | UNIVERSITY | PLATFORM),
    ("*.draft.*", COMPANY | PLATFORM),
    ("*.review.*", COMPANY | PLATFORM),
    ("*.paused.*", COMPANY | PLATFORM),
    ("*.closed.*", COMPANY | PLATFORM),
    # Organisations: what is verified is public in the network, its name before the door.
    ("*.raw.*", {NOVICE} | PARK | PLATFORM),
    ("*.waiting.*", PARK | PLATFORM),
    ("*.suspended.*", PARK | PLATFORM),
    ("*.company.name_*", EVERYBODY),
    ("*.company.about_*", EVERYBODY),
    ("*.company.*", SIGNED_IN),
    ("*.fresh.*", SIGNED_IN),
    ("*.university.*", SIGNED_IN),
    ("*.park.*", SIGNED_IN),
    # People. Keys are named for oneself alone; so is the text of a CV.
    ("*.token", set()),
    ("*.cv_text", set()),
    ("*.student.name", UNIVERSITY | COMPANY | PLATFORM),
    ("*.student.email", UNIVERSITY | COMPANY | PLATFORM),
    ("*.willing.name", UNIVERSITY | COMPANY | PLATFORM),
    ("*.willing.email", UNIVERSITY | COMPANY | PLATFORM),
    ("*.student.*", UNIVERSITY | PLATFORM),
    ("*.willing.*", UNIVERSITY | PLATFORM),
    ("*.shy.*", UNIVERSITY | PLATFORM),
    ("*.novice.name", {NOVICE} | PLATFORM),
    ("*.novice.email", {NOVICE} | PLATFORM),
    ("*.boss.[ne]*", COMPANY | PLATFORM),
    ("*.recruiter.[ne]*", COMPANY | PLATFORM),
    ("*.mentor.[ne]*", COMPANY | PLATFORM),
    # Runs are of the whole installation: who may start one reads who started one.
    (
        "*.coordinator.name",
        UNIVERSITY | PLATFORM | {"north.rector", "north.coordinator", "south.coordinator"},
    ),
    ("*.rector.[ne]*", UNIVERSITY | PLATFORM),
    ("*.coordinator.[ne]*", UNIVERSITY | PLATFORM),
    ("*.academic.[ne]*", UNIVERSITY | PLATFORM),
    ("*.warden.[ne]*", PARK | PLATFORM),
    # Who verified a company stands in its history.
    ("*.verifier.name", COMPANY | {NOVICE} | PARK | PLATFORM),
    ("*.verifier.email", PARK | PLATFORM),
)
OWN = ("name", "email", "token", "programme", "statement", "cv_text", "work_permits", "evidence")
ON_AN_INVITATION = ("*.name_en", "*.name")


def may_read(reader, label):
    """Is the reader among those of the sentinel with this label?"""
    owner, _dot, field = label.rpartition(".")
    if reader == owner and field in OWN:
        return True
    tenant, _dot, _thing = label.partition(".")
    readers = next((found for pattern, found in RULES if fnmatchcase(label, pattern)), PLATFORM)
    if reader is None:
        return STRANGERS in readers
    return NETWORK in readers or bool({reader, reader.removeprefix(f"{tenant}.")} & readers)


def stands_on_an_invitation(label):
    """What somebody who is not here yet is told: who invites them, and to where."""
    return any(fnmatchcase(label, pattern) for pattern in ON_AN_INVITATION)
