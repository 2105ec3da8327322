"""What is no file of references is refused with the way out, whatever else its tags are called."""

import pytest

from references.csl import read_date
from references.formats import CannotRead
from tests.references.formats.reading import opened


@pytest.mark.parametrize(
    "text",
    [
        '<?xml version="1.0"?><collection xmlns="http://www.loc.gov/MARC21/slim"><record><leader>0</leader></record></collection>',
        "<searchRetrieveResponse><records><record><recordSchema>picaxml</recordSchema></record></records></searchRetrieveResponse>",
        "<modsCollection><mods/><record></record></modsCollection>",
        '<zs:searchRetrieveResponse xmlns:zs="x"><zs:records><record/></zs:records></zs:searchRetrieveResponse>',
    ],
)
def test_the_xml_of_a_library_catalogue_is_not_taken_for_endnotes(text):
    with pytest.raises(CannotRead, match="library catalogue"):
        opened(text)


@pytest.mark.parametrize(
    "text", ["<xml><records><record><ref-type>17</ref-type></record></records></xml>", "<records><record/></records>"]
)
def test_endnotes_own_xml_is(text):
    assert opened(text).format == "EndNote XML"


@pytest.mark.parametrize(("text", "season"), [("2006 WIN", 4), ("2004 SUM", 2), ("2004 Spr", 1), ("FAL 2003", 3)])
def test_seasons_as_citation_indexes_shorten_them(text, season):
    date, message = read_date(text)
    assert (date["season"], message) == (season, "")
