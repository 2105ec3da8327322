"""Medicines A to Z, the page of each, and the comparison."""

import re

import pytest

from publishing import actions
from tests import stories

pytestmark = pytest.mark.django_db


@pytest.fixture
def drugs(author, reviewer):
    """Two drugs of one class, each with a page in English."""
    group = stories.write_class(by=author, key="bone-drugs", effects=[("fever", "fever")])
    stories.publish(group, by=author, reviewer=reviewer)
    made = {}
    for key, brand, weeks in (("denosumab", "Xgeva", 4), ("zoledronic-acid", "Zometa", 12)):
        reference = stories.add_reference(by=author, key=f"label-{key}", title=f"Label of {key}")
        made[key] = stories.write_drug(
            by=author,
            key=key,
            brand=brand,
            weeks=weeks,
            classes=[group],
            references=[reference],
            effects=[("nausea", "nausea")],
        )
        stories.publish(made[key], by=author, reviewer=reviewer)
        stories.publish(stories.write_drug_page(by=author, drug=made[key]), by=author, reviewer=reviewer)
    return made


def read(client, path, data=None) -> str:
    response = client.get(path, data)
    assert response.status_code == 200
    return response.content.decode()


def test_the_list_names_brands(drugs, client):
    text = read(client, "/drugs/")
    for words in ("Denosumab", "Zoledronic acid", "Xgeva", "Zometa"):
        assert words in text
    assert text.index("Denosumab") < text.index("Zoledronic acid")


def test_a_page_says_where_its_drug_is_mentioned(drugs, author, reviewer, client):
    assert "About bones" not in read(client, "/drugs/denosumab/")
    for key, body in (
        ("quotes", "[[drug:denosumab#frequency]]\n"),
        ("table", "::: drug-table denosumab zoledronic-acid\n"),
    ):
        page = stories.write_article(by=author, key=key, title=f"About bones: {key}", body=body)
        stories.publish(page, by=author, reviewer=reviewer)
    spanish = stories.write_article(
        by=author, key="es", title="Acerca de huesos", language="es", body="[[drug:denosumab]]\n"
    )
    stories.publish(spanish, by=author, reviewer=reviewer)
    text = read(client, "/drugs/denosumab/")
    assert "About bones: quotes" in text and "About bones: table" in text and "Acerca de huesos" not in text
    assert "About bones: quotes" not in read(client, "/drugs/zoledronic-acid/")


def test_many_mentions_cost_no_more_queries_and_only_some_are_listed(
    drugs, author, reviewer, client, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr("drugs.views.MOST_MENTIONS", 3)
    for number in range(5):
        page = stories.write_article(
            by=author, key=f"m{number}", title=f"About bones {number}", body="[[drug:denosumab]]\n"
        )
        stories.publish(page, by=author, reviewer=reviewer)
    with django_assert_num_queries(3):  # the page, the drug's facts, what mentions them
        text = read(client, "/drugs/denosumab/")
    assert text.count("About bones") == 3


def test_a_page_that_is_mentioned_anew_has_a_new_etag(drugs, author, reviewer, client):
    before = client.get("/drugs/denosumab/")["ETag"]
    page = stories.write_article(by=author, title="About bones", body="[[drug:denosumab]]\n")
    stories.publish(page, by=author, reviewer=reviewer)
    assert client.get("/drugs/denosumab/", headers={"If-None-Match": before}).status_code == 200


def test_a_comparison_is_the_table_that_articles_print(drugs, author, reviewer, client):
    text = read(client, "/drugs/compare/", {"d": ["denosumab", "zoledronic-acid"]})
    assert "every 4 weeks" in text and "every 12 weeks" in text
    rows = "brand,class,indication,route,dose,frequency,side-effects"
    article = stories.write_article(
        by=author, key="a", body=f"::: drug-table denosumab zoledronic-acid rows={rows} checked=yes\n"
    )
    html = stories.publish(article, by=author, reviewer=reviewer).edition.html
    assert html.strip() in text


def test_every_number_of_a_comparison_leads_to_its_source(drugs, client):
    text = read(client, "/drugs/compare/", {"d": ["denosumab", "zoledronic-acid"]})
    targets = set(re.findall(r'href="#(ref-\d+)"', text))
    assert len(targets) == 2
    assert all(f'id="{target}"' in text for target in targets)
    assert "Label of denosumab" in text and "Label of zoledronic-acid" in text


def test_the_order_asked_for_is_the_order_shown(drugs, client):
    for asked in (["denosumab", "zoledronic-acid"], ["zoledronic-acid", "denosumab"]):
        text = read(client, "/drugs/compare/", {"d": asked})
        table = text[text.index("<thead") : text.index("</thead>")]
        assert sorted(asked, key=table.index) == asked


def test_what_was_chosen_stays_chosen(drugs, client):
    text = read(client, "/drugs/compare/", {"d": ["denosumab"]})
    boxes = dict(re.findall(r'value="([\w-]+)"([^>]*)>', text))
    assert "checked" in boxes["denosumab"] and "checked" not in boxes["zoledronic-acid"]


def test_a_withdrawn_drug_is_compared_and_listed_no_more(drugs, author, now, client):
    actions.withdraw(page=drugs["denosumab"], by=author, now=now, cause="safety", reason="Recalled.")
    text = read(client, "/drugs/compare/", {"d": ["denosumab", "zoledronic-acid"]})
    assert "<table" not in text and 'value="denosumab"' not in text


def test_the_comparison_speaks_the_language_of_its_address(drugs, client):
    text = read(client, "/es/drugs/compare/", {"d": ["denosumab", "zoledronic-acid"]})
    assert "cada 4 semanas" in text and "every 4 weeks" not in text


def test_the_same_comparison_is_one_step_away_in_every_language(drugs, client):
    asked = {"d": ["denosumab", "zoledronic-acid"]}
    question = "?d=denosumab&amp;d=zoledronic-acid"
    for path, other in (("/drugs/compare/", "/es/drugs/compare/"), ("/es/drugs/compare/", "/drugs/compare/")):
        assert f'href="{other}{question}"' in read(client, path, asked)
        assert f'href="{other}"' in read(client, path)


def test_a_drug_without_a_page_is_compared_without_a_link(author, reviewer, client):
    for key in ("one", "two"):
        stories.publish(stories.write_drug(by=author, key=key), by=author, reviewer=reviewer)
    text = read(client, "/drugs/compare/", {"d": ["one", "two"]})
    assert "<table" in text
    assert 'href="/drugs/one/"' not in text


def test_side_effects_of_the_class_are_merged_in(drugs, author, reviewer):
    page = stories.write_article(by=author, body="::: side-effects denosumab\n")
    html = stories.publish(page, by=author, reviewer=reviewer).edition.html
    assert "nausea" in html and "fever" in html
