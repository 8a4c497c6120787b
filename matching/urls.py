from django.urls import path

from matching.views import kept, matches, runs

app_name = "matching"

urlpatterns = [
    path("for-you/", matches.for_you, name="for-you"),
    path("for-you/list/", matches.for_you_list, name="for-you-list"),
    path("for-you/kept/", kept.kept, name="kept"),
    path("explanations/<int:pk>/", kept.snapshot, name="snapshot"),
    path("matches/<int:posting_pk>/", matches.explanation, name="explanation"),
    path("matches/<int:posting_pk>/score/", matches.score, name="score"),
    path("postings/<int:pk>/candidates/", matches.candidates, name="candidates"),
    path("ranking-runs/", runs.run_list, name="run-list"),
    path("ranking-runs/start/", runs.run_start, name="run-start"),
    path("ranking-runs/<int:pk>/", runs.run_detail, name="run-detail"),
    path("ranking-runs/<int:pk>/progress/", runs.run_progress, name="run-progress"),
    path("ranking-runs/<int:pk>/cancel/", runs.run_cancel, name="run-cancel"),
    path("ranking-runs/<int:pk>/resume/", runs.run_resume, name="run-resume"),
]
