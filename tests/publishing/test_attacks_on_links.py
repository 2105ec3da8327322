"""Links to sign off under attack: replayed, guessed, forwarded, stolen, raced. None of it makes an approval."""

import logging
import secrets
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.cache import cache, caches
from django.db import connection
from django.test import Client
from django.utils import timezone

from config.logs import HideSecretPaths
from publishing import actions, link_secrets
from publishing.errors import NotPermitted, Refused
from publishing.links.throttle import MOST_UNKNOWN
from publishing.models import Invitation, Page, SignOff
from tests import stories
from tests.publishing.links import Visitor, ask_by_link, change, deliver, fresh_hash, register
from tests.publishing.test_races import at_once, refusals, together

pytestmark = pytest.mark.django_db
STEPS = ("", "code/", "page/", "done/")


@pytest.fixture(autouse=True)
def nobody_guessed_yet(settings):
    """The counter of guesses as the product has it, and empty."""
    where = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {"default": {"BACKEND": where, "LOCATION": "guesses"}}
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def page(author):
    return stories.write_article(by=author, key="bones", title="Bones", body="Ask about your bones.\n")


@pytest.fixture
def listed(administrator):
    return register(by=administrator)


@pytest.fixture
def visitor(page, author, listed) -> Visitor:
    return ask_by_link(page, by=author, reviewer=listed)


def text(response) -> str:
    return response.content.decode()


def expire(visitor):
    Invitation.objects.filter(pk=visitor.invitation.pk).update(expires_at=timezone.now() - timedelta(seconds=1))


def revoke(visitor):
    by = visitor.invitation.request.asked_by
    actions.revoke_invitation(invitation=visitor.invitation, by=by, now=timezone.now())


def edit(visitor):
    stories.edit(visitor.invitation.request.page, by=visitor.invitation.request.asked_by, body="Other words.\n")


def leave_register(visitor):
    reviewer = visitor.invitation.reviewer
    reviewer.is_active = False
    reviewer.save()


def let_credentials_expire(visitor):
    reviewer = visitor.invitation.reviewer
    reviewer.expires_on = timezone.localdate() - timedelta(days=1)
    reviewer.save()


def become_author(visitor):
    asker = visitor.invitation.request.asked_by
    asker.email = visitor.address.upper()
    asker.save()


CLOSED = {
    "expired": (expire, 410, "This link has expired"),
    "revoked": (revoke, 410, "You are no longer asked"),
    "edited": (edit, 410, "The text has changed since you were asked"),
    "not in the register": (leave_register, 403, "register is not open"),
    "credentials expired": (let_credentials_expire, 403, "register is not open"),
    "author": (become_author, 403, "You wrote this text"),
}


@pytest.mark.parametrize("close", CLOSED)
@pytest.mark.parametrize("moment", ["before the code", "with a code", "inside"])
def test_a_closed_link_says_why_and_opens_nothing(visitor, close, moment):
    if moment != "before the code":
        visitor.ask_for_code()
    code = visitor.sent_code if moment != "before the code" else "000000"
    if moment == "inside":
        visitor.type_code()
    seen = fresh_hash(visitor.invitation.request.page)
    shut, status, words = CLOSED[close]
    shut(visitor)
    before = Invitation.objects.values().get()
    for step in STEPS:
        response = visitor.get(step)
        assert (response.status_code, words in text(response)) == (status, True), step
        assert response["Cache-Control"] == "private, no-store"
    for response in (visitor.ask_for_code(), visitor.type_code(code), visitor.decide(seen_hash=seen)):
        assert response.status_code == status
    assert not SignOff.objects.exists()
    assert Invitation.objects.values().get() == before


@pytest.mark.parametrize("close", CLOSED)
def test_the_verbs_themselves_refuse_a_closed_link(visitor, close):
    visitor.come_in()
    page, seen = visitor.invitation.request.page, fresh_hash(visitor.invitation.request.page)
    CLOSED[close][0](visitor)
    with pytest.raises(Refused):
        actions.sign_off(page=page, invitation=visitor.invitation, now=timezone.now(), seen_hash=seen)
    assert not SignOff.objects.exists()


def test_a_used_link_decides_nothing_more(visitor, page):
    visitor.come_in().decide()
    assert visitor.decide("changes-requested", comment="No!").status_code == 302
    assert visitor.ask_for_code().status_code == 200
    with pytest.raises(NotPermitted):
        actions.sign_off(page=page, invitation=visitor.invitation, now=timezone.now(), seen_hash=fresh_hash(page))
    assert SignOff.objects.get().decision == "approve"


def test_a_forwarded_used_link_shows_when_and_who_but_not_what_was_said(visitor):
    visitor.come_in().decide(comment="Between us.", conflict_of_interest="Shares of Example Pharma.")
    stranger = Visitor(visitor.invitation, Client())
    for step in STEPS:
        shown = text(stranger.client.get(visitor.url(step), follow=True))
        assert "You approved this page" in shown and "Sample Visitor" in shown
        assert "Between us." not in shown and "Example Pharma" not in shown


