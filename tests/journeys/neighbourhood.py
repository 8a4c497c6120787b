"""A small world in which every page has something to show."""

from datetime import timedelta

from allauth.account.models import EmailConfirmationHMAC
from django.utils import timezone

from accounts.enums import AcceptanceStatus, DegreeLevel, OrganisationKind, OrganisationStatus, Role
from accounts.models import StudentLanguage
from internships.postings.enums import Audience, PostingKind, PostingStatus
from internships.postings.models import Interest, SavedPosting, SeatGroup
from matching.enums import RunStatus
from matching.models import RankingRun
from taxonomy.models import Language
from tests.factories import AcceptanceFactory, MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.organisations import DocumentFactory, EmailAddressFactory, InvitationFactory
from tests.journeys.world import World, some_discipline


class Neighbourhood(World):
    """Somebody of each sort, and what they read; the names are those that `pages` uses."""

    stranger = None

    def __init__(self):
        super().__init__()
        self._settle_organisations()
        self._settle_people()
        self._settle_postings()
        self._settle_student()
        self._settle_runs()

    def _settle_organisations(self):
        park = OrganisationFactory(kind=OrganisationKind.PARK, name_en="River Park")
        self.company.park = park
        self.company.save()
        self.submitted = OrganisationFactory(park=park, status=OrganisationStatus.SUBMITTED)
        self.suspended = OrganisationFactory(park=park, status=OrganisationStatus.SUSPENDED)
        self.asking = OrganisationFactory(name_en="Asking Ltd")
        AcceptanceFactory(
            university=self.university, company=self.asking, status=AcceptanceStatus.PENDING
        )
        for organisation in (self.company, self.submitted):
            DocumentFactory(organisation=organisation)
        MembershipFactory(organisation=self.submitted)
        self.verifier = self._member(park, Role.VERIFIER)

    def _settle_people(self):
        MembershipFactory(user=self.recruiter, organisation=self.company, role=Role.ADMIN)
        self.supervisor = self._member(self.university, Role.ACADEMIC_SUPERVISOR)
        self.administrator = UserFactory(is_staff=True, is_superuser=True)
        self.newcomer = EmailAddressFactory().user
        self.invited = "a-token-of-the-test"
        valid = {"expires_at": timezone.now() + timedelta(days=14), "organisation": self.company}
        InvitationFactory(token=self.invited, email=self.newcomer.email, **valid)
        InvitationFactory(**valid)
        waiting = EmailAddressFactory(user=UserFactory(), verified=False)
        self.confirmation = EmailConfirmationHMAC(waiting).key

    def _settle_postings(self):
        self.internship = self.posting("machine-learning", "computer-vision", text_zh="看图像。")
        self.unsuitable = self.posting("robotics", min_degree_level=DegreeLevel.DOCTORATE)
        self.open_to_all = self.posting("python", audience=Audience.PUBLIC)
        self.outcome = self.internship.outcome
        never = {"opened_at": None}
        self.draft = self.posting(status=PostingStatus.DRAFT, **never)
        self.in_review = self.posting("python", status=PostingStatus.IN_REVIEW, **never)
        self.paused = self.posting("python", status=PostingStatus.PAUSED)
        self.closed = self.posting("python", status=PostingStatus.CLOSED)
        self.project = self.posting(
            "machine-learning",
            kind=PostingKind.PROJECT,
            owner=self.university,
            contact=self.coordinator,
            outcome=None,
        )
        group = SeatGroup.objects.create(posting=self.project, seats=1)
        group.disciplines.add(some_discipline())

    def _settle_student(self):
        self.profile = self.enrol("machine-learning", "python", open_to_companies=True)
        self.profile.affiliation_confirmed_at = timezone.now()
        self.profile.save()
        self.unconfirmed = self.enrol("computer-vision")
        spoken = Language.objects.order_by("pk").first()
        StudentLanguage.objects.create(profile=self.profile, language=spoken)
        self.own_skill = self.profile.skills.first()
        self.student = self.profile.user
        self.student.set_password("a-long-password-of-the-test")
        self.student.save()
        EmailAddressFactory(user=self.student)
        SavedPosting.objects.create(user=self.student, posting=self.internship)
        Interest.objects.create(profile=self.profile, posting=self.internship)

    def _settle_runs(self):
        ended = {"finished_at": timezone.now(), "started_by": self.coordinator}
        self.failed = RankingRun.objects.create(
            status=RunStatus.FAILED, error="ValueError: out of luck", **ended
        )
