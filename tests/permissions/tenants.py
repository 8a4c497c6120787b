"""Two tenants alike, north and south, in which every text is a sentinel: a word found nowhere else.

What is made is known by its label, `north.company` or `south.draft`, and so is every sentinel:
`north.company.about_en`. Nobody needs a primary key, which differs from database to database.
"""

import re
from datetime import timedelta
from itertools import count

from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.actions import invitations, tokens
from accounts.enums import AcceptanceStatus, OrganisationKind, OrganisationStatus, Role
from accounts.models import (
    AcceptanceTransition,
    Invitation,
    OrganisationTransition,
    StudentLanguage,
    StudentSkill,
)
from internships.postings.actions import index
from internships.postings.enums import Audience, PostingKind, PostingStatus
from internships.postings.models import (
    Interest,
    PostingLanguage,
    PostingSkill,
    PostingTransition,
    SavedPosting,
)
from tests.factories import (
    AcceptanceFactory,
    MembershipFactory,
    OrganisationFactory,
    OutcomeFactory,
    PostingFactory,
    StudentProfileFactory,
    UserFactory,
)
from tests.factories.files import pdf
from tests.factories.organisations import DocumentFactory, EmailAddressFactory

ROLES = {
    "boss": ("company", Role.ADMIN),
    "recruiter": ("company", Role.RECRUITER),
    "mentor": ("company", Role.MENTOR),
    "novice": ("raw", Role.ADMIN),
    "rector": ("university", Role.ADMIN),
    "coordinator": ("university", Role.COORDINATOR),
    "academic": ("university", Role.ACADEMIC_SUPERVISOR),
    "warden": ("park", Role.ADMIN),
    "verifier": ("park", Role.VERIFIER),
}
COMPANIES = {
    "company": OrganisationStatus.VERIFIED,
    "fresh": OrganisationStatus.VERIFIED,
    "raw": OrganisationStatus.UNVERIFIED,
    "waiting": OrganisationStatus.SUBMITTED,
    "suspended": OrganisationStatus.SUSPENDED,
}
POSTINGS = {
    "open": (PostingStatus.OPEN, Audience.NETWORK),
    "public": (PostingStatus.OPEN, Audience.PUBLIC),
    "listed": (PostingStatus.OPEN, Audience.LISTED),
    "draft": (PostingStatus.DRAFT, Audience.NETWORK),
    "review": (PostingStatus.IN_REVIEW, Audience.NETWORK),
    "paused": (PostingStatus.PAUSED, Audience.PUBLIC),
    "closed": (PostingStatus.CLOSED, Audience.PUBLIC),
}
SENTINEL = re.compile(r"zq[a-z]+qz")
LETTERS = str.maketrans("0123456789", "abcdefghij")


class Book:
    """What every label stands for: rows by their key, people, and sentinels."""

    def __init__(self):
        self.keys, self.people, self.label_of = {"missing": 987654321}, {}, {}
        self._numbers = count(100)

    def words(self, label):
        """A new sentinel. No other contains it, and no form or field changes it."""
        number = str(next(self._numbers)).translate(LETTERS)
        sentinel = f"zq{number}{re.sub('[^a-z]', '', label)}qz"
        self.label_of[sentinel] = label
        return sentinel

    def labels_in(self, text):
        """Of all sentinels that stand in a text."""
        found = set(SENTINEL.findall(text.lower()))
        return {self.label_of[sentinel] for sentinel in found & self.label_of.keys()}

    def person(self, label, **fields):
        email = f"{self.words(f'{label}.email')}@mail.example"
        made = UserFactory(email=email, name=self.words(f"{label}.name"), **fields)
        EmailAddressFactory(user=made)
        tokens.create_token(made, name=self.words(f"{label}.token"), days=30)
        self.people[label] = made
        return made


