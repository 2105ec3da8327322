"""Tables of drug facts come in as working copies: tried first, confirmed on the same bytes, nothing half, nothing guessed."""

import csv
import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from drugs.actions import confirm_tables, import_tables, try_tables
from drugs.models import CareNote, Drug, DrugClass, Effect, Indication, Product, Regimen, SideEffect
from drugs.tables.reading import Brought
from drugs.tables.tables import TABLES
from drugs.tables.writing import write_tables
from people.models import User
from publishing.actions.redacted_places import places_of
from publishing.errors import NotPermitted, Refused, TryAgain
from publishing.models import Event, Page, Presence, Publication, SavedCopy
from tests import stories
from tests.stories import NOW

pytestmark = pytest.mark.django_db


def table(name: str, *rows: dict) -> Brought:
    """A CSV file of these rows."""
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, headings)
    writer.writeheader()
    writer.writerows(rows)
    return Brought(f"{name}.csv", text.getvalue().encode())


def tried(*files: Brought, by) -> dict:
    return try_tables(files=files, by=by, now=NOW).report["trial"]


def bring(*files: Brought, by, **how) -> dict:
    return import_tables(files=files, by=by, now=NOW, **how)


def problems(*files: Brought, by) -> list[tuple]:
    return [(table, row, column) for table, row, column, _message in tried(*files, by=by)["problems"]]


@pytest.fixture
def pharmacist(author, second_author) -> User:
    return second_author


@pytest.fixture
def library(author):
    """A class and two drugs with one of everything."""
    reference = stories.add_reference(by=author)
    group = stories.write_class(by=author, effects=[("kidney-damage", "kidney damage")])
    zoledronic = stories.write_drug(
        by=author, key="zoledronic-acid", brand="Zometa", classes=[group], references=[reference],
        effects=[("fever", "fever")], precautions=[("weak-kidneys", "weak kidneys", "ask first")],
    )  # fmt: skip
    CareNote.objects.create(drug=zoledronic, kind="kidney", words={"en": "A smaller dose."})
    CareNote.objects.create(drug=zoledronic, kind="kidney", words={"en": "A blood test first."}, position=1)
    denosumab = stories.write_drug(by=author)
    for drug in (group, zoledronic, denosumab):
        stories.edit(drug, by=author)
    return {"class": group, "zoledronic-acid": zoledronic, "denosumab": denosumab}


@pytest.mark.parametrize("form", ["xlsx", "json"])
def test_what_was_exported_changes_nothing_when_it_comes_back(library, pharmacist, form):
    before = Event.objects.count()
    report = bring(Brought(f"all.{form}", write_tables(TABLES, form)), by=pharmacist)
    assert (report["rows"], report["problems"], report["notes"]) == ([], [], [])
    assert report["sums"]["unchanged"] == 15
    assert Event.objects.count() == before


@pytest.mark.parametrize("name", list(TABLES))
def test_each_table_comes_back_from_csv_unchanged(library, pharmacist, name):
    report = bring(Brought(f"{name}.csv", write_tables([name], "csv")), by=pharmacist)
    assert (report["rows"], report["problems"], report["notes"]) == ([], [], [])
    assert report["sums"]["unchanged"] > 0


def test_a_changed_dose_is_shown_old_and_new_and_changes_nothing_yet(library, pharmacist):
    report = tried(table("regimens", {"drug": "denosumab", "key": "usual", "dose_value": "60"}), by=pharmacist)
    assert report["rows"] == [["regimens", 2, "denosumab · usual", "changed", False, [["dose_value", "120", "60"]]]]
    assert Regimen.objects.get(drug=library["denosumab"]).dose_value == 120


def test_a_change_is_an_edit_of_the_sheet_that_voids_its_approval_and_reaches_no_reader(
    library, author, reviewer, pharmacist
):
    drug = library["denosumab"]
    stories.publish(drug, by=author, reviewer=reviewer)
    live = Publication.objects.get(page=drug.pk).edition.content_hash
    bring(table("regimens", {"drug": "denosumab", "key": "usual", "period": "6"}), by=pharmacist)
    page = Page.objects.get(pk=drug.pk)
    assert (page.edited_by, page.version) == (pharmacist, drug.version + 2)
    assert page.working_hash == page.specific.compile().content_hash != live
    assert Publication.objects.get(page=drug.pk).edition.content_hash == live
    event = Event.objects.latest("pk")
    assert (event.verb, event.actor_id, event.data["words"]) == (Event.Verb.EDITED, pharmacist.pk, True)
    assert SavedCopy.objects.filter(page=drug.pk, by=pharmacist).exists()


