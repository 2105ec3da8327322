"""The link of a clinician in whose name a review was recorded: one purpose, no account, no cookie, ninety days."""

from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from publishing import objections, views_objecting
from publishing.models import Mail, ReviewObjection
from publishing.objections import BadLink, path_of, review_of
from tests import stories

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