def test_an_edit_after_the_approval_is_seen_by_both_sides(visitor, page, author):
    visitor.come_in().decide()
    stories.edit(page, by=author, body="Other words.\n", now=timezone.now())
    with pytest.raises(Refused):
        actions.publish(page=page, by=author, now=timezone.now())
    shown = text(visitor.get())
    assert "You approved this page" in shown
    assert "Sample Author edited the page on" in shown and "void" in shown


def test_a_decision_about_words_that_are_not_there_is_refused(visitor, page):
    visitor.come_in()
    for seen in ("", "0" * 64, "x" * 5_000, fresh_hash(page)[:-1]):
        assert visitor.decide(seen_hash=seen).status_code == 200
    assert not SignOff.objects.exists()


def test_a_link_decides_on_its_own_page_only(visitor, author):
    other = stories.write_article(by=author, key="other")
    with pytest.raises(Invitation.DoesNotExist):
        actions.sign_off(page=other, invitation=visitor.invitation, now=timezone.now(), seen_hash=fresh_hash(other))
    assert not SignOff.objects.exists()


@pytest.mark.parametrize("token", ["a", "0", "x" * 43, "x" * 5_000, "%00", "%27--", "é", "...", "None"])
def test_every_unknown_link_gets_the_same_answer(client, visitor, token):
    expected = client.get(f"/sign-off/{secrets.token_urlsafe(32)}/")
    response = client.get(f"/sign-off/{token}/")
    assert (response.status_code, response.content) == (404, expected.content)
    assert response["Cache-Control"] == "private, no-store"
    for step in STEPS:
        assert client.post(f"/sign-off/{token}/{step}", {"code": "000000"}).status_code == 404


def test_an_unknown_link_costs_one_query_like_a_known_one(client, visitor, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):  # the link, and the site settings
        client.get(f"/sign-off/{secrets.token_urlsafe(32)}/")


def test_whoever_guesses_links_is_slowed_down_and_whoever_has_one_is_not(visitor):
    guesser = Client()
    answers = [guesser.get(f"/sign-off/{secrets.token_urlsafe(32)}/") for _ in range(MOST_UNKNOWN + 2)]
    assert [answer.status_code for answer in answers] == [404] * MOST_UNKNOWN + [429] * 2
    assert answers[-1]["Retry-After"] == "600"
    assert guesser.get(visitor.url()).status_code == 200
    assert Client(REMOTE_ADDR="192.0.2.7").get("/sign-off/guess/").status_code == 404
    assert not any("127.0.0.1" in str(key) for key in caches["default"]._cache), "no address is kept"


def test_a_forwarded_link_without_the_mailbox_opens_nothing(visitor, page):
    thief = Visitor(visitor.invitation, Client())
    for response in (thief.get("page/"), thief.decide()):
        assert (response.status_code, response["Location"]) == (302, visitor.url())
    assert thief.type_code("000000").status_code == 200
    assert not SignOff.objects.exists()


def test_the_cookie_of_one_link_opens_no_other(visitor, author, administrator):
    visitor.come_in()
    other = ask_by_link(
        stories.write_article(by=author, key="other"),
        by=author,
        reviewer=register(by=administrator, name="Other", email="other@example.org"),
    )
    thief = Client()
    thief.cookies["sign_off"] = visitor.client.cookies["sign_off"].value
    assert thief.get(other.url("page/"))["Location"] == other.url()
    assert thief.get(visitor.url("page/")).status_code == 200, "the cookie itself is good"


def test_a_made_up_cookie_opens_nothing(visitor):
    good = link_secrets.make_entry(
        invitation_id=visitor.invitation.pk, token_hash=visitor.stored().token_hash, now=timezone.now()
    )
    for value in ("", "x", "a:b:c", good[:-1], good.replace(good[0], "A", 1), "e30:x:y", "\x00"):
        client = Client()
        client.cookies["sign_off"] = value
        assert client.get(visitor.url("page/")).status_code == 302, value


def test_the_cookie_ends_after_a_working_day_and_with_its_token(visitor, author):
    now, stored = timezone.now(), visitor.stored()
    what = {"invitation_id": stored.pk, "token_hash": stored.token_hash}
    cookie = link_secrets.make_entry(now=now, **what)
    assert link_secrets.is_entry(cookie, now=now + timedelta(hours=7, minutes=59), **what)
    assert not link_secrets.is_entry(cookie, now=now + timedelta(hours=8), **what)
    visitor.come_in()
    actions.remind_invitation(invitation=visitor.invitation, by=author, now=now)
    deliver()
    visitor.client.cookies["sign_off"]["path"] = "/"
    assert visitor.get("page/")["Location"] == visitor.url(), "a new link asks for a new code"


