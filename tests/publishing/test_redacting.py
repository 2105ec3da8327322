"""Redaction by two people: the content is gone from every table, and what is left says who emptied it and why."""

import pytest
from django.apps import apps
from django.db import connection

from drugs.models import Drug
from publishing import actions
from publishing.actions import drafting
from publishing.actions.redacted_places import left_of, places_of
from publishing.actions.signing import Remark
from publishing.errors import NotPermitted, Refused
from publishing.models import Edition, Event, Mail, Publication, Redaction, SavedCopy
from tests import stories

pytestmark = pytest.mark.django_db

NAME = "Zebedee"
REASON = "A patient was named without consent."


@pytest.fixture
def second(db, administrator):
    return administrator


@pytest.fixture
def first(author, django_user_model):
    """Somebody else who may redact, and who writes no pages."""
    person = django_user_model.objects.create_user(username="first", display_name="Sample First", is_staff=True)
    person.user_permissions.add(
        apps.get_model("auth.Permission").objects.get(codename="redact_page"),
        apps.get_model("auth.Permission").objects.get(codename="view_article"),
    )
    return person


@pytest.fixture
def named(author, reviewer):
    """A live article whose only edition names a patient."""
    page = stories.write_article(by=author, key="story", body=f"{NAME} had bone pain.\n", summary=f"About {NAME}.")
    stories.publish(page, by=author, reviewer=reviewer)
    return stories.fresh(page)


def redact(page, *, first, second, numbers=(1,), now=stories.NOW) -> Redaction:
    asked = actions.ask_redaction(page=page, numbers=numbers, cause="personal-data", reason=REASON, by=first, now=now)
    return actions.decide_redaction(
        redaction=asked, agreed=True, by=second, now=now, note="I read it; a patient is named."
    )


def tables_with(word: str) -> set[str]:
    """Every column of every table in which a word still stands."""
    found = set()
    with connection.cursor() as cursor:
        for model in apps.get_models():
            for field in model._meta.local_concrete_fields:
                column, table = connection.ops.quote_name(field.column), connection.ops.quote_name(model._meta.db_table)
                cursor.execute(f"SELECT count(*) FROM {table} WHERE CAST({column} AS text) LIKE %s", [f"%{word}%"])
                if cursor.fetchone()[0]:
                    found.add(f"{model._meta.label}.{field.name}")
    return found


def test_the_name_is_gone_from_every_table(named, author, first, second, client, now):
    client.force_login(author)
    drafting.keep_typed(page=named, by=author, now=now, fields={"body": [f"{NAME} again."]}, token="a")
    stories.edit(named, by=author, body=f"{NAME} had much bone pain.\n")
    assert {"publishing.Edition.html", "publishing.SavedCopy.source", "publishing.Autosave.fields"} < tables_with(NAME)
    redact(named, first=first, second=second)
    assert tables_with(NAME) == set()


def test_the_tombstone_says_who_and_why(named, first, second, now):
    before = Edition.objects.get()
    redact(named, first=first, second=second)
    after = Edition.objects.get()
    assert (after.content_hash, after.number, after.approval_id) == (before.content_hash, 1, before.approval_id)
    assert (after.redacted_by, after.redacted_with, after.redacted_at, after.redaction_reason) == (
        first, second, now, REASON,
    )  # fmt: skip
    last = Event.objects.filter(verb=Event.Verb.REDACTED).get()
    assert (last.actor_id, last.data["numbers"], last.data["cause"]) == (second.pk, [1], "personal-data")
    assert REASON not in str(last.data)


def test_a_live_page_is_taken_away_at_once(named, first, second, client):
    before = client.get("/articles/story/")
    assert NAME in before.content.decode()
    redact(named, first=first, second=second)
    response = client.get("/articles/story/")
    assert response.status_code == 410
    assert NAME not in response.content.decode()
    assert "must not be shown" in response.content.decode()
    assert client.get("/articles/story/", headers={"If-None-Match": before["ETag"]}).status_code == 410
    assert not Publication.objects.live().exists()


