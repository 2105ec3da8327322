"""Adding by a number: a service fills in the ordinary form, a person checks it, and nothing is saved by itself."""

import pytest

from references.models import Reference
from references.resolvers import asking
from tests import stories
from tests.references.resolvers.services import Answering

LOOK_UP = "/admin/references/reference/look-up/"


@pytest.fixture
def network(monkeypatch, settings):
    settings.REFERENCE_RESOLVERS = ["crossref", "pubmed"]

    def answering(*answers):
        stand_in = Answering(*answers)
        monkeypatch.setattr(asking, "_opener", stand_in)
        return stand_in

    return answering


@pytest.fixture
def as_author(client, author):
    client.force_login(author)
    return client


def test_the_form_is_filled_in_and_saved_by_a_person(as_author, network) -> None:
    network("crossref_article.json")
    response = as_author.post(LOOK_UP, {"number": "https://doi.org/10.1001/JAMA.2016.19425"}, follow=True)
    assert not Reference.objects.exists()
    assert "This is what Crossref says" in response.content.decode()
    form = response.context["adminform"].form
    assert form["authors"].value().splitlines()[0] == "Himelstein, Andrew L."
    address = response.redirect_chain[-1][0]
    data = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    as_author.post(address, data | {"page": "48-58"})
    row = Reference.objects.get()
    assert (row.key, row.doi, row.csl["page"]) == ("himelstein2017", "10.1001/jama.2016.19425", "48-58")


@pytest.mark.parametrize(
    ("csl", "number"),
    [({"DOI": "10.1000/A"}, "doi:10.1000/a"), ({"PMID": "12"}, "PMID 12"), ({"PMCID": "PMC5"}, "pmc5"),
     ({"type": "book", "ISBN": "0-306-40615-2"}, "978-0-306-40615-7")],
)  # fmt: skip
def test_what_the_library_has_is_shown_and_nobody_is_asked(as_author, author, network, csl, number) -> None:
    stand_in = network()
    row = stories.add_reference(by=author, **csl)
    response = as_author.post(LOOK_UP, {"number": number})
    assert response.url == f"/admin/references/reference/{row.pk}/change/"
    assert stand_in.asked == []


@pytest.mark.parametrize(
    ("answer", "number", "said"),
    [
        (404, "10.1000/none", "Crossref does not know this number."),
        (TimeoutError(), "10.1000/slow", "Crossref did not answer within 5 seconds"),
        ("pubmed_unknown.json", "999999999", "PubMed does not know this number."),
        (500, "PMC1", "PubMed answered with an error (500)"),
        (None, "978-0-306-40615-7", "No service is switched on that knows this kind of number"),
        (None, "978-0-306-40615-8", "This is not a DOI, PMID, PMCID or ISBN"),
        (None, "", "Type a number first"),
    ],
)
def test_what_went_wrong_stands_beside_the_box_with_what_was_typed(as_author, network, answer, number, said) -> None:
    network(*([] if answer is None else [answer]))
    page = as_author.post(LOOK_UP, {"number": number}).content.decode()
    assert said in page
    assert f'value="{number}"' in page


def test_with_no_service_switched_on_the_page_says_how_to_go_on(as_author, settings) -> None:
    settings.REFERENCE_RESOLVERS = []
    page = as_author.get(LOOK_UP).content.decode()
    assert "REFERENCE_RESOLVERS" in page and "Fill in by hand" in page and "<form method" not in page
    assert "look-up" not in as_author.get("/admin/references/reference/").content.decode()


def test_the_list_leads_to_it(as_author, network) -> None:
    network()
    assert LOOK_UP in as_author.get("/admin/references/reference/").content.decode()


def test_whoever_may_not_add_asks_nobody(client, coordinator, network) -> None:
    stand_in = network("crossref_article.json")
    client.force_login(coordinator)
    assert client.post(LOOK_UP, {"number": "10.1000/a"}).status_code == 403
    assert stand_in.asked == []


def test_an_address_that_was_made_up_shows_an_empty_form(as_author) -> None:
    form = as_author.get("/admin/references/reference/add/?looked_up=nothing").context["adminform"].form
    assert form["title"].value() in (None, "")