def test_decisions_from_another_site_are_refused(visitor, settings):
    settings.DEBUG = False
    visitor.come_in()
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = visitor.client.cookies
    for step in ("", "code/", "page/"):
        response = strict.post(visitor.url(step), {"seen_hash": "x", "decision": "approve"})
        assert response.status_code == 403
        assert "did not come from its own page" in text(response)
        assert response["Cache-Control"] == "private, no-store"
    assert not SignOff.objects.exists()


def test_the_database_holds_no_link_and_no_code(visitor):
    """Every column of every table, as text."""
    visitor.ask_for_code()
    visitor.type_code("999999" if visitor.sent_code != "999999" else "999998")
    found = everything()
    assert visitor.stored().token_hash in found, "the search looks where it should"
    assert visitor.token not in found and visitor.sent_code not in found
    assert link_secrets.hash_token(visitor.sent_code) not in found, "a plain hash of six digits could be undone"
    visitor.type_code()
    visitor.decide(comment="Clear.")
    found = everything()
    assert visitor.token not in found and visitor.sent_code not in found


def everything() -> str:
    rows = []
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(model._meta.db_table)}")
            rows += cursor.fetchall()
    # Numbers, days and moments may hold any six digits by chance.
    return "\n".join(value for row in rows for value in row if isinstance(value, str))


def test_the_log_holds_no_link(visitor, caplog, capsys):
    handler = logging.StreamHandler()
    lines: list[str] = []
    handler.emit = lambda record: lines.append(record.getMessage())
    handler.addFilter(HideSecretPaths())
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        token = visitor.token
        expire(visitor)
        visitor.get()
        Client(enforce_csrf_checks=True).post(visitor.url())
        visitor.client.get(f"/sign-off/{token}x/")
    finally:
        root.removeHandler(handler)
    assert any("/sign-off/…" in line for line in lines)
    assert token not in "\n".join(lines)


@pytest.mark.parametrize(
    "line",
    ["GET /admin/ 200", "/articles/sign-off/", "sign-off", "Mail 3 (approval-link), try 1: The mail server refused it"],
)
def test_other_lines_of_the_log_are_left_alone(line):
    record = logging.LogRecord("x", logging.INFO, "x", 1, "%s", (line,), None)
    assert HideSecretPaths().filter(record) and record.getMessage() == line


def test_an_author_cannot_be_asked_or_approve_under_the_address_of_their_account(page, author, administrator):
    author.email = "Author@Example.org"
    author.save()
    other_hat = register(by=administrator, name="Other Hat", email="author@example.ORG")
    with pytest.raises(Refused):
        ask_by_link(page, by=author, reviewer=other_hat)


def test_one_clinician_with_an_account_and_an_entry_counts_once(page, author, reviewer, administrator):
    reviewer.email = "reviewer@example.org"
    reviewer.save()
    visitor = ask_by_link(page, by=author, reviewer=register(by=administrator, email="Reviewer@example.org")).come_in()
    stories.approve(page, by=reviewer)
    assert "one clinician counts once" in text(visitor.decide())
    assert visitor.decide("changes-requested", comment="I think again.").status_code == 302
    with pytest.raises(Refused, match="asked for changes"):
        stories.approve(page, by=reviewer)
    assert SignOff.objects.filter(decision="approve", reviewer__isnull=False).count() == 0


def test_an_account_counts_once_beside_an_entry_too(page, author, reviewer, administrator):
    ask_by_link(page, by=author, reviewer=register(by=administrator, email="reviewer@example.org")).come_in().decide()
    stories.approve(page, by=administrator)
    reviewer.email = "REVIEWER@example.org"
    reviewer.save()
    with pytest.raises(Refused, match="counts once"):
        stories.approve(page, by=reviewer)


@together
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("race", range(3))
def test_two_answers_at_once_are_one_decision(author, administrator, race):
    page = stories.write_article(by=author)
    visitor = ask_by_link(page, by=author, reviewer=register(by=administrator))
    seen = fresh_hash(page)

    def answer(decision):
        return lambda: actions.sign_off(
            page=Page.objects.get(pk=page.pk), invitation=visitor.invitation, now=timezone.now(), seen_hash=seen,
            decision=decision, comment="Words.",
        )  # fmt: skip

    results = at_once(answer("approve"), answer("changes-requested"), answer("approve"), answer("changes-requested"))
    assert len(refusals(results)) == 3
    assert SignOff.objects.count() == 1


@together
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("race", range(3))
def test_a_decision_and_a_change_of_the_register_at_once_do_not_deadlock(author, administrator, race):
    page = stories.write_article(by=author)
    listed = register(by=administrator)
    visitor = ask_by_link(page, by=author, reviewer=listed)
    seen = fresh_hash(page)
    results = at_once(
        lambda: actions.sign_off(page=page, invitation=visitor.invitation, now=timezone.now(), seen_hash=seen),
        lambda: change(listed, by=administrator, is_active=False, now=timezone.now()),
    )
    stored = visitor.stored()
    assert (stored.sign_off_id is None) == bool(refusals(results)) == (stored.revoked_at is not None)