def test_one_edit_for_all_rows_of_a_sheet_and_none_for_the_others(library, pharmacist):
    before = Event.objects.count()
    bring(
        table("drugs", {"key": "zoledronic-acid", "pronunciation": "zoe-le-dron-ik"}),
        table("products", {"drug": "zoledronic-acid", "brand": "Reclast", "strength": "5 mg", "region": "US"}),
        table(
            "regimens",
            {"drug": "zoledronic-acid", "key": "yearly", "product": "Reclast", "route": "intravenous"}
            | {"frequency": "1", "period": "1", "period_unit": "a", "timing_sources": "himelstein2017"},
        ),
        by=pharmacist,
    )
    assert [event.page_id for event in Event.objects.order_by("pk")[before:]] == [library["zoledronic-acid"].pk]
    regimen = Regimen.objects.get(key="yearly")
    assert (regimen.product.brand, regimen.timing_references.get().key) == ("Reclast", "himelstein2017")
    assert regimen.position == 1


def test_new_sheets_come_in_with_what_they_name(pharmacist):
    words = {"name_en": "rash", "name_es": "sarpullido"}
    bring(
        table("side_effects", {"drug": "newmab", "effect": "rash", "band": "rare"}),
        table("drugs", {"key": "newmab", "name_en": "newmab", "classes": "small; wide"}),
        table("effects", {"key": "rash"} | words),
        table("classes", {"key": "small", "name_en": "small", "parent": "wide"}, {"key": "wide", "name_en": "wide"}),
        table("indications", {"key": "gout", "name_en": "gout"}),
        by=pharmacist,
    )
    drug = Drug.objects.get()
    assert (drug.title, drug.slug, drug.risk_tier, drug.owner) == ("newmab", "newmab", "medicine", pharmacist)
    assert sorted(drug.classes.values_list("key", flat=True)) == ["small", "wide"]
    assert DrugClass.objects.get(key="small").parent.key == "wide"
    assert (SideEffect.objects.get().effect.name, Indication.objects.get().key) == (
        {"en": "rash", "es": "sarpullido"},
        "gout",
    )


def test_what_a_file_leaves_out_stays(library, pharmacist):
    before = Product.objects.count(), Regimen.objects.count(), Effect.objects.count()
    bring(table("products", {"drug": "denosumab", "brand": "Prolia", "region": "US"}), by=pharmacist)
    bring(table("effects", {"key": "fever", "name_en": "high temperature"}), by=pharmacist)
    assert (Product.objects.count(), Regimen.objects.count(), Effect.objects.count()) == (before[0] + 1, *before[1:])
    assert Effect.objects.get(key="fever").name == {"en": "high temperature", "es": "fever"}


def test_changing_the_vocabulary_edits_every_sheet_that_states_it(library, pharmacist):
    before = Event.objects.count()
    bring(table("effects", {"key": "fever", "name_en": "high temperature"}), by=pharmacist)
    assert [event.page_id for event in Event.objects.order_by("pk")[before:]] == [library["zoledronic-acid"].pk]


def test_one_bad_row_keeps_everything_out(library, pharmacist):
    files = [
        table("regimens", {"drug": "denosumab", "key": "usual", "dose_value": "60"}),
        table("products", {"drug": "zoledronic-acid", "brand": "Zometa", "region": "Mars"}),
    ]
    with pytest.raises(Refused, match="nothing was"):
        bring(*files, by=pharmacist)
    assert Regimen.objects.get(drug=library["denosumab"]).dose_value == 120


