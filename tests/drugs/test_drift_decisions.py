"""Deciding about what a source says otherwise: only a person changes anything, and no dose is ever written."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from drugs.actions import dismiss, review_again, take_over
from drugs.actions.drift import _place_to_write
from drugs.drift.comparing import TAKABLE
from drugs.models import Difference, Product, Proposal, Regimen
from publishing.errors import EditConflict, NotPermitted, Refused
from publishing.models import Event, Page, Publication
from tests import stories
from tests.drugs.drift.files import UNII, XGEVA, answer, label
from tests.drugs.drift.story import LATER, NEWER, open_fields, outcomes, watch_as, write_labelled

pytestmark = pytest.mark.django_db


@pytest.fixture
def drug(author):
    return write_labelled(author)


@pytest.fixture
def watch(author):
    return watch_as(author)


def version_of(page) -> int:
    return Page.objects.get(pk=page.pk).version


def take(proposal, *fields, by, version=None, now=LATER):
    rows = proposal.differences.filter(field__in=fields or TAKABLE)
    chosen = {row.pk: row.offered[:1] for row in rows}
    opened = version_of(proposal.drug) if version is None else version
    return take_over(proposal=proposal, chosen=chosen, by=by, now=now, opened_version=opened)


# Taking over.


def test_what_is_taken_over_is_an_edit_that_voids_the_approval(drug, watch, author, reviewer):
    stories.approve(drug, by=reviewer)
    watch(answer(NEWER))
    proposal = Proposal.objects.get()
    take(proposal, by=author)
    product = Product.objects.get(drug=drug)
    assert (product.spl_version, product.label_date) == (13, date(2026, 1, 1))
    event = Event.objects.filter(page_id=drug.pk, verb=Event.Verb.EDITED).latest("pk")
    assert (event.actor_id, event.data["words"]) == (author.pk, True)
    assert stories.state(drug) == "draft"
    assert outcomes() == [("product.spl_version", "taken"), ("product.label_date", "taken")]
    assert watch(answer(NEWER), now=LATER).opened.number == 0


def test_only_what_was_chosen_is_written(drug, watch, author):
    watch(answer(NEWER))
    take(Proposal.objects.get(), "product.label_date", by=author)
    product = Product.objects.get(drug=drug)
    assert (product.spl_version, product.label_date) == (12, date(2026, 1, 1))
    assert open_fields() == {"product.spl_version"}


def test_codes_of_the_drug_and_lists_of_ndc_are_taken_over(drug, watch, author):
    told = {"unii": ["9ZZZZZZZZ1"], "package_ndc": ["55513-731-01", "55513-732-01", "55513-733-01"]}
    watch(answer(label(told=told)))
    proposal = Proposal.objects.get()
    chosen = {
        proposal.differences.get(field="drug.unii").pk: ["9ZZZZZZZZ1"],
        proposal.differences.get(field="product.ndc").pk: ["55513-731-01", "55513-733-01"],
    }
    take_over(proposal=proposal, chosen=chosen, by=author, now=LATER, opened_version=version_of(drug))
    assert stories.fresh(drug).unii == "9ZZZZZZZZ1"
    assert Product.objects.get(drug=drug).ndc == ["55513-731-01", "55513-733-01"]


def test_nothing_is_taken_over_when_somebody_saved_meanwhile(drug, watch, author):
    watch(answer(NEWER))
    seen = version_of(drug)
    stories.edit(drug, by=author, pronunciation="de-NO-sue-mab")
    with pytest.raises(EditConflict):
        take(Proposal.objects.get(), by=author, version=seen)
    assert Product.objects.get(drug=drug).spl_version == 12


def test_nothing_is_taken_over_when_ours_is_not_what_it_was(drug, watch, author):
    watch(answer(NEWER))
    stories.edit(drug, by=author, save_related=lambda: Product.objects.filter(drug=drug).update(spl_version=11))
    with pytest.raises(Refused, match="changed after"):
        take(Proposal.objects.get(), by=author)
    assert outcomes() == []


def test_a_product_that_is_gone_takes_nothing(drug, watch, author):
    watch(answer(NEWER))
    stories.edit(drug, by=author, save_related=lambda: Product.objects.filter(drug=drug).update(strength="other"))
    with pytest.raises(Refused, match="no product of this name"):
        take(Proposal.objects.get(), by=author)


@pytest.mark.parametrize("values", [[], ["14"], ["13", "13"], ["13", "14"]])
def test_only_a_value_that_the_source_gives_is_taken(drug, watch, author, values):
    watch(answer(NEWER))
    row = Difference.objects.get(field="product.spl_version")
    with pytest.raises(Refused, match="Choose one"):
        take_over(proposal=row.proposal, chosen={row.pk: values}, by=author, now=LATER, opened_version=version_of(drug))


def test_a_code_that_cannot_be_right_is_not_taken_over(drug, watch, author):
    watch(answer(label(told={"unii": ["4EQZ6YO2H1"]})))
    with pytest.raises(Refused, match="does not fit the others"):
        take(Proposal.objects.get(), "drug.unii", by=author)
    assert stories.fresh(drug).unii == UNII
    assert outcomes() == []


def test_a_difference_is_decided_once(drug, watch, author):
    watch(answer(NEWER))
    proposal = Proposal.objects.get()
    take(proposal, "product.label_date", by=author)
    with pytest.raises(Refused, match="meanwhile"):
        take(proposal, "product.label_date", by=author)


@pytest.mark.parametrize("verb", ["take", "dismiss", "review"])
def test_only_drug_editors_decide(drug, watch, reviewer, coordinator, verb):
    watch(answer(NEWER))
    proposal = Proposal.objects.get()
    for person in (reviewer, coordinator):
        with pytest.raises(NotPermitted):
            if verb == "take":
                take(proposal, by=person)
            elif verb == "dismiss":
                dismiss(proposal=proposal, ids=[proposal.differences.first().pk], by=person, now=LATER, reason="No.")
            else:
                review_again(proposal=proposal, by=person, now=LATER)


# No dose is ever written.


FIELDS_OF_REGIMENS = sorted(field.name for field in Regimen._meta.get_fields() if field.name != "id")
OTHER_FIELDS = sorted(
    {field.name for field in Product._meta.get_fields()}
    - {name for whose, name in TAKABLE.values() if whose == "product"}
)


@pytest.mark.parametrize("name", FIELDS_OF_REGIMENS + OTHER_FIELDS)
def test_no_field_of_a_dose_a_timing_or_a_text_can_be_written_through_a_difference(drug, watch, author, name):
    """Not even by a difference that names the field, which the database itself would not take."""
    watch(answer(NEWER))
    row = Difference.objects.get(field="product.spl_version")
    before = stories.fresh(drug).get_source()
    for field in (f"regimen.{name}", f"product.{name}", name):
        forged = Difference(pk=row.pk, proposal=row.proposal, field=field, ours="", theirs="1", offered=["1"])
        with pytest.raises(Refused, match="never taken over"):
            _place_to_write(forged)
    assert stories.fresh(drug).get_source() == before


def test_taking_everything_over_leaves_every_regimen_as_it_was(drug, watch, author):
    rows = [label(version="13", told={"unii": ["9ZZZZZZZZ1"], "rxcui": ["1"], "package_ndc": ["55513-731-01"]})]
    rows[0]["dosage_and_administration"] = ["10000 mg every hour"]
    watch(answer(label()))
    before = list(Regimen.objects.filter(drug=drug).values())
    source = stories.fresh(drug).get_source()
    watch(answer(*rows), now=LATER)
    assert "dosage" in open_fields()
    take(Proposal.objects.get(), by=author)
    assert list(Regimen.objects.filter(drug=drug).values()) == before
    after = stories.fresh(drug).get_source()
    assert {name for name in source if source[name] != after[name]} == {"codes", "products"}


def test_dosing_is_never_taken_over(drug, watch, author):
    watch(answer(label()))
    watch(answer(label(dosage_and_administration=["12 mg"])), now=LATER)
    row = Difference.objects.get(field="dosage")
    with pytest.raises(Refused, match="never taken over"):
        take_over(
            proposal=row.proposal, chosen={row.pk: ["12 mg"]}, by=author, now=LATER, opened_version=version_of(drug)
        )


# Dismissing.


def test_a_dismissed_difference_is_not_opened_again_for_the_same_value(drug, watch, author):
    other = answer(label(told={"manufacturer_name": ["Other Inc"]}))
    watch(other)
    row = Difference.objects.get()
    dismiss(proposal=row.proposal, ids=[row.pk], by=author, now=LATER, reason="A repackager.")
    assert outcomes() == [("manufacturer", "dismissed")]
    report = watch(other, now=LATER)
    assert (report.opened.number, report.dismissed) == (0, 1)
    assert watch(answer(label(told={"manufacturer_name": ["Third Inc"]})), now=LATER).opened.number == 1


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_dismissal_says_why(drug, watch, author, reason):
    watch(answer(NEWER))
    row = Difference.objects.first()
    with pytest.raises(Refused, match="Say why"):
        dismiss(proposal=row.proposal, ids=[row.pk], by=author, now=LATER, reason=reason)


# Reviewing again.


def test_a_newer_label_brings_the_reviews_of_the_facts_and_their_pages_forward(drug, watch, author, reviewer):
    facts = stories.publish(drug, by=author, reviewer=reviewer)
    page = stories.write_article(by=author, body="Given [[drug:denosumab#frequency]].\n")
    article = stories.publish(page, by=author, reviewer=reviewer)
    far = localdate(LATER) + timedelta(days=300)
    Publication.objects.filter(pk__in=[facts.pk, article.pk]).update(due_on=far)
    unconcerned = stories.publish(stories.write_article(by=author), by=author, reviewer=reviewer)
    promised = {row.pk: row.next_review_on for row in Publication.objects.all()}
    watch(answer(NEWER))
    assert review_again(proposal=Proposal.objects.get(), by=author, now=LATER) == 2
    due = {row.pk: row.due_on for row in Publication.objects.all()}
    assert max(due[facts.pk], due[article.pk]) <= localdate(LATER) + timedelta(days=30)
    assert due[unconcerned.pk] == unconcerned.due_on
    assert {row.pk: row.next_review_on for row in Publication.objects.all()} == promised
    event = Event.objects.filter(verb=Event.Verb.PLANNED, page_id=drug.pk).get()
    assert XGEVA in event.data["reason"]
    assert review_again(proposal=Proposal.objects.get(), by=author, now=LATER) == 0
