"""References of a section are numbered in one list: given when first published, never changed, never given to another."""

import re

import pytest
from django.core.exceptions import ValidationError

from edu import actions as edu_actions
from edu.models import Topic
from publishing import actions
from publishing.errors import NotPermitted, Refused
from publishing.models import ChangeSet, Edition
from references.actions import save_reference
from references.models import Collection, CollectionNumber, Reference
from tests import stories

pytestmark = pytest.mark.django_db


@pytest.fixture
def section(author, reviewer):
    """A live topic with nothing cited, and six references a … f."""
    for key in "abcdef":
        stories.add_reference(by=author, key=key, title=f"Trial {key}")
    topic = stories.write_topic(by=author, key="bones", title="Bones")
    stories.publish(topic, by=author, reviewer=reviewer)
    return topic


def share(topic, *, author, reviewer, now, order="citation"):
    """Propose one list, approve every page and publish."""
    change = edu_actions.share_numbers(topic=stories.fresh(topic), by=author, now=now, order=order)
    if change is not None:
        approve_and_publish(change, author=author, reviewer=reviewer, now=now)
    return change


def approve_and_publish(change, *, author, reviewer, now):
    actions.prepare_change_set(change_set=change, now=now)
    rows = dict(change.affected.values_list("pk", "new_hash"))
    actions.approve_change(change_set=change, by=reviewer, now=now, pages=rows)
    return actions.publish_changed_pages(change_set=change, by=author, now=now)


def article(body, *, by, topic=None, **fields):
    return stories.write_article(by=by, topic=topic, body=body, **fields)


def shown(page) -> str:
    """The numbers in the text and those of the list of the live edition."""
    edition = stories.live(page).edition
    words = " ".join(re.sub(r"<[^>]+>", "", edition.html).split())
    return f"{words} | {','.join(str(row['number']) for row in edition.references)}"


def given(topic) -> dict[str, int]:
    return {row.reference.key: row.number for row in CollectionNumber.objects.in_use_at(topic.pk)}


def test_pages_of_a_section_share_one_list(section, author, reviewer, now):
    assert share(section, author=author, reviewer=reviewer, now=now) is None  # nothing is live yet: it holds at once
    one, two = (article(body, by=author, topic=section) for body in ("[@b] [@a]\n", "[@a] [@c; @b]\n"))
    for page in (one, two):
        stories.publish(page, by=author, reviewer=reviewer)
    assert shown(one) == "[1] [2] | 1,2"
    assert shown(two) == "[2] [1,3] | 1,2,3"
    assert given(section) == {"b": 1, "a": 2, "c": 3}


def test_topics_below_belong_to_the_section_and_translations_do_not(section, author, reviewer, now):
    share(section, author=author, reviewer=reviewer, now=now)
    below = stories.write_topic(by=author, key="pain", parent=section, body="[@a]\n")
    deep = article("[@b]\n", by=author, topic=below)
    spanish = stories.write_topic(by=author, key="bones", slug="huesos", language="es", body="[@b]\n")
    alone = article("[@c]\n", by=author)
    for page in (below, deep, spanish, alone):
        stories.publish(page, by=author, reviewer=reviewer)
    assert [shown(page) for page in (below, deep, spanish, alone)] == ["[1] | 1", "[2] | 2", "[1] | 1", "[1] | 1"]


def test_a_section_inside_a_section_has_its_own_list(section, author, reviewer, now):
    inner = stories.write_topic(by=author, key="pain", parent=section)
    stories.publish(inner, by=author, reviewer=reviewer)
    for topic in (section, inner):
        share(topic, author=author, reviewer=reviewer, now=now)
    for key, topic in (("a", section), ("b", inner)):
        page = article(f"[@{key}]\n", by=author, topic=topic)
        stories.publish(page, by=author, reviewer=reviewer)
        assert shown(page) == "[1] | 1"


