"""What several formats write alike: names with commas, page ranges, identifiers in odd places."""

import pytest

from references.formats.values import add_identifiers, person, serial_numbers, whole_pages


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("123-9", "123-129"),
        ("123-29", "123-129"),
        ("1234-8", "1234-1238"),
        ("123--9", "123-129"),
        ("123–9", "123-129"),
        ("S12-8", "S12-S18"),
        ("e12-e18", "e12-e18"),
        ("48 - 58", "48-58"),
        ("123-5, 130-2", "123-125, 130-132"),
        ("1-10; discussion 11-2", "1-10; discussion 11-12"),
    ],
)
def test_a_shortened_range_is_made_whole(written, read):
    assert whole_pages(written) == read


@pytest.mark.parametrize(
    "pages",
    ["48-58", "123", "e1234", "99-103", "198-04", "19-7", "", "i-xii", "A1-B2", "101-101a", "123-119", "no pages"],
)
def test_other_pages_are_left_alone(pages):
    assert whole_pages(pages) == pages


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Himelstein, Andrew L", {"family": "Himelstein", "given": "Andrew L"}),
        ("Himelstein,A.L.", {"family": "Himelstein", "given": "A.L."}),
        ("Himelstein AL", {"family": "Himelstein", "given": "AL"}),
        ("Smith J Jr", {"family": "Smith", "given": "J", "suffix": "Jr"}),
        ("Smith, John, Jr.", {"family": "Smith", "given": "John", "suffix": "Jr."}),
        ("Smith, Jr., John", {"family": "Smith", "given": "John", "suffix": "Jr."}),
        ("Smith, John 3rd", {"family": "Smith", "given": "John", "suffix": "3rd"}),
        ("van der Berg, Jan", {"non-dropping-particle": "van der", "family": "Berg", "given": "Jan"}),
        ("van Poznak C", {"non-dropping-particle": "van", "family": "Poznak", "given": "C"}),
        ("World Health Organization", {"literal": "World Health Organization"}),
        ("World Health Organization,", {"literal": "World Health Organization"}),
        ("Cancer Research UK", {"literal": "Cancer Research UK"}),
        ("Department of Health, Education, and Welfare", {"literal": "Department of Health, Education, and Welfare"}),
        ("NICE", {"literal": "NICE"}),
        ("Ping, Li", {"family": "Ping", "given": "Li"}),
        (", Madonna", {"given": "Madonna"}),
        ("", None),
        (" , ,", None),
    ],
)
def test_a_comma_tells_a_person_from_an_organisation(written, read):
    assert person(written) == read


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("PMID: 28030702", {"PMID": "28030702"}),
        ("PMID 28030702; cited", {"PMID": "28030702"}),
        ("28030702[pmid]", {"PMID": "28030702"}),
        ("https://pubmed.ncbi.nlm.nih.gov/28030702/", {"PMID": "28030702"}),
        ("http://www.ncbi.nlm.nih.gov/pubmed/28030702", {"PMID": "28030702"}),
        ("PMC5321662", {"PMCID": "PMC5321662"}),
        ("https://doi.org/10.1001/jama.2016.19425", {"DOI": "10.1001/jama.2016.19425"}),
        ("http://dx.doi.org/10.1001/jama.2016.19425.", {"DOI": "10.1001/jama.2016.19425"}),
        ("doi: 10.1001/x; PMID: 5", {"DOI": "10.1001/x", "PMID": "5"}),
        ("10.1001/x", {"DOI": "10.1001/x"}),
        ("28030702", {}),
        ("L614028370", {}),
        ("page 10.1 of the report", {}),
        ("see https://example.org/10/x", {}),
        ("", {}),
    ],
)
def test_identifiers_are_found_where_programs_put_them(text, found):
    record = {}
    add_identifiers(record, [text])
    assert record == found


def test_an_identifier_the_record_has_stays():
    record = {"PMID": "1", "DOI": "10.1000/a", "PMCID": "PMC1"}
    add_identifiers(record, ["PMID: 2 doi:10.1000/b PMC2"])
    assert record == {"PMID": "1", "DOI": "10.1000/a", "PMCID": "PMC1"}


@pytest.mark.parametrize(
    ("texts", "record", "neither"),
    [
        (["0098-7484"], {"ISSN": "0098-7484"}, []),
        (["00987484"], {"ISSN": "0098-7484"}, []),
        (["1538-3598 (Electronic) 0098-7484 (Linking)"], {"ISSN": "1538-3598"}, []),
        (["1234-567x"], {"ISSN": "1234-567X"}, []),
        (["978-92-4-155039-0"], {"ISBN": "978-92-4-155039-0"}, []),
        (["978 92 4 155039 0"], {"ISBN": "978 92 4 155039 0"}, []),
        (["9789241550390", "1538-3598"], {"ISBN": "9789241550390", "ISSN": "1538-3598"}, []),
        (["n/a"], {}, ["n/a"]),
        (["", " "], {}, []),
    ],
)
def test_issn_and_isbn_share_a_field_and_part_here(texts, record, neither):
    found = {}
    assert serial_numbers(found, texts) == neither
    assert found == record
