"""The editor's pages: drafted, edited in two tabs, opened; read by whom it is for."""

import re
from datetime import date

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from accounts.enums import OrganisationKind, OrganisationStatus, Role
from internships.postings.enums import PostingStatus as Status
from internships.postings.models import Posting
from taxonomy.models import SkillAlias
from tests.factories import (
    DisciplineFactory,
    LanguageFactory,
    MembershipFactory,
    OrganisationFactory,
    OutcomeFactory,
    PostingFactory,
    SkillFactory,
    StudentProfileFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return MembershipFactory(role=Role.RECRUITER)


@pytest.fixture
def draft(editor):
    return PostingFactory(owner=editor.organisation, status=Status.DRAFT, contact=editor.user)


@pytest.fixture
def page(client, editor):
    """A client with the editor signed in."""
    client.force_login(editor.user)
    return client


def _said(posting, **changes):
    """What the long form sends."""
    said = {
        "version": posting.version,
        "title_en": posting.title_en,
        "text_en": posting.text_en,
        "outcome": posting.outcome_id or "",
        "trl_from": 4,
        "trl_to": 6,
        "region": posting.region_id or "",
        "work_mode": "on_site",
        "deadline_on": posting.deadline_on or "",
        "starts_on": posting.starts_on or "",
        "ends_on": posting.ends_on or "",
        "hours_per_week": 32,
        "pay_cny_per_day": 200,
        "audience": "network",
        "contact": posting.contact_id or "",
    }
    return {**said, **changes}


def _edit(posting):
    return reverse("postings:edit", args=[posting.pk])


def _add(posting, sort):
    return reverse("postings:part-add", args=[posting.pk, sort])


def _remove(posting, sort, line):
    return reverse("postings:part-remove", args=[posting.pk, sort, line.pk])


@pytest.mark.parametrize(
    ("kind", "role", "drafted"),
    [
        (OrganisationKind.COMPANY, Role.RECRUITER, "internship"),
        (OrganisationKind.UNIVERSITY, Role.COORDINATOR, "project"),
    ],
)
def test_a_title_makes_a_draft_of_the_owners_kind(client, kind, role, drafted):
    owner = OrganisationFactory(kind=kind, status=OrganisationStatus.UNVERIFIED)
    client.force_login(MembershipFactory(organisation=owner, role=role).user)
    url = reverse("postings:create")
    assertContains(client.get(url), owner.name_en)

    answer = client.post(url, {"owner": owner.pk, "title_en": "Bridges"})

    posting = Posting.objects.get()
    assertRedirects(answer, _edit(posting))
    assert (posting.kind, posting.status, posting.owner) == (drafted, "draft", owner)


def test_a_draft_needs_a_title(page, editor):
    answer = page.post(reverse("postings:create"), {"owner": editor.organisation.pk})

    assertContains(answer, "Give a title in English or in Chinese.", status_code=422)
    assert not Posting.objects.exists()


def test_somebody_elses_organisation_is_no_choice(page):
    other = OrganisationFactory()

    answer = page.post(reverse("postings:create"), {"owner": other.pk, "title_en": "X"})

    assert answer.status_code == 422
    assert not Posting.objects.exists()


@pytest.mark.parametrize("who", [UserFactory, lambda: StudentProfileFactory().user])
def test_who_edits_for_nobody_cannot_draft(client, who):
    client.force_login(who())

    assert client.get(reverse("postings:create")).status_code == 403


def test_a_posting_can_start_from_another_organisations_outcome(page, editor):
    outcome = OutcomeFactory(trl=3)
    url = f"{reverse('postings:create')}?outcome={outcome.pk}"
    assertContains(page.get(url), outcome.title_en)

    page.post(url, {"owner": editor.organisation.pk, "title_en": "X"})

    posting = Posting.objects.get()
    assert (posting.outcome, posting.trl_from) == (outcome, 3)
    assertContains(page.get(_edit(posting)), f"{outcome.title_en} (TRL 3)")


@pytest.mark.parametrize("number", ["0", "-1", "x", "9" * 40, "１", ""])
def test_a_strange_outcome_is_ignored(page, number):
    assert page.get(reverse("postings:create"), {"outcome": number}).status_code == 200


def test_the_page_shows_everything_of_a_draft(page, draft):
    draft.languages.create(language=LanguageFactory(label_en="Thai"))

    answer = page.get(_edit(draft))

    for text in (
        draft.title_en,
        draft.skills.get().skill.label_en,
        "open to all disciplines",
        "Prototype",
        "Thai",
        "Before it can be opened",
        "Everything is there.",
        "This is no legal advice.",
        "CN-VOC-2021",
        "Submit for review",
    ):
        assertContains(answer, text)


def test_what_is_missing_is_on_the_list(page, draft):
    draft.skills.all().delete()
    draft.owner.status = OrganisationStatus.UNVERIFIED
    draft.owner.save()

    answer = page.get(_edit(draft))

    assertContains(answer, "2 conditions are not met.")
    assertContains(answer, "Add at least one skill.")
    assertContains(answer, "The organisation is not verified.")


def test_a_blocking_finding_names_its_article(page, draft):
    Posting.objects.update(text_zh="在KTV服务")

    answer = page.get(_edit(draft))

    assertContains(answer, "CN-VOC-2021, article 16")
    assertContains(answer, "Found: “KTV”.")
    assertContains(answer, "blocks")


def test_the_long_form_saves(page, draft):
    answer = page.post(
        _edit(draft), _said(draft, title_zh="桥梁", pay_cny_per_day=250, work_permit_country="cn")
    )

    assertRedirects(answer, _edit(draft))
    draft.refresh_from_db()
    assert (draft.title_zh, draft.pay_cny_per_day, draft.work_permit_country) == ("桥梁", 250, "CN")
    assert draft.version == 2


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"pay_cny_per_day": -1}, "greater than or equal to 0"),
        ({"pay_cny_per_day": "9" * 30}, "less than or equal to 5000"),
        ({"starts_on": "2027-08-01"}, "The end must be after the start."),
        ({"starts_on": "2027-02-30"}, "Enter a valid date."),
        ({"deadline_on": "2027-03-02"}, "The deadline must not be after the start."),
        ({"trl_from": 9}, "must not be below"),
        ({"hours_per_week": 61}, "less than or equal to 60"),
        ({"title_en": ""}, "Give a title in English or in Chinese."),
        ({"title_en": "a\x00b"}, "Null characters are not allowed."),
        ({"audience": "own_university"}, "Select a valid choice."),
        ({"contact": 999_999_999}, "Select a valid choice."),
        ({"work_permit_country": "China"}, "Enter a valid value."),
        ({"version": ""}, "Not saved yet"),
    ],
)
def test_what_cannot_be_is_marked_and_what_was_typed_stays(page, draft, wrong, message):
    answer = page.post(_edit(draft), _said(draft, address="Gate 7", **wrong))

    assertContains(answer, message, status_code=422)
    assertContains(answer, "Gate 7", status_code=422)
    draft.refresh_from_db()
    assert draft.version == 1