def test_redacting_an_old_edition_leaves_the_live_one(named, author, reviewer, first, second, client):
    stories.edit(named, by=author, body="Somebody had bone pain.\n", summary="About pain.")
    stories.publish(named, by=author, reviewer=reviewer)
    redact(named, first=first, second=second)
    response = client.get("/articles/story/")
    assert response.status_code == 200 and "Somebody had bone pain" in response.content.decode()
    assert stories.fresh(named).body == "Somebody had bone pain.\n"
    assert [copy.source["body"] for copy in SavedCopy.objects.all()] == ["Somebody had bone pain.\n"]
    assert tables_with(NAME) == set()


def test_a_working_copy_that_may_hold_it_becomes_a_stub(named, author, reviewer, first, second):
    stories.edit(named, by=author, body=f"Later words, and {NAME}.\n")
    redact(named, first=first, second=second)
    page = stories.fresh(named)
    assert (page.body, page.summary, page.title, page.key) == ("", "", "…", "story")
    assert page.working_hash == page.compile().content_hash
    stories.edit(page, by=author, title="A story", body="Written anew.\n")
    assert stories.publish(page, by=author, reviewer=reviewer).edition.number == 2


def test_facts_are_emptied_with_their_rows(author, reviewer, first, second):
    drug = stories.write_drug(by=author, key="denosumab", brand=NAME)
    stories.publish(drug, by=author, reviewer=reviewer)
    article = stories.write_article(by=author, body="See [[drug:denosumab]].\n")
    stories.publish(article, by=author, reviewer=reviewer)
    redact(drug, first=first, second=second)
    emptied = Drug.objects.get()
    assert (emptied.products.count(), emptied.regimens.count(), emptied.title) == (0, 0, "…")
    assert stories.fresh(article).compile().html
    assert tables_with(NAME) == set()


@pytest.mark.parametrize("kind", ["topic", "term", "drug_page", "class"])
def test_every_kind_of_page_can_be_emptied(author, reviewer, first, second, kind):
    write = {
        "topic": lambda: stories.write_topic(by=author, body=f"{NAME}.\n", summary=NAME),
        "term": lambda: stories.write_term(by=author, definition=f"what {NAME} had"),
        "drug_page": lambda: stories.write_drug_page(by=author, drug=_live_drug(author, reviewer), body=f"{NAME}.\n"),
        "class": lambda: stories.write_class(by=author, effects=[("pain", NAME)]),
    }[kind]
    page = write()
    stories.publish(page, by=author, reviewer=reviewer)
    redact(page, first=first, second=second)
    assert tables_with(NAME) == set()
    assert stories.fresh(page).working_hash == stories.fresh(page).compile().content_hash


def _live_drug(author, reviewer):
    drug = stories.write_drug(by=author, key="denosumab")
    stories.publish(drug, by=author, reviewer=reviewer)
    return drug


def test_what_is_shown_before_is_what_is_emptied(named, author, first, second, now):
    drafting.keep_typed(page=named, by=author, now=now, fields={"body": [NAME]}, token="a")
    before = {place.label: place.count for place in places_of(named, [1])}
    assert before["the working copy"] == 1
    assert before["saved copies of the working copy"] == 1
    assert before["what people typed into its form and have not saved"] == 1
    redact(named, first=first, second=second)
    assert {place.label for place in places_of(stories.fresh(named), [1])} <= {
        "titles and summaries at addresses that are not live"
    }


# Two people


def test_one_person_alone_redacts_nothing(named, second, now):
    asked = actions.ask_redaction(page=named, numbers=[1], cause="consent", reason=REASON, by=second, now=now)
    with pytest.raises(NotPermitted, match="second person"):
        actions.decide_redaction(
            redaction=asked, agreed=True, by=second, now=now, note="I read it; a patient is named."
        )
    assert Edition.objects.get().html


@pytest.mark.parametrize("who", ["author", "reviewer", "coordinator", "outsider"])
def test_others_may_neither_ask_nor_decide(named, first, now, request, who):
    person = request.getfixturevalue(who)
    with pytest.raises(NotPermitted):
        actions.ask_redaction(page=named, numbers=[1], cause="consent", reason=REASON, by=person, now=now)
    asked = actions.ask_redaction(page=named, numbers=[1], cause="consent", reason=REASON, by=first, now=now)
    for agreed in (True, False):
        with pytest.raises(NotPermitted):
            actions.decide_redaction(
                redaction=asked, agreed=agreed, by=person, now=now, note="I read it; a patient is named."
            )
    assert Edition.objects.get().html


