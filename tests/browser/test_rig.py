"""The checks themselves: each finds a planted fault, and leaves a good page alone."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser import checks
from tests.browser.checks import Requests
from tests.browser.crawling import Answer, crawl, dead_links, read
from tests.browser.validity import html_problems

GOOD = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Bone metastases</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><header><a href="#main">Skip to the text</a></header>
<main id="main"><h1>Bone metastases</h1><p>Cancer that has spread to a bone.</p>%s</main></body></html>
"""


class Pages(BaseHTTPRequestHandler):
    """Serves the pages of the running test."""

    html = ""
    headers_sent: tuple[tuple[str, str], ...] = ()

    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/" else 204)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        for header in self.headers_sent:
            self.send_header(*header)
        self.end_headers()
        if self.path == "/":
            self.wfile.write(self.html.encode())

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A small server on this machine."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Pages) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture
def show(page: Page, address: str, monkeypatch: pytest.MonkeyPatch):
    """show(extra, *headers) opens the good page with something put into it."""

    def show(extra: str = "", *headers: tuple[str, str]) -> Page:
        monkeypatch.setattr(Pages, "html", GOOD % extra)
        monkeypatch.setattr(Pages, "headers_sent", headers)
        page.goto(address)
        return page

    return show


def test_a_good_page_passes_every_check(show, requests: Requests, tmp_path: Path) -> None:
    page = show('<p><a href="/drugs/">Medicines</a> <button>Print</button></p>')
    checks.assert_accessible(page)
    checks.assert_private(page, requests)
    stops, problems = checks.focus_walk(page)
    assert problems == []
    assert [stop.name for stop in stops] == ["Skip to the text", "Medicines", "Print"]


@pytest.mark.parametrize(
    ("fault", "rule"),
    [
        ('<img src="/x.png">', "image-alt"),
        ('<form><input name="q"></form>', "label"),
        ('<p style="color: #aaa; background: #fff">pale</p>', "color-contrast"),
        ("<h4>A skipped level</h4>", "heading-order"),
        ('<p><a href="/a"></a></p>', "link-name"),
        (
            '<div style="display: flex"><button style="width: 9px; height: 9px; padding: 0" aria-label="a"></button>'
            '<button style="width: 9px; height: 9px; padding: 0" aria-label="b"></button></div>',
            "target-size",
        ),
    ],
)
def test_a_planted_accessibility_fault_is_found(show, fault: str, rule: str) -> None:
    assert rule in [violation.rule for violation in checks.axe(show(fault))]


def test_axe_works_under_the_strictest_security_policy(show) -> None:
    policy = ("Content-Security-Policy", "default-src 'none'; base-uri 'none'; form-action 'none'")
    assert [violation.rule for violation in checks.axe(show("<h4>A skipped level</h4>", policy))] == ["heading-order"]


def test_a_page_wider_than_a_telephone_is_found(show) -> None:
    assert "div.wide" in checks.overflow(show('<div class="wide" style="width: 900px">wide</div>'))[0]
    with pytest.raises(AssertionError, match="pixels wide"):
        checks.assert_accessible(show('<div class="wide" style="width: 900px">wide</div>'))


def test_a_wide_table_in_a_region_that_scrolls_is_left_alone(show) -> None:
    table = '<div style="width: 900px">x</div>'
    region = f'<div role="region" tabindex="0" aria-label="Table" style="overflow-x: auto">{table}</div>'
    assert checks.overflow(show(region)) == []


@pytest.mark.parametrize(
    "fault",
    [
        '<img src="http://tracker.example/pixel.gif" alt="">',
        '<link rel="stylesheet" href="https://fonts.example/face.css">',
        '<script>fetch("http://127.0.0.1:9/beacon").catch(() => null)</script>',
        '<link rel="preconnect" href="https://cdn.example"><script src="//cdn.example/x.js"></script>',
    ],
)
def test_a_request_to_somebody_else_is_found(show, requests: Requests, address: str, fault: str) -> None:
    assert len(requests.to_others(show(fault).url.rstrip("/"))) == 1


