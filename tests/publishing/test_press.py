"""The press: what may be published, and what patients then read."""

import pytest

from publishing import actions
from publishing.errors import EditConflict, NotPermitted, Refused
from publishing.models import (
    Edition,
    Event,
    Publication,
    Significance,
    SignOff,
    SiteSettings,
    State,
    WithdrawalCause,
)
from tests import stories

pytestmark = pytest.mark.django_db


def test_what_a_patient_reads_is_what_the_clinician_approved(author, reviewer, client):
    page = stories.write_article(by=author, key="bones", body="## What is it?\n\nBone is **living** tissue.\n")
    publication = stories.publish(page, by=author, reviewer=reviewer)
    edition = publication.edition
    assert edition.content_hash == edition.approved_hash == edition.approval.content_hash
    assert edition.approval.by == reviewer
    response = client.get("/articles/bones/")
    assert response.status_code == 200
    assert edition.html in response.content.decode()


def test_a_draft_is_404_for_patients(author, client):
    stories.write_article(by=author, key="bones")
    assert client.get("/articles/bones/").status_code == 404


def test_publishing_without_an_approval_is_refused(author, now):
    page = stories.write_article(by=author)
    with pytest.raises(Refused) as refused:
        actions.publish(page=page, by=author, now=now)
    assert [issue.code for issue in refused.value.issues] == ["not-approved"]
    assert not Edition.objects.exists()


def test_an_edit_after_the_approval_voids_it(author, reviewer, now):
    page = stories.write_article(by=author)
    stories.approve(page, by=reviewer)
    stories.edit(page, by=author, body="Other text.\n")
    with pytest.raises(Refused):
        actions.publish(page=page, by=author, now=now)


def test_taking_the_edit_back_makes_the_approval_count_again(author, reviewer, now):
    page = stories.write_article(by=author, body="Some text.\n")
    stories.approve(page, by=reviewer)
    stories.edit(page, by=author, body="Other text.\n")
    stories.edit(page, by=author, body="Some text.\n")
    assert actions.publish(page=page, by=author, now=now).number == 1


def test_nobody_approves_their_own_text(administrator):
    page = stories.write_article(by=administrator)
    with pytest.raises(NotPermitted, match="cannot approve it yourself"):
        stories.approve(page, by=administrator)
    assert not SignOff.objects.exists()


def test_whoever_edited_since_the_last_approved_edition_is_an_author(author, administrator, reviewer):
    page = stories.write_article(by=author)
    stories.publish(page, by=author, reviewer=administrator)
    stories.edit(page, by=administrator, body="Better text.\n")
    stories.edit(page, by=author, body="Better text still.\n")
    with pytest.raises(NotPermitted):
        stories.approve(page, by=administrator)
    stories.approve(page, by=reviewer)


def test_a_typo_between_does_not_make_its_author_a_stranger_to_the_text(author, administrator, reviewer, now):
    page = stories.write_article(by=author, body="Bone is livng tissue.\n")
    stories.publish(page, by=author, reviewer=reviewer)
    stories.edit(page, by=administrator, body="Bone is living tissue.\n")
    actions.publish(page=page, by=author, now=now, significance=Significance.TYPO)
    stories.edit(page, by=author, body="Bone is living tissue. It grows.\n")
    with pytest.raises(NotPermitted):
        stories.approve(page, by=administrator)


def test_saving_without_changing_words_does_not_make_someone_an_author(author, administrator):
    page = stories.write_article(by=author)
    stories.edit(page, by=administrator, risk_tier="medicine")
    stories.approve(page, by=administrator)


def test_approving_something_that_changed_meanwhile_is_refused(author, reviewer, now):
    page = stories.write_article(by=author)
    seen = stories.fresh(page).compile().content_hash
    stories.edit(page, by=author, body="Other text.\n")
    with pytest.raises(Refused, match="changed after you opened it"):
        actions.sign_off(page=page, by=reviewer, now=now, seen_hash=seen)


