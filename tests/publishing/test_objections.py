"""The link of a clinician in whose name a review was recorded: one purpose, no account, no cookie, ninety days."""

from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from connect.binder import binder_of
from publishing import objections, views_objecting
from publishing.mails import compose
from publishing.models import Event, Mail, ObjectionCheck, Review, ReviewObjection
from publishing.objections import BadLink, path_of, review_of
from tests import stories
from tests.publishing.links import CODE, deliver

pytestmark = pytest.mark.django_db


@pytest.fixture
def review(author, reviewer, coordinator):
    page = stories.write_article(by=author, key="bones", title="Bones & joints")
    stories.publish(page, by=author, reviewer=reviewer)
    return stories.review(page, by=coordinator, decided_by=reviewer, proof_of_decision="<b>Fine</b>")


@pytest.fixture
def link(review) -> str:
    return path_of(review.pk, "en", now=timezone.now())


def test_opening_the_link_shows_what_was_recorded_and_changes_nothing(client, link, review):
    for _again in range(3):
        response = client.get(link)
        assert response.status_code == 200
        assert client.head(link).status_code == 200
    text = response.content.decode()
    for shown in ("Bones &amp; joints", "Sample Coordinator", "The guideline of the year.", "&lt;b&gt;Fine&lt;/b&gt;"):
        assert shown in text
    assert not ReviewObjection.objects.exists()
    assert response["Cache-Control"] == "private, no-store" and response["X-Robots-Tag"] == "noindex"
    assert response["Referrer-Policy"] == "no-referrer"
    assert not response.cookies and "csrfmiddlewaretoken" not in text


def test_the_button_objects_without_any_cookie(link, review):
    outsider = Client(enforce_csrf_checks=True)
    response = outsider.post(link, {"words": "I was away.\x00"})
    assert response.status_code == 200 and not response.cookies
    assert "no longer counts" in response.content.decode()
    assert ReviewObjection.objects.get().words == "I was away."
    assert stories.live(review.page).reviewed_on is None


def test_pressing_twice_objects_once(client, link):
    client.post(link, {"words": "First."})
    response = client.post(link, {"words": "Second."})
    assert response.status_code == 200 and "You objected" in response.content.decode()
    assert ReviewObjection.objects.get().words == "First."
    assert Mail.objects.filter(kind=Mail.Kind.REVIEW_OBJECTED).count() == 2, "one to each of two people"


def test_too_many_words_are_refused_and_kept_on_the_screen(client, link):
    response = client.post(link, {"words": "long " * 2_000})
    assert response.status_code == 400 and response.content.decode().count("long ") > 1_900
    assert not ReviewObjection.objects.exists()


def test_the_link_speaks_the_language_of_the_page(client, review):
    spanish = path_of(review.pk, "es", now=timezone.now())
    assert spanish.startswith("/es/review-objection/")
    assert '<html lang="es"' in client.get(spanish).content.decode()


@pytest.mark.parametrize("days", [0, 89, 90, 91, 4_000])
def test_the_link_lives_for_ninety_days(client, link, monkeypatch, days):
    later = timezone.now() + timedelta(days=days)
    monkeypatch.setattr(views_objecting.timezone, "now", lambda: later)
    response = client.post(link)
    assert (response.status_code, ReviewObjection.objects.exists()) == ((200, True) if days < 90 else (410, False))


def test_a_link_that_we_did_not_sign_opens_nothing(client, link, review):
    signed = link.rstrip("/").rpartition("/")[2]
    payload, _colon, signature = signed.partition(":")
    other = path_of(review.pk + 1, "en", now=timezone.now()).rstrip("/").rpartition("/")[2]
    said = {"review": review.pk, "until": 9_999_999_999}
    for guess in (
        "x", "1",
        signed[:-1], signed + "a", signed.swapcase(), payload, f"{payload}:", f":{signature}", f"{payload}:{signature[::-1]}",
        f"{payload}:{other.partition(':')[2]}", "a" * 5_000, "\x00", "é:ü", "{}", "%00",
        signing.Signer().sign_object(said), signing.Signer(salt="another purpose").sign_object(said),
        signing.dumps(said), signing.Signer(salt="publishing.objections", key="x" * 50).sign_object(said),
    ):  # fmt: skip
        with pytest.raises(BadLink):
            review_of(guess, now=timezone.now())
    for guess in ("x", signed[:-1], signed + "a", other):
        for ask in (client.get, client.post):
            assert ask(f"/review-objection/{guess}/").status_code == 404
    assert not ReviewObjection.objects.exists()


@pytest.mark.parametrize(
    "said", [{}, [], "review", {"review": 1}, {"review": "x", "until": "y"}, {"until": 9_999_999_999}]
)
def test_what_we_signed_for_another_shape_opens_nothing(said):
    with pytest.raises(BadLink):
        review_of(objections._SIGNER.sign_object(said), now=timezone.now())


def test_no_link_stands_in_the_database(review, link):
    assert "review-objection" not in str(list(Mail.objects.values()))


# What follows, told truthfully


