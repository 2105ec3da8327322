"""What every answer carries, and what it never does: no cookie, nothing another visitor's answer depends on."""

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver

from publishing import actions
from tests.config.conftest import ADDRESSES, GONE, MOVED, NOWHERE, PAGES

pytestmark = pytest.mark.django_db

CSP = {
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "font-src 'self'",
    "connect-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
}  # fmt: skip
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Referrer-Policy": "no-referrer",
}
PUBLIC = "public, max-age=30, must-revalidate"
A_MINUTE = 60
OTHERS = {"not found": NOWHERE, "gone": GONE, "moved": MOVED, "Spanish": "/es/drugs/", "no slash": "/articles/bones"}
EVERY_ADDRESS = ADDRESSES | OTHERS


def public_names(patterns=None, namespace="") -> set[str]:
    """The names of every address outside the admin and of those that belong to one person each: links to sign off or to
    object, and calendars."""
    found = set()
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if str(pattern.pattern).startswith(("admin/", "sign-off/", "review-objection/", "calendar/")):
            continue
        if isinstance(pattern, URLPattern):
            assert pattern.name, f"{pattern} has no name"
            found.add(f"{namespace}{pattern.name}")
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            found |= public_names(pattern.url_patterns, inner)
    return found


def longest_shown(cache_control: str) -> float:
    """Seconds that a cache which keeps to HTTP may go on showing an answer, also while we are down."""
    rules = {
        name: int(value or 0) for name, _, value in (each.strip().partition("=") for each in cache_control.split(","))
    }
    if "no-store" in rules:
        return 0
    if "must-revalidate" not in rules or "max-age" not in rules:
        return float("inf")  # a cache that cannot reach us may show what is stale for as long as it likes
    return max(rules.get(name, 0) for name in ("max-age", "s-maxage")) + sum(
        rules.get(name, 0) for name in ("stale-while-revalidate", "stale-if-error")
    )


def test_every_public_address_is_known_here():
    # What somebody calls a medicine is no address of its own: it leads to one, or says that there is none.
    assert public_names() - {"drugs:find"} == set(ADDRESSES)


@pytest.mark.parametrize("name", EVERY_ADDRESS)
def test_no_answer_sets_a_cookie_or_depends_on_one(public_site, name):
    client = Client(enforce_csrf_checks=True)
    for method in (client.get, client.head, client.post, client.options):
        response = method(EVERY_ADDRESS[name])
        assert not response.cookies
        assert "Set-Cookie" not in response
        assert "cookie" not in response.get("Vary", "").lower()
        assert "Accept-Language" not in response.get("Vary", "")
    assert not client.cookies


@pytest.mark.parametrize("name", EVERY_ADDRESS)
def test_every_answer_carries_the_headers_that_protect_readers(public_site, client, name):
    response = client.get(EVERY_ADDRESS[name])
    assert {key: response.get(key) for key in EVERYWHERE} == EVERYWHERE
    assert set(response["Content-Security-Policy"].split("; ")) == CSP
    assert "unsafe" not in response["Content-Security-Policy"]
    assert "camera=()" in response["Permissions-Policy"]
    assert "Server" not in response and "X-Powered-By" not in response


def test_the_answers_have_the_status_they_should(public_site, client):
    assert {name: client.get(path).status_code for name, path in ADDRESSES.items()} == dict.fromkeys(ADDRESSES, 200)
    assert client.get(NOWHERE).status_code == 404
    assert client.get(GONE).status_code == 410
    assert client.get(MOVED).status_code == 301
    assert client.get("/articles/bones").status_code == 301


@pytest.mark.parametrize("name", PAGES)
def test_pages_may_be_kept_by_caches_for_half_a_minute(public_site, client, name):
    assert client.get(PAGES[name])["Cache-Control"] == PUBLIC


@pytest.mark.parametrize(
    ("path", "cache"),
    [(GONE, PUBLIC), (MOVED, PUBLIC), (NOWHERE, "public, max-age=10, must-revalidate"), ("/sitemap.xml", PUBLIC)],
)
def test_so_may_what_is_no_page(public_site, client, path, cache):
    assert client.get(path)["Cache-Control"] == cache


@pytest.mark.parametrize("name", [name for name in EVERY_ADDRESS if name != "no slash"])
def test_whatever_is_withdrawn_is_gone_within_a_minute_also_while_we_are_down(public_site, client, name):
    first = client.get(EVERY_ADDRESS[name])
    answers = [first, client.head(EVERY_ADDRESS[name])]
    if "ETag" in first:
        answers.append(client.get(EVERY_ADDRESS[name], headers={"If-None-Match": first["ETag"]}))
    for response in answers:
        # In a cache in front of us, and then in a browser that was not told how long it lay there.
        assert 2 * longest_shown(response["Cache-Control"]) <= A_MINUTE


@pytest.mark.parametrize("ending", ["", "history/", "v1/", "v2/"])
def test_what_a_withdrawn_page_said_is_gone_within_a_minute_too(public_site, client, author, now, ending):
    actions.withdraw(page=public_site["article"], by=author, now=now, cause="safety", reason="The dose was wrong.")
    response = client.get(f"/articles/bones/{ending}")
    assert response.status_code == 410
    assert 2 * longest_shown(response["Cache-Control"]) <= A_MINUTE


