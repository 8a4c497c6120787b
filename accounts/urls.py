from django.urls import URLPattern, path

from accounts.views import (
    acceptances,
    documents,
    memberships,
    organisations,
    profile,
    settings,
    skills,
    students,
    tokens,
    verification,
)

app_name = "accounts"

people_patterns: list[URLPattern] = [
    path("settings/", settings.account_settings, name="settings"),
    path("settings/tokens/", tokens.token_list, name="token-list"),
    path("settings/tokens/new/", tokens.token_create, name="token-create"),
    path("settings/tokens/revoke/", tokens.token_revoke, name="token-revoke"),
    path("profile/", profile.profile, name="profile"),
    path("profile/new/", profile.profile_create, name="profile-create"),
    path("profile/edit/", profile.profile_edit, name="profile-edit"),
    path("profile/match-me/", profile.match_me, name="profile-match-me"),
    path("profile/skills/", skills.skill_list, name="skill-list"),
    path("profile/skills/new/", skills.skill_add, name="skill-add"),
    path("profile/skills/from-cv/", skills.cv_skills, name="cv-skills"),
    path("profile/skills/<int:pk>/", skills.skill_edit, name="skill-edit"),
    path("profile/skills/<int:pk>/remove/", skills.skill_remove, name="skill-remove"),
    path("students/", students.student_list, name="student-list"),
    path("students/<int:pk>/", students.student_detail, name="student-detail"),
    path("students/<int:pk>/confirm/", students.student_confirm, name="student-confirm"),
]

organisation_patterns: list[URLPattern] = [
    path("organisations/", organisations.organisation_list, name="organisation-list"),
    path("organisations/new/", organisations.organisation_create, name="organisation-create"),
    path("organisations/<int:pk>/", organisations.organisation_detail, name="organisation-detail"),
    path("organisations/<int:pk>/edit/", organisations.organisation_edit, name="organisation-edit"),
    path(
        "organisations/<int:pk>/submit/",
        verification.organisation_submit,
        name="organisation-submit",
    ),
    path(
        "organisations/<int:pk>/verify/",
        verification.organisation_verify,
        name="organisation-verify",
    ),
    path(
        "organisations/<int:pk>/reject/",
        verification.organisation_reject,
        name="organisation-reject",
    ),
    path(
        "organisations/<int:pk>/suspend/",
        verification.organisation_suspend,
        name="organisation-suspend",
    ),
    path(
        "organisations/<int:pk>/reinstate/",
        verification.organisation_reinstate,
        name="organisation-reinstate",
    ),
    path(
        "organisations/<int:pk>/close/", verification.organisation_close, name="organisation-close"
    ),
    path("organisations/<int:pk>/documents/new/", documents.document_add, name="document-add"),
    path(
        "organisations/<int:pk>/documents/<int:document_pk>/",
        documents.document_download,
        name="document-download",
    ),
    path("organisations/<int:pk>/members/", memberships.membership_list, name="membership-list"),
    path(
        "organisations/<int:pk>/members/<int:membership_pk>/end/",
        memberships.membership_end,
        name="membership-end",
    ),
    path(
        "organisations/<int:pk>/members/<int:membership_pk>/role/",
        memberships.membership_change,
        name="membership-change",
    ),
    path(
        "organisations/<int:pk>/invitations/new/",
        memberships.invitation_create,
        name="invitation-create",
    ),
    path(
        "organisations/<int:pk>/invitations/<int:invitation_pk>/withdraw/",
        memberships.invitation_withdraw,
        name="invitation-withdraw",
    ),
    path("invitations/<str:token>/", memberships.invitation_accept, name="invitation-accept"),
    path("acceptances/", acceptances.acceptance_list, name="acceptance-list"),
    path(
        "acceptances/<int:pk>/decide/",
        acceptances.acceptance_decide_many,
        name="acceptance-decide-many",
    ),
    path(
        "acceptances/<int:pk>/<int:company_pk>/",
        acceptances.acceptance_decide,
        name="acceptance-decide",
    ),
    path(
        "acceptances/<int:pk>/<int:company_pk>/ask/",
        acceptances.acceptance_ask,
        name="acceptance-ask",
    ),
]

urlpatterns = [*people_patterns, *organisation_patterns]
