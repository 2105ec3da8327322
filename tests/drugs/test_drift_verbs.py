"""Following sources: what they say otherwise is put before a person, and nothing of ours is changed."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from drugs.actions import open_proposals
from drugs.models import Decision, Difference, Product, Proposal, SeenLabel
from publishing.errors import NotPermitted
from tests import stories
from tests.drugs.drift.files import PROLIA, UNII, XGEVA, answer, history, label, ndc, records_of, spl
from tests.drugs.drift.story import LATER, NEWER, open_fields, outcomes, watch_as, write_labelled

pytestmark = pytest.mark.django_db


@pytest.fixture
def drug(author):
    return write_labelled(author)


@pytest.fixture
def watch(author):
    return watch_as(author)


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
