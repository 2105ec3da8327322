"""The pages on which staff see and approve what a change of facts does."""

import re

import pytest
from django.urls import reverse

from publishing import actions
from publishing.errors import Refused
from publishing.models import ChangeSet, Edition, Page, Significance
from tests import stories
from tests.publishing.changes.changing import approve_all, changed, prepared, publish_fact, row_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(client):
    """Opens or posts to a staff page as somebody."""

    def go(person, name, pk, data=None):
        client.force_login(person)
        url = reverse(f"staff:{name}", args=[pk] if pk else [])
        response = client.post(url, data, follow=True) if data is not None else client.get(url, follow=True)
        assert response.status_code == 200, (name, response.status_code)
        return response.content.decode()

    return go


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_nobody_is_asked_before_somebody_saw_the_pages(stated, pharmacist, at, now):
    changed(stated.drug, by=pharmacist)
    with pytest.raises(Refused, match="See first"):
        actions.ask_for_approval(page=stated.drug, by=pharmacist, now=now)
    assert "4 live pages state these facts" in at(pharmacist, "affected", stated.drug.pk)
    html = at(pharmacist, "affected", stated.drug.pk, {})
    assert "Denosumab is given every 6 weeks." in words(html)
    assert "So you come to us every four weeks." in words(html)
    assert "every 4 weeks → every 6 weeks" in words(html)
    actions.ask_for_approval(page=stated.drug, by=pharmacist, now=now)


def test_a_fact_that_nobody_states_is_asked_for_as_before(author, pharmacist, reviewer, now):
    drug = stories.write_drug(by=author, key="alone")
    stories.publish(drug, by=author, reviewer=reviewer)
    changed(drug, by=pharmacist)
    actions.ask_for_approval(page=drug, by=pharmacist, now=now)


def test_the_box_of_the_drug_leads_to_its_pages_first(stated, pharmacist, client):
    changed(stated.drug, by=pharmacist)
    client.force_login(pharmacist)
    html = client.get(reverse("admin:drugs_drug_change", args=[stated.drug.pk])).content.decode()
    assert reverse("staff:affected", args=[stated.drug.pk]) in html
    assert reverse("staff:ask", args=[stated.drug.pk]) not in html


def test_a_clinician_approves_the_facts_with_the_ticked_pages(stated, pharmacist, reviewer, at):
    change = prepared(stated.drug, by=pharmacist)
    html = at(reviewer, "change", change.pk)
    data = dict(re.findall(r'name="(seen-\d+|facts_hash|seen)" value="([^"]+)"', html))
    ticked = re.findall(r'name="row" value="(\d+)" checked', html)
    assert len(ticked) == 3
    at(reviewer, "change", change.pk, {**data, "row": ticked, "approve-ticked": "1"})
    assert change.affected.approved().count() == 3
    publish_fact(change, by=pharmacist)
    assert Edition.objects.filter(significance=Significance.PROPAGATED).count() == 3


def test_an_author_of_the_fact_is_told_why_they_cannot_approve(stated, administrator, at):
    change = prepared(stated.drug, by=administrator)
    html = at(administrator, "change", change.pk)
    assert "You wrote or edited this text" in html
    assert "approve-ticked" not in html


def test_the_list_changed_since_it_was_opened(stated, pharmacist, reviewer, at, now):
    change = prepared(stated.drug, by=pharmacist)
    html = at(reviewer, "change", change.pk)
    data = dict(re.findall(r'name="(seen-\d+|facts_hash|seen)" value="([^"]+)"', html))
    changed(stated.drug, by=pharmacist, weeks=8)
    answer = at(reviewer, "change", change.pk, {**data, "row": [], "approve-ticked": "1"})
    assert "changed" in words(answer)
    assert not change.affected.approved().exists()


@pytest.mark.parametrize("sent", [{}, {"row": "x"}, {"approve-ticked": "1", "row": ["9" * 30]}, {"leave-out": "-1"}])
def test_nonsense_is_answered_with_a_sentence(stated, pharmacist, reviewer, at, sent):
    change = prepared(stated.drug, by=pharmacist)
    at(reviewer, "change", change.pk, sent)
    assert not change.affected.approved().exists()


def test_progress_goes_on_by_a_button_and_by_a_script(stated, pharmacist, client, now):
    changed(stated.drug, by=pharmacist)
    change = actions.open_change_set(page=stated.drug, by=pharmacist, now=now)
    client.force_login(pharmacist)
    assert b"0 of 4 pages" in client.get(reverse("staff:change", args=[change.pk])).content
    answer = client.post(reverse("staff:prepare-change", args=[change.pk]), headers={"accept": "application/json"})
    assert answer.json() == {"left": 0, "done": 4, "pages": 4, "words": "4 of 4 pages"}
    assert client.post(reverse("staff:prepare-change", args=[change.pk])).status_code == 302


