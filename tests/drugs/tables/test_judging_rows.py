"""What a table states is judged beside the library and the rest of the file, and every row is counted once."""

import pytest

from tests.drugs.tables import test_importing_tables as importing
from tests.drugs.tables.test_importing_tables import problems, table, tried

pytestmark = pytest.mark.django_db
pharmacist = importing.pharmacist
library = importing.library


def test_a_dose_by_mouth_is_held_against_its_route_and_the_strengths_in_the_library_and_in_the_file(
    library, pharmacist
):
    row = {"drug": "newfen", "key": "usual", "route": "oral", "dose_value": "40", "dose_unit": "g"}
    new = table("drugs", {"key": "newfen", "name_en": "newfen"})
    assert problems(new, table("regimens", row), by=pharmacist) == [("regimens", 2, "dose_value")]
    brought = table("products", {"drug": "newfen", "brand": "Newfen", "strength": "200 mg"})
    row |= {"dose_unit": "mg", "dose_value": "4000"}
    assert problems(new, table("regimens", row), by=pharmacist) == []
    told = tried(new, brought, table("regimens", row), by=pharmacist)["problems"]
    assert ["20 times the largest strength" in each[3] for each in told] == [True]
    assert problems(new, brought, table("regimens", row | {"dose_value": "400"}), by=pharmacist) == []
    assert problems(new, brought, table("regimens", row | {"confirmed_dose": "4,000 mg"}), by=pharmacist) == []


def test_a_changed_route_asks_about_the_dose_again(library, pharmacist):
    row = {"drug": "denosumab", "key": "usual", "dose_value": "120", "route": "intradermal"}
    assert problems(table("regimens", row), by=pharmacist) == [("regimens", 2, "dose_value")]


def test_every_row_is_counted_once(library, pharmacist):
    rows = [
        {"drug": "denosumab", "brand": "New", "strength": "1 mg", "region": "Mars"},
        {"drug": "denosumab", "brand": "Newer", "strength": "1 mg", "region": "US"},
        {"drug": "denosumab", "brand": "Zometa", "strength": "", "region": "US"},  # read well, and of another drug
        {"drug": "zoledronic-acid", "brand": "Reclast", "strength": "5 mg", "region": "US"},
    ]
    sums = tried(table("products", *rows), by=pharmacist)["sums"]
    assert {name: sums[name] for name in ("new", "changed", "unchanged", "bad", "left_out")} == {
        "new": 1, "changed": 0, "unchanged": 0, "bad": 2, "left_out": 1,
    }  # fmt: skip
