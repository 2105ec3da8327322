"""A clinician without an account reads one text by a secret link, and decides on it."""

from datetime import timedelta

import pytest
from django.core import mail as outside
from django.test import Client
from django.utils import timezone

from drugs.models import Drug
from publishing import actions
from publishing.errors import Refused
from publishing.models import Event, Invitation, Mail, SignOff, State
from tests import stories
from tests.publishing.deciding import box
from tests.publishing.links import Visitor, ask_by_link, change, deliver, fresh_hash, register

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(author):
    return stories.write_article(by=author, key="bones", title="Bones", body="Ask about your bones.\n")


@pytest.fixture
def listed(administrator):
    return register(by=administrator)


@pytest.fixture
def visitor(page, author, listed) -> Visitor:
    return ask_by_link(page, by=author, reviewer=listed, note="The second paragraph is new.")


def text(response) -> str:
    return response.content.decode()


def test_from_the_mail_to_a_recorded_approval(visitor, page, listed):
    first = visitor.get()
    assert first.status_code == 200
    assert all(words in text(first) for words in ("Bones", "Sample Author", "The second paragraph is new.", "v•••@"))
    assert listed.email not in text(first)
    visitor.come_in()
    assert "Ask about your bones." in text(visitor.get("page/"))
    response = visitor.decide(role="Consultant", conflict_of_interest="Paid talks.", comment="Clear.")
    assert response.status_code == 302
    decision = SignOff.objects.get()
    assert (decision.by, decision.reviewer) == (None, listed)
    assert (decision.name, decision.role, decision.credentials) == ("Sample Visitor", "Consultant", "MD")
    assert (decision.conflict_of_interest, decision.comment) == ("Paid talks.", "Clear.")
    assert stories.state(page) == State.APPROVED
    thanks = visitor.get("done/")
    assert "You approved this page" in text(thanks) and "Paid talks." in text(thanks)
    event = Event.objects.get(verb=Event.Verb.SIGNED_OFF)
    assert (event.actor_id, event.actor_name) == (None, "Sample Visitor")


def test_an_approval_by_link_is_enough_to_publish(visitor, page, author):
    visitor.come_in().decide()
    actions.publish(page=page, by=author, now=timezone.now())
    assert stories.live(page).edition.approval.reviewer == visitor.invitation.reviewer
    assert "was published on" in text(visitor.get())


def test_asking_for_changes_approves_nothing(visitor, page, author):
    visitor.come_in()
    assert "Say what should change" in text(visitor.decide("changes-requested"))
    assert visitor.decide("changes-requested", comment="Say which bones.").status_code == 302
    assert "Say which bones." in text(visitor.get("done/"))
    with pytest.raises(Refused):
        actions.publish(page=page, by=author, now=timezone.now())


def test_the_clinician_sees_what_changed_since_the_edition_before(author, reviewer, listed):
    drug = stories.write_drug(by=author, weeks=4)
    stories.publish(drug, by=author, reviewer=reviewer)
    page = stories.write_article(by=author, body="Given [[drug:denosumab#frequency]]. Drink water.\n")
    stories.publish(page, by=author, reviewer=reviewer)
    stories.edit(page, by=author, body="Given [[drug:denosumab#frequency]]. Drink milk.\n")
    stories.change_frequency(drug, weeks=12, by=author)
    stories.publish(drug, by=author, reviewer=reviewer)
    visitor = ask_by_link(page, by=author, reviewer=listed).come_in()
    shown = text(visitor.get("page/"))
    assert "every 12 weeks" in shown
    assert "<del>" in shown and "water" in shown and "milk" in shown
    assert "changed since the edition before" in shown


def test_facts_are_signed_off_by_link_too(author, listed):
    drug = stories.write_drug(by=author)
    visitor = ask_by_link(drug, by=author, reviewer=listed).come_in()
    assert visitor.get("page/").status_code == 200
    assert visitor.decide().status_code == 302
    actions.publish(page=drug, by=author, now=timezone.now())
    assert Drug.objects.get().publications.live().exists()