def test_the_preview_is_what_is_published_and_says_which_numbers_are_new(section, author, reviewer, now):
    share(section, author=author, reviewer=reviewer, now=now)
    stories.publish(article("[@a]\n", by=author, topic=section), by=author, reviewer=reviewer)
    page = article("[@c] [@a] [@b]\n", by=author, topic=section)
    compiled = stories.fresh(page).compile()
    assert [i.message for i in compiled.issues] == ["New in the shared list of this section: [2], [3]."]
    assert given(section) == {"a": 1}
    stories.publish(page, by=author, reviewer=reviewer)
    assert stories.live(page).edition.html == compiled.html
    assert stories.fresh(page).compile().issues == ()


def test_a_number_somebody_else_took_meanwhile_does_not_void_the_approval(section, author, reviewer, now):
    share(section, author=author, reviewer=reviewer, now=now)
    late, early = (article(body, by=author, topic=section) for body in ("[@a]\n", "[@b]\n"))
    stories.approve(late, by=reviewer)
    stories.publish(early, by=author, reviewer=reviewer)
    actions.publish(page=late, by=author, now=now)
    assert (shown(early), shown(late)) == ("[1] | 1", "[2] | 2")


def test_a_refused_page_takes_no_number(section, author, reviewer, now):
    share(section, author=author, reviewer=reviewer, now=now)
    with pytest.raises(Refused):
        actions.publish(page=article("[@a]\n", by=author, topic=section), by=author, now=now)
    assert given(section) == {}


def test_a_withdrawn_page_keeps_its_numbers_taken(section, author, reviewer, now):
    share(section, author=author, reviewer=reviewer, now=now)
    gone = article("[@a]\n", by=author, topic=section)
    stories.publish(gone, by=author, reviewer=reviewer)
    actions.withdraw(page=gone, by=author, now=now, cause="outdated", reason="The advice on this page is out of date.")
    page = article("[@b]\n", by=author, topic=section)
    stories.publish(page, by=author, reviewer=reviewer)
    assert shown(page) == "[2] | 2"
    assert given(section) == {"a": 1, "b": 2}


def test_sharing_changes_live_pages_together_and_only_when_all_are_approved(section, author, reviewer, now):
    one = article("[@b] [@a]\n", by=author, topic=section, title="A first")
    two = article("[@c] [@a]\n", by=author, topic=section, title="B second")
    for page in (one, two):
        stories.publish(page, by=author, reviewer=reviewer)
    change = edu_actions.share_numbers(topic=section, by=author, now=now)
    assert shown(two) == "[1] [2] | 1,2"  # nothing yet
    actions.prepare_change_set(change_set=change, now=now)
    first = change.affected.get(page=one.pk)
    assert first.changes == []  # keeps its numbers
    moved = change.affected.get(page=two.pk).changes
    assert [(each["before"][:3], each["after"][:3]) for each in moved] == [("[1]", "[3]")]
    actions.approve_change(change_set=change, by=reviewer, now=now, pages={first.pk: first.new_hash})
    with pytest.raises(Refused, match="B second"):
        actions.publish_changed_pages(change_set=change, by=author, now=now)
    assert shown(one) == "[1] [2] | 1,2"
    assert stories.live(one).edition.number == 1
    rest = change.affected.get(page=two.pk)
    actions.approve_change(change_set=change, by=reviewer, now=now, pages={rest.pk: rest.new_hash})
    assert actions.publish_changed_pages(change_set=change, by=author, now=now) == 2
    assert (shown(one), shown(two)) == ("[1] [2] | 1,2", "[3] [2] | 2,3")
    assert stories.live(two).edition.significance == "propagated"
    assert "new numbers" in stories.live(two).edition.change_note
    assert ChangeSet.objects.get(pk=change.pk).published_at == now
    assert Edition.objects.get(page=two.pk, number=1).references[0]["number"] == 1  # the older edition keeps its own


