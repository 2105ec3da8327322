"""The public library: a list with a search, and a page for each reference that a live page cites."""

from itertools import pairwise

import pytest

from references.actions import save_reference
from references.models import Reference
from references.views import LONGEST_QUERY, REFERENCES_A_PAGE, type_name
from tests import stories

pytestmark = pytest.mark.django_db


def cite_all(author, reviewer, count: int) -> None:
    keys = [f"ref{n:03}" for n in range(count)]
    for key in keys:
        stories.add_reference(by=author, key=key, title=f"Trial {key}", author=[{"family": f"Writer{key}"}])
    body = "\n\n".join(f"Text [@{key}]." for key in keys)
    stories.publish(
        stories.write_article(by=author, key="all", title="About all", body=body + "\n"), by=author, reviewer=reviewer
    )


def test_the_list_has_pages(author, reviewer, client):
    cite_all(author, reviewer, REFERENCES_A_PAGE + 3)
    first, second = (client.get(f"/references/?page={n}").content.decode() for n in (1, 2))
    assert "Trial ref000" in first and f"Trial ref{REFERENCES_A_PAGE:03}" not in first
    assert f"Trial ref{REFERENCES_A_PAGE:03}" in second and "Trial ref000" not in second
    for beyond in ("3", "999", "-1", "0"):
        assert client.get(f"/references/?page={beyond}").content.decode().count("Trial ref") == 3


def test_a_search_finds_and_keeps_its_words_on_every_page(author, reviewer, client):
    cite_all(author, reviewer, REFERENCES_A_PAGE + 3)
    assert "Trial ref007" in client.get("/references/?q=writerref007").content.decode()
    text = client.get("/references/?q=trial&page=2").content.decode()
    assert "q=trial" in text and 'value="trial"' in text


def test_a_search_that_finds_nothing_says_what_was_searched_for(author, reviewer, client):
    cite_all(author, reviewer, 1)
    assert "xyzzy" in client.get("/references/?q=xyzzy").content.decode()


def test_a_long_search_is_cut(author, reviewer, client):
    cite_all(author, reviewer, 1)
    assert "x" * (LONGEST_QUERY + 1) not in client.get("/references/", {"q": "x" * 10_000}).content.decode()


def test_the_page_of_a_reference_says_where_it_is_cited(author, reviewer, client):
    cite_all(author, reviewer, 1)
    text = client.get("/references/ref000/").content.decode()
    assert 'href="/articles/all/"' in text and "About all" in text


@pytest.mark.parametrize("key", ["nobody", "REF000", "ref000x", "ref00"])
def test_what_is_not_in_the_library_is_not_found(author, reviewer, client, key):
    cite_all(author, reviewer, 1)
    stories.add_reference(by=author, key="nobody")
    assert client.get(f"/references/{key}/").status_code == 404


def test_a_superseded_reference_says_what_replaced_it(author, reviewer, now, client):
    cite_all(author, reviewer, 1)
    newer = stories.add_reference(by=author, key="newer", title="The newer trial")
    older = Reference.objects.get(key="ref000")
    save_reference(reference=older, by=author, now=now, record=older.csl, status="superseded", superseded_by=newer)
    text = client.get("/references/ref000/").content.decode()
    assert "The newer trial" in text


def test_a_replacement_that_no_page_cites_yet_can_be_read_about(author, reviewer, now, client):
    cite_all(author, reviewer, 1)
    chain = [Reference.objects.get(key="ref000")]
    chain += [stories.add_reference(by=author, key=key, title=f"The {key} trial") for key in ("newer", "newest")]
    for older, newer in pairwise(chain):
        save_reference(reference=older, by=author, now=now, record=older.csl, status="superseded", superseded_by=newer)
    for older, newer in pairwise(chain):
        assert f'href="/references/{newer.key}/"' in client.get(f"/references/{older.key}/").content.decode()
    assert client.get("/references/newest/").status_code == 200


@pytest.mark.parametrize("status", ["retracted", "corrected"])
def test_a_retraction_is_told(author, reviewer, now, client, status):
    cite_all(author, reviewer, 1)
    plain = client.get("/references/ref000/").content.decode()
    row = Reference.objects.get(key="ref000")
    save_reference(reference=row, by=author, now=now, record=row.csl, status=status)
    for path in ("/references/ref000/", "/references/"):
        assert status in client.get(path).content.decode().lower()
    assert status not in plain.lower()


def test_the_record_is_text_wherever_it_stands(author, reviewer, client):
    evil = "<script>alert(1)</script>"
    stories.add_reference(
        by=author, key="evil", title=f'Bones "><img src=x onerror=alert(1)> {evil}', author=[{"literal": evil}]
    )
    stories.publish(stories.write_article(by=author, key="a", body="[@evil]\n"), by=author, reviewer=reviewer)
    for path in ("/references/", "/references/evil/", "/articles/a/"):
        text = client.get(path).content.decode()
        assert "<script>alert" not in text and "<img src=x" not in text


@pytest.mark.parametrize("kind", ["article-journal", "book", "chapter", "report", "webpage", "thesis", "dataset"])
def test_kinds_have_names(kind):
    assert str(type_name(kind))


def test_a_kind_without_a_name_prints_none():
    assert type_name("song") == ""