def test_when_asked_the_good_sheets_come_in_and_a_bad_one_stays_out_whole(library, pharmacist):
    report = bring(
        table(
            "regimens",
            {"drug": "denosumab", "key": "usual", "dose_value": "60"},
            {"drug": "zoledronic-acid", "key": "usual", "dose_value": "5"},
        ),
        table("products", {"drug": "zoledronic-acid", "brand": "Reclast", "region": "Mars"}),
        by=pharmacist,
        skip_bad=True,
    )
    assert (report["sums"]["bad"], report["sums"]["left_out"], report["sheets"]) == (1, 1, ["drug denosumab"])
    assert [str(row.dose_value) for row in Regimen.objects.order_by("drug__key")] == ["60.0000", "120.0000"]


def test_what_needs_something_new_that_is_bad_stays_out_with_it(library, pharmacist):
    report = bring(
        table("effects", {"key": "rash", "name_en": ""}),
        table("side_effects", {"drug": "denosumab", "effect": "rash"}),
        by=pharmacist,
        skip_bad=True,
    )
    assert (report["sums"]["bad"], report["sums"]["left_out"], report["sheets"]) == (1, 1, [])
    assert not Effect.objects.filter(key="rash").exists()


WRONG = {
    "an unknown drug": ("regimens", {"drug": "denosumap", "key": "usual"}, "drug", "Did you mean “denosumab”?"),
    "no drug": ("regimens", {"drug": "", "key": "usual"}, "drug", "Name the drug."),
    "an unknown reference": (
        "regimens", {"drug": "denosumab", "key": "usual", "dose_sources": "himelstein2016"}, "dose_sources", "himelstein2017",
    ),
    "a comma": ("regimens", {"drug": "denosumab", "key": "usual", "dose_value": "4,5"}, "dose_value", "with a point"),
    "a fraction": ("regimens", {"drug": "denosumab", "key": "usual", "dose_value": "1/2"}, "dose_value", "fraction"),
    "a unit": ("regimens", {"drug": "denosumab", "key": "usual", "dose_value": "90 mg"}, "dose_value", "number alone"),
    "a year of months": ("regimens", {"drug": "denosumab", "key": "usual", "dose_value": "Mar 4"}, "dose_value", "digits"),
    "a unit we do not know": ("regimens", {"drug": "denosumab", "key": "usual", "dose_unit": "spoons"}, "dose_unit", "one of"),
    "half a time": ("regimens", {"drug": "denosumab", "key": "usual", "frequency": "1.5"}, "frequency", "whole number"),
    "a period without its unit": (
        "regimens", {"drug": "denosumab", "key": "usual", "period_unit": ""}, "period_unit", "needs a unit",
    ),
    "a day that could be two": (
        "regimens", {"drug": "denosumab", "key": "usual", "checked_on": "03/04/2026"}, "checked_on", "2026-03-31",
    ),
    "a product of another drug": ("regimens", {"drug": "denosumab", "key": "usual", "product": "Zometa"}, "product", "Xgeva"),
    "an unknown region": ("products", {"drug": "denosumab", "brand": "Xgeva", "region": "USA"}, "region", "Did you mean “US”?"),
    "a brand of another drug": ("products", {"drug": "denosumab", "brand": "Zometa", "region": ""}, "brand", "zoledronic-acid"),
    "a brand that another drug has everywhere": (
        "products", {"drug": "denosumab", "brand": "Zometa", "region": "US"}, "brand", "to one drug everywhere",
    ),
    "a precaution that does not say how serious": (
        "precautions", {"drug": "denosumab", "key": "teeth", "condition_en": "Teeth", "advice_en": "Ask."}, "severity",
        "avoid, ask-first, caution",
    ),
    "neither yes nor no": (
        "side_effects", {"drug": "zoledronic-acid", "effect": "fever", "serious": "perhaps"}, "serious", "yes or no",
    ),
    "a drug and a class": (
        "side_effects", {"drug": "denosumab", "class": "bisphosphonates", "effect": "fever"}, "drug", "either",
    ),
    "a class inside itself": ("classes", {"key": "bisphosphonates", "parent": "bisphosphonates"}, "parent", "itself"),
    "no name": ("drugs", {"key": "newmab", "name_en": ""}, "name_en", "blank"),
    "a key with blanks": ("drugs", {"key": "new mab", "name_en": "new mab"}, "key", ""),
    "a text that is too long": ("drugs", {"key": "denosumab", "pronunciation": "x" * 101}, "pronunciation", "100"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "row", "column", "words"), WRONG.values(), ids=WRONG)
