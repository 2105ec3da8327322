"""Files of openFDA, DailyMed and RxNav become records; nothing in them is dropped silently."""

import gzip
import io
import json
from datetime import date

import pytest

from drugs.drift import open_records
from drugs.drift.records import BOXED_WARNING, DOSAGE
from references.formats import CannotRead
from tests.drugs.drift.files import (
    DOSING,
    PROLIA,
    UNII,
    XGEVA,
    answer,
    history,
    label,
    ndc,
    product,
    records_of,
    section,
    spl,
)


def test_a_label_of_openfda_says_who_it_is():
    (record,) = records_of(answer(label()))
    assert (record.source, record.id, record.set_id, record.version) == ("openfda-label", XGEVA, XGEVA, 12)
    assert (record.dated, record.manufacturer) == (date(2025, 6, 1), "Amgen Inc")
    assert (record.ndcs, record.unii, record.rxnorm) == (("55513-730-01",), (UNII,), ("993456", "993458"))
    assert record.names == ("Xgeva", "DENOSUMAB")
    assert record.items[0].routes == ("SUBCUTANEOUS",)
    assert record.sections == {DOSAGE: "2 DOSAGE AND ADMINISTRATION 120 mg every 4 weeks"}


@pytest.mark.parametrize(
    "wrap",
    [
        lambda rows: answer(*rows),
        lambda rows: {"results": rows},
        lambda rows: {"results": rows, "meta": {"disclaimer": "Last: ]"}},
        lambda rows: rows,
        lambda rows: "\n".join(json.dumps(row) for row in rows),
        lambda rows: "\ufeff" + json.dumps(answer(*rows)),
        lambda rows: json.dumps(answer(*rows), indent=4).encode("utf-16"),
    ],
    ids=["answer", "no meta", "meta last", "a list", "one a line", "one line with a mark", "utf-16"],
)
def test_labels_are_found_however_they_are_wrapped(wrap):
    records = records_of(wrap([label(XGEVA), label(PROLIA, version="7")]))
    assert [(record.set_id, record.version, record.problem) for record in records] == [(XGEVA, 12, ""), (PROLIA, 7, "")]


def test_a_label_that_was_never_matched_to_a_product_is_read_by_what_it_has():
    (record,) = records_of(answer(label(openfda={})))
    assert (record.set_id, record.version, record.ndcs, record.names, record.problem) == (XGEVA, 12, (), (), "")


def test_a_product_of_the_ndc_directory_says_whether_it_is_on_the_market():
    (record,) = records_of(answer(ndc()))
    (item,) = record.items
    assert (record.source, record.id, record.set_id) == ("openfda-ndc", "55513-730", XGEVA)
    assert (item.brand, item.marketing, item.why, item.ndcs) == ("Xgeva", "marketed", "BLA", ("55513-730-01",))
    assert record.version is None
    assert not record.states_sections


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"listing_expiration_date": "20251231"}, "discontinued"),
        ({"listing_expiration_date": "20260303"}, "marketed"),
        ({"listing_expiration_date": None, "marketing_end_date": "20260302"}, "discontinued"),
        ({"listing_expiration_date": None, "marketing_end_date": "20301231"}, "marketed"),
        ({"listing_expiration_date": "soon"}, "marketed"),
    ],
)
def test_an_end_that_has_come_ends_the_marketing(fields, status):
    (record,) = records_of(answer(ndc(**fields)))
    assert record.items[0].marketing == status


def test_a_label_of_dailymed_says_who_it_is():
    (record,) = records_of(spl(boxed="<paragraph>Severe harm.</paragraph>"))
    (item,) = record.items
    assert (record.source, record.set_id, record.version, record.dated) == ("spl", XGEVA, 12, date(2025, 6, 1))
    assert (record.title, record.manufacturer) == ("XGEVA (denosumab) injection", "Amgen Inc")
    assert (item.brand, item.generic, item.ndcs) == ("Xgeva", "denosumab", ("55513-730-01",))
    assert (item.unii, item.routes, item.marketing) == ((UNII,), ("SUBCUTANEOUS",), "marketed")
    assert record.sections[BOXED_WARNING] == "WARNING\nSevere harm."
    assert record.sections[DOSAGE].endswith("The recommended dose is 120 mg every 4 weeks.")


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"status": "active"}, "marketed"),
        ({"status": "active", "end": "20200101"}, "discontinued"),
        ({"status": "active", "end": "20300101"}, "marketed"),
        ({"status": "completed"}, "discontinued"),
        ({"status": "new"}, ""),
    ],
)
def test_the_status_is_that_of_the_product_and_not_of_a_package(said, status):
    (record,) = records_of(spl(products=[product(**said)]))
    assert record.items[0].marketing == status