@pytest.mark.parametrize(
    ("cache_control", "seconds"),
    [
        ("public, max-age=30, must-revalidate", 30),
        ("private, no-store", 0),
        ("public, max-age=30", float("inf")),
        ("public", float("inf")),
        ("public, max-age=60, stale-while-revalidate=60, stale-if-error=86400, must-revalidate", 86_520),
        ("public, max-age=5, s-maxage=600, must-revalidate", 600),
    ],
)
def test_how_long_a_cache_may_show_an_answer(cache_control, seconds):
    assert longest_shown(cache_control) == seconds


@pytest.mark.parametrize("name", PAGES)
def test_a_page_that_is_known_is_not_sent_again(public_site, client, name):
    path = PAGES[name]
    for headers in ({}, {"Accept-Encoding": "gzip"}):
        etag = client.get(path, headers=headers)["ETag"]
        assert etag.startswith('"') and etag.endswith('"'), "strong"
        for known in (etag, f"W/{etag}", f'"x", {etag}', "*"):
            again = client.get(path, headers=headers | {"If-None-Match": known})
            assert (again.status_code, again.content) == (304, b"")
            assert again["ETag"] == etag
            assert again["Cache-Control"] == PUBLIC
            assert "Accept-Encoding" in again["Vary"]
        assert client.get(path, headers=headers | {"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_the_compressed_page_has_a_name_of_its_own(public_site, client, name):
    plain, zipped = client.get(PAGES[name]), client.get(PAGES[name], headers={"Accept-Encoding": "gzip"})
    assert plain["ETag"] != zipped["ETag"]
    assert not zipped["ETag"].startswith("W/")
    assert "Content-Encoding" not in plain and zipped["Content-Encoding"] == "gzip"
    assert plain["Vary"] == zipped["Vary"] == "Accept-Encoding"
    assert int(zipped["Content-Length"]) == len(zipped.content) < len(plain.content) == int(plain["Content-Length"])
    crossed = client.get(PAGES[name], headers={"If-None-Match": zipped["ETag"]})
    assert crossed.status_code == 200, "a client that took gzip and now does not must get the other bytes"


@pytest.mark.parametrize(
    ("accepts", "zipped"),
    [
        ("gzip", True), ("GZIP", True), ("gzip, br", True), ("br;q=1.0, gzip;q=0.8", True), ("gzip;q=1", True),
        ("deflate,gzip ; q=0.5", True), ("gzip;q=0.001", True),
        ("", False), ("br", False), ("identity", False), ("gzip;q=0", False), ("gzip; q=0.0", False),
        ("gzip;Q=0", False), ("xgzip", False), ("gzipx", False), ("br, gzip;q=0.000", False), ("\x00", False),
    ],
)  # fmt: skip
def test_who_takes_gzip_gets_it_and_nobody_else(client, accepts, zipped):
    response = client.get("/glossary/", headers={"Accept-Encoding": accepts})
    assert ("Content-Encoding" in response) == zipped


@pytest.mark.parametrize("name", ADDRESSES)
def test_head_is_get_without_the_body(public_site, client, name):
    got, head = client.get(ADDRESSES[name]), client.head(ADDRESSES[name])
    assert head.content == b""
    assert (head.status_code, dict(head.headers)) == (got.status_code, dict(got.headers))


@pytest.mark.parametrize("name", [name for name in EVERY_ADDRESS if name != "no slash"])
def test_nothing_public_can_be_written_to(public_site, client, name):
    for method in (client.post, client.put, client.patch, client.delete, client.options):
        response = method(EVERY_ADDRESS[name])
        assert response.status_code == 405
        assert set(response["Allow"].split(", ")) == {"GET", "HEAD"}


@pytest.mark.parametrize(
    "path",
    ["/static/css/base.css", "/static/css/tokens.css", "/static/admin/css/base.css"],
)
def test_static_files_carry_them_too(client, path):
    response = client.get(path)
    assert response.status_code == 200
    b"".join(response.streaming_content)
    response.close()
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert not response.cookies


STAFF = [
    "/admin/",
    "/admin/login/",
    "/admin/nowhere/",
    "/admin/edu/article/",
    "/admin/preview/",
    "/admin/pick/pages/?q=b",
]


@pytest.mark.parametrize("path", STAFF)
@pytest.mark.parametrize("logged_in", [False, True])
def test_what_staff_see_is_kept_by_nobody(public_site, client, administrator, path, logged_in):
    if logged_in:
        client.force_login(administrator)
    response = client.get(path)
    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Frame-Options"] == "DENY"
    assert set(response["Content-Security-Policy"].split("; ")) == CSP


@pytest.mark.parametrize("path", [path for path in STAFF if path != "/admin/login/"])
def test_nobody_gets_in_without_a_login(public_site, client, path):
    response = client.get(path)
    assert response.status_code in (302, 403, 405)
    assert response.status_code != 302 or response["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("path", ["/admin", "/administrator/", "/adminx"])
def test_only_the_admin_is_the_admin(client, path):
    response = client.get(path)
    assert response.status_code in (301, 404)


@pytest.mark.parametrize(
    "host", ["evil.example", "testserver.evil.example", "a b", "testserver:99999x", "[::1", "é", ""]
)
def test_another_host_is_refused(client, host):
    response = client.get("/articles/bones/", headers={"Host": host})
    assert response.status_code == 400
    assert "evil" not in response.content.decode()
    assert response["X-Content-Type-Options"] == "nosniff"
