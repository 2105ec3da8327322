"""The form of a drug shows the safety notices that stand on it, and leads whoever may to raising one."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import stories
from tests.drugs import safety_stories

pytestmark = pytest.mark.django_db
RAISE = "Raise a safety notice"


@pytest.fixture
def drug(author, reviewer):
    drug = stories.write_drug(by=author)
    stories.publish(drug, by=author, reviewer=reviewer)
    return drug


def form_of(client, drug, person) -> str:
    client.force_login(person)
    return client.get(reverse("admin:drugs_drug_change", args=[drug.pk])).content.decode()


def test_who_may_is_led_to_raising_one_and_others_are_not(client, drug, author, coordinator):
    link = f'<a href="{reverse("staff:safety-raise", args=[drug.pk])}">{RAISE}</a>'
    assert link in form_of(client, drug, author)
    assert RAISE not in form_of(client, drug, coordinator)


def test_there_is_nothing_to_raise_about_a_drug_that_no_reader_sees(client, author):
    assert RAISE not in form_of(client, stories.write_drug(by=author), author)


def test_what_waits_and_what_is_on_show_is_named_with_a_link(client, drug, author, reviewer, coordinator):
    now = timezone.now()
    waiting = safety_stories.raised(drug, by=author, now=now)
    on_show = safety_stories.shown(drug, first=author, second=reviewer, now=now, kind="shortage")
    for person in (author, reviewer):
        page = form_of(client, drug, person)
        for notice, words in ((waiting, "waits for a second person"), (on_show, "from ")):
            link = f'<a href="{reverse("staff:safety-notice", args=[notice.pk])}">{notice}</a>: {words}'
            assert link in page


def test_a_notice_about_another_drug_is_not_there(client, drug, author, reviewer):
    other = stories.write_drug(by=author, key="pamidronate", brand="Aredia")
    stories.publish(other, by=author, reviewer=reviewer)
    notice = safety_stories.raised(drug, by=author, now=timezone.now())
    assert reverse("staff:safety-notice", args=[notice.pk]) not in form_of(client, other, author)
