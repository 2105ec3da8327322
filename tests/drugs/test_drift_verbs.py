"""Following sources: what they say otherwise is put before a person, and only a person changes anything."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from drugs.actions import dismiss, open_proposals, review_again, take_over
from drugs.actions.drift import _place_to_write
from drugs.drift.comparing import TAKABLE
from drugs.models import Decision, Difference, Product, Proposal, Regimen, SeenLabel
from publishing.errors import EditConflict, NotPermitted, Refused
from publishing.models import Event, Page, Publication
from tests import stories
from tests.drugs.drift.files import PROLIA, UNII, XGEVA, answer, history, label, ndc, records_of, spl

pytestmark = pytest.mark.django_db
LATER = stories.NOW + timedelta(days=1)


@pytest.fixture
def drug(author):
    """Denosumab with one product, whose label we know in its version 12."""
    page = stories.write_drug(by=author, unii=UNII, rxnorm="993449")

    def rows():
        Product.objects.filter(drug=page).update(
            strength="120 mg", spl_set_id=XGEVA, spl_version=12, label_date=date(2025, 6, 1), ndc=["55513-730-01"],
            rxnorm="993456", marketing_status="marketed", manufacturer="Amgen Inc",
        )  # fmt: skip

    return stories.edit(page, by=author, save_related=rows)


@pytest.fixture
def watch(author):
    """Read a file: gives the report."""

    def read(content, *, now=stories.NOW, file_name="labels.json"):
        return open_proposals(records=records_of(content), file_name=file_name, by=author, now=now)

    return read


NEWER = label(version="13", effective_time="20260101")


def open_fields() -> set[str]:
    return set(Difference.objects.open().values_list("field", flat=True))


def outcomes() -> list[tuple[str, str]]:
    rows = Decision.objects.order_by("pk").select_related("difference")
    return [(row.difference.field, row.outcome) for row in rows]


def version_of(page) -> int:
    return Page.objects.get(pk=page.pk).version


def take(proposal, *fields, by, version=None, now=LATER):
    rows = proposal.differences.filter(field__in=fields or TAKABLE)
    chosen = {row.pk: row.offered[:1] for row in rows}
    opened = version_of(proposal.drug) if version is None else version
    return take_over(proposal=proposal, chosen=chosen, by=by, now=now, opened_version=opened)


# Opening.


def test_a_label_that_says_what_we_say_opens_nothing(drug, watch):
    report = watch(answer(label()))
    assert (report.rows, report.matched, report.unchanged, report.opened.number) == (1, 1, 1, 0)
    assert not Proposal.objects.exists()


def test_a_newer_label_opens_a_proposal_and_changes_nothing_of_ours(drug, watch):
    before = stories.fresh(drug).get_source()
    report = watch(answer(NEWER))
    proposal = Proposal.objects.get()
    assert open_fields() == {"product.spl_version", "product.label_date"}
    assert (proposal.drug_id, proposal.product_words, proposal.source) == (drug.pk, "Xgeva 120 mg", "openfda-label")
    assert (proposal.record_id, proposal.record_version, proposal.file_name) == (XGEVA, 13, "labels.json")
    assert [(found.drug, found.ours, found.theirs) for found in report.opened.rows[:1]] == [("denosumab", "12", "13")]
    assert stories.fresh(drug).get_source() == before


def test_reading_the_same_file_twice_opens_nothing_new(drug, watch):
    watch(answer(NEWER))
    again = watch(answer(NEWER), now=LATER)
    assert (again.opened.number, again.waiting, again.unchanged) == (0, 2, 0)
    assert Proposal.objects.count() == 1


def test_the_same_record_twice_in_one_file_opens_one_proposal(drug, watch):
    report = watch(answer(NEWER, NEWER))
    assert (report.opened.number, report.waiting, Proposal.objects.count()) == (2, 2, 1)


def test_a_newer_record_replaces_what_an_earlier_one_opened(drug, watch):
    watch(answer(NEWER))
    watch(spl(version="14", day="20260201"), now=LATER)
    assert outcomes() == [("product.spl_version", "superseded"), ("product.label_date", "superseded")]
    assert set(Difference.objects.open().values_list("theirs", flat=True)) == {"14", "2026-02-01"}
    assert set(Decision.objects.values_list("newer__theirs", flat=True)) == {"14", "2026-02-01"}


def test_an_earlier_version_read_later_is_told_and_left_alone(drug, watch):
    watch(answer(NEWER))
    report = watch(spl(version="12", day="20250601"), now=LATER)
    assert (report.older.number, report.opened.number) == (1, 0)
    report = watch(answer(label(version="11")), now=LATER)
    assert report.older.rows[0].ours == ("Xgeva 120 mg",)
    assert outcomes() == []


def test_a_difference_that_is_none_any_more_is_settled(drug, watch, author):
    watch(answer(label(told={"manufacturer_name": ["Other Inc"]})))
    assert open_fields() == {"manufacturer"}
    report = watch(answer(label()), now=LATER)
    assert (report.settled, outcomes()) == (1, [("manufacturer", "settled")])


def test_another_source_settles_nothing_but_versions(drug, watch):
    watch(answer(label(told={"manufacturer_name": ["Other Inc"]})))
    watch(spl(), now=LATER)
    assert open_fields() == {"manufacturer"}


def test_two_labels_that_name_our_ndc_stand_side_by_side_whatever_their_order(drug, watch):
    other = XGEVA.replace("88", "99")
    for _run in range(2):
        watch(answer(label(PROLIA), label(other)), now=LATER)
    assert Difference.objects.open().filter(field="product.spl_set_id").count() == 2
    assert outcomes() == []


def test_a_label_about_two_products_is_told(drug, watch, author):
    stories.edit(
        drug,
        by=author,
        save_related=lambda: Product.objects.create(
            drug=drug, brand="Xgeva", strength="60 mg", spl_set_id=XGEVA, spl_version=12, label_date=date(2025, 6, 1)
        ),
    )
    report = watch(answer(NEWER))
    assert report.shared.rows[0].ours == ("Xgeva 120 mg", "Xgeva 60 mg")
    assert Proposal.objects.filter(differences__field="product.spl_version").count() == 2


def test_a_label_that_would_be_about_two_drugs_opens_nothing(drug, watch, author):
    other = stories.write_drug(by=author, key="other", brand="Other")
    Product.objects.filter(drug=other).update(spl_set_id=XGEVA)
    report = watch(answer(NEWER))
    assert report.clash.rows[0].ours == ("denosumab", "other")
    assert not Proposal.objects.exists()


def test_every_record_is_accounted_for(drug, watch):
    report = watch(
        answer(
            label(),
            label(PROLIA, openfda={"unii": [UNII]}),
            label(PROLIA, openfda={"generic_name": ["Denosumab"]}),
            label(PROLIA, openfda={"generic_name": ["Nothing"]}),
            label("none"),
        )
    )
    counts = report.matched, report.related, report.looks_like.number, report.unmatched, report.rejected.number
    assert (counts, sum(counts), report.rows) == ((1, 1, 1, 1, 1), 5, 5)


def test_a_product_that_ends_and_a_code_that_moved_are_put_before_a_person(drug, watch):
    watch(answer(ndc(listing_expiration_date="20250101")))
    watch(history("993456", "Remapped", remapped=[("11", "one"), ("22", "two")]))
    rows = {row.field: row.offered for row in Difference.objects.open()}
    assert rows == {"product.marketing_status": ["discontinued"], "product.rxnorm": ["11", "22"]}


def test_sections_are_remembered_by_hash_and_told_when_they_change(drug, watch):
    watch(answer(label()))
    seen = SeenLabel.objects.get()
    assert (seen.set_id, seen.version, len(seen.sections["dosage"])) == (XGEVA, 12, 64)
    watch(answer(label(dosage_and_administration=["1/2 tablet"], boxed_warning=["Harm."])), now=LATER)
    assert {row.field: row.theirs for row in Difference.objects.open()} == {
        "dosage": "1/2 tablet",
        "boxed-warning": "Harm.",
    }
    watch(answer(label(dosage_and_administration=["1/2 tablet"], boxed_warning=["Harm."])), now=LATER)
    assert Difference.objects.count() == 2


def test_the_number_of_queries_does_not_grow_with_the_records(drug, author):
    rows = [label(told={"manufacturer_name": [f"Maker {n}"]}) for n in range(40)]
    many = records_of(answer(*rows))
    numbers = []
    for portion in (many[:2], many[2:4], many[4:]):
        with CaptureQueriesContext(connection) as asked:
            open_proposals(records=portion, file_name="a", by=author, now=stories.NOW)
        numbers.append(len(asked))
    assert numbers[1] == numbers[2] <= 20
    assert len(outcomes()) == 39


def test_whoever_may_not_change_drugs_opens_nothing(drug, reviewer):
    with pytest.raises(NotPermitted):
        open_proposals(records=records_of(answer(NEWER)), file_name="a", by=reviewer, now=stories.NOW)


def test_hostile_words_are_kept_as_words(drug, watch):
    """Signs that no database takes, markup, and more than anybody reads."""
    watch(answer(label()))
    told = {
        "manufacturer_name": ["<script>\x00\ud800" + "x" * 5000],
        "package_ndc": [f"11111-{n:03}-01" for n in range(500)],
    }
    watch(answer(label(told=told, dosage_and_administration=["\x00" + "9" * 100_000])), now=LATER)
    rows = {row.field: row for row in Difference.objects.open()}
    assert len(rows["manufacturer"].theirs) == 1_000
    assert len(rows["product.ndc"].offered) == 100
    assert len(rows["dosage"].theirs) == 40_000


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
    told = {"unii": ["9ZZZZZZZZ9"], "package_ndc": ["55513-731-01", "55513-732-01", "55513-733-01"]}
    watch(answer(label(told=told)))
    proposal = Proposal.objects.get()
    chosen = {
        proposal.differences.get(field="drug.unii").pk: ["9ZZZZZZZZ9"],
        proposal.differences.get(field="product.ndc").pk: ["55513-731-01", "55513-733-01"],
    }
    take_over(proposal=proposal, chosen=chosen, by=author, now=LATER, opened_version=version_of(drug))
    assert stories.fresh(drug).unii == "9ZZZZZZZZ9"
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
    rows = [label(version="13", told={"unii": ["9ZZZZZZZZ9"], "rxcui": ["1"], "package_ndc": ["55513-731-01"]})]
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
