"""Saving in the admin: through the verbs, and never over somebody else's text."""

import pytest
from django.urls import reverse

from edu.models import Article
from publishing.models import Event, Page
from tests import stories

NO_RELATED = {
    "related_pages-TOTAL_FORMS": "0",
    "related_pages-INITIAL_FORMS": "0",
    "related_pages-MIN_NUM_FORMS": "0",
    "related_pages-MAX_NUM_FORMS": "1000",
}


@pytest.fixture
def page(author):
    return stories.write_article(by=author, title="Sleep and pain", key="sleep", slug="sleep", body="Sleep helps.\n")


def change(page) -> str:
    return reverse("admin:edu_article_change", args=[page.pk])


def filled(client, page, **changed) -> dict:
    """What a browser would send for the form as it is, with some boxes changed."""
    form = client.get(change(page)).context["adminform"].form
    data = {name: form[name].value() for name in form.fields}
    data = {name: "\n".join(value) if isinstance(value, list) else value for name, value in data.items()}
    return {name: value for name, value in (data | changed).items() if value is not None} | NO_RELATED


@pytest.fixture
def as_author(client, author):
    client.force_login(author)
    return client


def test_adding_a_page_writes_who_and_when(as_author, author) -> None:
    data = {"title": "Rest", "key": "rest", "slug": "rest", "language": "en", "risk_tier": "background"}
    as_author.post(reverse("admin:edu_article_add"), data | NO_RELATED)
    page = Article.objects.get(key="rest")
    assert (page.version, page.edited_by, page.kind) == (1, author, "article")
    assert Event.objects.get(page_id=page.pk).verb == Event.Verb.CREATED


def test_saving_goes_through_the_verb(as_author, page) -> None:
    response = as_author.post(change(page), filled(as_author, page, body="Sleep heals.\r\n"))
    assert response.status_code == 302
    saved = stories.fresh(page)
    assert (saved.body, saved.version) == ("Sleep heals.\n", 2)
    assert saved.working_hash == saved.compile().content_hash


def test_saving_an_unchanged_page_changes_no_word(as_author, author, reviewer, page) -> None:
    stories.edit(page, by=author, body="Sleep helps.\n\n- one\n- two  \n")
    stories.publish(page, by=author, reviewer=reviewer)
    body = stories.fresh(page).body.replace("\n", "\r\n")
    as_author.post(change(page), filled(as_author, page, body=body))
    assert Page.objects.with_state().get(pk=page.pk).state == "live"
    assert Event.objects.filter(page_id=page.pk, verb=Event.Verb.EDITED).first().data["words"] is False


def test_the_second_of_two_editors_keeps_their_text_and_is_told_what_differs(as_author, second_author, page) -> None:
    mine = filled(as_author, page, body="Sleep heals.\n", summary="Mine.")
    stories.edit(page, by=second_author, body="Sleep hurts.\n")
    response = as_author.post(change(page), mine)
    shown = response.content.decode()
    assert response.status_code == 200
    assert "Two people edited this page" in shown and "Sample Colleague" in shown
    assert "Sleep heals." in shown and "hurts" in shown
    assert stories.fresh(page).body == "Sleep hurts.\n"


def test_saving_again_without_saying_so_does_not_overwrite(as_author, second_author, page) -> None:
    mine = filled(as_author, page, body="Sleep heals.\n")
    stories.edit(page, by=second_author, body="Sleep hurts.\n")
    for _attempt in range(2):
        as_author.post(change(page), mine)
    assert stories.fresh(page).body == "Sleep hurts.\n"


def test_who_has_read_the_other_version_may_save_over_it_but_not_over_a_third(as_author, second_author, page) -> None:
    mine = filled(as_author, page, body="Sleep heals.\n")
    read = stories.edit(page, by=second_author, body="Sleep hurts.\n").version
    stories.edit(page, by=second_author, body="Sleep hurts a lot.\n")
    as_author.post(change(page), mine | {"merged_version": read})
    assert stories.fresh(page).body == "Sleep hurts a lot.\n"
    as_author.post(change(page), mine | {"merged_version": read + 1})
    assert stories.fresh(page).body == "Sleep heals.\n"


def test_a_form_that_does_not_say_what_it_was_opened_at_saves_nothing(as_author, page) -> None:
    data = filled(as_author, page, body="Sleep heals.\n")
    del data["opened_version"]
    as_author.post(change(page), data)
    assert stories.fresh(page).body == "Sleep helps.\n"


def test_unfinished_work_can_be_saved(as_author, page) -> None:
    as_author.post(change(page), filled(as_author, page, body="::: care\n[[drug:\n", summary=""))
    assert stories.fresh(page).body.startswith("::: care")


