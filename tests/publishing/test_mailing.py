"""The outbox: a mail goes out once, and one that cannot go out is tried again, shown, and never lost."""

import json
import threading
from datetime import timedelta
from email import message_from_bytes, policy
from io import StringIO

import pytest
from django.core import mail as outside
from django.core.management import call_command
from django.db import connection, transaction
from django.template.loader import get_template

from publishing import mails
from publishing.actions.mailing import CLAIM, WAITS, deliver, deliver_waiting, post, try_again
from publishing.errors import NotPermitted
from publishing.models import ApprovalRequest, Invitation, Mail
from tests import stories
from tests.publishing.smtp import mail_server

pytestmark = pytest.mark.django_db

SOON = timedelta(seconds=1)


@pytest.fixture
def reviewer(reviewer):
    reviewer.email = "reviewer@example.org"
    reviewer.save()
    return reviewer


@pytest.fixture
def invitation(author, reviewer, now) -> Invitation:
    page = stories.write_article(by=author, title="Sleep & pain")
    request = ApprovalRequest.objects.create(
        page=page, content_hash=page.working_hash, asked_by=author, asked_at=now, note="Don't rush."
    )
    return Invitation.objects.create(request=request, user=reviewer)


@pytest.fixture
def news(invitation, now):
    """Posts the mail about the invitation, under a key."""

    def write(key="asked:1", **changes):
        given = {"kind": Mail.Kind.APPROVAL_ASKED, "data": {"invitation": invitation.pk}, "user": invitation.user}
        return post(key=key, now=now, **given | changes)

    return write


@pytest.fixture
def server(settings):
    with mail_server(settings) as house:
        yield house


def kept(mail) -> Mail:
    return Mail.objects.get(pk=mail.pk)


