"""From draft to published page through the admin, as its people do it."""

import html

import pytest
from django.urls import reverse

from publishing.models import Event, Page, Publication, Review, SignOff
from tests import stories


def words(response) -> str:
    return response.content.decode()


def step(name: str, page) -> str:
    return reverse(f"staff:{name}", args=[page.pk])


def seen(client, page) -> str:
    """The hash that the approver's page carries."""
    return client.get(step("approve", page)).content.decode().split('name="seen_hash" value="')[1].split('"')[0]


def state(page) -> str:
    return Page.objects.with_state().get(pk=page.pk).state


@pytest.fixture
def draft(author):
    return stories.write_article(by=author, title="Sleep and pain", slug="sleep", body="Sleep helps.\n")


@pytest.fixture
def live(author, reviewer, draft):
    stories.publish(draft, by=author, reviewer=reviewer)
    return draft


def test_a_page_goes_from_draft_to_patients(client, author, reviewer, draft) -> None:
    client.force_login(author)
    assert client.post(step("ask", draft), {"users": [reviewer.pk]}).status_code == 302
    assert state(draft) == "in-review"

    client.force_login(reviewer)
    page = words(client.get(step("approve", draft)))
    assert "Sleep helps." in page and "Sample Author" in page
    done = client.post(
        step("approve", draft), {"decision": "approve", "confirmed": "on", "seen_hash": seen(client, draft)}
    )
    assert done.status_code == 302
    assert state(draft) == "approved"

    client.force_login(author)
    assert client.post(step("publish", draft)).status_code == 302
    assert state(draft) == "live"
    client.logout()
    assert "Sleep helps." in words(client.get("/articles/sleep/"))


def test_a_page_with_problems_cannot_ask_and_is_told_each_of_them(client, author, reviewer) -> None:
    page = stories.write_article(by=author, body="Words.\n\n[[drug:nothing]]\n")
    client.force_login(author)
    answer = words(client.post(step("ask", page), {"users": [reviewer.pk]}))
    assert "line 3" in answer and "nothing" in answer
    assert state(page) == "draft"


def test_what_stops_approval_is_listed_before_anybody_asks(client, author, reviewer) -> None:
    page = stories.write_article(by=author, body="Words.\n\n[[drug:nothing]]\n")
    (problem,) = page.compile().issues
    client.force_login(author)
    shown = words(client.get(step("ask", page)))
    assert "What stops approval" in shown and "line 3" in shown and shown.count("no drug") == 1
    assert not problem.fix or problem.fix in html.unescape(shown)
    assert words(client.post(step("ask", page), {"users": [reviewer.pk]})).count("no drug") == 1
    for answer in (shown, words(client.post(step("ask", page), {"users": [reviewer.pk]}))):
        assert "Back to mend it" in answer and 'type="submit"' not in answer.partition("step-content")[2]


def test_a_page_without_problems_lists_none_before_anybody_asks(client, author, draft) -> None:
    client.force_login(author)
    shown = words(client.get(step("ask", draft)))
    assert "What stops approval" not in shown
    assert 'type="submit"' in shown.partition("step-content")[2]


def test_the_author_is_told_that_someone_else_must_approve(client, administrator) -> None:
    page = stories.write_article(by=administrator)
    client.force_login(administrator)
    answer = words(client.get(step("approve", page)))
    assert "so you cannot approve it yourself. Ask a clinician who did not work on it." in answer
    assert "seen_hash" not in answer
    page_hash = page.compile().content_hash
    response = client.post(step("approve", page), {"decision": "approve", "confirmed": "on", "seen_hash": page_hash})
    assert response.status_code == 403
    assert not SignOff.objects.filter(page=page.pk).exists()


def test_an_approval_of_words_that_changed_meanwhile_is_refused(client, author, reviewer, draft) -> None:
    client.force_login(reviewer)
    old = seen(client, draft)
    stories.edit(draft, by=author, body="Sleep hurts.\n")
    response = client.post(step("approve", draft), {"decision": "approve", "confirmed": "on", "seen_hash": old})
    answer = words(response)
    assert "The page changed after you opened it" in answer and "Sleep hurts." in answer
    assert not SignOff.objects.filter(page=draft.pk).exists()
    # What stands on the screen now is what the next decision is about.
    assert (
        client.post(
            step("approve", draft), {"decision": "approve", "confirmed": "on", "seen_hash": seen(client, draft)}
        ).status_code
        == 302
    )


