"""What a record says otherwise than we do, and what says the same in other words."""

from dataclasses import replace
from datetime import date

import pytest

from drugs.drift import Ours, differences
from drugs.drift.comparing import TAKABLE, is_older, sections_of
from drugs.drift.records import section_hash
from drugs.models import Drug, Product, Regimen
from tests.drugs.drift.files import PROLIA, UNII, XGEVA, answer, history, label, ndc, product, records_of, spl

OURS = Ours(
    drug=1,
    key="denosumab",
    product=2,
    brand="Xgeva",
    strength="120 mg",
    region="us",
    set_id=XGEVA,
    version=12,
    dated=date(2025, 6, 1),
    ndcs=("55513-730-01",),
    marketing="marketed",
    rxnorm="993456",
    manufacturer="Amgen, Inc.",
    routes=("subcutaneous",),
    drug_rxnorm="993449",
    unii=UNII,
    names=("denosumab",),
)


def said(record, ours=OURS, known=None) -> dict[str, tuple[str, tuple[str, ...]]]:
    """{field: (theirs, offered)} of a file with one record."""
    (row,) = records_of(record)
    return {each.field: (each.theirs, each.values) for each in differences(ours, row, known=known)}


@pytest.mark.parametrize(
    "record",
    [
        answer(label()),
        answer(label(told={"brand_name": ["XGEVA®"], "manufacturer_name": ["AMGEN INC"]})),
        answer(label(told={"package_ndc": ["55513-730-01", "55513-730-99"], "route": ["SUBCUTANEOUS", "ORAL"]})),
        answer(label(told={"rxcui": None, "unii": None, "brand_name": None, "manufacturer_name": None, "route": None})),
        answer(label(openfda={}, effective_time=None)),
        answer(ndc()),
        answer(ndc(packaging=[], openfda={})),
        spl(),
        spl(products=[product(), product("Prolia", "55513-710", ("55513-710-01",), status="completed", unii="OTHER")]),
        spl(products=[product(status="new")]),
        spl(version="11", day="20240101"),
    ],
)
def test_what_says_the_same_is_no_difference(record):
    assert said(record) == {}


DIFFERENT = [
    (answer(label(version="13")), {"product.spl_version": ("13", ("13",))}),
    (answer(label(effective_time="20250602")), {"product.label_date": ("2025-06-02", ("2025-06-02",))}),
    (answer(label(PROLIA)), {"product.spl_set_id": (PROLIA, (PROLIA,))}),
    (answer(label(told={"unii": ["9ZZZZZZZZ9"]})), {"drug.unii": ("9ZZZZZZZZ9", ("9ZZZZZZZZ9",))}),
    (answer(label(told={"rxcui": ["1", "2"]})), {"product.rxnorm": ("1, 2", ("1", "2"))}),
    (answer(label(told={"route": ["INTRAVENOUS"]})), {"route": ("INTRAVENOUS", ())}),
    (answer(label(told={"brand_name": ["Other"]})), {"brand": ("Other", ())}),
    (answer(label(told={"manufacturer_name": ["Other Inc"]})), {"manufacturer": ("Other Inc", ())}),
    (
        answer(label(told={"package_ndc": ["55513-731-01", "55513-732-01"]})),
        {"product.ndc": ("55513-731-01, 55513-732-01", ("55513-731-01", "55513-732-01"))},
    ),
    (answer(label(boxed_warning=["WARNING: 1/2"])), {"boxed-warning": ("WARNING: 1/2", ())}),
    (
        answer(ndc(listing_expiration_date="20200101")),
        {"product.marketing_status": ("discontinued (listing_expiration_date 2020-01-01)", ("discontinued",))},
    ),
    (
        spl(products=[product(status="completed")]),
        {"product.marketing_status": ("discontinued (completed)", ("discontinued",))},
    ),
]


@pytest.mark.parametrize(("record", "expected"), DIFFERENT)
def test_each_difference_is_told_with_what_may_be_taken_over(record, expected):
    assert said(record) == expected


def test_what_we_do_not_say_is_offered():
    bare = Ours(drug=1, key="denosumab", product=2, brand="Xgeva", ndcs=("55513-730-01",))
    found = said(spl(), bare)
    assert found.keys() == {
        "product.spl_set_id", "product.spl_version", "product.label_date", "product.marketing_status", "drug.unii",
    }  # fmt: skip


def test_nothing_is_compared_with_words_that_we_do_not_say():
    assert said(answer(label()), replace(OURS, brand="", manufacturer="", routes=())) == {}