def test_a_page_published_after_the_proposal_must_be_approved_too(section, author, reviewer, now):
    one = article("[@a]\n", by=author, topic=section)
    stories.publish(one, by=author, reviewer=reviewer)
    change = edu_actions.share_numbers(topic=section, by=author, now=now)
    actions.prepare_change_set(change_set=change, now=now)
    rows = dict(change.affected.values_list("pk", "new_hash"))
    actions.approve_change(change_set=change, by=reviewer, now=now, pages=rows)
    late = article("[@b]\n", by=author, topic=section, title="Late")
    stories.publish(late, by=author, reviewer=reviewer)
    with pytest.raises(Refused, match="Late"):
        actions.publish_changed_pages(change_set=change, by=author, now=now)
    approve_and_publish_rest(change, author=author, reviewer=reviewer, now=now)
    assert (shown(one), shown(late)) == ("[1] | 1", "[2] | 2")


def approve_and_publish_rest(change, *, author, reviewer, now):
    actions.prepare_change_set(change_set=change, now=now)
    rows = dict(change.affected.filter(sign_off=None).values_list("pk", "new_hash"))
    actions.approve_change(change_set=change, by=reviewer, now=now, pages=rows)
    actions.publish_changed_pages(change_set=change, by=author, now=now)


def test_renumbering_gives_new_numbers_to_all_and_frees_none_before(section, author, reviewer, now):
    share(section, author=author, reviewer=reviewer, now=now)
    gone = article("[@f]\n", by=author, topic=section, title="Gone")
    one = article("[@c] [@a]\n", by=author, topic=section, title="One")
    for page in (gone, one):
        stories.publish(page, by=author, reviewer=reviewer)
    actions.withdraw(page=gone, by=author, now=now, cause="outdated", reason="The advice on this page is out of date.")
    assert shown(one) == "[2] [3] | 2,3"
    share(section, author=author, reviewer=reviewer, now=now, order="alphabet")
    assert shown(one) == "[2] [1] | 1,2"
    assert given(section) == {"a": 1, "c": 2}
    assert stories.fresh(one).compile().content_hash == stories.live(one).edition.content_hash


def test_the_numbers_follow_the_order_of_the_section(section, author, reviewer, now):
    """The topic itself, the pages put first, the topics below, the other articles; in each by first citation."""
    stories.publish(stories.edit(section, by=author, body="[@f]\n", featured=["z"]), by=author, reviewer=reviewer)
    below = stories.write_topic(by=author, key="pain", parent=section, body="[@e]\n")
    others = [
        article("[@b]\n", by=author, topic=section, key="m", title="M"),
        article("[@d] [@a]\n", by=author, topic=section, key="z", title="Z"),
    ]
    for page in (below, *others):
        stories.publish(page, by=author, reviewer=reviewer)
    share(section, author=author, reviewer=reviewer, now=now)
    assert given(section) == {"f": 1, "d": 2, "a": 3, "e": 4, "b": 5}


def test_what_is_more_than_a_number_is_named_and_not_ticked(section, author, reviewer, now, client):
    """The library says something else of a source since the page was published: nobody lets that slip by with numbers."""
    page = article("[@b] [@a]\n", by=author, topic=section)
    stories.publish(page, by=author, reviewer=reviewer)
    row = Reference.objects.get(key="b")
    save_reference(reference=row, by=author, now=now, record={**row.csl, "title": "Trial b, shortened"})
    change = edu_actions.share_numbers(topic=stories.fresh(section), by=author, now=now, order="alphabet")
    actions.prepare_change_set(change_set=change, now=now)
    (doubt,) = change.affected.get(page=page.pk).contradictions
    assert doubt.startswith("Trial b") and "→ Trial b, shortened" in doubt
    assert not change.affected.clean().filter(page=page.pk).exists()
    client.force_login(reviewer)
    listed = client.get(f"/admin/changes/{change.pk}/").content.decode()
    assert "More than a number would change here." in listed
    box = listed.split(f'value="{change.affected.get(page=page.pk).pk}"')[1].split(">")[0]
    assert "checked" not in box