def test_the_box_of_a_page_says_which_fact_changed_and_that_it_is_held(stated, pharmacist, reviewer, author, client):
    change = prepared(stated.drug, by=pharmacist)
    approve_all(change, by=reviewer)
    publish_fact(change, by=pharmacist)
    client.force_login(author)
    html = client.get(reverse("admin:edu_article_change", args=[stated.repeats.pk])).content.decode()
    assert "The facts of Denosumab changed since this edition." in html
    assert "every 4 weeks → every 6 weeks" in html
    assert "Part of this page is held back" in html
    assert reverse("staff:change", args=[change.pk]) in html


def test_the_list_of_changes_ends_with_the_last_held_page(stated, pharmacist, reviewer, author, at):
    change = prepared(stated.drug, by=pharmacist)
    assert list(ChangeSet.objects.unfinished()) == [change]
    assert "Denosumab" in at(author, "changes", None)
    approve_all(change, by=reviewer)
    publish_fact(change, by=pharmacist)
    assert list(ChangeSet.objects.unfinished()) == [change]
    stories.edit(stated.repeats, by=author, body="Denosumab is given [[drug:denosumab#frequency]].\n")
    stories.publish(stated.repeats, by=author, reviewer=reviewer)
    assert list(ChangeSet.objects.unfinished()) == []
    assert row_of(change, stated.repeats).held_at is None
    assert not Page.objects.held().exists()


def test_the_page_of_a_change_costs_the_same_for_few_pages_and_many(
    stated, pharmacist, reviewer, author, client, django_assert_max_num_queries, now
):
    for number in range(20):
        page = stories.write_article(by=author, key=f"more-{number}", body="Now [[drug:denosumab#frequency]].\n")
        stories.publish(page, by=author, reviewer=reviewer)
    changed(stated.drug, by=pharmacist)
    change = actions.open_change_set(page=stated.drug, by=pharmacist, now=now)
    with django_assert_max_num_queries(45):
        actions.prepare_change_set(change_set=change, now=now)
    client.force_login(reviewer)
    with django_assert_max_num_queries(60):
        client.get(reverse("staff:change", args=[change.pk]))
    approve_all(change, by=reviewer)
    with django_assert_max_num_queries(150):
        publish_fact(change, by=pharmacist)
    assert Edition.objects.filter(significance=Significance.PROPAGATED).count() == 23


def box_of(drug, person, client) -> str:
    client.force_login(person)
    return client.get(reverse("admin:drugs_drug_change", args=[drug.pk])).content.decode()


def test_the_box_of_published_facts_leads_to_the_pages_still_held_and_to_who_approves_them(
    stated, pharmacist, reviewer, client
):
    change = prepared(stated.drug, by=pharmacist)
    assert "still held back" not in box_of(stated.drug, pharmacist, client)
    approve_all(change, by=reviewer)
    publish_fact(change, by=pharmacist)
    html = box_of(stated.drug, pharmacist, client)
    assert "1 page still holds back what it states of these facts" in words(html)
    assert f'href="{reverse("staff:change", args=[change.pk])}?show=held"' in html
    assert f"a clinician who changed none of these facts: {reviewer.get_display_name()}" in words(html)
    assert "Nothing to do until the next review" not in html
    assert "You may approve them there." in box_of(stated.drug, reviewer, client)


def test_the_box_says_no_more_of_pages_that_were_mended(stated, pharmacist, reviewer, author, client):
    change = prepared(stated.drug, by=pharmacist)
    approve_all(change, by=reviewer)
    publish_fact(change, by=pharmacist)
    stories.edit(stated.repeats, by=author, body="Denosumab is given [[drug:denosumab#frequency]].\n")
    stories.publish(stated.repeats, by=author, reviewer=reviewer)
    assert "still held back" not in box_of(stated.drug, pharmacist, client)


def test_the_box_of_a_held_page_says_what_of_it_is_held(stated, pharmacist, reviewer, client):
    change = prepared(stated.drug, by=pharmacist)
    approve_all(change, by=reviewer)
    publish_fact(change, by=pharmacist)
    client.force_login(pharmacist)
    html = client.get(reverse("admin:edu_article_change", args=[stated.repeats.pk])).content.decode()
    assert "denosumab: how often" in words(html)
    assert "still held back" not in html
