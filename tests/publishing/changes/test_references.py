"""A source falls: the library shows it at once, the pages that cite it say so and follow when a clinician approved them."""

import pytest
from django.template.loader import render_to_string
from django.utils.formats import date_format

from publishing import actions
from publishing.errors import NotPermitted, Refused
from publishing.mails.held import pages_held
from publishing.models import ChangeSet, Mail, Page
from references.actions import Notice, save_reference
from references.actions import set_status as change_status
from tests import stories
from tests.publishing.changes.changing import approve_only, prepared, publish_fact, work_out

pytestmark = pytest.mark.django_db
KEEPS = "Two other trials say the same."


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


def hashes(change) -> dict[int, str]:
    return dict(change.affected.waiting().values_list("pk", "new_hash"))


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
    assert not change.affected.clean().exists(), "nothing that rests on a retracted source is approved by a list"
    rows = hashes(change)
    assert len(rows) == 3
    with pytest.raises(NotPermitted):
        actions.approve_change(change_set=change, by=author, now=now, pages=rows, comment=KEEPS)
    actions.approve_change(change_set=change, by=reviewer, now=now, pages=rows, comment=KEEPS)
    assert actions.publish_changed_pages(change_set=change, by=author, now=now) == 3
    assert not Page.objects.held().exists()
    assert stories.live(page).edition.references[0]["status"] == "retracted"
    assert stories.live(through).edition.references[0]["status"] == "retracted"
    shown = client.get("/articles/cites/").content.decode()
    assert "A source of this page was retracted" not in shown
    # Whoever reads a page that keeps its words is told all the same.
    assert "This page still names a source that was retracted" in shown and "[1] <a href=" in shown
    change.refresh_from_db()
    assert change.published_at is not None


def test_a_page_on_a_retracted_source_is_approved_only_with_a_reason(cited, author, reviewer, now):
    row, _drug, _page, _through = cited
    set_status(row, "retracted", by=author, now=now)
    change = ChangeSet.objects.open().get()
    work_out(change)
    for said in ("", "  "):
        with pytest.raises(Refused, match="stops publishing"):
            actions.approve_change(change_set=change, by=reviewer, now=now, pages=hashes(change), comment=said)
    assert not change.affected.approved().exists()
    decisions = actions.approve_change(change_set=change, by=reviewer, now=now, pages=hashes(change), comment=KEEPS)
    assert {each.comment for each in decisions} == {KEEPS}


def test_an_approval_without_a_reason_publishes_nothing_that_rests_on_a_retracted_source(cited, author, reviewer, now):
    """Approvals from before reasons were asked for."""
    row, _drug, page, _through = cited
    set_status(row, "concern", by=author, now=now)
    change = ChangeSet.objects.open().get()
    work_out(change)
    actions.approve_change(change_set=change, by=reviewer, now=now, pages=hashes(change))
    ChangeSet.objects.update(after=change.after | {"status": "retracted"})
    with pytest.raises(Refused):
        actions.publish_changed_pages(change_set=change, by=author, now=now)
    assert stories.live(page).edition.number == 1


def test_the_clinician_reads_the_sentences_that_rest_on_the_source_and_what_happened_to_it(
    author, reviewer, client, now
):
    row = stories.add_reference(by=author)
    body = (
        "Some words first.\n\n## Every 12 weeks\n\nBones hurt. So it did not lead to harm [@himelstein2017]. Ask us.\n"
    )
    stories.publish(stories.write_article(by=author, key="cites", body=body), by=author, reviewer=reviewer)
    notice = Notice("retraction-watch", "2010-02-06", "10.1000/notice", reason="Error in Data")
    change_status(reference=row, status="retracted", by=author, now=now, notice=notice)
    change = ChangeSet.objects.open().get()
    work_out(change)
    client.force_login(reviewer)
    shown = " ".join(client.get(f"/admin/changes/{change.pk}/").content.decode().split())
    assert "So says Retraction Watch. The notice is from 6 February 2010." in shown
    assert "Reason given: Error in Data" in shown and 'href="https://doi.org/10.1000/notice"' in shown
    assert "Every 12 weeks:</span> So it did not lead to harm." in shown
    assert "Bones hurt." not in shown and "Ask us." not in shown
    assert 'name="row"' in shown and "checked" not in shown.split('name="row"')[1].split(">")[0]
    assert "Why these pages may keep what they say although the source was retracted" in shown


@pytest.mark.parametrize(("status", "ticked"), [("corrected", True), ("concern", False)])
def test_only_what_may_well_hold_is_ticked_beforehand(cited, author, reviewer, client, now, status, ticked):
    row, *_pages = cited
    set_status(row, status, by=author, now=now)
    change = ChangeSet.objects.open().get()
    work_out(change)
    client.force_login(reviewer)
    shown = client.get(f"/admin/changes/{change.pk}/").content.decode()
    assert "Bones heal." in shown, "the sentence is shown either way"
    boxes = shown.split('name="row"')[1:]
    assert len(boxes) == 3 and all(("checked" in box.split(">")[0]) is ticked for box in boxes)


