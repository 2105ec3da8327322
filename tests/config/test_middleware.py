"""The address alone decides the language."""

import pytest

from config.middleware import language_of
from tests import stories
from tests.config.conftest import PAGES

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("/", "en"), ("/es/", "es"), ("/es", "es"), ("/es/articles/huesos/", "es"), ("/articles/es/", "en"),
        ("/esperanza/", "en"), ("/es-mx/", "en"), ("/ES/", "en"), ("/en/", "en"), ("/fr/", "en"), ("", "en"), ("//", "en"),
        ("/es%2F", "en"), ("/\x00es/", "en"), ("/ es/", "en"),
    ],
)  # fmt: skip
def test_the_language_an_address_speaks(path, language):
    assert language_of(path) == language


@pytest.fixture
def both(author, reviewer):
    for language, key, title in (("en", "bones", "Bones"), ("es", "huesos", "Huesos")):
        page = stories.write_article(by=author, key=key, language=language, title=title)
        stories.publish(page, by=author, reviewer=reviewer)


def test_a_page_stands_under_its_language_and_nowhere_else(both, client):
    assert client.get("/articles/bones/").status_code == 200
    spanish = client.get("/es/articles/huesos/")
    assert (spanish.status_code, spanish["Content-Language"]) == (200, "es")
    assert '<html lang="es"' in spanish.content.decode()
    for path in ("/articles/huesos/", "/es/articles/bones/", "/en/articles/bones/", "/es/es/articles/huesos/"):
        assert client.get(path).status_code == 404, path


@pytest.mark.parametrize("name", [name for name, path in PAGES.items() if path.count("/") <= 2])
def test_every_list_stands_in_both_languages(both, client, name):
    for prefix, language in (("", "en"), ("/es", "es")):
        response = client.get(prefix + PAGES[name])
        assert (response.status_code, response["Content-Language"]) == (200, language)
        assert f'<html lang="{language}"' in response.content.decode()


def test_the_lists_of_one_language_hold_no_page_of_another(both, client):
    assert "Huesos" not in client.get("/").content.decode()
    assert "Bones" not in client.get("/es/").content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/es/admin/", "/es/admin/login/", "/es/static/css/base.css", "/es/healthz", "/es/readyz", "/es/robots.txt",
        "/es/sitemap.xml", "/es/es/", "/es/en/", "/es//", "//es/", "/es/../admin/", "//", "///", "/es/%2e%2e/admin/",
        "//es/articles/huesos/", "//evil.example/", "/es//evil.example/",
    ],
)  # fmt: skip
def test_what_has_no_language_is_not_found_in_one(both, client, path):
    assert client.get("/", PATH_INFO=path).status_code == 404


@pytest.mark.parametrize("header", ["es", "es-MX,es;q=0.9", "fr", "*", "", "x" * 5_000, "\x00"])
def test_neither_a_header_nor_a_cookie_changes_the_language(both, client, header):
    plain = client.get("/articles/bones/").content
    client.cookies["django_language"] = "es"
    assert client.get("/articles/bones/", headers={"Accept-Language": header}).content == plain


def test_without_the_last_slash_the_language_is_kept(both, client):
    response = client.get("/es/articles/huesos?x=1")
    assert (response.status_code, response["Location"]) == (301, "/es/articles/huesos/?x=1")


def test_the_home_page_without_its_slash(client):
    response = client.get("/es?q=1")
    assert (response.status_code, response["Location"]) == (301, "/es/?q=1")
    assert client.get("/es", follow=True).status_code == 200
