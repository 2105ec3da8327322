"""The Markdown field and its pickers."""

import json

import pytest
from django.urls import reverse

from markup import parse, render
from publishing.skeletons import skeletons
from publishing.widgets import MarkdownWidget
from references.actions import save_reference
from references.models import Status
from tests import stories


def picked(client, name: str, query: str, **more) -> list[dict]:
    response = client.get(reverse(f"staff:pick-{name}"), {"q": query, **more})
    assert response.status_code == 200
    return json.loads(response.content)["results"]


@pytest.fixture
def as_author(client, author):
    client.force_login(author)
    return client


def test_the_field_is_a_plain_text_box_where_no_script_runs(as_author, author) -> None:
    page = stories.write_article(by=author, body="Words <b> & more.\n")
    form = as_author.get(reverse("admin:edu_article_change", args=[page.pk])).content.decode()
    assert "Words &lt;b&gt; &amp; more.\n</textarea>" in form
    tools = form.split('<div class="editor-tools"')[1].split(">")[0]
    assert tools.endswith("hidden")


def test_the_guard_is_loaded_before_the_script_it_guards_against() -> None:
    scripts = [script for script in MarkdownWidget().media._js if "editor/guard" in script or "markdownx" in script]
    assert [script.split("/")[-1].split(".")[0] for script in scripts] == ["guard", "markdownx"]


def test_the_field_tells_the_preview_where_its_text_stands(as_author, author) -> None:
    page = stories.write_article(by=author, language="es")
    form = as_author.get(reverse("admin:edu_article_change", args=[page.pk])).content.decode()
    query = f"?kind=article&amp;language=es&amp;page={page.pk}"
    assert f'data-markdownx-urls-path="/admin/preview/{query}"' in form
    assert f'data-issues-url="/admin/preview/issues/{query}"' in form


def test_a_reference_is_found_by_author_title_and_key(as_author, author) -> None:
    people = [{"family": "Himelstein", "given": "Andrew"}]
    stories.add_reference(by=author, key="himelstein2017", title="Dosing of zoledronic acid", author=people)
    stories.add_reference(by=author, key="other2020", title="Something else")
    for query in ("himelst", "zoledronic dosing", "himelstein2017"):
        (found,) = picked(as_author, "reference", query)
        assert (found["insert"], found["label"]) == ("[@himelstein2017]", "Himelstein A 2017")


def test_a_reference_with_something_against_it_says_so(as_author, author, now) -> None:
    row = stories.add_reference(by=author)
    save_reference(reference=row, by=author, now=now, record=row.csl, status=Status.RETRACTED)
    (found,) = picked(as_author, "reference", "")
    assert found["warning"] == "retracted"
    assert "cannot be published" in found["confirm"]


def test_a_replaced_reference_comes_with_the_newer_one(as_author, author, now) -> None:
    old, newer = (stories.add_reference(by=author, key=key) for key in ("old", "newer"))
    save_reference(reference=old, by=author, now=now, record=old.csl, status=Status.SUPERSEDED, superseded_by=newer)
    found = {row["insert"]: row for row in picked(as_author, "reference", "trial")}
    assert found["[@old]"]["instead"]["insert"] == "[@newer]"
    assert found["[@old]"]["warning"] == "superseded" and "confirm" not in found["[@old]"]
    assert set(found["[@newer]"]) == {"label", "detail", "insert"}


def test_a_record_that_was_merged_is_offered_as_the_one_it_is_now(as_author, author) -> None:
    kept, merged = (stories.add_reference(by=author, key=key) for key in ("kept", "merged"))
    type(merged).objects.filter(pk=merged.pk).update(merged_into=kept)
    assert [row["insert"] for row in picked(as_author, "reference", "merged")] == ["[@kept]"]
    assert [row["insert"] for row in picked(as_author, "reference", "trial")] == ["[@kept]"]


def test_picking_a_reference_does_not_ask_more_for_more(as_author, author, django_assert_max_num_queries) -> None:
    for n in range(30):
        stories.add_reference(by=author, key=f"cancer{n}")
    for query in ("", "cancer"):
        with django_assert_max_num_queries(6):
            assert len(picked(as_author, "reference", query)) == 20


def test_drug_facts_come_with_their_words_and_compile(as_author, author, reviewer) -> None:
    stories.publish(stories.write_drug(by=author), by=author, reviewer=reviewer)
    found = {row["insert"]: row["label"] for row in picked(as_author, "drug", "xgeva")}
    assert found["[[drug:denosumab#frequency]]"] == "every 4 weeks"
    assert found["[[drug:denosumab#brand]]"] == "Xgeva"
    page = stories.write_article(by=author, body="\n\n".join(found))
    assert page.compile().issues == ()


def test_drug_facts_are_shown_in_the_language_of_the_page(as_author, author, reviewer) -> None:
    stories.publish(stories.write_drug(by=author), by=author, reviewer=reviewer)
    labels = [row["label"] for row in picked(as_author, "drug", "", language="es")]
    assert "cada 4 semanas" in labels


def test_facts_that_are_not_live_are_not_offered(as_author, author) -> None:
    stories.write_drug(by=author)
    assert picked(as_author, "drug", "denosumab") == []


def test_pages_and_terms_are_found_in_the_language_of_the_page(as_author, author) -> None:
    stories.write_article(by=author, title="Managing pain", key="pain")
    stories.write_article(by=author, title="Manejar el dolor (pain)", key="pain", language="es")
    stories.write_term(by=author, title="Pain receptor", key="pain-receptor")
    assert [row["insert"] for row in picked(as_author, "page", "manag")] == ["[[page:pain]]"]
    assert [row["insert"] for row in picked(as_author, "page", "dolor", language="es")] == ["[[page:pain]]"]
    assert [row["insert"] for row in picked(as_author, "term", "pain")] == ["[[term:pain-receptor]]"]


@pytest.mark.parametrize("name", ["reference", "drug", "page", "term"])
@pytest.mark.parametrize("query", ["", "%", "'\"", "a\x00b", "é" * 5_000, "a " * 500])
def test_no_search_breaks_a_picker(as_author, name, query) -> None:
    picked(as_author, name, query)


@pytest.mark.parametrize("name", ["reference", "drug", "page", "term"])
def test_the_pickers_only_answer_questions(as_author, name) -> None:
    assert as_author.post(reverse(f"staff:pick-{name}")).status_code == 405


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_block_of_the_menu_compiles(language) -> None:
    for label, text in skeletons(language):
        rendered = render(parse(f"## Title\n\n{text}\n"), {}, language=language)
        problems = [issue.message for issue in rendered.issues if not issue.code.startswith("unknown-")]
        assert problems == [], label


def test_every_language_has_every_block() -> None:
    assert [label for label, _text in skeletons("en")] == [label for label, _text in skeletons("es")]