def test_each_page_numbers_its_own_again(section, author, reviewer, now):
    share(section, author=author, reviewer=reviewer, now=now)
    pages = [article(f"[@{key}]\n", by=author, topic=section) for key in "ab"]
    for page in pages:
        stories.publish(page, by=author, reviewer=reviewer)
    change = edu_actions.number_each_page(topic=stories.fresh(section), by=author, now=now)
    approve_and_publish(change, author=author, reviewer=reviewer, now=now)
    assert [shown(page) for page in pages] == ["[1] | 1", "[1] | 1"]
    assert Topic.objects.numbering_at(section.pk) is None
    share(section, author=author, reviewer=reviewer, now=now)
    assert Collection.objects.get(page=section.pk).generation > 1  # the numbers of the first list stay what they were


def test_a_fact_that_brings_a_new_source_gets_the_next_number(section, author, reviewer, now):
    share(section, author=author, reviewer=reviewer, now=now)
    drug = stories.write_drug(by=author)
    stories.publish(drug, by=author, reviewer=reviewer)
    page = article("[@a]\n\n::: drug-table denosumab\n", by=author, topic=section)
    stories.publish(page, by=author, reviewer=reviewer)

    def rows():
        drug.regimens.get().timing_references.set([Reference.objects.get(key="b")])
        drug.regimens.update(period=6)

    stories.edit(drug, by=author, save_related=rows)
    change = actions.open_change_set(page=drug, by=author, now=now)
    actions.prepare_change_set(change_set=change, now=now)
    other = article("[@c]\n", by=author, topic=section)
    stories.publish(other, by=author, reviewer=reviewer)  # takes the number that was worked out for b
    rows_ = dict(change.affected.values_list("pk", "new_hash"))
    facts = stories.fresh(drug).compile().content_hash
    actions.approve_change(change_set=change, by=reviewer, now=now, pages=rows_, facts_hash=facts)
    actions.publish(page=drug, by=author, now=now, change_note="Other timing.")
    assert given(section) == {"a": 1, "c": 2, "b": 3}
    assert [row["number"] for row in stories.live(page).edition.references] == [1, 3]
    assert 'href="#ref-3"' in stories.live(page).edition.html


def test_moving_an_article_into_a_section_asks_for_its_approval(section, author, reviewer, now):
    share(section, author=author, reviewer=reviewer, now=now)
    page = article("[@a]\n", by=author)
    stories.publish(page, by=author, reviewer=reviewer)
    stories.edit(page, by=author, topic=section)
    with pytest.raises(Refused):
        actions.publish(page=page, by=author, now=now)
    stories.publish(page, by=author, reviewer=reviewer)
    assert given(section) == {"a": 1}


def test_only_those_who_edit_topics_propose_and_the_proposer_does_not_approve(section, author, reviewer, outsider, now):
    with pytest.raises(NotPermitted):
        edu_actions.share_numbers(topic=section, by=outsider, now=now)
    stories.publish(article("[@a]\n", by=author, topic=section), by=author, reviewer=reviewer)
    change = edu_actions.share_numbers(topic=section, by=author, now=now)
    with pytest.raises(NotPermitted):
        actions.approve_change(change_set=change, by=author, now=now, pages={})


def test_a_topic_that_is_not_live_shares_nothing(author, now):
    with pytest.raises(Refused, match="Publish the topic first"):
        edu_actions.share_numbers(topic=stories.write_topic(by=author), by=author, now=now)


def test_readers_find_the_list_of_the_section(section, author, reviewer, now, client):
    assert client.get("/topics/bones/references/").status_code == 404
    share(section, author=author, reviewer=reviewer, now=now)
    for key, body in (("one", "[@c] [@a]\n"), ("two", "[@b]\n")):
        stories.publish(article(body, by=author, topic=section, key=key), by=author, reviewer=reviewer)
    page = client.get("/articles/two/").content.decode()
    assert '<li id="ref-3" value="3">' in page
    assert '<a href="/topics/bones/references/">' in page
    listed = client.get("/topics/bones/references/").content.decode()
    assert re.findall(r'<li id="ref-\d+" value="(\d+)">\s*<p>.*?Trial (\w)', listed) == [
        ("1", "c"),
        ("2", "a"),
        ("3", "b"),
    ]
    alone = article("[@a]\n", by=author, key="alone")
    stories.publish(alone, by=author, reviewer=reviewer)
    assert (
        "/references/"
        not in client.get("/articles/alone/").content.decode().split('id="references"')[1].split("<ol")[0]
    )


