"""The two tenants side by side, ranked, and the people who look at them."""

from dataclasses import dataclass
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone

from accounts.enums import AcceptanceStatus, Role
from foundation import jobs
from foundation.models import Job, OutgoingMail
from matching.actions import runs, snapshots
from taxonomy.models import Discipline, Language, Region, Skill
from tests.factories import (
    DisciplineFactory,
    LanguageFactory,
    MembershipFactory,
    RegionFactory,
    SkillFactory,
)
from tests.permissions.tenants import Book, Tenant

# Column in answers.txt, and whose label it is. Order matters: it is that of the columns.
ACTORS = {
    "anon": None,
    "new": "newcomer",
    "ex": "former",
    "inv": "invited",
    "nstu": "north.student",
    "nadm": "north.boss",
    "nrec": "north.recruiter",
    "nmen": "north.mentor",
    "nraw": "north.novice",
    "nrek": "north.rector",
    "ncoo": "north.coordinator",
    "naca": "north.academic",
    "nver": "north.verifier",
    "sstu": "south.student",
    "srec": "south.recruiter",
    "scoo": "south.coordinator",
    "sver": "south.verifier",
    "plat": "platform",
}


@dataclass(frozen=True)
class Taxonomy:
    skill: Skill
    discipline: Discipline
    language: Language
    region: Region


class World:
    """Both tenants, people of none, decisions across, and one ranking run."""

    def __init__(self):
        self.book = Book()
        self.taxonomy = Taxonomy(
            SkillFactory(label_en="Soldering"),
            DisciplineFactory(),
            LanguageFactory(),
            RegionFactory(),
        )
        self.north = Tenant("north", self.book, self.taxonomy)
        self.south = Tenant("south", self.book, self.taxonomy)
        self._decisions()
        self._people_of_no_tenant()
        self._keys_of_the_taxonomy()
        self._ranking()
        self.sessions = {actor: self._session(label) for actor, label in ACTORS.items() if label}
        self.label_of_address = {who.email: label for label, who in self.book.people.items()}
        self.mails_before = OutgoingMail.objects.count()

    def _decisions(self):
        for here, there in ((self.north, self.south), (self.south, self.north)):
            here.decide("accepted", here.company, AcceptanceStatus.ACCEPTED)
            here.decide("declined", there.company, AcceptanceStatus.DECLINED)

    def _people_of_no_tenant(self):
        self.book.person("newcomer")
        self.book.person("platform", is_staff=True, is_superuser=True)
        former = self.book.person("former")
        for organisation in (self.north.company, self.north.university):
            MembershipFactory(
                user=former, organisation=organisation, role=Role.ADMIN, ended_at=timezone.now()
            )
        invited = self.book.person("invited")
        self.north.invite(
            "company.other", self.north.company, email=invited.email, token="for-the-invited"
        )

    def _keys_of_the_taxonomy(self):
        for name in ("skill", "discipline", "language", "region"):
            self.book.keys[name] = getattr(self.taxonomy, name).pk

    def _ranking(self):
        run = runs.request_run(by=self.north.members["coordinator"], reason="asked for")
        while job := Job.objects.claimable(at=timezone.now()).order_by("pk").first():
            assert jobs.work(job.pk), Job.objects.get(pk=job.pk).error
        self.north.keep("run", run)
        taken = snapshots.take(
            student=self.north.students["student"],
            posting=self.north.postings["open"],
            key="1",
            at=timezone.now(),
        )
        self.north.keep("snapshot", taken)

    def _session(self, label):
        """The key of a session in which the person has signed in."""
        person = self.book.people[label]
        session = import_module(settings.SESSION_ENGINE).SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.save()
        return session.session_key