def test_the_second_tab_keeps_its_text_and_may_overwrite(page, draft):
    first, second = _said(draft, title_en="First"), _said(draft, title_en="Second")
    page.post(_edit(draft), first)

    refused = page.post(_edit(draft), second)

    assertContains(refused, "Somebody else has changed this posting", status_code=409)
    assertContains(refused, 'value="Second"', status_code=409)
    assert Posting.objects.get().title_en == "First"
    again = re.search(r'name="version" value="(\d+)"', refused.content.decode()).group(1)
    page.post(_edit(draft), {**second, "version": again})
    assert Posting.objects.get().title_en == "Second"


def test_an_open_posting_stays_one_that_may_be_open(page, editor):
    posting = PostingFactory(
        owner=editor.organisation,
        deadline_on=date(2100, 1, 1),
        starts_on=date(2100, 2, 1),
        ends_on=date(2100, 3, 1),
    )

    answer = page.post(_edit(posting), _said(posting, outcome="", contact=""))

    assertContains(answer, "Name a contact who is an active member", status_code=409)
    assertContains(answer, "Name the research outcome", status_code=409)
    assert Posting.objects.get().version == 1


@pytest.mark.parametrize("htmx", [False, True])
class TestLines:
    """Every line by a plain form and by htmx."""

    @pytest.fixture
    def send(self, page, htmx):
        headers = {"HX-Request": "true"} if htmx else {}

        def send(url, **said):
            return page.post(url, said, headers=headers)

        return send

    def test_a_skill_by_any_of_its_names(self, send, draft, htmx):
        skill = SkillFactory(label_en="Python", label_zh="Python编程")
        SkillAlias.objects.create(skill=skill, language="zh", text="蟒蛇", folded="蟒蛇")

        answer = send(_add(draft, "skills"), version=1, q="蟒蛇", weight=5, necessity="nice")

        line = draft.skills.get(skill=skill)
        assert (line.weight, line.necessity) == (5, "nice")
        if htmx:
            assertContains(answer, 'id="id_version" hx-swap-oob="true"')
            assertContains(answer, 'name="version" value="2"')
            assertNotContains(answer, "<html")
        else:
            assertRedirects(answer, _edit(draft))

    def test_an_unknown_skill(self, send, draft, htmx):
        answer = send(
            _add(draft, "skills"), version=1, q="<b>juggling</b>", weight=3, necessity="must"
        )

        assertContains(
            answer,
            "“&lt;b&gt;juggling&lt;/b&gt;” is not in the list of skills.",
            status_code=422,
        )
        assert draft.skills.count() == 1

    def test_seats_with_disciplines(self, send, draft, htmx):
        disciplines = DisciplineFactory.create_batch(2)
        group = draft.seat_groups.get()

        send(_add(draft, "seats"), version=1, seats=3, disciplines=[d.pk for d in disciplines])
        send(_add(draft, "seats"), version=2, seats=5, group_id=group.pk)

        assert list(draft.seat_groups.order_by("pk").values_list("seats", flat=True)) == [5, 3]

    def test_seats_in_use(self, send, draft, htmx):
        group = draft.seat_groups.create(seats=3, taken=2)

        answer = send(_add(draft, "seats"), version=1, seats=1, group_id=group.pk)

        assertContains(
            answer, "0 of these seats are held by offers and 2 are taken.", status_code=422
        )

    def test_a_phase(self, send, draft, htmx):
        send(
            _add(draft, "phases"),
            version=1,
            kind="need",
            starts_on="2027-03-01",
            ends_on="2027-03-31",
            aim="<i>Why</i>",
        )

        assert draft.phases.get(kind="need").aim == "<i>Why</i>"

    def test_a_phase_that_ends_before_it_starts(self, send, draft, htmx):
        answer = send(
            _add(draft, "phases"),
            version=1,
            kind="need",
            starts_on="2027-03-02",
            ends_on="2027-03-01",
        )

        assertContains(answer, "A phase must not end before it starts.", status_code=422)

    def test_even_phases(self, send, draft, htmx):
        draft.phases.all().delete()

        send(reverse("postings:phases-spread", args=[draft.pk]), version=1)

        assert draft.phases.count() == 6

    def test_a_language(self, send, draft, htmx):
        language = LanguageFactory()

        send(_add(draft, "languages"), version=1, language=language.pk, level=5)

        assert draft.languages.get().level == 5

    def test_removing(self, send, draft, htmx):
        draft.languages.create(language=LanguageFactory())
        lines = {
            "skills": draft.skills.get(),
            "seats": draft.seat_groups.get(),
            "phases": draft.phases.get(),
            "languages": draft.languages.get(),
        }

        for version, (sort, line) in enumerate(lines.items(), start=1):
            send(_remove(draft, sort, line), version=version)

        draft.refresh_from_db()
        assert draft.version == 5
        assert not any(
            getattr(draft, name).exists()
            for name in ("skills", "seat_groups", "phases", "languages")
        )

    def test_a_line_added_in_a_stale_tab(self, send, draft, htmx):
        Posting.objects.update(version=7)

        answer = send(_add(draft, "seats"), version=1, seats=2)

        assertContains(answer, "Somebody else has changed this posting", status_code=422)
        kept = 1 if htmx else 7
        assertContains(answer, f'name="version" value="{kept}"', status_code=422)
        assert draft.seat_groups.count() == 1

    def test_a_line_removed_in_a_stale_tab(self, send, draft, htmx):
        Posting.objects.update(version=7)

        send(_remove(draft, "skills", draft.skills.get()), version=1)

        assert draft.skills.count() == 1

    def test_a_line_of_no_known_sort(self, send, draft, htmx):
        assert send(_add(draft, "pets"), version=1).status_code == 404

    def test_without_a_version_nothing_is_removed(self, send, draft, htmx):
        send(_remove(draft, "skills", draft.skills.get()))

        assert draft.skills.count() == 1