@pytest.mark.parametrize("by", ["first", "second"])
def test_a_redaction_that_is_refused_or_taken_back_empties_nothing(named, first, second, now, by):
    asked = actions.ask_redaction(page=named, numbers=[1], cause="consent", reason=REASON, by=first, now=now)
    person = {"first": first, "second": second}[by]
    actions.decide_redaction(redaction=asked, agreed=False, by=person, now=now, note="I read it; a patient is named.")
    assert Edition.objects.get().html and stories.live(named)
    with pytest.raises(Refused, match="decided already"):
        actions.decide_redaction(
            redaction=asked, agreed=True, by=second, now=now, note="I read it; a patient is named."
        )
    assert Event.objects.filter(verb=Event.Verb.REDACTION_REFUSED).get().actor_id == person.pk


@pytest.mark.parametrize("agreed", [True, False])
@pytest.mark.parametrize("note", ["", " \n", "x" * 501])
def test_the_second_person_says_why(named, first, second, now, agreed, note):
    asked = actions.ask_redaction(page=named, numbers=[1], cause="consent", reason=REASON, by=first, now=now)
    with pytest.raises(Refused, match="in your own words"):
        actions.decide_redaction(redaction=asked, agreed=agreed, by=second, now=now, note=note)
    assert Edition.objects.get().html and Redaction.objects.open().exists()


def test_whoever_asked_takes_it_back_without_a_word_and_hears_nothing(named, first, second, now):
    asked = actions.ask_redaction(page=named, numbers=[1], cause="consent", reason=REASON, by=first, now=now)
    actions.decide_redaction(redaction=asked, agreed=False, by=first, now=now)
    assert not Mail.objects.filter(kind=Mail.Kind.REDACTION_DECIDED).exists()


def test_everybody_who_may_be_the_second_person_is_told_and_no_mail_repeats_a_word(
    author, named, first, second, now, django_user_model, mailoutbox, django_capture_on_commit_callbacks
):
    for person in (first, second):
        django_user_model.objects.filter(pk=person.pk).update(email=f"{person.username}@example.org")
    django_user_model.objects.create_superuser(username="gone", is_active=False, is_staff=True)
    with django_capture_on_commit_callbacks(execute=True):
        asked = actions.ask_redaction(page=named, numbers=[1], cause="court-order", reason=REASON, by=first, now=now)
    asking = Mail.objects.filter(kind=Mail.Kind.REDACTION_ASKED)
    assert [mail.user for mail in asking] == [second]
    with django_capture_on_commit_callbacks(execute=True):
        actions.decide_redaction(redaction=asked, agreed=False, by=second, now=now, note="Nobody is named here.")
    told = Mail.objects.get(kind=Mail.Kind.REDACTION_DECIDED)
    assert told.user == first
    sent = [(mail.to[0], mail.subject, mail.body) for mail in mailoutbox]
    assert [(to, subject) for to, subject, _body in sent] == [
        (f"{second.username}@example.org", "Please decide: a text is to be emptied for good"),
        ("first@example.org", "Not emptied: your request was refused"),
    ]
    assert f"/admin/redactions/{asked.pk}/" in sent[0][2] and "Nobody is named here." in sent[1][2]
    assert not any(words in body for _to, _subject, body in sent for words in (NAME, named.title, named.key))


@pytest.mark.parametrize(
    ("numbers", "cause", "reason"),
    [([], "consent", REASON), ([7], "consent", REASON), ([1, 7], "consent", REASON), ([1], "because", REASON),
     ([1], "consent", "  "), ([1], "consent", "x" * 501)],
)  # fmt: skip
def test_a_request_that_says_too_little_is_refused(named, first, now, numbers, cause, reason):
    with pytest.raises(Refused):
        actions.ask_redaction(page=named, numbers=numbers, cause=cause, reason=reason, by=first, now=now)
    assert not Redaction.objects.exists()