def test_a_page_published_meanwhile_is_shown_anew_and_can_be_approved_then(section, author, reviewer, now, client):
    page = article("[@b] [@a]\n", by=author, topic=section)
    stories.publish(page, by=author, reviewer=reviewer)
    change = edu_actions.share_numbers(topic=stories.fresh(section), by=author, now=now, order="alphabet")
    actions.prepare_change_set(change_set=change, now=now)
    stories.edit(page, by=author, body="Words first. [@b] [@a]\n")
    stories.publish(page, by=author, reviewer=reviewer)
    client.force_login(reviewer)
    address = f"/admin/changes/{change.pk}/"
    for said in ("The new words are shown now", "1 page approved"):
        html = client.get(address).content.decode()
        sent = dict(re.findall(r'name="(seen-[\w-]+|seen|seen_wishes)" value="([^"]+)"', html))
        sent |= {"row": re.findall(r'name="row" value="(\d+)"', html), "approve-ticked": "1", "confirmed": "on"}
        assert said in client.post(address, sent, follow=True).content.decode()
    assert change.affected.get(page=page.pk).sign_off is not None


def test_a_section_that_cites_nothing_yet_is_not_asked_about_pages(section, author, client):
    client.force_login(author)
    shown = client.get(f"/admin/topics/{section.pk}/numbers/").content.decode()
    assert "Share one list from now on" in shown and "for 0 pages" not in shown


def test_the_page_of_numbers_proposes_and_leads_to_the_change(section, author, reviewer, now, client):
    stories.publish(article("[@b] [@a]\n", by=author, topic=section), by=author, reviewer=reviewer)
    client.force_login(author)
    address = f"/admin/topics/{section.pk}/numbers/"
    assert "Each page numbers its own references" in client.get(address).content.decode()
    assert "Choose the order" in client.post(address, {"share": "1"}).content.decode()
    response = client.post(address, {"share": "1", "order": "alphabet"})
    change = ChangeSet.objects.get()
    assert response["Location"] == f"/admin/changes/{change.pk}/"
    proposal = client.get(response["Location"]).content.decode()
    assert "The numbers of references change on all these pages" in proposal
    assert "Numbers change, or are in doubt" in proposal and "Words change" not in proposal
    assert "To the change" in client.get(address).content.decode()
    approve_and_publish(change, author=author, reviewer=reviewer, now=now)
    listed = client.get(address).content.decode()
    assert listed.index("Trial a") < listed.index("Trial b")
    assert address in client.get(f"/admin/edu/topic/{section.pk}/change/").content.decode()


def test_a_topic_with_live_pages_does_not_slip_under_other_numbers(section, author, reviewer, now):
    share(section, author=author, reviewer=reviewer, now=now)
    topic = stories.write_topic(by=author, key="pain", body="[@a]\n")
    stories.publish(topic, by=author, reviewer=reviewer)
    moved = stories.fresh(topic)
    moved.parent = section
    with pytest.raises(ValidationError, match="other reference numbers"):
        moved.clean()


def test_a_merged_reference_lends_its_number_to_the_one_it_is_now(section, author, reviewer, now):
    share(section, author=author, reviewer=reviewer, now=now)
    page = article("[@b] [@a]\n", by=author, topic=section)
    stories.publish(page, by=author, reviewer=reviewer)
    Reference.objects.filter(key="b").update(merged_into=Reference.objects.get(key="c"))
    other = article("[@c] [@d]\n", by=author, topic=section)
    stories.publish(other, by=author, reviewer=reviewer)
    assert shown(other) == "[1] [3] | 1,3"
    assert given(section) == {"b": 1, "a": 2, "d": 3}
