"""What a reader gets: live pages only, at the cost of one query, with everything around them as it is live."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from publishing import actions
from publishing.models import Publication
from tests import stories

pytestmark = pytest.mark.django_db

LISTS = ("/", "/topics/cancer/", "/glossary/", "/drugs/", "/drugs/compare/", "/references/", "/sitemap.xml")


def queries(client, path) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def publish_all(pages, author, reviewer):
    for page in pages:
        stories.publish(page, by=author, reviewer=reviewer)


def test_an_article_costs_one_query(author, reviewer, client, django_assert_num_queries):
    reference = stories.add_reference(by=author)
    drug = stories.write_drug(by=author, references=[reference])
    topic = stories.write_topic(by=author, key="cancer")
    publish_all([drug, topic], author, reviewer)
    page = stories.write_article(by=author, key="bones", topic=topic, body="[[drug:denosumab]] [@himelstein2017]\n")
    stories.publish(page, by=author, reviewer=reviewer)
    for headers in ({}, {"Accept-Encoding": "gzip"}, {"If-None-Match": client.get("/articles/bones/")["ETag"]}):
        with django_assert_num_queries(1):
            client.get("/articles/bones/", headers=headers)
    with django_assert_num_queries(1):
        client.get("/topics/cancer/")


def test_a_moved_and_a_missing_article_cost_one_query_more_at_most(author, reviewer, now, client):
    page = stories.write_article(by=author, key="bones")
    stories.publish(page, by=author, reviewer=reviewer)
    actions.move(page=page, by=author, now=now, slug="bone")
    for path, status in (("/articles/bones/", 301), ("/articles/none/", 404)):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == status
        assert len(captured) <= 2


def test_lists_cost_the_same_however_long_they_are(author, reviewer, client):
    paths = ("/", "/glossary/", "/drugs/", "/references/", "/sitemap.xml", "/topics/cancer/", "/drugs/compare/")
    topic = stories.write_topic(by=author, key="cancer")
    stories.publish(topic, by=author, reviewer=reviewer)

    def more(n):
        reference = stories.add_reference(by=author, key=f"ref{n}", title=f"Trial {n}")
        drug = stories.write_drug(by=author, key=f"drug{n}", references=[reference])
        stories.publish(drug, by=author, reviewer=reviewer)
        publish_all(
            [
                stories.write_drug_page(by=author, drug=drug),
                stories.write_term(by=author),
                stories.write_article(by=author, topic=topic, body=f"[@ref{n}]\n"),
            ],
            author,
            reviewer,
        )

    more(0)
    before = {path: queries(client, path) for path in paths}
    for n in range(1, 6):
        more(n)
    assert {path: queries(client, path) for path in paths} == before


def test_what_is_not_live_is_nowhere(author, reviewer, now, client):
    """A draft, an approved page that waits, and a withdrawn one: in no list, no count, no sitemap, at no address."""
    reference = stories.add_reference(by=author, key="secret2020", title="A secret trial")
    topic = stories.write_topic(by=author, key="cancer", featured=["secret-draft", "secret-approved", "secret-gone"])
    stories.publish(topic, by=author, reviewer=reviewer)
    for name in ("secret-draft", "secret-approved", "secret-gone"):
        drug = stories.write_drug(by=author, key=name, brand="Secret", references=[reference])
        if name != "secret-draft":
            stories.publish(drug, by=author, reviewer=reviewer)
        pages = [
            stories.write_article(by=author, key=name, title="Secret article", topic=topic),
            stories.write_topic(by=author, key=name, title="Secret topic", parent=topic),
            stories.write_term(by=author, key=name, title="Secret term"),
            stories.write_drug_page(by=author, drug=drug, title="Secret drug"),
        ]
        for page in pages:
            if name == "secret-approved":
                stories.approve(page, by=reviewer)
            elif name == "secret-gone":
                stories.publish(page, by=author, reviewer=reviewer)
                actions.withdraw(page=page, by=author, now=now, cause="other", reason="Gone.")
        if name != "secret-draft":
            actions.withdraw(page=drug, by=author, now=now, cause="other", reason="Gone.")
    for path in LISTS:
        assert "ecret" not in client.get(path).content.decode(), path
    for name, status in (("secret-draft", 404), ("secret-approved", 404), ("secret-gone", 410)):
        for folder in ("articles", "topics", "glossary", "drugs"):
            assert client.get(f"/{folder}/{name}/").status_code == status
    assert client.get("/references/secret2020/").status_code == 404
    assert "Secret" not in client.get("/drugs/compare/?d=secret-gone&d=secret-draft").content.decode()


def test_an_address_of_one_kind_is_none_of_another(author, reviewer, client):
    for page in (stories.write_article(by=author, key="one"), stories.write_term(by=author, key="two")):
        stories.publish(page, by=author, reviewer=reviewer)
    for path in ("/topics/one/", "/glossary/one/", "/drugs/one/", "/articles/two/", "/articles/drug/"):
        assert client.get(path).status_code == 404


def test_facts_have_no_page_of_their_own(author, reviewer, client):
    stories.publish(stories.write_drug(by=author), by=author, reviewer=reviewer)
    assert Publication.objects.live().count() == 1
    assert client.get("/drugs/denosumab/").status_code == 404
    assert "denosumab" not in client.get("/drugs/").content.decode()


def test_home_puts_the_topics_in_their_order_and_features_two_of_each(author, reviewer, client):
    last = stories.write_topic(by=author, key="last", title="Zoo", position=1)
    first = stories.write_topic(by=author, key="first", title="Last words", position=0)
    articles = [stories.write_article(by=author, key=f"a{n}", title=f"Story {n}", topic=first) for n in range(4)]
    publish_all([last, first, *articles], author, reviewer)
    text = client.get("/").content.decode()
    assert text.index("Last words") < text.index("Zoo")
    assert "Story 0" in text and "Story 1" in text and "Story 2" not in text


def test_a_subtopic_is_not_on_the_home_page_and_stands_in_its_topic(author, reviewer, client):
    top = stories.write_topic(by=author, key="top", title="Top")
    sub = stories.write_topic(by=author, key="sub", title="Below", parent=top)
    publish_all([top, sub], author, reviewer)
    assert "Below" not in client.get("/").content.decode()
    assert "Below" in client.get("/topics/top/").content.decode()
    assert 'href="/topics/top/"' in client.get("/topics/sub/").content.decode()


def test_a_topic_whose_parent_is_withdrawn_is_not_lost(author, reviewer, now, client):
    top = stories.write_topic(by=author, key="top", title="Top")
    sub = stories.write_topic(by=author, key="sub", title="Below", parent=top)
    publish_all([top, sub], author, reviewer)
    actions.withdraw(page=top, by=author, now=now, cause="other", reason="Merged.")
    assert 'href="/topics/sub/"' in client.get("/").content.decode()
    assert "Top<" not in client.get("/topics/sub/").content.decode()


def test_the_curated_order_comes_first_and_the_rest_by_title(author, reviewer, client):
    topic = stories.write_topic(by=author, key="topic", featured=["zebra", "missing", "monkey"])
    pages = [stories.write_article(by=author, key=k, title=k.title(), topic=topic) for k in ("ape", "monkey", "zebra")]
    publish_all([topic, *pages], author, reviewer)
    children = [card["title"] for card in stories.live(topic).surroundings["children"]]
    assert children == ["Zebra", "Monkey", "Ape"]


def test_topics_in_a_circle_do_not_loop(author, reviewer, client):
    one = stories.write_topic(by=author, key="one")
    two = stories.write_topic(by=author, key="two", parent=one)
    stories.edit(one, by=author, parent=stories.fresh(two))
    publish_all([one, two], author, reviewer)
    assert client.get("/topics/one/").status_code == 200
    assert client.get("/").status_code == 200


def test_related_pages_show_as_soon_as_they_are_chosen_and_only_live_ones(author, reviewer, now, client):
    page, other = (
        stories.write_article(by=author, key="page"),
        stories.write_article(by=author, key="other", title="The other"),
    )
    stories.publish(page, by=author, reviewer=reviewer)
    actions.set_related(page=page, related=[other, page, other], by=author, now=now)
    assert "The other" not in client.get("/articles/page/").content.decode()
    stories.publish(other, by=author, reviewer=reviewer)
    text = client.get("/articles/page/").content.decode()
    assert text.count("The other") == 1
    actions.withdraw(page=other, by=author, now=now, cause="other", reason="Gone.")
    assert "The other" not in client.get("/articles/page/").content.decode()


def test_translations_name_each_other_while_both_are_live(author, reviewer, now, client):
    english = stories.write_article(by=author, key="bones", language="en")
    spanish = stories.write_article(by=author, key="bones", language="es", title="Huesos", slug="huesos")
    publish_all([english, spanish], author, reviewer)
    assert 'href="/es/articles/huesos/"' in client.get("/articles/bones/").content.decode()
    assert 'href="/articles/bones/"' in client.get("/es/articles/huesos/").content.decode()
    actions.withdraw(page=spanish, by=author, now=now, cause="other", reason="Gone.")
    assert "/es/articles/huesos/" not in client.get("/articles/bones/").content.decode()


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ site }}", "{% include 'x' %}", "&lt;b&gt;"],
)
def test_titles_and_summaries_are_text_wherever_they_stand(author, reviewer, client, text):
    topic = stories.write_topic(by=author, key="cancer", title=text, summary=text)
    page = stories.write_article(by=author, key="bones", title=text, summary=text, also_called=[text], topic=topic)
    term = stories.write_term(by=author, key="word", title=text, definition=text, aliases=[text])
    publish_all([topic, page, term], author, reviewer)
    for path in ("/", "/topics/cancer/", "/articles/bones/", "/glossary/", "/glossary/word/", "/sitemap.xml"):
        body = client.get(path).content.decode()
        assert "<script>alert" not in body and "<img src=x" not in body, path
        assert "&amp;lt;b" in body or text != "&lt;b&gt;" or path == "/sitemap.xml"


@pytest.mark.django_db
def test_a_spanish_reader_finds_the_way_to_what_can_be_read(author, reviewer, client):
    stories.publish(stories.write_article(by=author, key="bones"), by=author, reviewer=reviewer)
    for path, leads_to in (
        ("/es/", "/"),
        ("/es/drugs/", "/drugs/"),
        ("/es/articles/bones/", "/articles/bones/"),
        ("/es/articles/none/", "/"),
    ):
        assert f'<a href="{leads_to}" hreflang="en" lang="en">English</a>' in client.get(path).content.decode(), path
    assert 'hreflang="es"' not in client.get("/drugs/").content.decode()
