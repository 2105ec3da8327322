"""What the approver's page shows besides the words that patients read."""

import re

import pytest
from django.urls import reverse

from publishing.models import BlockComment, SignOff
from references.actions import save_reference
from references.models import Reference
from tests import stories
from tests.publishing.deciding import box, untouched


def shown_to(reviewer, client, page) -> str:
    client.force_login(reviewer)
    return client.get(reverse("staff:approve", args=[page.pk])).content.decode()


@pytest.mark.parametrize(
    ("before", "after", "taken_out", "put_in"),
    [
        ("See [us](https://one.example/a).", "See [us](https://two.example/a).", "one", "two"),
        ("Sleep [@one2017].", "Sleep [@two2018].", "one2017", "two2018"),
        ("::: callout\nSleep.\n:::\n", ":::: callout\nSleep.\n::::\n", ":::", "::::"),
    ],
)
def test_the_approver_sees_what_changed_behind_the_words(
    client, author, reviewer, before, after, taken_out, put_in
) -> None:
    for key in ("one2017", "two2018"):
        stories.add_reference(by=author, key=key, title="The same title")
    page = stories.write_article(by=author, body=before)
    stories.publish(page, by=author, reviewer=reviewer)
    stories.edit(page, by=author, body=after)
    shown = shown_to(reviewer, client, page)
    written = shown.split("In the editor&#x27;s text")[-1].split("In the editor's text")[-1]
    assert any(taken_out in part.split("</del>")[0] for part in written.split("<del>")[1:])
    assert any(put_in in part.split("</ins>")[0] for part in written.split("<ins>")[1:])
    assert "Nothing that was written here" not in shown


def test_the_approver_of_an_unchanged_text_is_told_that_it_is_unchanged(client, author, reviewer) -> None:
    page = stories.write_article(by=author)
    stories.publish(page, by=author, reviewer=reviewer)
    shown = shown_to(reviewer, client, page)
    assert "Nothing that was written here" in shown and "As the author typed it" not in shown


def decide(client, page, **said):
    """Send the approver's form as it was shown, with what the clinician filled in."""
    url = reverse("staff:approve", args=[page.pk])
    seen = client.get(url).content.decode().split('name="seen_hash" value="')[1].split('"')[0]
    return client.post(url, {"seen_hash": seen, "confirmed": "on", "decision": "changes-requested", **said})


def taken_out(shown: str) -> str:
    return " ".join(part.split("</del>")[0] for part in shown.split("<del>")[1:])


def put_in(shown: str) -> str:
    return " ".join(part.split("</ins>")[0] for part in shown.split("<ins>")[1:])


def test_a_changed_fact_is_shown_with_its_old_words_and_its_new_ones(client, author, reviewer) -> None:
    drug = stories.write_drug(by=author, weeks=4)
    stories.publish(drug, by=author, reviewer=reviewer)
    page = stories.write_article(by=author, body="Given [[drug:denosumab#frequency]].\n")
    stories.publish(page, by=author, reviewer=reviewer)
    stories.change_frequency(drug, weeks=6, by=author)
    stories.publish(drug, by=author, reviewer=reviewer)
    shown = shown_to(reviewer, client, page)
    fact = shown.split("Denosumab: changed since the edition before")[1].split("<details")[0]
    assert "4" in taken_out(fact) and "6" in put_in(fact)
    assert "how often" in fact and "(English)" in fact, "in people’s words"
    assert "every-4-weeks" not in fact and "period" not in fact, "and in no machine's"


def test_a_fact_that_came_or_went_is_named(client, author, reviewer) -> None:
    for key, brand in (("denosumab", "Xgeva"), ("pamidronate", "Aredia")):
        stories.publish(stories.write_drug(by=author, key=key, brand=brand), by=author, reviewer=reviewer)
    page = stories.write_article(by=author, body="Given [[drug:denosumab#frequency]].\n")
    stories.publish(page, by=author, reviewer=reviewer)
    stories.edit(page, by=author, body="Given [[drug:pamidronate#frequency]].\n")
    shown = shown_to(reviewer, client, page)
    assert "no longer quoted here" in shown and "quoted here for the first time" in shown


def test_a_source_is_shown_with_its_old_words_and_its_new_ones(client, author, reviewer) -> None:
    stories.add_reference(by=author, key="one2017", title="A trial of bones")
    page = stories.write_article(by=author, body="Sleep [@one2017].\n")
    stories.publish(page, by=author, reviewer=reviewer)
    row = Reference.objects.get(key="one2017")
    save_reference(reference=row, by=author, now=stories.NOW, record={**row.csl, "title": "A trial of hearts"})
    shown = shown_to(reviewer, client, page)
    sources = shown.split("The sources")[1].split("<details")[0]
    assert "bones" in taken_out(sources) and "hearts" in put_in(sources)


def test_a_first_edition_lists_its_facts_and_no_change(client, author, reviewer) -> None:
    stories.publish(stories.write_drug(by=author), by=author, reviewer=reviewer)
    page = stories.write_article(by=author, body="Given [[drug:denosumab#frequency]].\n")
    shown = shown_to(reviewer, client, page)
    assert "1 quoted fact" in shown and "changed since" not in shown and "What changed since" not in shown


