"""What each service says becomes a record that the library reads without complaint."""

import pytest

from references import csl
from references.resolvers import CannotResolve, Crossref, asking, look_up, resolver_for
from tests.references.resolvers.services import Answering


@pytest.fixture
def network(monkeypatch, settings):
    settings.REFERENCE_RESOLVERS = ["crossref", "pubmed", "openlibrary"]

    def answering(*answers):
        stand_in = Answering(*answers)
        monkeypatch.setattr(asking, "_opener", stand_in)
        return stand_in

    return answering


def cleaned(found):
    checked = csl.clean(found.record)
    assert checked.problems == ()
    return checked.csl


def test_an_article_by_its_doi(network):
    stand_in = network("crossref_article.json")
    found = look_up(doi="10.1001/jama.2016.19425")
    record = cleaned(found)
    assert stand_in.asked[0].full_url == "https://api.crossref.org/works/10.1001%2Fjama.2016.19425"
    assert found.service == "Crossref"
    assert record["type"] == "article-journal"
    assert record["title"].endswith("With Bone Metastases: A Randomized Clinical Trial")
    assert record["author"] == [
        {"family": "Himelstein", "given": "Andrew L."},
        {"family": "Foster", "given": "Jared C."},
        {"literal": "Alliance for Clinical Trials in Oncology"},
    ]
    assert (record["container-title"], record["volume"], record["issue"], record["page"]) == ("JAMA", "317", "1", "48")
    assert record["issued"] == {"date-parts": [[2017, 1, 3]]}
    assert record["ISSN"] == "0098-7484"
    assert record["abstract"] == "Importance: & so on."
    assert not {"indexed", "URL", "score", "source"} & set(record)


def test_a_preprint_has_the_server_and_the_day_it_was_posted(network):
    network("crossref_preprint.json")
    record = cleaned(look_up(doi="10.1101/2021.05.01.21256452"))
    assert (record["type"], record["container-title"]) == ("article", "medRxiv")
    assert record["issued"] == {"date-parts": [[2021, 5, 4]]}
    assert record["author"][0]["suffix"] == "Jr"


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        ({"pmid": "28030702"}, "https://api.ncbi.nlm.nih.gov/lit/ctxp/v1/pubmed/?format=csl&id=28030702"),
        ({"pmcid": "PMC5321662"}, "https://api.ncbi.nlm.nih.gov/lit/ctxp/v1/pmc/?format=csl&id=5321662"),
    ],
)
def test_an_article_by_its_pubmed_numbers(network, asked, address):
    stand_in = network("pubmed_article.json")
    record = cleaned(look_up(**asked))
    assert stand_in.asked[0].full_url == address
    assert (record["PMID"], record["PMCID"], record["DOI"]) == ("28030702", "PMC5321662", "10.1001/jama.2016.19425")
    assert "accessed" not in record


def test_a_book_by_its_isbn(network):
    stand_in = network("openlibrary_book.json")
    checked = csl.clean(look_up(isbn="9780980200447").record)
    assert stand_in.asked[0].full_url == (
        "https://openlibrary.org/api/books?bibkeys=ISBN:9780980200447&format=json&jscmd=data"
    )
    assert checked.csl["title"] == "Slow reading: The unhurried page"
    assert checked.csl["author"] == [{"family": "Miedema", "given": "John"}, {"literal": "UNESCO"}]
    assert checked.csl["ISBN"] == "9780980200447"  # the other one has a wrong check digit
    assert (checked.csl["publisher"], checked.csl["publisher-place"]) == ("Litwin Books", "Duluth, Minn")
    assert checked.csl["issued"] == {"date-parts": [[2009, 3]]}


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ({"doi": "10.1000/none"}, 404),
        ({"doi": "10.1000/none"}, b'{"status": "ok", "message": {}}'),
        ({"doi": "10.1000/none"}, b'["status"]'),
        ({"doi": "10.1000/none"}, b'{"message": {"title": []}}'),
        ({"pmid": "999999999"}, "pubmed_unknown.json"),
        ({"isbn": "9780980200447"}, b"{}"),
        ({"isbn": "9780980200447"}, b"[]"),
    ],
)
def test_what_a_service_does_not_know_is_said(network, asked, answer):
    network(answer)
    with pytest.raises(CannotResolve, match="does not know this number") as refused:
        look_up(**asked)
    assert refused.value.unknown


@pytest.mark.parametrize(
    "answer",
    [
        b'{"message": {"title": ["T"], "author": 5, "issued": {"date-parts": "x"}, "ISSN": {}, "institution": [1]}}',
        b'{"message": {"title": ["T"], "author": [null, {"family": {"a": 1}}], "type": ["x"], "container-title": "J"}}',
    ],
)
def test_an_odd_answer_is_read_as_far_as_it_goes(network, answer):
    network(answer)
    assert look_up(doi="10.1000/odd").record["title"] == "T"


def test_nothing_is_asked_unless_a_service_is_named(settings):
    settings.REFERENCE_RESOLVERS = []
    with pytest.raises(CannotResolve, match="No service is switched on"):
        look_up(doi="10.1000/a")
    settings.REFERENCE_RESOLVERS = ["pubmed"]
    assert resolver_for("doi") is None
    assert resolver_for("pmcid").title == "PubMed"


def test_notices_of_retraction_are_in_what_crossref_says(network):
    network(b'{"message": {"title": ["T"], "updated-by": [{"type": "retraction", "DOI": "10.1000/notice"}]}}')
    assert Crossref().fetch(doi="10.1000/a")["updated-by"][0]["type"] == "retraction"