@pytest.mark.parametrize(
    ("fault", "headers", "said"),
    [
        ('<img src="/x.png" alt="">', [("Content-Security-Policy", "img-src 'none'")], "Content Security Policy"),
        ("<script>undefinedFunction()</script>", [], "undefinedFunction is not defined"),
    ],
)
def test_a_script_that_fails_and_a_refused_file_are_found(
    show, faults: list[str], fault: str, headers: list, said: str
) -> None:
    show(fault, *headers)
    assert len(faults) == 1
    assert said in faults.pop()


def test_a_cookie_is_found(show) -> None:
    assert checks.kept_by_browser(show("", ("Set-Cookie", "visitor=7"))) == ["cookie visitor"]


@pytest.mark.parametrize(
    ("script", "kept"),
    [
        ("() => localStorage.setItem('seen', '1')", "localStorage seen"),
        ("() => sessionStorage.setItem('seen', '1')", "sessionStorage seen"),
        ("() => new Promise(done => indexedDB.open('reader').onsuccess = () => done())", "database reader"),
        ("async () => { await caches.open('pages') }", "cache pages"),
    ],
)
def test_what_a_page_leaves_behind_is_found(show, script: str, kept: str) -> None:
    page = show()
    assert checks.kept_by_browser(page) == []
    page.evaluate(script)
    assert checks.kept_by_browser(page) == [kept]


@pytest.mark.parametrize(
    ("fault", "problem"),
    [
        ('<button style="outline: none">Print</button>', "focus cannot be seen on button (Print)"),
        (
            '<button style="position: absolute; left: -999px">Print</button>',
            "focus is out of view on button (Print)",
        ),
        (
            '<textarea id="t" aria-label="Text" onkeydown="event.key == \'Tab\' && event.preventDefault()"></textarea>',
            "Tab does not leave textarea#t (Text)",
        ),
    ],
)
def test_a_fault_on_the_way_of_the_keyboard_is_found(show, fault: str, problem: str) -> None:
    assert problem in checks.focus_walk(show(fault))[1]


@pytest.mark.needs("vnu")
def test_invalid_html_is_found_on_its_page_and_line(tmp_path: Path) -> None:
    pages = {
        "good": GOOD % "<p>Text</p>",
        "unclosed": GOOD % "\n<p><strong>Text</p>",
        "nested": GOOD % "<p><a href='/a'>a <a href='/b'>b</a></a></p>",
        "doubled": GOOD % '<p id="main">Text</p>',
    }
    problems = html_problems(pages, tmp_path)
    assert {problem.split(":")[0] for problem in problems} == {"unclosed", "nested", "doubled"}
    assert any(problem.startswith("unclosed:6: ") for problem in problems)


def answer(url: str, html: str, status: int = 200) -> Answer:
    return read(url, status, {"Content-Type": "text/html"}, html.encode())


@pytest.mark.parametrize(
    ("link", "problems"),
    [
        ("/gone/", ["http://x/: http://x/gone/ answers 404"]),
        ("/there/#ref-9", ["http://x/: there is no #ref-9 on http://x/there/"]),
        ("#s-none", ["http://x/: there is no #s-none on http://x/"]),
        ("/there/#ref-1", []),
        ("https://elsewhere.example/#x", []),
        ("tel:112", []),
    ],
)
def test_a_link_that_leads_nowhere_is_found(link: str, problems: list[str]) -> None:
    pages = [
        answer("http://x/", f'<a href="{link}">x</a>'),
        answer("http://x/gone/", '<main id="main"><a href="#main">down</a></main>', 404),
        answer("http://x/there/", '<p id="ref-1">'),
    ]
    assert dead_links({page.url: page for page in pages}) == problems


def test_a_crawl_follows_links_and_keeps_to_the_site(show, address: str) -> None:
    page = show('<a href="/next/?a=1#x">on</a> <a href="https://elsewhere.example/">out</a> <a href="#main">down</a>')
    assert [(url, found.status) for url, found in crawl(page.url).items()] == [
        (address, 200),
        (f"{address}next/?a=1", 204),
    ]
