"""People typed as PubMed abbreviates them, without a comma: found among organisations, which are left alone."""

import pytest

from references.abbreviated_names import as_people, as_person, better_lines
from references.record_forms import name_from_line

PEOPLE = (
    ("Himelstein AL", "Himelstein, A. L."),
    ("Himelstein A. L.", "Himelstein, A. L."),
    ("Himelstein A.L.", "Himelstein, A. L."),
    ("Himelstein A L", "Himelstein, A. L."),
    ("Coleman R", "Coleman, R."),
    ("Li X", "Li, X."),
    ("Van Poznak C", "Van Poznak, C."),
    ("van der Berg P", "van der Berg, P."),
    ("de la Cruz MA", "de la Cruz, M. A."),
    ("d'Arcy JB", "d'Arcy, J. B."),
    ("García López MA", "García López, M. A."),
    ("Pérez-Fidalgo JA", "Pérez-Fidalgo, J. A."),
    ("Müller ÄB", "Müller, Ä. B."),
    ("O'Brien S", "O'Brien, S."),
    ("McDonald RF", "McDonald, R. F."),
    ("DeVita VT Jr", "DeVita, V. T., Jr"),
    ("LeBlanc TW", "LeBlanc, T. W."),
    ("Dupont J-P", "Dupont, J.-P."),
    ("Smith JAB", "Smith, J. A. B."),
    ("Velasco MR 3rd", "Velasco, M. R., 3rd"),
)
ORGANISATIONS = (
    "", "NHS", "NHS UK", "WHO", "NICE", "SWOG", "AO", "NHS England", "Amgen", "Amgen EU", "AstraZeneca UK", "AstraZeneca",
    "AstraZeneca KK", "GlaxoSmithKline MD", "BioNTech SE", "Pfizer AG", "Novartis Pharma AG", "Bayer A.G.", "Roche S.A.",
    "Pierre Fabre SA", "Merck KGaA", "Novo Nordisk A/S", "Lilly USA", "Boots UK", "Macmillan UK", "Sarcoma UK",
    "Cancer Research UK", "Breast Cancer Now", "World Health Organization", "Institute B", "Grupo GEM", "Unidad UCI",
    "Hepatitis B", "Vitamin D", "Plan B", "Phase II", "Trial S0307", "EORTC QLG", "BBC News", "People's Voice P",
    "Johnson & Johnson", "U.S. Pharmacopeia", "A. Menarini", "MD Anderson", "HIMELSTEIN AL", "Himelstein",
    "Andrew Himelstein", "European Bone Marrow CT", "Himelstein ABCD", "Himelstein a",
)  # fmt: skip


@pytest.mark.parametrize(("typed", "better"), PEOPLE)
def test_a_person_without_a_comma_is_known_by_the_initials(typed, better) -> None:
    assert as_person(typed) == better
    person = name_from_line(better)
    assert person["family"] and person["given"]


@pytest.mark.parametrize("name", ORGANISATIONS)
def test_what_may_be_an_organisation_is_left_alone(name) -> None:
    assert as_person(name) == ""


def test_several_people_on_one_line_get_a_line_each() -> None:
    line = "Himelstein AL, Foster JC, Khatcheressian JL, Roberts JD"
    better = ["Himelstein, A. L.", "Foster, J. C.", "Khatcheressian, J. L.", "Roberts, J. D."]
    assert as_people(name_from_line(line)) == better
    assert better_lines(f"Novotny, Paul\r\n{line}\r\nPfizer AG\r\n") == "\n".join(
        ["Novotny, Paul", *better, "Pfizer AG"]
    )


@pytest.mark.parametrize(
    "line",
    ["Himelstein, A. L.", "van Poznak, C", "Velasco, MR, Jr", "García M, Ana", "Himelstein AL, Pfizer AG", "Plato,"],
)
def test_a_line_that_reads_as_it_is_meant_is_left_alone(line) -> None:
    assert as_people(name_from_line(line)) == []
    assert better_lines(line) == line