def test_changes_are_asked_for_with_a_comment_that_the_author_sees(client, author, reviewer, draft) -> None:
    client.force_login(reviewer)
    said = {"decision": "changes-requested", "confirmed": "on", "seen_hash": seen(client, draft)}
    assert "Say what should change" in words(client.post(step("approve", draft), said))
    assert client.post(step("approve", draft), said | {"comment": "Name the dose."}).status_code == 302
    client.force_login(author)
    form = words(client.get(reverse("admin:edu_article_change", args=[draft.pk])))
    assert "Name the dose." in form and "asked for changes" in form


def test_the_approver_sees_what_changed_since_the_edition_before(client, author, reviewer, live) -> None:
    stories.edit(live, by=author, body="Sleep often helps.\n", summary="About sleep.")
    client.force_login(reviewer)
    page = words(client.get(step("approve", live)))
    put_in = [part.split("</ins>")[0] for part in page.split("<ins>")[1:]]
    assert any("often" in words for words in put_in) and any("About sleep." in words for words in put_in)


def test_publishing_without_approval_is_refused_with_the_reason(client, author, draft) -> None:
    client.force_login(author)
    answer = words(client.post(step("publish", draft)))
    assert "Nobody has approved this exact text" in answer
    assert state(draft) == "draft"


def test_a_clinical_change_asks_for_a_sentence_to_patients(client, author, reviewer, live) -> None:
    stories.edit(live, by=author, body="Sleep heals.\n")
    stories.approve(live, by=reviewer)
    client.force_login(author)
    said = {"significance": "clinical", "change_note": ""}
    assert "one plain sentence" in words(client.post(step("publish", live), said))
    assert client.post(step("publish", live), said | {"change_note": "Sleep heals."}).status_code == 302
    assert stories.live(live).edition.change_note == "Sleep heals."


def test_nobody_chooses_propagated_as_the_kind_of_change(client, author, reviewer, live) -> None:
    stories.edit(live, by=author, body="Sleep heals.\n")
    client.force_login(author)
    client.post(step("publish", live), {"significance": "propagated", "change_note": "x"})
    assert stories.live(live).edition.number == 1


def test_a_page_is_withdrawn_with_cause_reason_and_a_way_on(client, author, reviewer, live) -> None:
    other = stories.write_article(by=author, title="Rest")
    instead = stories.publish(other, by=author, reviewer=reviewer)
    client.force_login(author)
    assert "This field is required" in words(client.post(step("withdraw", live), {"cause": "error"}))
    said = {"cause": "error", "reason": "It was wrong.", "instead": other.pk}
    assert client.post(step("withdraw", live), said).status_code == 302
    client.logout()
    gone = client.get("/articles/sleep/")
    assert gone.status_code == 410
    assert "It was wrong." in words(gone) and instead.path in words(gone)


def test_a_page_is_moved_and_its_old_address_leads_on(client, author, live) -> None:
    client.force_login(author)
    assert "already" in words(client.post(step("move", live), {"slug": "sleep"}))
    assert client.post(step("move", live), {"slug": "sleep-and-pain"}).status_code == 302
    assert client.get("/articles/sleep/")["Location"] == "/articles/sleep-and-pain/"
    assert Publication.objects.get(path="/articles/sleep/").moved_to == "/articles/sleep-and-pain/"


@pytest.mark.parametrize("name", ["ask", "publish", "withdraw", "move", "review", "approve"])
def test_looking_at_a_step_does_nothing(client, administrator, live, name) -> None:
    events = Event.objects.count()
    client.force_login(administrator)
    assert client.get(step(name, live)).status_code == 200
    assert Event.objects.count() == events


def test_a_coordinator_records_the_review_of_a_clinician(client, coordinator, reviewer, live, now) -> None:
    client.force_login(coordinator)
    day = stories.live(live).first_published_at.date().isoformat()
    said = {"clinician": f"user:{reviewer.pk}", "reviewed_on": day, "scope": "page", "outcome": "no-change"}
    assert "Say which evidence was looked at" in words(client.post(step("review", live), said))
    said |= {"evidence_searched": "The guideline.", "evidence_searched_on": day}
    assert "Copy what they wrote" in words(client.post(step("review", live), said))
    assert client.post(step("review", live), said | {"proof_of_decision": "Fine."}).status_code == 302
    review = Review.objects.get(page=live.pk)
    assert (review.decided_by, review.recorded_by) == (reviewer, coordinator)