def test_changes_requested_after_an_approval_of_the_same_text_counts(author, reviewer, administrator, now):
    page = stories.write_article(by=author)
    stories.approve(page, by=reviewer)
    seen = stories.fresh(page).compile().content_hash
    actions.sign_off(
        page=page, by=administrator, now=now, seen_hash=seen, decision="changes-requested", comment="Too short."
    )
    with pytest.raises(Refused):
        actions.publish(page=page, by=author, now=now)


def test_publishing_the_same_text_twice_is_refused(author, reviewer, now):
    page = stories.write_article(by=author)
    stories.publish(page, by=author, reviewer=reviewer)
    with pytest.raises(Refused, match="live already"):
        actions.publish(page=page, by=author, now=now)
    assert Edition.objects.count() == 1


def test_every_problem_is_listed_at_once(author, reviewer, now):
    page = stories.write_article(by=author, body="[@nobody2020] and [[drug:denosumbab]] and [[page:nowhere]]\n")
    with pytest.raises(Refused) as refused:
        actions.publish(page=page, by=author, now=now)
    assert {issue.code for issue in refused.value.issues} >= {"unknown-reference", "unknown-drug", "unknown-page"}
    assert all(issue.line == 1 for issue in refused.value.issues if issue.code.startswith("unknown"))


def test_unfinished_work_can_be_saved(author):
    page = stories.write_article(by=author, body="::: care emergency\n[@nobody\n")
    assert stories.fresh(page).body.startswith("::: care")


def test_the_second_of_two_editors_is_told_and_overwrites_nothing(author, second_author, now):
    page = stories.write_article(by=author)
    mine, theirs = stories.fresh(page), stories.fresh(page)
    theirs.body = "Their text.\n"
    actions.record_edit(page=theirs, by=second_author, now=now, opened_version=theirs.version)
    mine.body = "My text.\n"
    with pytest.raises(EditConflict, match="Sample Colleague"):
        actions.record_edit(page=mine, by=author, now=now, opened_version=mine.version)
    assert stories.fresh(page).body == "Their text.\n"


@pytest.mark.parametrize(
    ("before", "after", "refused"),
    [
        ("Bone is livng tissue.", "Bone is living tissue.", False),
        ("Call us today", "Call us today.", False),
        ("Drink 2 liters.", "Drink 3 liters.", True),
        ("Take it twice.", "Take it once.", True),
        ("Take 4 mg.", "Take 4 g.", True),
        ("Do take it.", "Do not take it.", True),
        ("You can't stop.", "You can stop.", True),
        ("Rest for a week.", "Rest for a month.", True),
        ("Text [@himelstein2017].", "Text.", True),
    ],
)
def test_a_typo_may_not_change_what_matters(author, reviewer, now, before, after, refused):
    stories.add_reference(by=author)
    page = stories.write_article(by=author, body=before)
    stories.publish(page, by=author, reviewer=reviewer)
    stories.edit(page, by=author, body=after)
    if refused:
        with pytest.raises(Refused) as problem:
            actions.publish(page=page, by=author, now=now, significance=Significance.TYPO)
        assert "more-than-a-typo" in [issue.code for issue in problem.value.issues]
        assert Edition.objects.count() == 1
    else:
        edition = actions.publish(page=page, by=author, now=now, significance=Significance.TYPO)
        assert edition.number == 2
        assert edition.content_hash != edition.approved_hash


def test_a_clinical_change_needs_a_sentence_for_patients(author, reviewer, now):
    page = stories.write_article(by=author)
    stories.publish(page, by=author, reviewer=reviewer)
    stories.edit(page, by=author, body="New advice.\n")
    stories.approve(page, by=reviewer)
    with pytest.raises(Refused) as refused:
        actions.publish(page=page, by=author, now=now, significance=Significance.CLINICAL)
    assert [issue.code for issue in refused.value.issues] == ["change-note-missing"]


