from django.urls import URLPattern, path

from internships.postings.views import editor, mine, moves, outcomes, parts, reading, saved

app_name = "postings"

editor_patterns: list[URLPattern] = [
    path("postings/mine/", mine.mine, name="mine"),
    path("postings/new/", editor.create, name="create"),
    path("postings/<int:pk>/edit/", editor.edit, name="edit"),
    path("postings/<int:pk>/delete/", editor.delete, name="posting-delete"),
    path("postings/<int:pk>/submit/", moves.submit, name="posting-submit"),
    path("postings/<int:pk>/send-back/", moves.send_back, name="posting-send-back"),
    path("postings/<int:pk>/open/", moves.open_, name="posting-open"),
    path("postings/<int:pk>/pause/", moves.pause, name="posting-pause"),
    path("postings/<int:pk>/resume/", moves.resume, name="posting-resume"),
    path("postings/<int:pk>/close/", moves.close, name="posting-close"),
    path("postings/<int:pk>/archive/", moves.archive, name="posting-archive"),
    path("postings/<int:pk>/phases/spread/", parts.phases_spread, name="phases-spread"),
    path("postings/<int:pk>/parts/<slug:sort>/", parts.part_add, name="part-add"),
    path(
        "postings/<int:pk>/parts/<slug:sort>/<int:line>/remove/",
        parts.part_remove,
        name="part-remove",
    ),
    path("outcomes/", outcomes.outcome_list, name="outcome-list"),
    path("outcomes/new/", outcomes.outcome_create, name="outcome-create"),
    path("outcomes/<int:pk>/edit/", outcomes.outcome_edit, name="outcome-edit"),
    path("outcomes/<int:pk>/delete/", outcomes.outcome_delete, name="outcome-delete"),
]

reading_patterns: list[URLPattern] = [
    path("postings/", reading.posting_list, name="list"),
    path("postings/saved/", saved.saved, name="saved"),
    path("postings/<int:pk>/", reading.posting_detail, name="detail"),
    path("postings/<int:pk>/save/", saved.save, name="save"),
    path("postings/<int:pk>/unsave/", saved.unsave, name="unsave"),
    path("postings/<int:pk>/interest/", saved.interest_show, name="interest-show"),
    path("postings/<int:pk>/interest/withdraw/", saved.interest_withdraw, name="interest-withdraw"),
]

urlpatterns: list[URLPattern] = [*editor_patterns, *reading_patterns]