def test_the_version_of_another_label_is_another_version():
    assert said(answer(label(PROLIA, version="3", effective_time="20240101"))).keys() == {
        "product.spl_set_id", "product.spl_version", "product.label_date",
    }  # fmt: skip


@pytest.mark.parametrize(("version", "older"), [("11", True), ("12", False), ("13", False)])
def test_an_earlier_version_of_the_label_is_older(version, older):
    (record,) = records_of(answer(label(version=version)))
    assert is_older(OURS, record) == older


def test_products_of_a_label_that_stand_apart_say_nothing_of_each_other():
    """Of a label with two products, one gone, the status is that of the one whose NDC is ours."""
    gone = product("Prolia", "55513-710", ("55513-710-01",), status="completed")
    assert said(spl(products=[product(), gone]), replace(OURS, ndcs=("55513-710-01",))).keys() == {
        "brand", "product.marketing_status",
    }  # fmt: skip
    assert "product.marketing_status" not in said(spl(products=[product(), gone]), replace(OURS, ndcs=()))


# Sections: words, told when they change.


def test_dosing_is_told_when_its_words_change_and_not_when_it_is_first_met():
    (record,) = records_of(answer(label()))
    known = sections_of(record)
    assert said(answer(label()), known=known) == {}
    changed = answer(label(dosage_and_administration=["120 mg every 6 weeks"]))
    assert said(changed) == {}
    assert said(changed, known=known) == {"dosage": ("120 mg every 6 weeks", ())}


def test_a_boxed_warning_that_is_gone_is_told():
    (record,) = records_of(answer(label(boxed_warning=["Harm."])))
    assert said(answer(label()), known=sections_of(record)) == {"boxed-warning": ("", ())}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("0.5 mg", "05 mg"),
        ("0.5 mg", "5 mg"),
        ("1/2", "12"),
        ("10²", "102"),
        ("5 µg", "5 mg"),
        ("½", "1/2"),
        ("4 MG", "4 mg"),
    ],
)
def test_a_sign_more_or_less_is_another_text(one, other):
    assert section_hash(one) != section_hash(other)


@pytest.mark.parametrize(("one", "other"), [("a  b", "a b"), ("a\nb", "a b"), (" a ", "a"), ("e\u0301", "é")])
def test_blanks_and_line_breaks_make_no_other_text(one, other):
    assert section_hash(one) == section_hash(other)


# Codes of RxNorm.


DRUG = Ours(drug=1, key="denosumab", drug_rxnorm="993449", names=("denosumab",))


def test_a_code_that_became_several_offers_each():
    found = said(history(status="Remapped", remapped=[("11", "one"), ("22", "two")]), DRUG)
    assert found == {"drug.rxnorm": ("remapped: 11 (one), 22 (two)", ("11", "22"))}


def test_a_code_that_is_out_of_use_offers_nothing():
    assert said(history(status="Obsolete"), DRUG) == {"drug.rxnorm": ("obsolete", ())}


def test_a_code_in_use_that_names_something_else_is_told():
    assert said(history(), DRUG) == {}
    assert said(history(name="denosumab 120 MG/ML Injection [Xgeva]"), DRUG) == {}
    assert said(history(name="zoledronic acid"), DRUG) == {"name-of-code": ("993449: zoledronic acid", ())}


def test_the_code_of_a_product_is_the_products():
    assert said(history("993456", "Obsolete"), OURS).keys() == {"product.rxnorm"}


# No dose.


def test_what_may_be_taken_over_is_no_dose_no_timing_and_no_words_for_patients():
    """Every field of a regimen is out of reach, and of drug and product all but codes, status, version and date."""
    models = {"product": Product, "drug": Drug}
    assert {whose for whose, _name in TAKABLE.values()} == set(models)
    for whose, name in TAKABLE.values():
        field = models[whose]._meta.get_field(name)
        assert not field.is_relation
        assert name in {
            "spl_set_id", "spl_version", "label_date", "ndc", "marketing_status", "rxnorm", "unii",
        }  # fmt: skip
    written = {name for _whose, name in TAKABLE.values()}
    assert not written & {field.name for field in Regimen._meta.get_fields()}


def test_the_same_thing_said_again_has_the_same_digest():
    (one,) = records_of(answer(label(told={"rxcui": ["1", "2"]})))
    (again,) = records_of(answer(label(told={"rxcui": ["2", "1"]})))
    (other,) = records_of(answer(label(told={"rxcui": ["2", "3"]})))
    digests = [differences(OURS, each, known=None)[0].digest for each in (one, again, other)]
    assert digests[0] == digests[1] != digests[2]
