"""The reviewers' register: kept by administrators, never emptied, and links follow what it says."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from people.models import Reviewer
from publishing import actions
from publishing.errors import NotPermitted, Refused
from publishing.models import Event
from tests import stories
from tests.publishing.links import ask_by_link, change, register

pytestmark = pytest.mark.django_db
LIST, ADD = "admin:people_reviewer_changelist", "admin:people_reviewer_add"
ENTRY = {
    "name": "Sample Visitor",
    "role": "Palliative care physician",
    "credentials": "MD",
    "email": "visitor@example.org",
    "language": "es",
    "conflicts_of_interest": "",
    "checked_on": "2026-01-05",
    "expires_on": "",
    "is_active": "on",
    "note": "Seen on the roll of the board.",
}


@pytest.fixture
def listed(administrator) -> Reviewer:
    return register(by=administrator)


@pytest.fixture
def visitor(author, listed):
    return ask_by_link(stories.write_article(by=author), by=author, reviewer=listed)


def last_event() -> Event:
    return Event.objects.filter(verb=Event.Verb.REGISTER).latest("pk")


def test_an_entry_is_an_event_with_the_name_and_without_the_address(listed, administrator):
    event = last_event()
    assert (event.actor_id, event.page_id) == (administrator.pk, None)
    assert event.data == {"reviewer": listed.pk, "added": True, "name": "Sample Visitor"}


def test_a_change_says_what_it_was_and_what_it_is(listed, administrator):
    change(listed, by=administrator, credentials="MD, PhD", expires_on=date(2027, 5, 1), email="new@example.org")
    data = last_event().data
    assert data["changed"] == {"credentials": ["MD", "MD, PhD"], "expires_on": [None, "2027-05-01"], "email": []}
    assert "new@example.org" not in str(data), "an event is kept for ever, an address is not"


def test_saving_without_a_change_is_no_event(listed, administrator):
    change(listed, by=administrator)
    assert Event.objects.filter(verb=Event.Verb.REGISTER).count() == 1


@pytest.mark.parametrize(
    ("changes", "revoked"),
    [
        ({"email": "elsewhere@example.org"}, True),
        ({"is_active": False}, True),
        ({"email": "VISITOR@clinic.example.org"}, False),
        ({"name": "Sample Visitor-Smith"}, False),
        ({"role": "Consultant"}, False),
        ({"credentials": "MD, PhD"}, False),
        ({"note": "Prefers mornings."}, False),
        ({"expires_on": timezone.localdate() + timedelta(days=400)}, False),
    ],
)
def test_links_are_taken_back_when_the_register_no_longer_stands_behind_them(visitor, administrator, changes, revoked):
    change(visitor.invitation.reviewer, by=administrator, now=timezone.now(), **changes)
    assert visitor.get().status_code == (410 if revoked else 200)
    assert (visitor.stored().revoked_by == administrator) == revoked
    assert Event.objects.filter(verb=Event.Verb.REVOKED, data__why="register").exists() == revoked


def test_an_answered_link_is_not_taken_back(visitor, administrator):
    visitor.come_in().decide()
    change(visitor.invitation.reviewer, by=administrator, is_active=False)
    assert visitor.stored().revoked_at is None
    assert "You approved this page" in visitor.get().content.decode()


def test_two_entries_of_one_address_are_refused(listed, administrator):
    with pytest.raises(ValidationError, match="this address already"):
        Reviewer(name="B", role="B", credentials="B", email="VISITOR@clinic.example.org").full_clean()


def test_who_may_keep_the_register(listed, author, reviewer, coordinator, outsider, administrator):
    for person in (author, reviewer, coordinator, outsider):
        with pytest.raises(NotPermitted):
            change(listed, by=person, name="Other")
        with pytest.raises(NotPermitted):
            register(by=person, email=f"{person.username}@example.org")
    assert Reviewer.objects.get().name == "Sample Visitor"
    change(listed, by=administrator, name="Other")


def test_an_administrator_enters_and_changes_a_clinician(client, administrator, author):
    client.force_login(administrator)
    assert client.post(reverse(ADD), ENTRY).status_code == 302
    entry = Reviewer.objects.get()
    assert (entry.language, entry.checked_on) == ("es", date(2026, 1, 5))
    visitor = ask_by_link(stories.write_article(by=author), by=author, reviewer=entry)
    form = reverse("admin:people_reviewer_change", args=[entry.pk])
    response = client.post(form, ENTRY | {"email": "new@example.org"}, follow=True)
    assert "1 link that waited for an answer was taken back" in response.content.decode()
    assert visitor.get().status_code == 410
    history = client.get(reverse("admin:people_reviewer_history", args=[entry.pk])).content.decode()
    assert "Entered into the register." in history and "E-mail address: changed" in " ".join(history.split())
    assert "1 link taken back." in history


def test_nobody_is_deleted(client, administrator, listed):
    client.force_login(administrator)
    assert client.post(reverse("admin:people_reviewer_delete", args=[listed.pk]), {"post": "yes"}).status_code == 403
    response = client.post(reverse(LIST), {"action": "delete_selected", "_selected_action": listed.pk}, follow=True)
    assert response.status_code == 200
    assert Reviewer.objects.get() == listed


@pytest.mark.parametrize("bad", [{"email": "nobody"}, {"name": ""}, {"credentials": ""}, {"expires_on": "soon"}])
def test_a_mistake_in_the_form_keeps_what_was_typed(client, administrator, bad):
    client.force_login(administrator)
    response = client.post(reverse(ADD), ENTRY | bad)
    assert response.status_code == 200
    assert "Seen on the roll of the board." in response.content.decode()
    assert not Reviewer.objects.exists()


def test_the_lists_behind_the_filters(client, administrator):
    client.force_login(administrator)
    today = timezone.localdate()
    days = {"Never": None, "Far": 91, "Soon": 90, "Today": 0, "Gone": -1}
    for name, in_days in days.items():
        expires_on = None if in_days is None else today + timedelta(days=in_days)
        register(by=administrator, name=name, email=f"{name}@example.org", expires_on=expires_on)
    left = register(by=administrator, name="Left", email="left@example.org", expires_on=today - timedelta(days=9))
    change(left, by=administrator, is_active=False)

    def names(choice: str) -> set[str]:
        page = client.get(reverse(LIST), {"may": choice})
        return {entry.name for entry in page.context["cl"].result_list}

    assert names("") == {*days, "Left"}
    assert names("yes") == {"Never", "Far", "Soon", "Today"}
    assert names("soon") == {"Soon", "Today"}
    assert names("expired") == {"Gone"}
    assert names("inactive") == {"Left"}
    shown = client.get(reverse(LIST)).content.decode()
    assert "no: credentials have expired" in shown and "yes, but credentials expire soon" in shown


def test_the_list_costs_the_same_whatever_its_length(client, administrator, django_assert_num_queries):
    client.force_login(administrator)
    for number in range(3):
        register(by=administrator, email=f"{number}@example.org")
    with django_assert_num_queries(5) as few:
        client.get(reverse(LIST))
    for number in range(3, 40):
        register(by=administrator, email=f"{number}@example.org")
    with django_assert_num_queries(len(few)):
        client.get(reverse(LIST))


def test_whoever_left_is_not_offered_when_asking(listed, author, administrator):
    change(listed, by=administrator, is_active=False)
    page = stories.write_article(by=author)
    with pytest.raises(Refused, match="register"):
        actions.ask_for_approval(page=page, by=author, now=timezone.now(), reviewers=[Reviewer.objects.get()])
