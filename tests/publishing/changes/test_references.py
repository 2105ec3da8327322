"""A source falls: the library shows it at once, the pages that cite it say so and follow when a clinician approved them."""

import pytest

from publishing import actions
from publishing.errors import NotPermitted, Refused
from publishing.models import ChangeSet, Mail, Page
from references.actions import save_reference
from tests import stories
from tests.publishing.changes.changing import approve_only, prepared, publish_fact, work_out

pytestmark = pytest.mark.django_db


@pytest.fixture
def cited(author, reviewer):
    row = stories.add_reference(by=author)
    drug = stories.write_drug(by=author, references=[row])
    stories.publish(drug, by=author, reviewer=reviewer)
    page = stories.write_article(by=author, key="cites", body="Bones heal [@himelstein2017].\n")
    stories.publish(page, by=author, reviewer=reviewer)
    through = stories.write_article(by=author, key="through", body="::: drug-table denosumab\n")
    stories.publish(through, by=author, reviewer=reviewer)
    return row, drug, page, through


def set_status(row, status, *, by, now):
    return save_reference(reference=row, by=by, now=now, record=row.csl, status=status)


def test_a_retracted_source_is_told_on_every_page_that_cites_it(cited, author, client, now):
    row, drug, page, through = cited
    html = stories.live(page).edition.html
    set_status(row, "retracted", by=author, now=now)
    change = ChangeSet.objects.open().get()
    assert change.subject == "reference:himelstein2017"
    assert {each.page_id for each in change.affected.all()} == {drug.pk, page.pk, through.pk}
    assert [stories.live(each).held[0]["fact"] for each in (page, through)] == ["reference:himelstein2017"] * 2
    shown = client.get("/articles/cites/").content.decode()
    assert "A source of this page was retracted" in shown
    assert html in shown
    assert Mail.objects.filter(kind=Mail.Kind.PAGES_HELD).count() == 1
    assert "A source of this page" not in client.get("/references/").content.decode()


def test_no_date_of_next_year_stands_beside_the_news(cited, author, reviewer, client, now):
    row, _drug, page, _through = cited
    stories.review(page, by=reviewer, decided_by=reviewer)
    assert "Next review due" in client.get("/articles/cites/").content.decode()
    set_status(row, "retracted", by=author, now=now)
    assert "Next review due" not in client.get("/articles/cites/").content.decode()


def test_its_pages_follow_when_a_clinician_approved_them(cited, author, reviewer, client, now):
    row, _drug, page, through = cited
    set_status(row, "retracted", by=author, now=now)
    change = ChangeSet.objects.open().get()
    work_out(change)
    assert any("[Retracted]" in each["after"] for each in change.affected.get(page=page.pk).changes)
    rows = dict(change.affected.clean().values_list("pk", "new_hash"))
    assert len(rows) == 3
    with pytest.raises(NotPermitted):
        actions.approve_change(change_set=change, by=author, now=now, pages=rows)
    actions.approve_change(change_set=change, by=reviewer, now=now, pages=rows)
    assert actions.publish_changed_pages(change_set=change, by=author, now=now) == 3
    assert not Page.objects.held().exists()
    assert stories.live(page).edition.references[0]["status"] == "retracted"
    assert stories.live(through).edition.references[0]["status"] == "retracted"
    assert "A source of this page was retracted" not in client.get("/articles/cites/").content.decode()
    change.refresh_from_db()
    assert change.published_at is not None


@pytest.mark.parametrize(
    ("language", "mark"), [("en", "[Expression of concern]"), ("es", "[Expresión de preocupación]")]
)
def test_what_a_page_would_say_marks_the_source_in_words_of_its_language(author, reviewer, now, language, mark):
    row = stories.add_reference(by=author)
    page = stories.write_article(by=author, language=language, body="Bones heal [@himelstein2017].\n")
    stories.publish(page, by=author, reviewer=reviewer)
    set_status(row, "concern", by=author, now=now)
    change = ChangeSet.objects.open().get()
    work_out(change)
    (each,) = change.affected.get(page=page.pk).changes
    assert each["after"].endswith(mark)
    assert "concern]" not in each["before"]


def test_the_clinician_is_led_to_who_says_so(cited, author, reviewer, client, now):
    row, _drug, _page, _through = cited
    set_status(row, "concern", by=author, now=now)
    change = ChangeSet.objects.open().get()
    work_out(change)
    client.force_login(reviewer)
    shown = client.get(f"/admin/changes/{change.pk}/").content.decode()
    assert f'<a href="{row.get_absolute_url()}">Read who says so, and the notice</a>' in shown
    assert "What became of a source: " in shown and "3 live pages rest on it" in shown
    assert "Change of facts: " not in shown and "What changed in the facts" not in shown


@pytest.mark.parametrize("changes", [{"title": "A trial of bone"}, {"volume": "7"}])
def test_a_mended_record_holds_nothing_back(cited, author, now, changes):
    row, *_pages = cited
    save_reference(reference=row, by=author, now=now, record={**row.csl, **changes})
    assert not ChangeSet.objects.exists()
    assert not Page.objects.held().exists()


def test_a_source_that_nobody_cites_opens_no_change(author, now):
    row = stories.add_reference(by=author, key="alone2020", title="Nobody reads this")
    set_status(row, "retracted", by=author, now=now)
    assert not ChangeSet.objects.exists()


def test_a_source_that_falls_after_the_approval_stops_it(cited, author, reviewer, client, now):
    """Approved with a good source, retracted since: the page must not go out as if nothing had happened."""
    row, drug, _page, through = cited
    change = prepared(drug, by=author)
    approve_only(change, [], by=reviewer)
    publish_fact(change, by=author)
    assert [each["fact"] for each in stories.live(through).held] == ["drug:denosumab"]
    work_out(change)
    late = dict(change.affected.filter(page=through.pk).values_list("pk", "new_hash"))
    actions.approve_change(change_set=change, by=reviewer, now=now, pages=late)
    set_status(row, "retracted", by=author, now=now)
    with pytest.raises(Refused):
        actions.publish_changed_pages(change_set=change, by=author, now=now)
    assert {each["fact"] for each in stories.live(through).held} == {"drug:denosumab", "reference:himelstein2017"}
    assert "every 4 weeks" in stories.live(through).edition.html
    assert "A source of this page was retracted" in client.get("/articles/through/").content.decode()


def test_a_page_whose_facts_still_wait_says_for_what(cited, author, reviewer, now):
    row, _drug, _page, through = cited
    set_status(row, "retracted", by=author, now=now)
    change = ChangeSet.objects.open().get()
    work_out(change)
    rows = dict(change.affected.filter(page=through.pk).values_list("pk", "new_hash"))
    actions.approve_change(change_set=change, by=reviewer, now=now, pages=rows)
    with pytest.raises(Refused, match="denosumab"):
        actions.publish_changed_pages(change_set=change, by=author, now=now)
