"""Codes: the published ones pass, and what a slip of the hand makes of them is told with how to mend it."""

import pytest

from drugs.codes import SYSTEMS, code_problem, normal_ndc

GOOD = [
    ("rxnorm", "77655"), ("rxnorm", "11473"), ("rxnorm", "351114"), ("rxnorm", "1"),
    ("unii", "R16CO5Y76E"),  # aspirin
    ("unii", "362O9ITL9D"),  # acetaminophen
    ("unii", "WK2XYI10QM"),  # ibuprofen
    ("atc", "M05BA08"), ("atc", "N02BE01"),
    ("snomed", "94222008"), ("snomed", "22298006"), ("snomed", "73211009"), ("snomed", "404684003"),
    ("ndc", "0078-0590-61"), ("ndc", "55513-730-01"), ("ndc", "12345-6789-0"), ("ndc", "12345-6789-01"),
    ("spl_set_id", "0d4e1e1c-0e5a-4b0c-9e0a-0d8f8a6f2c11"), ("spl_set_id", "0D4E1E1C-0E5A-4B0C-9E0A-0D8F8A6F2C11"),
    ("icd10cm", "C50"), ("icd10cm", "C79.51"), ("icd10cm", "S72.001A"), ("icd10cm", "C7A.00"),
]  # fmt: skip
WRONG = [
    ("rxnorm", "077655", "digits alone"), ("rxnorm", "RX77655", "digits alone"), ("rxnorm", "123456789", "digits alone"),
    ("rxnorm", "77655 ", "digits alone"), ("rxnorm", "７７６５５", "digits alone"),
    ("unii", "R16CO5Y76F", "does not fit"), ("unii", "R61CO5Y76D", "does not fit"), ("unii", "r16co5y76e", "capital"),
    ("unii", "R16CO5Y76", "ten capital"),
    ("atc", "M05BA", "seven"), ("atc", "E05BA08", "seven"), ("atc", "M05BA8", "seven"), ("atc", "m05ba08", "seven"),
    ("snomed", "94222009", "does not fit"), ("snomed", "94222080", "does not fit"), ("snomed", "94.222", "6 to 18"),
    ("snomed", "12345", "6 to 18"), ("snomed", "94222008\n", "6 to 18"), ("snomed", "754786014", "description"),
    ("ndc", "00780590611", "hyphens"), ("ndc", "078-0590-61", "4-4-2"), ("ndc", "12345-67-89", "5-3-2"),
    ("ndc", "0078-0590", "hyphens"), ("ndc", "1234-5678-901", "hyphens"),
    ("spl_set_id", "0d4e1e1c0e5a4b0c9e0a0d8f8a6f2c11", "8-4-4-4-12"), ("spl_set_id", "7", "8-4-4-4-12"),
    ("icd10cm", "C7951", "dot"), ("icd10cm", "79.51", "dot"),
]  # fmt: skip


@pytest.mark.parametrize(("system", "code"), GOOD)
def test_a_published_code_passes(system, code):
    assert code_problem(system, code) == ""


@pytest.mark.parametrize(("system", "code", "told"), WRONG)
def test_a_slip_is_told_with_the_code_and_how_to_mend_it(system, code, told):
    problem = code_problem(system, code)
    assert told in problem
    assert code.strip() in problem


@pytest.mark.parametrize("system", SYSTEMS)
def test_no_code_is_no_problem(system):
    assert code_problem(system, "") == ""


@pytest.mark.parametrize("system", ["loinc", "", "RxNorm", "snomed "])
def test_an_unknown_code_system_is_told_with_those_there_are(system):
    problem = code_problem(system, "1")
    assert "not a code system used here" in problem
    assert "rxnorm, unii, atc, snomed" in problem


@pytest.mark.parametrize("place", range(8))
@pytest.mark.parametrize("change", range(1, 10))
def test_every_single_wrong_digit_of_a_snomed_code_is_found(place, change):
    digits = list("94222008")
    digits[place] = str((int(digits[place]) + change) % 10)
    assert code_problem("snomed", "".join(digits))


@pytest.mark.parametrize("place", range(7))
def test_two_digits_of_a_snomed_code_that_changed_places_are_found(place):
    code = "94222008"
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert bool(code_problem("snomed", swapped)) == (swapped != code)


@pytest.mark.parametrize(
    ("code", "eleven"),
    [
        ("0078-0590-61", "00078059061"),
        ("55513-730-01", "55513073001"),
        ("12345-6789-0", "12345678900"),
        ("12345-6789-01", "12345678901"),
    ],
)
def test_an_ndc_has_one_form_of_eleven_digits(code, eleven):
    assert normal_ndc(code) == eleven


@pytest.mark.parametrize("code", ["", "0078059061", "1-2-3"])
def test_what_is_no_ndc_has_no_such_form(code):
    with pytest.raises(ValueError, match="not an NDC"):
        normal_ndc(code)