def test_a_review_names_a_clinician_and_nobody_else(client, coordinator, author, live) -> None:
    client.force_login(coordinator)
    day = stories.NOW.date().isoformat()
    said = {"reviewed_on": day, "scope": "page", "outcome": "no-change", "proof_of_decision": "Fine."}
    said |= {"evidence_searched": "The guideline.", "evidence_searched_on": day}
    for nobody in ("", str(author.pk), f"user:{author.pk}", "user:x", "user:", "reviewer:1", "reviewer:user:1"):
        response = client.post(step("review", live), said | {"clinician": nobody})
        assert response.status_code == 200
    assert not Review.objects.filter(page=live.pk).exists()


def test_the_preview_as_patient_is_the_public_page_of_the_working_copy(client, author, reviewer, live) -> None:
    stories.edit(live, by=author, title="Sleep, rest and pain", body="Sleep heals.\n")
    client.force_login(author)
    response = client.get(step("as-patient", live))
    page = words(response)
    assert "Preview: not published." in page
    assert "Sleep, rest and pain" in page and "Sleep heals." in page
    assert '<meta name="robots" content="noindex">' in page and response["X-Robots-Tag"] == "noindex"
    client.logout()
    public = words(client.get("/articles/sleep/"))
    assert "Sleep helps." in public and "Sleep heals." not in public


def test_the_preview_of_a_spanish_page_is_spanish_around_an_english_banner(client, author) -> None:
    page = stories.write_article(by=author, language="es", title="Dormir", body="Dormir ayuda.\n")
    client.force_login(author)
    text = words(client.get(step("as-patient", page)))
    assert '<html lang="es"' in text
    assert "Preview: not published." in text


def test_a_draft_is_deleted_and_what_was_approved_is_not(client, author, reviewer, draft) -> None:
    client.force_login(author)
    delete = reverse("admin:edu_article_delete", args=[draft.pk])
    approved = stories.write_article(by=author)
    stories.approve(approved, by=reviewer)
    refused = client.post(reverse("admin:edu_article_delete", args=[approved.pk]), {"post": "yes"})
    assert refused.status_code == 403
    assert Page.objects.filter(pk=approved.pk).exists()
    assert client.post(delete, {"post": "yes"}).status_code == 302
    assert not Page.objects.filter(pk=draft.pk).exists()
    assert Event.objects.filter(verb=Event.Verb.DELETED, page_id=draft.pk).exists()


def test_the_history_tells_everything(client, author, reviewer, live) -> None:
    stories.review(live, by=reviewer, decided_by=reviewer)
    client.force_login(author)
    page = words(client.get(reverse("admin:edu_article_history", args=[live.pk])))
    for said in ("Editions", "Sample Reviewer, RN", "approved", "The guideline of the year.", "published"):
        assert said in page


APPROVED = "exactly the text that was approved"


def test_publishing_speaks_of_an_approval_only_while_there_is_one(client, author, reviewer, live) -> None:
    client.force_login(author)
    stories.edit(live, by=author, body="Sleep heals.\n")
    stories.approve(live, by=reviewer)
    assert APPROVED in words(client.get(step("publish", live)))
    stories.edit(live, by=author, body="Sleep heals many.\n")
    said = words(client.get(step("publish", live)))
    assert APPROVED not in said and "Only the mending of a typo may be published" in said


def test_publishing_a_first_text_without_approval_says_that_it_cannot_be(client, author, draft) -> None:
    client.force_login(author)
    said = words(client.get(step("publish", draft)))
    assert APPROVED not in said and "cannot be published. Ask for approval first." in said


def test_the_preview_leads_to_what_changed_only_where_that_has_an_address(client, author, reviewer, draft) -> None:
    client.force_login(author)
    history = 'href="/articles/sleep/history/"'
    assert history not in words(client.get(step("as-patient", draft)))
    stories.publish(draft, by=author, reviewer=reviewer)
    assert history in words(client.get(step("as-patient", draft)))
    assert client.get("/articles/sleep/history/").status_code == 200


def test_asking_nobody_is_said_once(client, author, reviewer, draft) -> None:
    client.force_login(author)
    assert words(client.post(step("ask", draft), {})).count("Choose at least one clinician.") == 1