@pytest.mark.parametrize("step", ["", "code/", "page/"])
def test_the_pages_speak_the_language_of_the_text(author, listed, step):
    page = stories.write_article(by=author, language="es", body="Pregunte por sus huesos.\n")
    visitor = ask_by_link(page, by=author, reviewer=listed)
    if step == "page/":
        visitor.come_in()
    response = visitor.get(step, headers={"Accept-Language": "en"})
    assert response["Content-Language"] == "es"
    assert '<html lang="es"' in text(response)


def test_the_page_of_a_link_has_no_other_language(visitor):
    assert visitor.client.get("/es" + visitor.url()).status_code == 404


@pytest.mark.parametrize("step", ["", "code/", "page/", "done/"])
def test_nothing_is_kept_indexed_or_told_to_others(visitor, step):
    visitor.come_in()
    if step in ("", "code/"):
        visitor.client.cookies.clear()
    if step == "done/":
        visitor.decide()
    response = visitor.get(step)
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert "noindex" in response["X-Robots-Tag"]
    assert '<meta name="robots" content="noindex">' in text(response)
    assert response["Referrer-Policy"] == "same-origin"
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
    assert 'href="/admin/' not in text(response)
    assert "canonical" not in text(response)


def test_search_engines_are_told_to_stay_away(client):
    assert "Disallow: /sign-off/" in text(client.get("/robots.txt"))


def test_opening_a_link_changes_nothing(visitor):
    """Mail scanners follow every link, some of them twice."""

    def world():
        rows = (Invitation.objects.values(), Mail.objects.values(), Event.objects.values(), SignOff.objects.values())
        return [list(each.order_by("pk")) for each in rows]

    visitor.ask_for_code()
    before, mails = world(), len(outside.outbox)
    for method in (visitor.client.get, visitor.client.head):
        for step in ("", "code/", "page/", "done/"):
            method(visitor.url(step))
            method(visitor.url(step) + f"?code={visitor.sent_code}&decision=approve")
    deliver()
    assert (world(), len(outside.outbox)) == (before, mails)
    assert visitor.type_code().status_code == 302, "and the code still works"


def test_the_cookie_is_for_this_link_alone_and_for_no_script(visitor, settings):
    settings.SESSION_COOKIE_SECURE = True
    visitor.ask_for_code()
    cookie = visitor.type_code().cookies["sign_off"]
    assert cookie["path"] == visitor.url()
    assert (cookie["httponly"], cookie["samesite"], cookie["secure"]) == (True, "Strict", True)
    assert cookie["max-age"] == 8 * 60 * 60


def test_a_link_opens_no_other_page(visitor, author):
    other = stories.write_article(by=author, key="other", body="Secret plans.\n")
    visitor.come_in()
    for path in ("/admin/", f"/admin/pages/{other.pk}/approve/", f"/admin/pages/{other.pk}/as-patient/"):
        response = visitor.client.get(path)
        assert response.status_code == 302 and "/admin/login/" in response["Location"]
    assert visitor.client.get("/articles/other/").status_code == 404
    assert visitor.client.get("/articles/bones/").status_code == 404, "nor the draft itself at its public address"


def test_the_address_is_shown_masked_and_the_code_goes_there(visitor):
    visitor.ask_for_code()
    shown = text(visitor.get("code/"))
    assert "v•••@clinic.example.org" in shown and visitor.address not in shown
    assert len(visitor.mails()) == 2
    assert visitor.sent_code not in shown


def test_a_code_that_could_not_be_mailed_is_said_to_be_late(visitor, settings):
    settings.EMAIL_BACKEND = "tests.publishing.links.NoServer"
    visitor.ask_for_code()
    shown = text(visitor.get("code/"))
    assert "could not be sent just now" in shown


@pytest.mark.parametrize("typed", ["{a}{b}", " {a} {b} ", "{a}-{b}", "{a}.{b}"])
def test_a_code_is_taken_however_it_was_copied(visitor, typed):
    visitor.ask_for_code()
    code = visitor.sent_code
    assert visitor.type_code(typed.format(a=code[:3], b=code[3:])).status_code == 302