class Tenant:
    """A park, a university, companies, and everybody and everything that belongs to them."""

    def __init__(self, name, book, taxonomy):
        self.name, self.book, self.taxonomy = name, book, taxonomy
        self.at = timezone.now()
        self._organisations()
        self.members = {role: self._member(role) for role in ROLES}
        self._papers()
        self._students()
        self._postings()

    def words(self, label):
        return self.book.words(f"{self.name}.{label}")

    def keep(self, label, row):
        self.book.keys[f"{self.name}.{label}"] = row.pk
        return row

    def _organisations(self):
        self.park = self._organisation("park", OrganisationKind.PARK)
        self.university = self._organisation("university", OrganisationKind.UNIVERSITY)
        self.companies = {
            label: self._organisation(
                label, OrganisationKind.COMPANY, status=status, park=self.park
            )
            for label, status in COMPANIES.items()
        }
        self.company = self.companies["company"]
        self.by_label = {"park": self.park, "university": self.university, **self.companies}

    def _organisation(self, label, kind, **fields):
        texts = ("name_en", "name_zh", "about_en", "about_zh", "registration_number")
        made = OrganisationFactory(
            kind=kind,
            country="DE",
            email_domain=f"{self.words(f'{label}.domain')}.example",
            website=f"https://{self.words(f'{label}.website')}.example/",
            **{text: self.words(f"{label}.{text}") for text in texts},
            **fields,
        )
        return self.keep(label, made)

    def _member(self, role):
        organisation, held = ROLES[role]
        person = self.book.person(f"{self.name}.{role}")
        membership = MembershipFactory(
            user=person, organisation=self.by_label[organisation], role=held
        )
        self.keep(f"{role}.membership", membership)
        return person

    def _papers(self):
        for label, organisation in self.companies.items():
            self._document(label, organisation)
            self._history(label, organisation)
            self._invitation(label, organisation)

    def _document(self, label, organisation):
        content = pdf() + b"%" + self.words(f"{label}.document").encode()
        document = DocumentFactory(
            organisation=organisation,
            file=ContentFile(content, name="paper.pdf"),
            original_name=f"{self.words(f'{label}.document')}.pdf",
            uploaded_by=self._founder(label),
        )
        self.keep(f"{label}.document", document)

    def _founder(self, label):
        return self.members["novice" if label.startswith("raw") else "boss"]

    def _history(self, label, organisation):
        OrganisationTransition.objects.create(
            subject=organisation,
            by=self.members["verifier"],
            source=OrganisationStatus.SUBMITTED,
            target=organisation.status,
            reason=self.words(f"{label}.history"),
        )

    def _invitation(self, label, organisation):
        email = f"{self.words(f'{label}.invitation')}@mail.example"
        self.invite(label, organisation, email=email, token=f"{self.name}-{label}-token")

    def invite(self, label, organisation, *, email, token):
        invitation = Invitation.objects.create(
            organisation=organisation,
            email=email,
            role=Role.RECRUITER,
            token_hash=invitations.hash_of(token),
            invited_by=self._founder(label),
            expires_at=self.at + timedelta(days=14),
        )
        self.keep(f"{label}.invitation", invitation)
        self.book.keys[f"{self.name}.{label}.link"] = token

    def decide(self, label, company, status):
        """What the university thinks of a company, for its own eyes."""
        acceptance = AcceptanceFactory(
            university=self.university,
            company=company,
            status=status,
            note=self.words(f"{label}.note"),
        )
        AcceptanceTransition.objects.create(
            subject=acceptance,
            by=self.members["coordinator"],
            source=AcceptanceStatus.PENDING,
            target=status,
            reason=self.words(f"{label}.note"),
        )

    def _students(self):
        """The student shows interest in a posting, the willing one to all, the shy one to none."""
        self.students = {
            label: self._student(label, open_to_companies=label == "willing")
            for label in ("student", "willing", "shy")
        }

    def _student(self, label, **fields):
        texts = ("programme", "statement", "cv_text", "work_permits")
        profile = StudentProfileFactory(
            user=self.book.person(f"{self.name}.{label}"),
            university=self.university,
            discipline=self.taxonomy.discipline,
            **{text: self.words(f"{label}.{text}") for text in texts},
            **fields,
        )
        line = StudentSkill.objects.create(
            profile=profile,
            skill=self.taxonomy.skill,
            evidence_note=self.words(f"{label}.evidence"),
        )
        self.keep(f"{label}.skill", line)
        StudentLanguage.objects.create(profile=profile, language=self.taxonomy.language)
        return self.keep(label, profile)

    def _postings(self):
        self.outcome = self._outcome("outcome", self.company)
        self._outcome("raw.outcome", self.companies["raw"])
        self._outcome("spare", self.company)
        self.postings = {
            label: self._posting(label, self.company, status=status, audience=audience)
            for label, (status, audience) in POSTINGS.items()
        }
        self.postings["listed"].listed_universities.set([self.university])
        self._posting("raw.draft", self.companies["raw"], status=PostingStatus.DRAFT)
        self._posting("suspended.posting", self.companies["suspended"])
        self._posting(
            "project",
            self.university,
            contact=self.members["coordinator"],
            kind=PostingKind.PROJECT,
            audience=Audience.OWN_UNIVERSITY,
            outcome=None,
        )
        self._posting(
            "wide",
            self.university,
            contact=self.members["coordinator"],
            kind=PostingKind.PROJECT,
            outcome=None,
        )
        student = self.students["student"]
        Interest.objects.create(profile=student, posting=self.postings["open"])
        SavedPosting.objects.create(user=student.user, posting=self.postings["public"])

    def _outcome(self, label, owner):
        texts = ("title_en", "title_zh", "reference", "about")
        made = OutcomeFactory(owner=owner, **{t: self.words(f"{label}.{t}") for t in texts})
        return self.keep(label, made)

    def _posting(self, label, owner, **fields):
        texts = ("title_en", "title_zh", "text_en", "text_zh", "address", "source", "source_id")
        fields.setdefault("contact", self._founder(label))
        fields.setdefault("outcome", self.outcome if owner == self.company else None)
        posting = PostingFactory(
            owner=owner,
            region=self.taxonomy.region,
            **{text: self.words(f"{label}.{text}") for text in texts},
            **fields,
        )
        posting.phases.update(aim=self.words(f"{label}.aim"))
        posting.skills.all().delete()
        line = PostingSkill.objects.create(posting=posting, skill=self.taxonomy.skill)
        PostingLanguage.objects.create(posting=posting, language=self.taxonomy.language)
        PostingTransition.objects.create(
            subject=posting,
            by=posting.contact,
            source=PostingStatus.IN_REVIEW,
            target=PostingStatus.DRAFT,
            reason=self.words(f"{label}.history"),
        )
        index.refresh(posting.pk)
        self.keep(f"{label}.skill", line)
        return self.keep(label, posting)