@pytest.mark.parametrize("taken", ["key", "slug"])
def test_a_key_or_address_that_is_taken_is_a_message_and_no_crash(as_author, page, taken) -> None:
    data = {"title": "Rest", "key": "rest", "slug": "rest", "language": "en", "risk_tier": "background"}
    response = as_author.post(reverse("admin:edu_article_add"), data | {taken: "sleep"} | NO_RELATED)
    assert response.status_code == 200
    assert "Another page of this kind and language" in response.content.decode()


def test_the_same_key_in_another_language_is_its_translation(as_author, page) -> None:
    data = {"title": "Dormir", "key": "sleep", "slug": "dormir", "language": "es", "risk_tier": "treatment"}
    as_author.post(reverse("admin:edu_article_add"), data | NO_RELATED)
    assert Article.objects.filter(key="sleep").count() == 2


def test_a_published_page_keeps_key_address_and_language(as_author, author, reviewer, page) -> None:
    stories.publish(page, by=author, reviewer=reviewer)
    data = filled(as_author, page) | {"key": "other", "slug": "other", "language": "es"}
    as_author.post(change(page), data)
    saved = stories.fresh(page)
    assert (saved.key, saved.slug, saved.language) == ("sleep", "sleep", "en")


def test_related_pages_show_at_once_in_the_order_given(as_author, author, reviewer, page) -> None:
    others = [stories.write_article(by=author, title=title) for title in ("First", "Second")]
    for each in (page, *others):
        stories.publish(each, by=author, reviewer=reviewer)
    rows = {"related_pages-TOTAL_FORMS": "2"}
    for number, (other, position) in enumerate(zip(others, (2, 1), strict=True)):
        rows[f"related_pages-{number}-related"] = other.pk
        rows[f"related_pages-{number}-position"] = position
    as_author.post(change(page), filled(as_author, page) | rows)
    assert [card["title"] for card in stories.live(page).surroundings["related"]] == ["Second", "First"]


def test_a_new_topic_shows_at_once_and_an_unapproved_title_does_not(as_author, author, reviewer, page) -> None:
    topic = stories.write_topic(by=author, title="Living with cancer")
    for each in (topic, page):
        stories.publish(each, by=author, reviewer=reviewer)
    as_author.post(change(page), filled(as_author, page, topic=topic.pk, title="Not approved yet"))
    crumbs = [crumb["title"] for crumb in stories.live(page).surroundings["breadcrumb"]]
    assert crumbs == ["Home", "Living with cancer", "Sleep and pain"]
    assert [card["title"] for card in stories.live(topic).surroundings["children"]] == ["Sleep and pain"]


@pytest.mark.parametrize(("button", "leads_to"), [("_ask", "staff:ask"), ("_see", "staff:as-patient")])
def test_saving_and_the_next_step_are_two_requests(as_author, page, button, leads_to) -> None:
    response = as_author.post(change(page), filled(as_author, page, body="[[drug:nothing]]\n") | {button: "1"})
    assert response["Location"] == reverse(leads_to, args=[page.pk])
    assert stories.fresh(page).body == "[[drug:nothing]]\n"


def test_the_form_says_where_the_page_stands_and_what_stops_it(as_author, author, page) -> None:
    stories.edit(page, by=author, body="[[drug:nothing]]\n")
    shown = as_author.get(change(page)).content.decode()
    for said in ("Draft. Patients cannot see it.", "What stops publishing", "line 1", "Preview as patient"):
        assert said in shown
    assert reverse("staff:ask", args=[page.pk]) not in shown


def test_only_the_steps_a_person_may_take_are_offered(client, author, reviewer, coordinator, page) -> None:
    stories.ask(page, by=author)
    offered = {}
    for person in (author, reviewer, coordinator):
        client.force_login(person)
        steps = client.get(change(page)).context["standing"].steps
        offered[person.username] = [step.name for step in steps if step.primary or step.name in ("publish", "withdraw")]
    assert offered == {"author": [], "reviewer": ["approve"], "coordinator": []}


def test_a_wrong_key_and_a_wrong_address_say_which_they_are(as_author) -> None:
    data = {"title": "Rest", "key": "r é", "slug": "a b", "language": "en", "risk_tier": "background"}
    answer = as_author.post(reverse("admin:edu_article_add"), data).content.decode()
    assert "Key: use only" in answer and "Address: use only" in answer


def test_a_title_that_is_too_long_comes_back_whole(as_author) -> None:
    title = "Rest " * 41
    empty = as_author.get(reverse("admin:edu_article_add")).content.decode()
    box = next(tag for tag in empty.split("<") if tag.startswith("input") and 'name="title"' in tag)
    assert "maxlength" not in box
    data = {"title": title, "key": "rest", "slug": "rest", "language": "en", "risk_tier": "background"}
    answer = as_author.post(reverse("admin:edu_article_add"), data).content.decode()
    assert "at most 200 characters" in answer and title.strip() in answer