def test_one_decision_takes_no_warning_of_another_source_away(author, reviewer, client, now):
    one, other = (stories.add_reference(by=author, key=key, title=f"About {key}") for key in ("one2001", "other2002"))
    page = stories.write_article(by=author, key="cites", body="Bones heal [@one2001]. Hips too [@other2002].\n")
    stories.publish(page, by=author, reviewer=reviewer)
    set_status(one, "corrected", by=author, now=now)
    set_status(other, "retracted", by=author, now=now)
    first, second = ChangeSet.objects.open().order_by("pk")
    for change in (first, second):
        work_out(change)
    actions.approve_change(change_set=first, by=reviewer, now=now, pages=hashes(first))
    assert actions.publish_changed_pages(change_set=first, by=author, now=now) == 1
    assert [each["fact"] for each in stories.live(page).held] == ["reference:other2002"]
    shown = client.get("/articles/cites/").content.decode()
    assert "A source of this page was retracted" in shown and "was corrected" not in shown
    assert "A clinician has read the page since" not in shown
    assert second.affected.waiting().get().held_at is not None
    assert list(ChangeSet.objects.unfinished()) == [second]
    # The page says so already, so the other decision ends the warning without another edition.
    work_out(second)
    with pytest.raises(Refused):
        actions.publish_changed_pages(change_set=second, by=author, now=now)
    actions.approve_change(change_set=second, by=reviewer, now=now, pages=hashes(second), comment=KEEPS)
    assert actions.publish_changed_pages(change_set=second, by=author, now=now) == 1
    assert stories.live(page).held == [] and stories.live(page).edition.number == 2
    assert not ChangeSet.objects.unfinished().exists()
    assert "This page still names a source that was retracted" in client.get("/articles/cites/").content.decode()


def test_changed_facts_take_no_warning_of_a_source_away(cited, author, reviewer, client, now):
    row, drug, _page, through = cited
    set_status(row, "retracted", by=author, now=now)
    change = prepared(drug, by=author)
    approve_only(change, [through], by=reviewer)
    publish_fact(change, by=author)
    assert stories.live(through).edition.number == 2
    assert [each["fact"] for each in stories.live(through).held] == ["reference:himelstein2017"]
    assert "A source of this page was retracted" in client.get("/articles/through/").content.decode()


def test_several_sources_are_told_of_in_one_notice_with_their_numbers(author, reviewer, client, now):
    one, other = (stories.add_reference(by=author, key=key, title=f"About {key}") for key in ("one2001", "other2002"))
    page = stories.write_article(by=author, key="cites", body="Bones heal [@one2001]. Hips too [@other2002].\n")
    stories.publish(page, by=author, reviewer=reviewer)
    set_status(other, "retracted", by=author, now=now)
    set_status(one, "corrected", by=author, now=now)
    shown = " ".join(client.get("/articles/cites/").content.decode().split())
    assert shown.count("Ask your care team if you are unsure.") == 1
    assert '[1] <a href="/references/one2001/">About one2001</a>: it was corrected' in shown
    assert '[2] <a href="/references/other2002/">About other2002</a>: it was retracted' in shown


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
    each, rests = change.affected.get(page=page.pk).changes
    assert rests == {"where": "", "before": "Bones heal.", "after": "Bones heal.", "rests": True}
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
    actions.approve_change(change_set=change, by=reviewer, now=now, pages=rows, comment=KEEPS)
    with pytest.raises(Refused, match="denosumab"):
        actions.publish_changed_pages(change_set=change, by=author, now=now)


def test_the_form_names_the_nearer_day_that_a_fallen_source_brings(cited, author, reviewer, client, now):
    row, _drug, page, _through = cited
    stories.review(page, by=reviewer, decided_by=reviewer)
    client.force_login(author)
    address = f"/admin/edu/article/{page.pk}/change/"
    assert "Staff look at it by" not in client.get(address).content.decode()
    set_status(row, "retracted", by=author, now=now)
    due = date_format(stories.live(page).due_on)
    assert f"Staff look at it by {due}." in client.get(address).content.decode()


def test_the_mail_says_what_happened_to_the_source_who_says_so_and_where(cited, author, now):
    row, *_pages = cited
    notice = Notice("retraction-watch", "2010-02-06", "10.1000/notice", reason="Error in Data")
    change_status(reference=row, status="retracted", by=author, now=now, notice=notice)
    told = pages_held(Mail.objects.get(kind=Mail.Kind.PAGES_HELD), now)["news"]
    assert told.words[:2] == (
        "This source was retracted: its findings cannot be relied on.",
        "So says Retraction Watch.",
    )
    for ending in ("txt", "html"):
        sent = render_to_string(f"mail/pages-held.{ending}", {"news": told, "title": "A trial", "number": 1})
        assert "So says Retraction Watch." in sent and "https://doi.org/10.1000/notice" in sent
        assert "Error in Data" in sent
