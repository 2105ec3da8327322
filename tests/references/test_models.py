"""References as rows: what is public, what is found, where it is cited."""

import pytest
from django.db.models import ProtectedError

from publishing import actions
from publishing.errors import Refused
from references.actions import save_reference
from references.models import Citation, Reference, Status, pages_citing
from tests import stories

pytestmark = pytest.mark.django_db


def cite(cited, *, by, reviewer, **fields):
    page = stories.write_article(by=by, body=f"Text [@{cited}].\n", **fields)
    stories.publish(page, by=by, reviewer=reviewer)
    return page


def test_only_what_a_live_page_cites_is_public(author, reviewer, now):
    for key in ("cited", "draft", "gone", "nobody"):
        stories.add_reference(by=author, key=key)
    cite("cited", by=author, reviewer=reviewer)
    stories.write_article(by=author, body="Text [@draft].\n")
    gone = cite("gone", by=author, reviewer=reviewer)
    actions.withdraw(page=gone, by=author, now=now, cause="other", reason="Old.")
    assert [row.key for row in Reference.objects.cited()] == ["cited"]


def test_a_reference_only_an_earlier_edition_cited_is_no_longer_public(author, reviewer):
    stories.add_reference(by=author, key="old")
    page = cite("old", by=author, reviewer=reviewer)
    stories.edit(page, by=author, body="Text.\n")
    stories.publish(page, by=author, reviewer=reviewer)
    assert not Reference.objects.cited().exists()
    assert Citation.objects.filter(reference__key="old").count() == 1, "and the record stays"


def test_what_the_facts_of_a_drug_cite_is_public_too(author, reviewer):
    reference = stories.add_reference(by=author)
    stories.publish(stories.write_drug(by=author, references=[reference]), by=author, reviewer=reviewer)
    assert list(Reference.objects.cited()) == [reference]


def test_where_a_reference_is_cited_with_the_numbers_it_has_there(author, reviewer, now):
    for key in ("first", "second"):
        stories.add_reference(by=author, key=key)
    stories.publish(
        stories.write_article(by=author, key="b", title="B", body="[@first] [@second]\n"), by=author, reviewer=reviewer
    )
    stories.publish(
        stories.write_article(by=author, key="a", title="A", body="[@second]\n"), by=author, reviewer=reviewer
    )
    found = pages_citing(Reference.objects.get(key="second"))
    assert [(row.title, number) for row, number in found] == [("A", 1), ("B", 2)]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("bones", {"a"}), ("BONES", {"a"}), ("trial bones", {"a"}), ("bones trial", {"a"}), ("himelstein", {"a"}),
        ("trial", {"a", "b"}), ("10.1000/a", {"a"}), ("12345", {"a"}), ("123", {"a"}), ("2345", set()),
        ("2017", {"a", "b"}), ("himel zz", set()), ("", {"a", "b"}),
        ("bones jones", set()), ("%", set()), ("_", set()), ("'", set()), ("\\", set()), ('"', set()),
        ("bon", {"a"}), ("a trial of bones", {"a"}), ("x " * 9, set()),
    ],
)  # fmt: skip
def test_every_word_must_be_found_somewhere(author, words, found):
    person = [{"family": "Himelstein", "given": "Andrew"}]
    stories.add_reference(by=author, key="a", title="A trial of bones", author=person, DOI="10.1000/a", PMID="12345")
    stories.add_reference(by=author, key="b", title="Trial on hearts", author=[{"family": "Jones"}])
    assert {row.key for row in Reference.objects.matching(words)} == found


@pytest.mark.parametrize(
    ("csl", "doi_url", "pubmed_url", "pmc_url", "url"),
    [
        ({}, "", "", "", ""),
        ({"DOI": "10.1000/a"}, "https://doi.org/10.1000/a", "", "", ""),
        ({"PMID": "12"}, "", "https://pubmed.ncbi.nlm.nih.gov/12/", "", ""),
        ({"PMCID": "PMC5"}, "", "", "https://pmc.ncbi.nlm.nih.gov/articles/PMC5/", ""),
        ({"URL": "https://who.example/a"}, "", "", "", "https://who.example/a"),
        ({"URL": "http://who.example/a"}, "", "", "", ""),
        ({"URL": "javascript:alert(1)"}, "", "", "", ""),
        ({"URL": "//evil.example"}, "", "", "", ""),
    ],
)
def test_links_lead_to_known_places_over_https(author, csl, doi_url, pubmed_url, pmc_url, url):
    row = stories.add_reference(by=author, **csl)
    assert (row.doi_url, row.pubmed_url, row.pmc_url, row.url) == (doi_url, pubmed_url, pmc_url, url)


def test_a_doi_is_one_whatever_its_capitals(author):
    stories.add_reference(by=author, key="a", DOI="10.1000/ABC")
    with pytest.raises(Refused):
        stories.add_reference(by=author, key="b", DOI="10.1000/abc")


def test_a_reference_that_is_cited_cannot_be_deleted(author, reviewer):
    row = stories.add_reference(by=author)
    cite(row.key, by=author, reviewer=reviewer)
    with pytest.raises(ProtectedError):
        row.delete()


@pytest.mark.parametrize("status", [Status.RETRACTED, Status.CORRECTED, Status.SUPERSEDED])
def test_a_status_that_changes_voids_the_approval_and_is_told_in_a_banner(author, reviewer, now, client, status):
    row = stories.add_reference(by=author)
    page = cite(row.key, by=author, reviewer=reviewer, key="bones")
    before, approved = stories.live(page).edition.html, stories.live(page).edition.content_hash
    save_reference(reference=row, by=author, now=now, record=row.csl, status=status)
    shown = client.get("/articles/bones/").content.decode()
    assert before in shown and "A source of this page was" in shown
    assert stories.fresh(page).compile().content_hash != approved


def test_correcting_a_record_changes_no_edition(author, reviewer, now, client):
    row = stories.add_reference(by=author, title="A tiral of bones")
    page = cite(row.key, by=author, reviewer=reviewer, key="bones")
    before = client.get("/articles/bones/").content
    save_reference(reference=row, by=author, now=now, record={**row.csl, "title": "A trial of bones"})
    assert client.get("/articles/bones/").content == before
    assert "A trial of bones" in client.get(f"/references/{row.key}/").content.decode()
    stories.publish(page, by=author, reviewer=reviewer)
    assert "A trial of bones" in client.get("/articles/bones/").content.decode()
