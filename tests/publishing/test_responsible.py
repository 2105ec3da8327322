"""Who looks after a page at this moment, and what staff are due to review: follow at once when somebody leaves."""

from datetime import timedelta

import pytest
from django.urls import reverse

from people.models import Team
from publishing.models import Page, Publication
from tests import stories
from tests.publishing.violations import copy_of

pytestmark = pytest.mark.django_db

NOBODY = None


@pytest.fixture
def page(author, second_author, reviewer) -> Page:
    """Owned by the author, backed up by a colleague, of a team that the reviewer leads."""
    team = Team.objects.create(name="Bones", lead=reviewer)
    page = stories.write_article(by=author, title="Bones", backup_owner=second_author, team=team)
    stories.publish(page, by=author, reviewer=reviewer)
    return page


def leave(person) -> None:
    person.is_active = False
    person.save()


def responsible(page):
    """Asked both ways, which must agree: of one page, and of a list."""
    stored = Page.objects.with_responsible().with_people().get(pk=page.pk)
    assert stored.responsible_id == (stored.responsible.pk if stored.responsible else None)
    return stored.responsible


def test_the_first_active_person_is_responsible(page, author, second_author, reviewer):
    for person in (author, second_author, reviewer):
        assert responsible(page) == person
        leave(person)
    assert responsible(page) is NOBODY
    assert list(Page.objects.looked_after_by_nobody()) == [Page.objects.get(pk=page.pk)]


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ({"backup_owner": None}, "reviewer"),
        ({"backup_owner": None, "team": None}, NOBODY),
        ({"team": None}, "colleague"),
    ],
)
def test_whoever_is_not_named_is_passed_over(page, author, named, expected):
    Page.objects.filter(pk=page.pk).update(**named)
    leave(author)
    found = responsible(page)
    assert (found.username if found else NOBODY) == expected


def test_a_team_without_a_lead_leads_to_nobody(page, author, second_author):
    Team.objects.update(lead=None)
    leave(author)
    leave(second_author)
    assert responsible(page) is NOBODY


def test_a_page_is_on_the_list_of_exactly_one_person(page, author, second_author, reviewer):
    people = (author, second_author, reviewer)
    for number in range(3):
        found = [person for person in people if Page.objects.looked_after_by(person).exists()]
        assert found == [people[number]]
        leave(people[number])
    assert not any(Page.objects.looked_after_by(person).exists() for person in people)


def test_a_review_falls_to_the_one_it_was_assigned_to_while_they_are_here(page, author, reviewer):
    assert list(Page.objects.to_be_reviewed_by(author)) == [Page.objects.get(pk=page.pk)]
    Publication.objects.filter(page=page.pk).update(assigned_to=reviewer)
    assert not Page.objects.to_be_reviewed_by(author).exists()
    assert list(Page.objects.to_be_reviewed_by(reviewer)) == [Page.objects.get(pk=page.pk)]
    leave(reviewer)
    assert list(Page.objects.to_be_reviewed_by(author)) == [Page.objects.get(pk=page.pk)]
    assert not Page.objects.to_be_reviewed_by(reviewer).exists()
    leave(author)
    Page.objects.update(backup_owner=None)
    assert list(Page.objects.to_be_reviewed_by_nobody()) == [Page.objects.get(pk=page.pk)]


def test_due_and_overdue_go_by_the_day_staff_set_and_the_promise_by_its_own(page, reviewer):
    stories.review(page, by=reviewer, decided_by=reviewer)
    day = stories.NOW.date()
    Publication.objects.filter(page=page.pk).update(due_on=day, next_review_on=day + timedelta(days=9))
    before, after = day - timedelta(days=1), day + timedelta(days=1)

    def asked(question, *days):
        return [question(one).exists() for one in days]

    assert asked(Page.objects.due_by, before, day, after) == [False, True, True]
    assert asked(Page.objects.overdue, before, day, after) == [False, False, True]
    promised = day + timedelta(days=9)
    assert asked(Page.objects.past_promised_date, after, promised, promised + timedelta(days=1)) == [False, False, True]


def test_never_reviewed_and_reviewed_without_evidence(page, reviewer):
    assert Page.objects.never_reviewed().exists()
    assert not Page.objects.reviewed_without_evidence().exists()
    review = stories.review(page, by=reviewer, decided_by=reviewer)
    assert not Page.objects.never_reviewed().exists()
    assert not Page.objects.reviewed_without_evidence().exists()
    # One recorded before a review had to say what it rests on.
    old = copy_of(review, evidence_searched="")
    old.save()
    Publication.objects.filter(page=page.pk).update(review=old)
    assert Page.objects.reviewed_without_evidence().exists()


def test_a_draft_and_a_withdrawn_page_are_never_due(page, author):
    stories.write_article(by=author)
    Publication.objects.update(edition=None, withdrawn_at=stories.NOW, withdrawn_reason="Old.", withdrawn_cause="other")
    far = stories.NOW.date() + timedelta(days=9_000)
    for found in (Page.objects.due_by(far), Page.objects.overdue(far), Page.objects.never_reviewed()):
        assert not found.exists()


def shown(client, query: str) -> list[str]:
    response = client.get(reverse("admin:publishing_page_changelist") + query)
    return [page.title for page in response.context["cl"].result_list]


def test_somebody_made_inactive_in_the_admin_hands_the_page_to_the_backup_at_once(
    client, page, author, second_author, administrator
):
    client.force_login(administrator)
    lists = [f"?{name}={person.pk}" for name in ("by", "falls-to") for person in (author, second_author)]
    assert [shown(client, query) for query in lists] == [["Bones"], [], ["Bones"], []]
    data = {"username": author.username, "is_staff": "on", "reviews_a_month": "20"}
    assert client.post(reverse("admin:people_user_change", args=[author.pk]), data).status_code == 302
    assert [shown(client, query) for query in lists] == [[], ["Bones"], [], ["Bones"]]
    assert "Sample Colleague" in client.get(reverse("admin:publishing_page_changelist")).content.decode()
    client.force_login(second_author)
    assert shown(client, "?by=me") == ["Bones"]
    assert shown(client, "?by=nobody") == []


@pytest.mark.parametrize("query", ["?by=nonsense", "?by=99999999", "?falls-to=-1", "?falls-to=" + "9" * 60, "?by=²"])
def test_a_person_who_does_not_exist_filters_nothing(client, page, administrator, query):
    client.force_login(administrator)
    assert shown(client, query) == ["Bones"]


def test_editing_a_page_keeps_the_name_of_an_owner_who_left(client, page, author, second_author, administrator):
    leave(author)
    client.force_login(administrator)
    url = reverse("admin:edu_article_change", args=[page.pk])
    form = client.get(url).context["adminform"].form
    assert "Sample Author (no longer active)" in str(form["owner"])
    data = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "")}
    data |= {"related_pages-TOTAL_FORMS": 0, "related_pages-INITIAL_FORMS": 0, "title": "Strong bones"}
    assert client.post(url, data).status_code == 302
    stored = Page.objects.get(pk=page.pk)
    assert (stored.title, stored.owner) == ("Strong bones", author)


def test_the_form_of_every_kind_of_page_asks_for_the_team(client, page, administrator):
    client.force_login(administrator)
    kinds = ("edu_article", "edu_topic", "glossary_term", "drugs_drug", "drugs_drugclass", "drugs_drugpage")
    for kind in kinds:
        assert 'name="team"' in client.get(reverse(f"admin:{kind}_add")).content.decode()