def test_one_request_a_page_waits_at_a_time(named, first, second, now):
    asked = {"page": named, "numbers": [1], "cause": "consent", "reason": REASON, "now": now}
    actions.ask_redaction(**asked, by=first)
    with pytest.raises(Refused, match="waits for a second person"):
        actions.ask_redaction(**asked, by=second)


def test_an_emptied_edition_cannot_be_redacted_again(named, first, second, now):
    redact(named, first=first, second=second)
    with pytest.raises(Refused, match="emptied already"):
        redact(named, first=first, second=second)


def test_what_clinicians_wrote_about_it_goes_too(author, reviewer, first, second, now):
    """They quote what they comment on, and a title may name somebody: the history keeps who did what, without the words."""
    page = stories.write_article(by=author, key="story", title=f"{NAME}'s story", body=f"{NAME} had bone pain.\n")
    remark = Remark(position=1, comment=f"Is {NAME} real?", proposed="A patient had bone pain.")
    seen = stories.fresh(page).compile().content_hash
    actions.sign_off(
        page=page, by=reviewer, now=now, seen_hash=seen, decision="changes-requested", comment=f"Ask {NAME}.",
        block_comments=[remark],
    )  # fmt: skip
    stories.publish(page, by=author, reviewer=reviewer, change_note=f"{NAME} was added.")
    assert {
        "publishing.SignOff.comment",
        "publishing.BlockComment.quoted",
        "publishing.Event.page_title",
    } < tables_with(NAME)
    decided = page.sign_offs.count()
    redact(page, first=first, second=second)
    assert tables_with(NAME) == set()
    assert page.sign_offs.count() == decided


# The same words elsewhere


@pytest.fixture
def returned(named, author, reviewer):
    """Edition 2 says other words, and edition 3 some words of edition 1 again."""
    stories.edit(named, by=author, body="Somebody had bone pain.\n", summary="About pain.")
    stories.publish(named, by=author, reviewer=reviewer)
    stories.edit(named, by=author, body=f"Once more: {NAME} had bone pain.\n", summary=f"About {NAME}.")
    stories.publish(named, by=author, reviewer=reviewer)
    return stories.fresh(named)


def test_a_copy_of_exactly_the_emptied_text_goes_whatever_other_editions_hold(returned, first, second):
    emptied = Edition.objects.get(number=1).source
    assert emptied in [copy.source for copy in SavedCopy.objects.all()]
    redact(returned, first=first, second=second)
    assert emptied not in [copy.source for copy in SavedCopy.objects.all()]
    assert SavedCopy.objects.count() == 2
    assert Edition.objects.get(number=3).html and stories.fresh(returned).body.startswith("Once more")


def test_a_working_copy_of_exactly_the_emptied_text_goes_too(returned, author, first, second):
    stories.edit(returned, by=author, body=f"{NAME} had bone pain.\n")
    assert stories.fresh(returned).get_source() == Edition.objects.get(number=1).source
    redact(returned, first=first, second=second)
    assert stories.fresh(returned).body == ""


def test_what_keeps_some_of_the_same_words_is_named(returned, author):
    left = left_of(returned, [1])
    assert [each.number for each in left.editions] == [3, 2]
    assert left.editions[0].shared > left.editions[1].shared
    assert (left.working, left.copies) == (True, 2)
    assert not left_of(returned, [1, 2, 3])


@pytest.mark.parametrize(("numbers", "said"), [([1], "Editions 2, 3 of the page were not chosen"), ([1, 2, 3], "")])
def test_the_mail_says_which_editions_keep_some_of_the_words(
    returned, first, second, numbers, said, django_user_model, mailoutbox, django_capture_on_commit_callbacks
):
    django_user_model.objects.filter(pk=first.pk).update(email="first@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        redact(returned, first=first, second=second, numbers=numbers)
    body = next(" ".join(mail.body.split()) for mail in mailoutbox if "as you asked" in mail.subject)
    assert "everywhere" not in body and NAME not in body
    assert said in body and ("not chosen" in body) is bool(said)