def test_a_bad_cell_is_told_with_its_place_and_how_to_mend_it(library, pharmacist, name, row, column, words):
    report = tried(table(name, row), by=pharmacist)
    assert [(each[0], each[1], each[2]) for each in report["problems"]] == [(name, 2, column)]
    assert words in report["problems"][0][3]


def test_a_dose_that_looks_like_a_slip_comes_in_only_with_its_exact_words(library, pharmacist):
    row = {"drug": "denosumab", "key": "usual", "dose_value": "120", "dose_unit": "g"}
    report = tried(table("regimens", row), by=pharmacist)
    assert [each[:3] for each in report["problems"]] == [["regimens", 2, "dose_value"]]
    assert "write “120 g” in the column “confirmed_dose”" in report["problems"][0][3]
    assert problems(table("regimens", row | {"confirmed_dose": "12 g"}), by=pharmacist) != []
    assert problems(table("regimens", row | {"confirmed_dose": "120 g"}), by=pharmacist) == []


def test_a_dose_far_above_the_drugs_others_is_asked_about(library, pharmacist):
    row = {"drug": "denosumab", "key": "more", "dose_value": "1200", "dose_unit": "mg"}
    assert problems(table("regimens", row), by=pharmacist) == [("regimens", 2, "dose_value")]


def test_a_brand_in_other_capitals_is_the_same_brand(library, pharmacist):
    row = {"drug": "denosumab", "brand": "ZOMETA", "region": ""}
    assert problems(table("products", row), by=pharmacist) == [("products", 2, "brand")]


def test_a_brand_of_the_same_drug_is_written_in_one_way(library, pharmacist):
    row = {"drug": "zoledronic-acid", "brand": "ZOMETA", "strength": "9 mg", "region": ""}
    report = tried(table("products", row), by=pharmacist)
    assert "the brand “ZOMETA” is written “Zometa”" in report["problems"][0][3]
    assert problems(table("products", row | {"brand": "Zometa"}), by=pharmacist) == []


def test_a_redaction_forgets_the_files_of_tables(library, pharmacist):
    try_tables(files=[table("drugs", {"key": "denosumab", "inn": "denosumab"})], by=pharmacist, now=NOW)
    labels = [place.label for place in places_of(library["denosumab"], [])]
    assert "files of tables that were imported, or wait to be" in labels


def test_every_bad_cell_of_a_row_is_told_at_once(library, pharmacist):
    row = {"drug": "denosumab", "key": "usual", "dose_value": "4,5", "route": "by ear", "checked_on": "today"}
    assert problems(table("regimens", row), by=pharmacist) == [
        ("regimens", 2, "checked_on"), ("regimens", 2, "dose_value"), ("regimens", 2, "route"),
    ]  # fmt: skip


def test_two_rows_that_name_the_same_are_told(library, pharmacist):
    row = {"drug": "denosumab", "key": "usual", "dose_value": "60"}
    assert problems(table("regimens", row, row | {"dose_value": "90"}), by=pharmacist) == [("regimens", 3, "key")]


def test_a_column_that_names_rows_must_be_there(library, pharmacist):
    assert problems(table("regimens", {"drug": "denosumab", "dose_value": "60"}), by=pharmacist) == [
        ("regimens", 1, "")
    ]


def test_a_column_that_is_not_known_is_told_and_not_read(library, pharmacist):
    report = tried(table("regimens", {"drug": "denosumab", "key": "usual", "dose_valeu": "60"}), by=pharmacist)
    assert "“dose_valeu”" in report["notes"][0]
    assert "Did you mean “dose_value”?" in report["notes"][0]
    assert report["rows"] == []


def test_a_column_that_is_left_out_changes_nothing_and_an_empty_cell_empties(library, pharmacist):
    bring(table("regimens", {"drug": "denosumab", "key": "usual", "route": ""}), by=pharmacist)
    regimen = Regimen.objects.get(drug=library["denosumab"])
    assert (regimen.route, regimen.dose_value, regimen.product.brand) == ("", 120, "Xgeva")


