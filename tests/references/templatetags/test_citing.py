"""How the page on the screen is cited: the version that is live, at no query of its own."""

import re
from html import unescape

import pytest

from publishing.models import Edition
from tests import stories

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(author, reviewer):
    page = stories.write_article(by=author, key="bones", title="Bones & pain", body="Text.\n")
    stories.publish(page, by=author, reviewer=reviewer)
    return page


def read(client, path="/articles/bones/") -> str:
    return client.get(path).content.decode()


def details(text: str) -> str:
    return unescape(re.search(r'<details class="details cite-page">.*?</details>', text, re.DOTALL)[0])


def test_an_article_says_how_to_cite_the_version_on_the_screen(page, author, reviewer, client):
    assert "Bones & pain [Internet]." in details(read(client))
    assert "/articles/bones/v1/" in details(read(client))
    stories.edit(page, by=author, body="More text.\n")
    stories.publish(page, by=author, reviewer=reviewer)
    assert "/articles/bones/v2/" in details(read(client))
    assert "TY  - ELEC\nTI  - Bones & pain\n" in details(read(client))


def test_the_cited_address_keeps_its_words_when_the_page_goes_on(page, author, reviewer, client):
    address = re.search(r"UR  - \S+?(/articles/\S+)", details(read(client)))[1]
    assert client.get(address).headers["Location"] == "/articles/bones/", "while it is live"
    stories.edit(page, by=author, body="Other words.\n")
    stories.publish(page, by=author, reviewer=reviewer)
    assert Edition.objects.get(page=page.pk, number=1).html in read(client, address)


def test_reference_managers_find_tags_for_a_report(page, client):
    text = read(client)
    assert '<meta name="citation_title" content="Bones &amp; pain">' in text
    assert '<meta name="citation_technical_report_institution" content="Wellread">' in text
    assert "citation_journal_title" not in text


def test_it_costs_no_query(page, client, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert "cite-page" in read(client)


def test_a_page_in_spanish_says_it_in_spanish(author, reviewer, client):
    page = stories.write_article(by=author, key="huesos", language="es", title="Huesos", body="Texto.\n")
    stories.publish(page, by=author, reviewer=reviewer)
    assert "Disponible en: " in details(read(client, stories.live(page).path))


def test_a_page_about_a_medicine_can_be_cited_and_a_topic_or_term_is_no_work(author, reviewer, client):
    drug = stories.write_drug(by=author, references=[stories.add_reference(by=author)])
    topic, term = stories.write_topic(by=author, key="cancer"), stories.write_term(by=author, key="calcium")
    about = stories.write_drug_page(by=author, drug=drug)
    for each in (drug, topic, term, about):
        stories.publish(each, by=author, reviewer=reviewer)
    assert f"{stories.live(about).path}v1/" in details(read(client, stories.live(about).path))
    for each in (topic, term):
        assert "cite-page" not in read(client, stories.live(each).path)


def test_an_old_version_leads_to_the_page_and_is_not_offered_for_citing(page, author, reviewer, client):
    stories.edit(page, by=author, body="More text.\n")
    stories.publish(page, by=author, reviewer=reviewer)
    old = read(client, "/articles/bones/v1/")
    assert "cite-page" not in old
    assert "citation_title" not in old