def test_every_part_of_the_page_can_be_spoken_of_without_scripts(client, author, reviewer) -> None:
    page = stories.write_article(by=author, body="## How?\n\nSleep helps.\n\n- Rest.\n- Walk.\n")
    shown = shown_to(reviewer, client, page)
    filled = re.findall(r'<textarea name="proposed_[0-9a-f]+"[^>]*>\s*([^<]*)</textarea>', shown)
    assert filled == ["How?", "Sleep helps.", "Rest.", "Walk."], "each with the words as they are"
    client.force_login(reviewer)
    said = untouched(page) | {box("comment", "Sleep helps."): "How much?", box("proposed", "Walk."): "Walk slowly."}
    assert decide(client, page, **said).status_code == 302
    rows = BlockComment.objects.values_list("position", "quoted", "comment", "proposed")
    assert list(rows) == [(2, "Sleep helps.", "How much?", ""), (4, "Walk.", "", "Walk slowly.")]


def test_a_box_that_nobody_touched_proposes_nothing(client, author, reviewer) -> None:
    page = stories.write_article(by=author, body="Sleep helps.\n\n- Rest.\n- Walk\n\n  slowly.\n")
    client.force_login(reviewer)
    boxes = {name: words.replace("\n", "\r\n") + " " for name, words in untouched(page).items()}
    assert decide(client, page, decision="approve", **boxes).status_code == 302
    assert not BlockComment.objects.exists() and SignOff.objects.get().decision == "approve"


def test_an_emptied_box_is_asked_about(client, author, reviewer) -> None:
    page = stories.write_article(by=author, body="Sleep helps.\n\n- Rest.\n")
    client.force_login(reviewer)
    boxes = untouched(page) | {box("proposed", "Rest."): ""}
    shown = decide(client, page, **boxes).content.decode()
    assert "This box is empty." in shown and not SignOff.objects.exists()
    assert decide(client, page, **boxes | {box("comment", "Rest."): "Take this out."}).status_code == 302
    row = BlockComment.objects.get()
    assert (row.quoted, row.comment, row.proposed) == ("Rest.", "Take this out.", "")


def test_words_typed_about_a_part_follow_it_when_the_page_changes(client, author, reviewer) -> None:
    page = stories.write_article(by=author, body="One.\n\nTwo.\n")
    client.force_login(reviewer)
    seen, boxes = page.working_hash, untouched(page)
    stories.edit(page, by=author, body="Zero.\n\nOne.\n\nTwo.\n")
    said = {"seen_hash": seen, "confirmed": "on", "decision": "changes-requested", box("proposed", "Two."): "2."}
    shown = client.post(reverse("staff:approve", args=[page.pk]), boxes | said).content.decode()
    assert "The page changed after you opened it" in shown
    assert decide(client, page, **boxes | {box("proposed", "Two."): "2."}).status_code == 302
    assert list(BlockComment.objects.values_list("position", "quoted", "proposed")) == [(3, "Two.", "2.")]


def test_an_approval_with_proposed_words_is_refused_and_keeps_what_was_typed(client, author, reviewer) -> None:
    page = stories.write_article(by=author)
    client.force_login(reviewer)
    shown = decide(
        client, page, decision="approve", **{box("proposed", "Some text."): "Other words here."}
    ).content.decode()
    assert "Ask for changes instead" in shown and "Other words here." in shown
    assert not SignOff.objects.exists()


def test_who_decides_confirms_who_they_are_and_states_conflicts_as_of_today(client, author, reviewer) -> None:
    reviewer.conflicts_of_interest = "Talks paid by X."
    reviewer.save()
    page = stories.write_article(by=author)
    assert "Talks paid by X." in shown_to(reviewer, client, page)
    answer = decide(client, page, decision="approve", confirmed="", conflict_of_interest="Shares of Y.")
    assert "Nothing is recorded yet" in answer.content.decode() and "Shares of Y." in answer.content.decode()
    assert not SignOff.objects.exists()
    assert decide(client, page, decision="approve", conflict_of_interest="Shares of Y.").status_code == 302
    decided = SignOff.objects.get()
    assert (decided.conflict_of_interest, decided.name) == ("Shares of Y.", "Sample Reviewer")


def test_a_member_of_staff_gives_themselves_no_other_name(client, author, reviewer) -> None:
    page = stories.write_article(by=author)
    client.force_login(reviewer)
    decide(client, page, decision="approve", name="Dr Other", credentials="MD", role="Surgeon")
    decided = SignOff.objects.get()
    assert (decided.name, decided.credentials, decided.role) == ("Sample Reviewer", "RN", "Oncology nurse")


def test_what_was_typed_about_a_part_that_is_gone_is_not_lost(client, author, reviewer) -> None:
    page = stories.write_article(by=author, body="One.\n\nTwo.\n")
    url = reverse("staff:approve", args=[page.pk])
    client.force_login(reviewer)
    seen = page.working_hash
    stories.edit(page, by=author, body="One.\n")
    said = {"seen_hash": seen, "confirmed": "on", "decision": "changes-requested", box("comment", "Two."): "About two."}
    shown = client.post(url, said).content.decode()
    assert "The page changed after you opened it" in shown
    assert "About two." in shown and "A part that is no longer there" in shown
    shown = decide(client, page, **{box("comment", "Two."): "About two."}).content.decode()
    assert "This part is no longer on the page." in shown and "About two." in shown and not SignOff.objects.exists()


@pytest.mark.parametrize(
    "name", ["comment_1", "comment_0123456789ab", "comment_x", "proposed_-1", "proposed_0123456789ab-2"]
)
def test_names_that_are_no_part_of_the_page_are_no_error(client, author, reviewer, name) -> None:
    page = stories.write_article(by=author)
    client.force_login(reviewer)
    assert decide(client, page, comment="Why?", **{name: "What?"}).status_code in (200, 302)