def test_a_withdrawn_page_says_why_and_where_to_go_instead(author, reviewer, now, client):
    page = stories.write_article(by=author, key="old-advice")
    stories.publish(page, by=author, reviewer=reviewer)
    better = stories.publish(stories.write_article(by=author, key="new-advice"), by=author, reviewer=reviewer)
    actions.withdraw(
        page=page, by=author, now=now, cause=WithdrawalCause.SAFETY, reason="The dose was wrong.", instead=better
    )
    response = client.get("/articles/old-advice/")
    assert response.status_code == 410
    text = response.content.decode()
    assert "The dose was wrong." in text
    assert 'href="/articles/new-advice/"' in text
    assert Edition.objects.filter(page=page).count() == 1


def test_a_withdrawn_page_can_come_back(author, reviewer, now, client):
    page = stories.write_article(by=author, key="bones")
    stories.publish(page, by=author, reviewer=reviewer)
    actions.withdraw(page=page, by=author, now=now, cause=WithdrawalCause.ERROR, reason="A mistake.")
    stories.edit(page, by=author, body="Mended.\n")
    stories.publish(page, by=author, reviewer=reviewer)
    assert client.get("/articles/bones/").status_code == 200


def test_a_moved_page_never_404s_however_often_it_moves(author, reviewer, now, client):
    page = stories.write_article(by=author, key="bones")
    stories.publish(page, by=author, reviewer=reviewer)
    for slug in ("bone-metastases", "bones-and-cancer", "bones"):
        actions.move(page=page, by=author, now=now, slug=slug)
    assert client.get("/articles/bones/").status_code == 200
    for slug in ("bone-metastases", "bones-and-cancer"):
        response = client.get(f"/articles/{slug}/")
        assert (response.status_code, response["Location"]) == (301, "/articles/bones/")


def test_an_address_another_page_once_had_cannot_be_taken(author, reviewer, now):
    page = stories.write_article(by=author, key="bones")
    stories.publish(page, by=author, reviewer=reviewer)
    actions.move(page=page, by=author, now=now, slug="bone-metastases")
    other = stories.write_article(by=author, key="other", slug="bones")
    with pytest.raises(Refused, match="printed leaflets"):
        stories.publish(other, by=author, reviewer=reviewer)


def test_a_link_comes_alive_when_its_page_is_first_published(author, reviewer, now, client):
    other = stories.write_article(by=author, key="second", title="The second")
    page = stories.write_article(by=author, key="first", body="See [[page:second]].\n")
    stories.publish(page, by=author, reviewer=reviewer)
    assert "href" not in stories.live(page).edition.html
    stories.publish(other, by=author, reviewer=reviewer)
    edition = stories.live(page).edition
    assert '<a href="/articles/second/">The second</a>' in edition.html
    assert edition.significance == Significance.PROPAGATED
    assert edition.content_hash == edition.approved_hash
    actions.withdraw(page=other, by=author, now=now, cause=WithdrawalCause.OTHER, reason="Gone.")
    assert "href" not in stories.live(page).edition.html


def test_pages_that_link_in_a_circle_are_published_together_as_first_editions(author, reviewer, now):
    one = stories.write_article(by=author, key="one", body="See [[page:two]].\n")
    two = stories.write_article(by=author, key="two", body="See [[page:one]].\n")
    stories.approve(one, by=reviewer)
    stories.approve(two, by=reviewer)
    editions = actions.publish_together(pages=[one, two], by=author, now=now)
    assert [edition.number for edition in editions] == [1, 1]
    assert 'href="/articles/two/"' in stories.live(one).edition.html
    assert 'href="/articles/one/"' in stories.live(two).edition.html


def test_a_batch_is_published_whole_or_not_at_all(author, reviewer, now):
    good, bad = stories.write_article(by=author), stories.write_article(by=author)
    stories.approve(good, by=reviewer)
    with pytest.raises(Refused):
        actions.publish_together(pages=[good, bad], by=author, now=now)
    assert not Publication.objects.exists()
    assert not Edition.objects.exists()


