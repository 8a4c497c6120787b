"""The API's table of contents: one line per resource."""

from rest_framework.routers import SimpleRouter

from accounts.api.organisations import OrganisationViewSet
from accounts.api.students import OwnSkillViewSet, StudentViewSet
from internships.postings.api.outcomes import OutcomeViewSet
from internships.postings.api.postings import PostingViewSet
from internships.postings.api.reading import InterestViewSet, SavedPostingViewSet
from matching.api.kept import FeedbackViewSet, SnapshotViewSet
from matching.api.matches import MatchViewSet
from matching.api.runs import RankingRunViewSet
from taxonomy.api.viewsets import (
    DisciplineViewSet,
    IndustryViewSet,
    LanguageViewSet,
    RegionViewSet,
    SkillViewSet,
)

router = SimpleRouter()
router.register("students/me/skills", OwnSkillViewSet, basename="own-skill")
router.register("students", StudentViewSet, basename="student")
router.register("organisations", OrganisationViewSet, basename="organisation")
router.register("postings", PostingViewSet, basename="posting")
router.register("saved-postings", SavedPostingViewSet, basename="saved-posting")
router.register("interests", InterestViewSet, basename="interest")
router.register("outcomes", OutcomeViewSet, basename="outcome")
router.register("matches", MatchViewSet, basename="match")
router.register("match-feedback", FeedbackViewSet, basename="match-feedback")
router.register("explanation-snapshots", SnapshotViewSet, basename="explanation-snapshot")
router.register("ranking-runs", RankingRunViewSet, basename="ranking-run")
router.register("skills", SkillViewSet, basename="skill")
router.register("disciplines", DisciplineViewSet, basename="discipline")
router.register("industries", IndustryViewSet, basename="industry")
router.register("regions", RegionViewSet, basename="region")
router.register("languages", LanguageViewSet, basename="language")

urlpatterns = router.urls