def test_a_group_of_seats_is_chosen_to_be_changed(page, draft):
    group = draft.seat_groups.create(seats=17)

    answer = page.get(_edit(draft), {"seats": group.pk})

    assertContains(answer, 'value="17"')
    assertContains(answer, "Save these seats")


def test_from_draft_to_archive_by_buttons(page, draft):
    Posting.objects.update(
        deadline_on=date(2100, 1, 1), starts_on=date(2100, 2, 1), ends_on=date(2100, 3, 1)
    )
    draft.phases.update(starts_on=date(2100, 2, 1), ends_on=date(2100, 3, 1))

    def press(verb, **said):
        assertContains(page.get(_edit(draft)), reverse(f"postings:posting-{verb}", args=[draft.pk]))
        answer = page.post(reverse(f"postings:posting-{verb}", args=[draft.pk]), said)
        assertRedirects(answer, _edit(draft))
        return Posting.objects.get().status

    assert [
        press("submit"),
        press("send-back", reason="More <b>detail</b>"),
        press("submit"),
        press("open"),
        press("pause"),
        press("resume"),
        press("close", reason="Filled"),
        press("archive"),
    ] == ["in_review", "draft", "in_review", "open", "paused", "open", "closed", "archived"]
    history = page.get(_edit(draft))
    assertContains(history, "More &lt;b&gt;detail&lt;/b&gt;")
    assertContains(history, "You can read this posting, but not change it.")