def test_every_verb_leaves_a_line_in_the_audit(author, reviewer, coordinator, now):
    page = stories.write_article(by=author)
    actions.ask_for_approval(page=page, by=author, now=now)
    stories.publish(page, by=author, reviewer=reviewer)
    stories.review(page, by=coordinator, decided_by=reviewer, now=now)
    actions.move(page=page, by=author, now=now, slug="elsewhere")
    actions.withdraw(page=page, by=author, now=now, cause=WithdrawalCause.OTHER, reason="Enough.")
    verbs = list(Event.objects.filter(page_id=page.pk).order_by("pk").values_list("verb", "actor_name"))
    assert verbs == [
        ("created", "Sample Author"),
        ("asked", "Sample Author"),
        ("signed-off", "Sample Reviewer"),
        ("published", "Sample Author"),
        ("reviewed", "Sample Coordinator"),
        ("moved", "Sample Author"),
        ("withdrawn", "Sample Author"),
    ]


def test_a_draft_can_be_deleted_and_leaves_a_line(author, now):
    page = stories.write_article(by=author, key="draft")
    actions.delete_draft(page=page, by=author, now=now)
    assert Event.objects.get(verb="deleted").page_title == "Draft"


def test_what_patients_read_cannot_be_deleted(author, reviewer, now):
    page = stories.write_article(by=author)
    stories.publish(page, by=author, reviewer=reviewer)
    with pytest.raises(Refused, match="Withdraw it instead"):
        actions.delete_draft(page=page, by=author, now=now)


def test_a_changed_fact_is_held_back_on_every_page_that_quotes_it_until_it_is_approved_there(author, reviewer, client):
    drug = stories.write_drug(by=author, key="denosumab", weeks=4)
    stories.publish(drug, by=author, reviewer=reviewer)
    page = stories.write_article(by=author, key="bones", body="Every [[drug:denosumab#frequency]].\n")
    other = stories.write_article(by=author, key="other")
    for each in (page, other):
        stories.publish(each, by=author, reviewer=reviewer)
    bystander = client.get("/articles/other/").content
    stories.change_frequency(drug, weeks=6, by=author)
    assert stories.state(page) == State.LIVE
    assert b"every 4 weeks" in client.get("/articles/bones/").content
    stories.publish(drug, by=author, reviewer=reviewer)
    words = client.get("/articles/bones/").content
    assert b"every 4 weeks" not in words and b"every 6 weeks" not in words
    assert client.get("/articles/other/").content == bystander
    assert stories.state(page) == State.LIVE_WITH_CHANGES
    assert stories.state(other) == State.LIVE
    assert "every 6 weeks" in stories.fresh(page).compile().html


def test_a_page_goes_through_its_states(author, reviewer, now):
    page = stories.write_article(by=author)
    assert stories.state(page) == State.DRAFT
    actions.ask_for_approval(page=page, by=author, now=now)
    assert stories.state(page) == State.IN_REVIEW
    stories.approve(page, by=reviewer)
    assert stories.state(page) == State.APPROVED
    actions.publish(page=page, by=author, now=now)
    assert stories.state(page) == State.LIVE
    stories.edit(page, by=author, body="More text.\n")
    assert stories.state(page) == State.LIVE_WITH_CHANGES
    actions.withdraw(page=page, by=author, now=now, cause=WithdrawalCause.OTHER, reason="Enough.")
    assert stories.state(page) == State.WITHDRAWN


def test_a_kept_page_is_never_older_than_its_publication(author, reviewer, administrator, now, client, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "kept"}}
    page = stories.write_article(by=author, key="bones", body="::: care emergency\n## Call now if:\n- it hurts\n:::\n")
    stories.publish(page, by=author, reviewer=reviewer)

    def read() -> str:
        return client.get("/articles/bones/").content.decode()

    first = read()
    assert "it hurts" in first
    assert read() == first
    site = SiteSettings.objects.get()
    actions.save_site_settings(
        site=site,
        by=administrator,
        now=now,
        save_related=lambda: site.help_lines.create(language="en", emergency_number="911"),
    )
    assert 'href="tel:911"' in read()
    stories.edit(page, by=author, body="::: care emergency\n## Call now if:\n- it still hurts\n:::\n")
    assert "still" not in read()
    stories.publish(page, by=author, reviewer=reviewer)
    assert "it still hurts" in read()
    actions.withdraw(page=page, by=author, now=now, cause=WithdrawalCause.ERROR, reason="It was wrong.")
    assert "It was wrong." in read()
