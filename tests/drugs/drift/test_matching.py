"""Whom a record is about: by set id, then NDC, then codes of the substance; never by a name alone."""

from dataclasses import replace

import pytest

from drugs.drift.codes import product_of_ndc
from drugs.drift.matching import Library
from tests.drugs.drift.files import PROLIA, UNII, XGEVA, answer, history, label, ndc, records_of
from tests.drugs.drift.test_comparing import DRUG, OURS

OTHER = replace(OURS, drug=9, key="other", product=8, brand="Other", set_id="", ndcs=(), rxnorm="", names=("other",))
SUBSTANCE = replace(DRUG, unii=UNII)


def match(record, *rows):
    (row,) = records_of(record)
    found = Library(rows or (SUBSTANCE, OURS)).match(row)
    return found.by, [each.product for each in found.ours], list(found.clash), list(found.looks_like)


@pytest.mark.parametrize(
    ("record", "by", "products"),
    [
        (answer(label()), "set id", [2]),
        (answer(label(XGEVA.upper())), "set id", [2]),
        (answer(label(PROLIA)), "NDC", [2]),
        (answer(label(PROLIA, told={"package_ndc": ["55513-0730-02"]})), "NDC", [2]),
        (answer(label(PROLIA, told={"package_ndc": None, "product_ndc": ["55513-730"]})), "NDC", [2]),
        (answer(ndc(openfda={})), "NDC", [2]),
        (history("993449"), "RxNorm", [None]),
        (history("993456"), "RxNorm", [2]),
        (answer(label(PROLIA, told={"package_ndc": ["11111-111-11"], "product_ndc": None})), "UNII", [None]),
    ],
)
def test_the_surest_key_decides(record, by, products):
    assert match(record)[:2] == (by, products)


def test_the_code_of_a_product_without_a_label_is_the_same_substance_and_no_more():
    bare = replace(OURS, set_id="", ndcs=())
    record = answer(label(PROLIA, told={"package_ndc": None, "product_ndc": None}))
    assert match(record, bare)[:2] == ("RxNorm", [2])
    assert match(record, OURS)[0] == "UNII"


@pytest.mark.parametrize(
    "record",
    [
        answer(label(PROLIA, told={"package_ndc": None, "product_ndc": None, "unii": None, "rxcui": None})),
        history("1", name="denosumab"),
    ],
)
def test_a_name_alone_only_looks_like(record):
    assert match(record) == ("", [], [], ["denosumab"])


def test_a_record_about_nothing_of_ours_matches_nothing():
    record = label(PROLIA, openfda={"brand_name": ["Nothing"], "unii": ["X"]})
    assert match(answer(record)) == ("", [], [], [])


def test_two_products_of_one_drug_may_share_a_label():
    assert match(answer(label()), OURS, replace(OURS, product=3, strength="60 mg"))[:2] == ("set id", [2, 3])


def test_a_record_that_would_be_about_two_drugs_is_about_none():
    other = replace(OTHER, ndcs=("55513-730-01",))
    assert match(answer(label()), OURS, other) == ("", [], ["denosumab", "other"], [])


@pytest.mark.parametrize(
    "code", ["55513-730-01", "55513-0730-01", "55513-730", "55513073001", " 55513-730-02 ", "055513-730".lstrip("0")]
)
def test_one_product_has_one_code_however_it_is_written(code):
    assert product_of_ndc(code) == "555130730"


@pytest.mark.parametrize(
    ("one", "other"), [("0078-0590-61", "00780-590-61"), ("0078-0590", "0078-0591"), ("words", "55513-730")]
)
def test_other_codes_are_other_products(one, other):
    assert product_of_ndc(one) != product_of_ndc(other)