@pytest.mark.parametrize(
    ("said", "follows", "usual_date"),
    [
        ({"outcome": "no-change"}, "Next review due", True),
        ({"outcome": "major"}, "The page must be changed first.", False),
        ({"outcome": "withdraw"}, "to be taken away from patients", False),
        ({"outcome": "no-change", "scope": "translation"}, "moves no date", False),
    ],
)
def test_the_outcome_and_what_follows_from_it_are_told(
    client, author, reviewer, coordinator, said, follows, usual_date
):
    page = stories.write_article(by=author)
    stories.publish(page, by=author, reviewer=reviewer)
    review = stories.review(page, by=coordinator, decided_by=reviewer, **said)
    text = client.get(path_of(review.pk, "en", now=timezone.now())).content.decode()
    mail = compose(Mail.objects.get(kind=Mail.Kind.REVIEW_RECORDED), now=timezone.now())
    day = date_format(review.next_due_on, "DATE_FORMAT")
    for words in (text, mail.text, mail.html):
        assert follows in words and (day in words) is usual_date


# Who it was


@pytest.fixture
def objected(client, link, review, reviewer, django_user_model) -> Review:
    django_user_model.objects.filter(pk=reviewer.pk).update(email="reviewer@example.org")
    client.post(link, {"words": "I was away."})
    return Review.objects.get(pk=review.pk)


def mailed_code(mailoutbox) -> str:
    deliver()
    (mail,) = [mail for mail in mailoutbox if mail.to == ["reviewer@example.org"] and "code" in mail.subject]
    return CODE.search(mail.body)[1]


def test_an_objection_counts_at_once_and_says_that_nobody_confirmed_it(client, link, objected):
    assert stories.live(objected.page).reviewed_on is None
    assert objected.objection.confirmed_at is None
    text = client.get(link).content.decode()
    assert "Your objection counts already" in text and "r•••@example.org" in text
    told = Mail.objects.filter(kind=Mail.Kind.REVIEW_OBJECTED).first()
    assert "no code has confirmed yet" in compose(told, now=timezone.now()).text


def test_a_code_from_the_clinicians_own_mailbox_confirms_it(client, link, objected, mailoutbox):
    assert "on its way" in client.post(link, {"do": "send-code"}).content.decode()
    code = mailed_code(mailoutbox)
    assert code not in str(list(Mail.objects.values())) + str(list(ObjectionCheck.objects.values()))
    response = client.post(link, {"do": "confirm", "code": f" {code[:3]} {code[3:]} "})
    assert response.status_code == 200 and "You confirmed it" in response.content.decode()
    assert not response.cookies
    assert Review.objects.get(pk=objected.pk).objection.confirmed_at
    told = Mail.objects.filter(kind=Mail.Kind.REVIEW_OBJECTED).first()
    assert "confirmed it with a code" in compose(told, now=timezone.now()).text
    assert client.post(link, {"do": "send-code"}).status_code == 400, "nothing is left to confirm"


def test_the_record_says_whether_a_code_confirmed_it(client, link, objected, mailoutbox, administrator):
    def recorded():
        client.force_login(administrator)
        history = client.get(reverse("admin:edu_article_history", args=[objected.page_id])).content.decode()
        (review,) = binder_of(objected.page, now=timezone.now())["reviews"]
        return "No code has confirmed" in history, review["objection"]["confirmed_at"]

    assert recorded() == (True, None)
    client.post(link, {"do": "send-code"})
    sent = Event.objects.get(verb=Event.Verb.CODE_SENT)
    assert sent.data == {"to": "r•••@example.org", "objection": objected.objection.pk}
    client.post(link, {"do": "confirm", "code": mailed_code(mailoutbox)})
    unconfirmed, confirmed_at = recorded()
    assert not unconfirmed and confirmed_at


@pytest.mark.parametrize("typed", ["", "12345", "abcdef", "1234567"])
def test_what_is_no_code_is_not_counted_as_a_try(client, link, objected, typed):
    client.post(link, {"do": "send-code"})
    assert client.post(link, {"do": "confirm", "code": typed}).status_code == 400
    assert ObjectionCheck.objects.get().code_tries == 0


def test_a_code_is_tried_five_times_and_lives_for_a_quarter_of_an_hour(client, link, objected, mailoutbox, monkeypatch):
    client.post(link, {"do": "send-code"})
    code = mailed_code(mailoutbox)
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    for _try in range(5):
        assert client.post(link, {"do": "confirm", "code": wrong}).status_code == 400
    assert "too often" in client.post(link, {"do": "confirm", "code": code}).content.decode()
    ObjectionCheck.objects.update(code_tries=0)
    later = timezone.now() + timedelta(minutes=16)
    monkeypatch.setattr(views_objecting.timezone, "now", lambda: later)
    assert "quarter of an hour" in client.post(link, {"do": "confirm", "code": code}).content.decode()
    assert ObjectionCheck.objects.get().confirmed_at is None


def test_five_codes_an_hour_are_enough(client, link, objected):
    for _code in range(5):
        assert client.post(link, {"do": "send-code"}).status_code == 200
    response = client.post(link, {"do": "send-code"})
    assert response.status_code == 400 and "within an hour" in response.content.decode()


def test_nothing_is_to_be_confirmed_before_somebody_objects(client, link):
    response = client.post(link, {"do": "confirm", "code": "123456"})
    assert response.status_code == 200 and not ObjectionCheck.objects.exists()
    assert not ReviewObjection.objects.exists()