def test_each_product_of_a_label_keeps_its_own_codes():
    (record,) = records_of(spl(products=[product(), product("Prolia", "55513-710", ("55513-710-01", "55513-710-21"))]))
    assert [item.ndcs for item in record.items] == [("55513-730-01",), ("55513-710-01", "55513-710-21")]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<paragraph>1<sup>1</sup>/<sub>2</sub> tablets</paragraph>", "1^(1)/_(2) tablets"),
        ("<paragraph>10<sup>6</sup> units</paragraph>", "10^(6) units"),
        ("<paragraph>0.5 mg, not .5 mg</paragraph>", "0.5 mg, not .5 mg"),
        ("<paragraph>½ tablet, 5 µg</paragraph>", "½ tablet, 5 µg"),
        (
            "<table><tbody><tr><td>30</td><td>120 mg</td></tr><tr><td>60</td></tr></tbody></table>",
            "30 | 120 mg |\n60 |",
        ),
        ("<list><item>4 mg</item><item>8 mg</item></list>", "• 4 mg\n• 8 mg"),
        ("<paragraph>4 mg<br/>8 mg</paragraph>", "4 mg\n8 mg"),
        ('<paragraph>See <renderMultiMedia referencedObject="MM1"/>.</paragraph>', "See [picture] ."),
        ("<paragraph>\n      one\n      line\n    </paragraph>", "one line"),
    ],
)
def test_what_is_high_small_or_in_cells_is_never_run_together(written, read):
    (record,) = records_of(spl(dosing=written))
    assert record.sections[DOSAGE].partition("\n")[2] == read


def test_sections_inside_sections_are_read_and_highlights_are_not():
    inner = section("42229-5", "<paragraph>Give it slowly.</paragraph>", "2.1 How")
    highlights = "<excerpt><highlight><text>Short words.</text></highlight></excerpt>"
    text = spl(dosing="<paragraph>120 mg</paragraph>").replace(
        '<effectiveTime value="20250601"/></section></component>\n</structuredBody>',
        f"{highlights}{inner}</section></component>\n</structuredBody>",
    )
    (record,) = records_of(text)
    assert record.sections[DOSAGE] == "2 DOSAGE AND ADMINISTRATION\n120 mg\n2.1 How\nGive it slowly."


@pytest.mark.parametrize(
    ("written", "status"),
    [
        ("Active", "active"),
        ("Obsolete", "obsolete"),
        ("Remapped", "remapped"),
        ("Quantified", "quantified"),
        ("NotCurrent", "not current"),
        ("NOT CURRENT", "not current"),
    ],
)
def test_a_history_of_rxnav_says_how_the_code_stands(written, status):
    (record,) = records_of(history(status=written))
    assert (record.source, record.id, record.status, record.title) == ("rxnav", "993449", status, "denosumab")


def test_one_code_may_have_become_several():
    (record,) = records_of(history(status="Remapped", remapped=[("11", "one"), ("22", "two"), ("11", "one")]))
    assert record.remapped == (("11", "one"), ("22", "two"))
    (record,) = records_of(history(status="Quantified", quantified=[("33", "three")]))
    assert record.remapped == (("33", "three"),)