def test_opening_too_early_shows_every_reason_as_a_message(page, draft):
    draft.skills.all().delete()
    draft.seat_groups.all().delete()
    Posting.objects.update(status=Status.IN_REVIEW)

    answer = page.post(
        reverse("postings:posting-open", args=[draft.pk]),
        headers={"Referer": f"http://testserver{_edit(draft)}"},
        follow=True,
    )

    assert [str(message) for message in answer.context["messages"]] == [
        "Add at least one skill.",
        "Add at least one seat.",
    ]


def test_a_draft_is_deleted(page, draft):
    answer = page.post(reverse("postings:posting-delete", args=[draft.pk]))

    assertRedirects(answer, reverse("postings:mine"))
    assert not Posting.objects.exists()


@pytest.mark.parametrize("verb", ["get", "post"])
@pytest.mark.parametrize(
    "name",
    ["edit", "posting-submit", "posting-open", "posting-send-back", "posting-delete"],
)
def test_somebody_elses_draft_is_404(client, draft, name, verb):
    client.force_login(MembershipFactory(role=Role.ADMIN).user)

    answer = getattr(client, verb)(reverse(f"postings:{name}", args=[draft.pk]))

    assert answer.status_code == (405 if verb == "get" and name != "edit" else 404)
    assert Posting.objects.get().status == Status.DRAFT


def test_a_reader_of_an_open_posting_gets_no_editor(client):
    posting = PostingFactory()
    client.force_login(StudentProfileFactory().user)

    assert client.get(_edit(posting)).status_code == 403
    assert client.post(_add(posting, "seats"), {"version": 1, "seats": 9}).status_code == 403
    assert client.post(reverse("postings:posting-close", args=[posting.pk])).status_code == 403


def test_a_mentor_does_not_edit(client, draft):
    client.force_login(MembershipFactory(organisation=draft.owner, role=Role.MENTOR).user)

    assert client.get(_edit(draft)).status_code == 403


def test_a_platform_administrator_reviews_but_does_not_edit(client, draft):
    client.force_login(UserFactory(is_staff=True))
    Posting.objects.update(status=Status.IN_REVIEW)

    answer = client.get(_edit(draft))

    assertContains(answer, "Open it")
    assertContains(answer, "You can read this posting, but not change it.")
    assert client.post(_edit(draft), _said(draft)).status_code == 403


def test_strangers_sign_in_first(client, draft):
    assert client.get(_edit(draft)).status_code == 302


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "👩‍🔬 “quotes” & more", "עברית مرحبا", "{{ 7*7 }}"]
)
def test_any_text_is_shown_as_text(page, draft, text):
    page.post(_edit(draft), _said(draft, title_en=text, title_zh=text, text_en=text, address=text))
    page.post(
        _add(draft, "phases"),
        {
            "version": 2,
            "kind": "need",
            "starts_on": "2027-03-01",
            "ends_on": "2027-03-01",
            "aim": text,
        },
    )

    draft.refresh_from_db()
    assert (draft.title_en, draft.address, draft.phases.get(kind="need").aim) == (text,) * 3
    for url in (_edit(draft), reverse("postings:mine")):
        assertNotContains(page.get(url), "<script>alert")
        assert page.get(url).status_code == 200


def test_the_page_speaks_chinese(page, editor, draft):
    editor.user.language = "zh-hans"
    editor.user.save()
    Posting.objects.update(text_zh="收取押金")

    assertContains(page.get(_edit(draft)), "不得向学生收取押金")
