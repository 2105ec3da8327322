"""The live preview: exactly what publishing would store, for staff only, and never a picture upload."""

import json

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from markup import parse, render
from publishing.staff.previewing import MOST_BYTES
from tests import stories

TEXT = """## Pain

Words, **bold**, <script>alert(1)</script> and [a link](javascript:alert(1)).

| a | b |
| - | - |
| 1 | 2 |
"""


def url(name: str = "preview", *, kind: str = "article", language: str = "en", page="") -> str:
    return f"{reverse(f'staff:{name}')}?kind={kind}&language={language}&page={page}"


@pytest.fixture
def as_author(client, author):
    client.force_login(author)
    return client


def test_markdownx_asks_our_own_addresses() -> None:
    assert reverse("staff:preview") == settings.MARKDOWNX_URLS_PATH
    assert reverse("staff:uploads-are-off") == settings.MARKDOWNX_UPLOAD_URLS_PATH


@pytest.mark.parametrize("kind", ["article", "topic", "term", "drugpage"])
def test_the_preview_of_a_new_page_is_the_compiled_text(as_author, kind) -> None:
    response = as_author.post(url(kind=kind), {"content": TEXT})
    assert response.status_code == 200
    assert response.content.decode() == render(parse(TEXT), {}).html
    assert b"<script" not in response.content


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_the_preview_of_a_page_is_what_its_edition_would_hold(as_author, author, reviewer, ends) -> None:
    stories.publish(stories.write_drug(by=author), by=author, reviewer=reviewer)
    reference = stories.add_reference(by=author)
    body = f"Given [[drug:denosumab#frequency]] [@{reference.key}].\n\n::: drug-table denosumab\n"
    page = stories.write_article(by=author, body=body)
    previewed = as_author.post(url(page=page.pk), {"content": body.replace("\n", ends)}).content.decode()
    assert previewed == stories.publish(page, by=author, reviewer=reviewer).edition.html


def test_the_preview_of_a_spanish_page_speaks_spanish(as_author) -> None:
    body = "::: key-points\n- Uno\n:::\n"
    assert "Puntos clave" in as_author.post(url(language="es"), {"content": body}).content.decode()


def test_the_issues_come_with_line_severity_and_remedy(as_author) -> None:
    answer = json.loads(as_author.post(url("issues"), {"content": "Fine.\n\n[[drug:denosumbab]]\n"}).content)
    (issue,) = answer["issues"]
    assert (issue["line"], issue["severity"]) == (3, "error")
    assert "denosumbab" in issue["message"]


def test_a_text_without_problems_has_no_issues(as_author) -> None:
    assert json.loads(as_author.post(url("issues"), {"content": "Fine.\n"}).content) == {"issues": [], "words": 1}


@pytest.mark.parametrize("name", ["preview", "issues"])
@pytest.mark.parametrize("size", [MOST_BYTES + 1, 5 * MOST_BYTES])
def test_a_text_that_is_too_long_is_answered_with_a_sentence(as_author, name, size) -> None:
    response = as_author.post(url(name), {"content": "a" * size})
    assert response.status_code == 413
    assert "Split it into two pages" in response.content.decode()


def test_a_text_of_just_the_length_is_previewed(as_author) -> None:
    assert as_author.post(url(), {"content": "a" * MOST_BYTES}).status_code == 200


@pytest.mark.parametrize(
    ("address", "data"),
    [
        (url(), {}),
        (url(kind="nothing"), {"content": "a"}),
        (url(kind=""), {"content": "a"}),
        (url(kind="drug"), {"content": "a"}),  # facts have no text
    ],
)
def test_a_question_that_makes_no_sense_is_refused_in_a_sentence(as_author, address, data) -> None:
    response = as_author.post(address, data)
    assert response.status_code == 400
    assert response.content.startswith(b"<p>")


@pytest.mark.parametrize("page", ["0", "999999", "abc", "99999999999999999999999", "-1", "1;drop"])
def test_a_page_that_does_not_exist_is_previewed_as_a_new_one(as_author, page) -> None:
    assert as_author.post(url(page=page), {"content": "Words.\n"}).content.decode() == "<p>Words.</p>\n"


@pytest.mark.parametrize("name", ["preview", "issues"])
def test_the_preview_refuses_get(as_author, name) -> None:
    assert as_author.get(url(name)).status_code == 405


@pytest.mark.parametrize("name", ["preview", "issues"])
def test_whoever_is_not_signed_in_gets_a_sentence_and_no_login_page(client, db, name) -> None:
    response = client.post(url(name), {"content": "a"})
    assert response.status_code == 403
    assert response.content.decode().startswith("<p>Please log in again")


def test_the_preview_refuses_requests_forged_by_another_site(author) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(author)
    assert client.post(url(), {"content": "a"}).status_code == 403


@pytest.mark.parametrize("person", ["author", "administrator", "outsider", None])
@pytest.mark.parametrize("method", ["get", "post", "put"])
def test_nobody_can_upload(client, request, db, person, method) -> None:
    if person:
        client.force_login(request.getfixturevalue(person))
    response = getattr(client, method)(reverse("staff:uploads-are-off"))
    assert response.status_code == 403


@pytest.mark.parametrize("path", ["/markdownx/upload/", "/markdownx/markdownify/"])
def test_the_views_of_the_package_itself_have_no_address(client, administrator, path) -> None:
    client.force_login(administrator)
    assert client.post(path, {"content": "a"}).status_code == 404
