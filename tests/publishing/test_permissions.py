"""Who may do what: one table of people and verbs. Roles come from config.roles as migrate installs them."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction

from drugs.models import Drug, DrugClass, DrugPage
from edu.models import Article, Topic
from glossary.models import Term
from publishing import actions, permissions
from publishing.errors import NotPermitted
from publishing.models import Event, Page, Publication, SignOff, SiteSettings, WithdrawalCause
from tests import stories

pytestmark = pytest.mark.django_db

PEOPLE = ("author", "reviewer", "coordinator", "administrator", "outsider", "switched_off", "nobody")
WRITERS = {"author", "administrator"}
CLINICIANS = {"reviewer", "administrator"}
PLANNERS = {"coordinator", "administrator"}


@dataclass(frozen=True)
class Verb:
    """`do(page, by)` is tried on a draft, an approved draft or a live page of the author's; `may` is who succeeds."""

    do: Callable
    may: set[str]
    on: str = "draft"


def new(model, **fields) -> Verb:
    def do(page, by):
        actions.record_edit(page=model(key="new", slug="new", title="New", **fields), by=by, now=stories.NOW)

    return Verb(do, WRITERS)


def verb(action, **given) -> Callable:
    return lambda page, by: action(page=page, by=by, now=stories.NOW, **given)


def write_drug_page(page, by):
    drug = Drug.objects.create(kind="drug", key="d", slug="d", title="D", language="", name={"en": "d"})
    new_page = DrugPage(key="d", slug="d", title="D", drug=drug)
    actions.record_edit(page=new_page, by=by, now=stories.NOW)


def save_settings(page, by):
    actions.save_site_settings(site=SiteSettings(name={"en": "Site"}), by=by, now=stories.NOW)


VERBS = {
    "write an article": new(Article),
    "write a topic": new(Topic),
    "write a term": new(Term, definition="A word."),
    "write a drug": new(Drug, language="", name={"en": "new"}),
    "write a class": new(DrugClass, language="", name={"en": "new"}),
    "write a drug page": Verb(write_drug_page, WRITERS),
    "edit": Verb(lambda page, by: stories.edit(page, by=by, body="Other.\n"), WRITERS),
    "choose related pages": Verb(verb(actions.set_related, related=[]), WRITERS),
    "ask for approval": Verb(verb(actions.ask_for_approval), WRITERS),
    "delete a draft": Verb(verb(actions.delete_draft), WRITERS),
    "approve": Verb(lambda page, by: stories.approve(page, by=by), CLINICIANS),
    "publish": Verb(verb(actions.publish), WRITERS, on="approved"),
    "publish together": Verb(
        lambda page, by: actions.publish_together(pages=[page], by=by, now=stories.NOW), WRITERS, on="approved"
    ),
    "move": Verb(verb(actions.move, slug="elsewhere"), WRITERS, on="live"),
    "withdraw": Verb(verb(actions.withdraw, cause=WithdrawalCause.OTHER, reason="Old."), WRITERS, on="live"),
    "plan a review": Verb(
        lambda page, by: actions.plan_reviews(
            plan=[(page, stories.NOW.date(), None)], by=by, now=stories.NOW, reason="Fewer."
        ),
        PLANNERS,
        on="live",
    ),
    "assign a review": Verb(
        lambda page, by: actions.assign_review(pages=[page], assigned_to=None, by=by, now=stories.NOW),
        PLANNERS,
        on="live",
    ),
    "change the site": Verb(save_settings, {"administrator"}),
    "add a reference": Verb(lambda page, by: stories.add_reference(by=by), WRITERS),
}


def everything() -> list:
    counts = [model.objects.count() for model in (Event, SignOff, Publication, SiteSettings)]
    return counts + list(Page.objects.order_by("pk").values_list("version", "working_hash", "asked_hash", "slug"))


def person_named(name: str, request):
    if name == "nobody":
        return None
    if name == "switched_off":
        return get_user_model()(
            pk=999, username="gone", is_superuser=True, is_active=False, role="RN", credentials="RN"
        )
    return request.getfixturevalue(name)


@pytest.mark.parametrize("name", VERBS)
def test_each_may_do_what_their_role_says_and_nothing_else(name, request, author, reviewer):
    tried = VERBS[name]
    people = {who: person_named(who, request) for who in PEOPLE}
    page = stories.write_article(by=author, key="bones")
    if tried.on == "approved":
        stories.approve(page, by=reviewer)
    if tried.on == "live":
        stories.publish(page, by=author, reviewer=reviewer)
    before, succeeded = everything(), set()
    for who, by in people.items():
        with transaction.atomic():
            try:
                tried.do(page, by)
                succeeded.add(who)
            except NotPermitted as refused:
                assert str(refused)
            transaction.set_rollback(True)
        assert everything() == before, f"{who} left something behind"
    assert succeeded == tried.may


def test_the_sentence_says_what_is_not_allowed(outsider):
    with pytest.raises(NotPermitted, match="You are not allowed to publish"):
        permissions.require_publish(outsider)


@pytest.mark.parametrize(("role", "credentials"), [("", "RN"), ("Nurse", ""), ("", "")])
def test_a_clinician_without_role_or_credentials_approves_nothing(author, reviewer, role, credentials):
    page = stories.write_article(by=author)
    reviewer.role, reviewer.credentials = role, credentials
    with pytest.raises(NotPermitted, match="role and credentials"):
        stories.approve(page, by=reviewer)
    assert not permissions.may_decide_review(reviewer)


def test_the_approval_keeps_the_name_as_it_stood(author, reviewer):
    page = stories.write_article(by=author)
    decided = stories.approve(page, by=reviewer)
    reviewer.display_name, reviewer.credentials = "Someone Else", "MD"
    reviewer.save()
    decided.refresh_from_db()
    assert (decided.name, decided.role, decided.credentials) == ("Sample Reviewer", "Oncology nurse", "RN")


def test_a_superuser_is_held_by_the_four_eyes_rule_too(administrator, now):
    page = stories.write_article(by=administrator)
    with pytest.raises(NotPermitted):
        stories.approve(page, by=administrator)


def test_asking_for_changes_takes_a_clinician_too(author, coordinator, now):
    page = stories.write_article(by=author)
    seen = stories.fresh(page).compile().content_hash
    for by in (author, coordinator):
        with pytest.raises(NotPermitted):
            actions.sign_off(page=page, by=by, now=now, seen_hash=seen, decision="changes-requested", comment="Why?")