def test_several_histories_may_stand_in_one_file():
    assert [record.id for record in records_of([history("1"), history("2")])] == ["1", "2"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (answer(label(), {"set_id": "no-uuid"}), "no set id"),
        (answer(label(), {"something": "else"}), "no record that we know"),
        (answer(label(), label(PROLIA, version="twelve")), "no whole number"),
        (answer(label(), label(PROLIA, version="1.5")), "no whole number"),
        (answer(label(), label(PROLIA, effective_time="20250231")), "is none"),
        (answer(label(), {"product_ndc": ""}), "no NDC"),
        ([label(), history(status="Gone")], "we know Active"),
        ([label(), {"rxcuiStatusHistory": {"metaData": {"status": "UNKNOWN"}}}], "does not know the code"),
        ([label(), {"rxcuiStatusHistory": []}], "does not know the code"),
        ([label(), history(code="12x")], "which code"),
        ([label(), {"error": {"code": "NOT_FOUND", "message": "No matches found!"}}], "error message"),
        (json.dumps(label()) + ' "words" ', "stands between"),
        (json.dumps(label()) + "\n{" + '"set_id": [' * 2000, "not JSON"),
        (json.dumps(answer(label()))[:-2] + ', {"a": 1', "not JSON"),
    ],
)
def test_a_bad_record_is_told_with_its_reason_and_harms_no_other(content, reason):
    first, *others = records_of(content)
    assert (first.set_id, first.problem) == (XGEVA, "")
    assert any(reason in other.problem for other in others), [other.problem for other in others]
    assert all(other.problem and other.line for other in others)


def test_the_line_of_a_bad_record_is_that_of_the_file():
    text = json.dumps(answer(label(), {"odd": 1}), indent=1)
    bad = records_of(text)[-1]
    assert text.splitlines()[bad.line - 1].strip() == "{"
    assert '"odd"' in text.splitlines()[bad.line]


def test_a_download_that_broke_off_is_told():
    text = json.dumps(answer(label(), label(PROLIA)))
    *good, last = records_of(text[: text.rindex("}]") + 1])
    assert [record.set_id for record in good] == [XGEVA, PROLIA]
    assert "ends inside the list" in last.problem


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"  \n", "is empty"),
        (b"PK\x03\x04zip", "packed"),
        (gzip.compress(b"{}"), "packed"),
        (b"%PDF-1.7", "PDF"),
        (b"set_id,version\n1,2\n", "nothing that we know"),
        (b"<!DOCTYPE html><html><document></document></html>", "web page"),
        (b"<labels><label/></labels>", "no label"),
    ],
)
def test_a_file_of_another_kind_is_refused_with_one_sentence(content, reason):
    with pytest.raises(CannotRead, match=reason):
        records_of(content)


BOMB = '<!DOCTYPE document [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>\n'
OUTSIDE = '<!DOCTYPE document [<!ENTITY a SYSTEM "other.xml">]>\n'


@pytest.mark.parametrize("head", [BOMB, OUTSIDE])
def test_entities_of_a_label_are_never_resolved(head):
    with pytest.raises(CannotRead, match="entities"):
        records_of(spl(head=head, dosing="<paragraph>&b;</paragraph>"))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (spl(set_id="nonsense"), "no set id"),
        (spl(version="0"), "no whole number"),
        (spl(day="20251350"), "is none"),
        (spl(root='xmlns="urn:other"'), "urn:hl7-org:v3"),
        (spl(dosing="<paragraph>" * 100), "deep"),
        (spl(dosing="<paragraph>open"), "not XML"),
        (spl()[:-30], "ends inside"),
    ],
)
def test_a_label_that_cannot_be_read_says_why(text, reason):
    (record,) = records_of(text)
    assert reason in record.problem


def test_two_labels_in_one_file_are_two_records():
    one, other = spl(), spl(PROLIA, dosing=DOSING).partition("<document")[2]
    assert [record.set_id for record in records_of(f"{one}<document{other}")] == [XGEVA, PROLIA]


def test_what_is_no_text_is_left_out_of_lines_and_marked_in_sections():
    words = {"brand_name": ["Xge\x00va"], "manufacturer_name": ["Am\ud800gen"]}
    (record,) = records_of(answer(label(told=words, dosage_and_administration=["1\x002 mg"])))
    assert record.names[0] == "Xge va"
    assert record.manufacturer == "Am gen"
    assert record.sections[DOSAGE] == "1\ufffd2 mg"


def test_a_long_list_is_read_bit_by_bit():
    """The first record is there before the rest of the file was read."""
    rows = [label() for _n in range(2_000)]
    raw = io.BytesIO(json.dumps(answer(*rows)).encode())
    file = open_records(raw, today=date(2026, 3, 3))
    next(file.records)
    assert raw.tell() < len(raw.getvalue()) // 4
    file.text.detach()