def test_a_mail_is_sent_when_its_news_is_committed(news, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        mail = news()
        assert outside.outbox == []
    (sent,) = outside.outbox
    assert sent.to == ["reviewer@example.org"]
    assert kept(mail).sent_at is not None and kept(mail).tries == 1


def test_news_that_is_rolled_back_is_told_to_nobody(news, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        news()
        transaction.set_rollback(True)
    assert outside.outbox == [] and not Mail.objects.exists()


def test_the_same_news_is_told_once(news, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert news() is not None
        assert news() is None
        assert news("asked:2") is not None
    assert len(outside.outbox) == 2


def test_a_mail_has_plain_text_and_html_of_the_same_words_and_nothing_from_elsewhere(news, now):
    deliver(mail_id=news().pk, now=now)
    (sent,) = outside.outbox
    assert sent.subject == "Please read and decide: Sleep & pain"
    (html,) = [each.content for each in sent.alternatives]
    assert "“Sleep & pain”" in sent.body and "Don't rush." in sent.body
    assert "“Sleep &amp; pain”" in html and "Don&#x27;t rush." in html
    assert "http://127.0.0.1:8000/admin/pages/" in sent.body and "http://127.0.0.1:8000/admin/pages/" in html
    assert "<img" not in html and "<link" not in html and "url(" not in html


def test_a_mail_speaks_the_language_it_was_posted_in(news, now):
    post_in = {"one": "es", "two": "en"}
    for key, language in post_in.items():
        deliver(mail_id=news(key, language=language).pk, now=now)
    assert [html.content.split('lang="')[1][:2] for sent in outside.outbox for html in sent.alternatives] == [
        "es",
        "en",
    ]


@pytest.mark.parametrize(
    "title", ["Sleep\r\nBcc: x@example.org", "Sleep\nX: y", "Sleep\x0bX", "Sleep\u2028X: y", "S\x00"]
)
def test_no_title_adds_a_header(news, invitation, server, now, title):
    page = invitation.request.page
    type(page).objects.filter(pk=page.pk).update(title=title.replace("\x00", "\x01"))
    assert deliver(mail_id=news().pk, now=now) == "sent"
    message = message_from_bytes(server.mails[0], policy=policy.default)
    assert message["Subject"].startswith("Please read and decide: S")
    assert message["Bcc"] is None and message["X"] is None
    assert "\n" not in message["Subject"]


@pytest.mark.parametrize(
    "address", ["a@example.org\nBcc: b@example.org", "a@example.org, b@example.org", "nobody", "a@b\r\n"]
)
def test_what_is_no_address_is_never_written_to(news, reviewer, server, now, address):
    type(reviewer).objects.filter(pk=reviewer.pk).update(email=address)
    mail = news()
    deliver(mail_id=mail.pk, now=now)
    assert server.mails == []
    assert kept(mail).given_up_at and "not one" in kept(mail).last_error


def test_a_person_without_an_address_is_skipped_in_sight(news, reviewer, now):
    type(reviewer).objects.filter(pk=reviewer.pk).update(email="")
    mail = news()
    assert deliver(mail_id=mail.pk, now=now) == "failed"
    assert "no e-mail address" in kept(mail).last_error
    assert list(Mail.objects.in_trouble()) == [mail]


def test_a_person_who_left_is_not_written_to(news, reviewer, now):
    type(reviewer).objects.filter(pk=reviewer.pk).update(is_active=False)
    mail = news()
    assert deliver(mail_id=mail.pk, now=now) == "failed"
    assert outside.outbox == [] and "switched off" in kept(mail).last_error


def test_news_that_is_no_longer_true_is_put_away_without_trouble(news, invitation, author, now):
    mail = news()
    Invitation.objects.filter(pk=invitation.pk).update(revoked_at=now, revoked_by=author)
    assert deliver(mail_id=mail.pk, now=now) == "not needed"
    assert outside.outbox == [] and not Mail.objects.in_trouble().exists()
    assert not Mail.objects.waiting(now=now + timedelta(days=9)).exists()


def test_a_refused_mail_is_tried_again_after_growing_waits_and_given_up_in_sight(news, server, now):
    server.mood = "refusing"
    mail, at = news(), now
    for wait in WAITS:
        assert deliver(mail_id=mail.pk, now=at) == "failed"
        assert deliver(mail_id=mail.pk, now=at + wait - SOON) == "not ours", "it was not its turn"
        assert "nobody of that name" in kept(mail).last_error and kept(mail).given_up_at is None
        at += wait
    assert list(WAITS) == sorted(WAITS)
    deliver(mail_id=mail.pk, now=at)
    assert kept(mail).given_up_at == at and kept(mail).sent_at is None
    assert list(Mail.objects.in_trouble()) == [mail]
    server.mood = "well"
    assert deliver(mail_id=mail.pk, now=at + timedelta(days=30)) == "not ours"


def test_a_mail_that_failed_goes_out_when_the_server_is_back(news, server, now):
    server.mood = "refusing"
    mail = news()
    deliver(mail_id=mail.pk, now=now)
    server.mood = "well"
    assert deliver_waiting(now=now).sent == 0
    assert deliver_waiting(now=now + WAITS[0]).sent == 1
    assert len(server.mails) == 1 and not Mail.objects.in_trouble().exists()


@pytest.mark.parametrize("mood", ["silent", "gone"])
def test_a_server_that_hangs_or_is_gone_keeps_nobody_waiting_twice(
    news, server, now, mood, settings, django_capture_on_commit_callbacks
):
    if mood == "gone":
        settings.EMAIL_PORT = 1
    server.mood = mood
    with django_capture_on_commit_callbacks(execute=True):
        first, second = news("one"), news("two")
    assert kept(first).tries == 1 and kept(first).last_error.startswith(Mail.AWAY)
    assert kept(second).tries == 0
    done = deliver_waiting(now=now + WAITS[0])
    assert (done.sent, done.failed, done.away) == (0, 1, True)
    assert sorted((kept(first).tries, kept(second).tries)) in ([1, 1], [0, 2])


def test_a_sender_killed_after_the_claim_loses_nothing(news, server, now):
    mail = news()
    # A process claimed it and died: all that is left of it is the claim.
    assert Mail.objects.waiting(now=now).order_by().update(next_try_at=now + CLAIM, tries=1) == 1
    assert deliver_waiting(now=now + CLAIM - SOON).sent == 0
    assert deliver_waiting(now=now + CLAIM).sent == 1
    assert kept(mail).sent_at and len(server.mails) == 1


def test_what_cannot_be_composed_stays_in_sight(news, monkeypatch, now, caplog):
    def broken(mail, now):
        raise KeyError("page")

    monkeypatch.setitem(mails.CONTEXT_OF, Mail.Kind.APPROVAL_ASKED, broken)
    mail = news()
    assert deliver(mail_id=mail.pk, now=now) == "failed"
    assert "could not be composed: KeyError" in kept(mail).last_error and kept(mail).given_up_at is None


@pytest.mark.needs("postgres")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("race", range(3))
def test_two_senders_at_once_send_each_mail_once(news, server, now, race):
    server.slowness = 0.02
    written = [news(f"race:{number}") for number in range(6)]
    Mail.objects.update(sent_at=None, given_up_at=None, next_try_at=now, tries=0, last_error="")
    server.mails.clear()

    def send():
        try:
            deliver_waiting(now=now)
        finally:
            connection.close()

    senders = [threading.Thread(target=send) for _ in range(4)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join(timeout=30)
    assert len(server.mails) == len(written) == Mail.objects.filter(sent_at__isnull=False, tries=1).count()


def test_a_mail_given_up_is_sent_again_on_request_and_no_other(news, administrator, outsider, reviewer, now):
    type(reviewer).objects.filter(pk=reviewer.pk).update(email="")
    mail, other = news(), news("other")
    deliver(mail_id=mail.pk, now=now)
    with pytest.raises(NotPermitted):
        try_again(mail=mail, by=outsider, now=now)
    assert try_again(mail=mail, by=administrator, now=now)
    assert (kept(mail).given_up_at, kept(mail).tries) == (None, 0)
    assert not try_again(mail=other, by=administrator, now=now)


def run(*options) -> tuple[int, dict]:
    out, code = StringIO(), 0
    try:
        call_command("send_mails", "--json", *options, stdout=out)
    except SystemExit as end:
        code = end.code
    return code, json.loads(out.getvalue())


def test_the_command_sends_what_waits_and_says_so(news):
    news(), news("two")
    code, report = run("--dry-run")
    assert (code, report["waiting"], report["sent"], outside.outbox) == (0, 2, 0, [])
    code, report = run()
    assert (code, report["waiting"], report["sent"]) == (0, 0, 2)
    assert len(outside.outbox) == 2
    assert run()[1]["sent"] == 0


def test_the_command_ends_with_1_while_a_mail_is_in_trouble(news, reviewer):
    type(reviewer).objects.filter(pk=reviewer.pk).update(email="")
    news()
    code, report = run()
    assert code == 1 and report["in_trouble"][0]["given_up"] is True
    assert run("--dry-run")[0] == 1


def test_every_kind_has_its_words_as_text_and_as_html():
    assert set(mails.CONTEXT_OF) == set(Mail.Kind.values)
    for kind in Mail.Kind.values:
        assert get_template(f"mail/{kind}.html") and get_template(f"mail/{kind}.txt", using="text")