@pytest.mark.parametrize("typed", ["12345", "1234567", "abcdef", "", "١٢٣٤٥٦", "\x00" * 6, "9" * 500])
def test_what_is_no_code_costs_no_try(visitor, typed):
    visitor.ask_for_code()
    response = visitor.client.post(visitor.url("code/"), {"code": typed})
    assert response.status_code == 200
    assert visitor.stored().code_tries == 0
    assert visitor.type_code().status_code == 302


def test_the_text_stays_open_when_the_conflict_of_interest_is_too_long(visitor):
    visitor.come_in()
    response = visitor.decide(conflict_of_interest="x" * 5_001, comment="My long comment.")
    assert response.status_code == 200
    assert "My long comment." in text(response)
    assert not SignOff.objects.exists()


def test_comments_on_single_parts_go_to_the_author_and_stand_in_the_copy(visitor, page):
    visitor.come_in()
    boxes = {box("comment", "Ask about your bones."): "Which bones?"}
    words = boxes | {box("proposed", "Ask about your bones."): "Ask about your hip bones."}
    assert "an approval is for the words as they stand" in text(visitor.decide(**words))
    assert visitor.decide("changes-requested", **words).status_code == 302
    copy = text(visitor.get("done/"))
    assert all(line in copy for line in ("Ask about your bones.", "Which bones?", "Ask about your hip bones."))


def test_what_was_typed_is_not_lost_when_the_author_was_quicker(visitor, page, author):
    visitor.come_in()
    seen = fresh_hash(page)
    stories.edit(page, by=author, body="Other words.\n")
    words = {
        "comment": "A long thought.",
        box("comment", "Ask about your bones."): "Which <bones>?",
        box("proposed", "Ask about your bones."): "Ask about your hip bones.",
        box("proposed", "Nobody touched this."): "Nobody touched this.",
    }
    response = visitor.decide("changes-requested", seen_hash=seen, **words)
    assert response.status_code == 410
    shown = text(response)
    assert all(line in shown for line in ("A long thought.", "Which &lt;bones&gt;?", "Ask about your hip bones."))
    assert "Nobody touched this." not in shown
    stranger = Visitor(visitor.invitation, Client())
    assert "A long thought." not in text(stranger.decide("changes-requested", seen_hash=seen, **words))


def test_a_reminder_brings_a_new_link_and_ends_the_old_one(visitor, author, page):
    old = visitor.token
    actions.remind_invitation(invitation=visitor.invitation, by=author, now=timezone.now())
    deliver()
    assert visitor.token != old
    assert visitor.client.get(f"/sign-off/{old}/").status_code == 404
    assert visitor.get().status_code == 200


def test_a_link_is_not_sent_about_a_text_that_changed_before_the_mail_left(page, author, listed):
    now = timezone.now()
    stories.ask(page, by=author, now=now, reviewers=[listed])
    stories.edit(page, by=author, body="Other words.\n")
    deliver()
    assert outside.outbox == []
    assert Mail.objects.get(kind=Mail.Kind.APPROVAL_LINK).given_up_at is not None


def test_a_code_that_is_late_is_not_sent(visitor):
    sent = actions.send_code(invitation=visitor.invitation, now=timezone.now() - timedelta(hours=1))
    deliver()
    assert Mail.objects.get(pk=sent.pk).sent_at is None
    assert visitor.stored().code_hash == ""


def test_the_new_credentials_count_once_the_register_has_them(visitor, administrator):
    today = timezone.localdate()
    change(visitor.invitation.reviewer, by=administrator, expires_on=today - timedelta(days=1))
    assert visitor.get().status_code == 403
    change(visitor.invitation.reviewer, by=administrator, expires_on=today + timedelta(days=400))
    assert visitor.get().status_code == 200
    assert fresh_hash(visitor.invitation.request.page) == visitor.invitation.request.content_hash