def test_confirming_saves_the_bytes_that_were_tried_and_keeps_none(library, pharmacist):
    waiting = try_tables(
        files=[table("regimens", {"drug": "denosumab", "key": "usual", "dose_value": "60"})], by=pharmacist, now=NOW
    )
    done = confirm_tables(waiting=waiting, by=pharmacist, now=NOW)
    assert Regimen.objects.get(drug=library["denosumab"]).dose_value == 60
    assert not done.files.exists()
    with pytest.raises(Refused, match="already"):
        confirm_tables(waiting=waiting, by=pharmacist, now=NOW)


def test_whoever_saves_between_trial_and_confirmation_is_not_overwritten(library, author, pharmacist):
    waiting = try_tables(
        files=[table("regimens", {"drug": "denosumab", "key": "usual", "dose_value": "60"})], by=pharmacist, now=NOW
    )
    stories.edit(library["denosumab"], by=author, save_related=lambda: Regimen.objects.update(dose_value=90))
    with pytest.raises(TryAgain, match="Nothing was imported"):
        confirm_tables(waiting=waiting, by=pharmacist, now=NOW)
    assert Regimen.objects.get(drug=library["denosumab"]).dose_value == 90
    waiting.refresh_from_db()
    assert waiting.report["trial"]["rows"][0][5] == [["dose_value", "90", "60"]]
    confirm_tables(waiting=waiting, by=pharmacist, now=NOW)
    assert Regimen.objects.get(drug=library["denosumab"]).dose_value == 60


def test_a_file_older_than_somebody_elses_work_is_told(library, author, pharmacist):
    [row] = json.loads(write_tables(["regimens"], "json", drugs=["denosumab"]))["regimens"]
    stories.edit(library["denosumab"], by=author, save_related=lambda: Regimen.objects.update(dose_value=90))
    report = tried(table("regimens", row), by=pharmacist)
    assert [each[2] for each in report["problems"]] == ["version"]
    assert author.get_display_name() in report["problems"][0][3]
    assert problems(table("regimens", row | {"version": ""}), by=pharmacist) == []


def test_ones_own_work_since_the_file_was_made_is_no_conflict(library, pharmacist):
    [row] = json.loads(write_tables(["regimens"], "json", drugs=["denosumab"]))["regimens"]
    bring(table("regimens", row | {"dose_value": "60"}), by=pharmacist)
    assert problems(table("regimens", row | {"dose_value": "90"}), by=pharmacist) == []


def test_whoever_has_the_sheet_open_is_named(library, author, pharmacist):
    Presence.objects.create(page_id=library["denosumab"].pk, user=author, seen_at=NOW)
    report = tried(table("regimens", {"drug": "denosumab", "key": "usual", "dose_value": "60"}), by=pharmacist)
    assert report["notes"] == [f"{author.get_display_name()} has “Denosumab” open and may be writing in it."]


def test_whoever_may_not_write_facts_imports_none(library, coordinator):
    with pytest.raises(NotPermitted):
        try_tables(files=[table("drugs", {"key": "x"})], by=coordinator, now=NOW)
    with pytest.raises(NotPermitted):
        import_tables(files=[table("drugs", {"key": "denosumab", "inn": "denosumab"})], by=coordinator, now=NOW)


def test_nobody_confirms_somebody_elses_import(library, author, pharmacist):
    waiting = try_tables(files=[table("drugs", {"key": "denosumab", "inn": "d"})], by=pharmacist, now=NOW)
    with pytest.raises(NotPermitted):
        confirm_tables(waiting=waiting, by=author, now=NOW)


def many(number: int) -> Brought:
    rows = [
        {"drug": "denosumab", "brand": f"Brand {n}", "strength": "1 mg", "region": "Mars" if n % 20 == 0 else "US"}
        for n in range(number)
    ]
    return table("products", *rows)


def test_every_bad_row_is_listed(library, pharmacist):
    report = tried(many(1_000), by=pharmacist)
    assert (report["sums"]["bad"], len(report["problems"])) == (50, 50)
    assert (report["sums"]["new"], report["sums"]["left_out"]) == (0, 950)


def test_the_number_of_queries_does_not_grow_with_the_rows(library, pharmacist):
    def queries(number: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            tried(many(number), by=pharmacist)
        return len(captured)

    queries(10)  # fills what the person's permissions are read from
    assert queries(10) == queries(200)
