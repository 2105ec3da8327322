"""Every public page of the sample site as readers get it: readable, usable by keyboard, valid, private, no dead end."""

import re
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser import checks
from tests.browser.checks import Requests
from tests.browser.crawling import Answer, crawl, dead_links, fetch
from tests.browser.serving import Site
from tests.browser.validity import html_problems

# One page of each kind, for the checks that take a second each.
KINDS = {
    "home": "/",
    "topic": "/topics/metastatic-breast-cancer/",
    "article": "/articles/bone-metastases/",
    "drugs": "/drugs/",
    "drug": "/drugs/denosumab/",
    "types of medicines": "/drugs/classes/",
    "a condition": "/drugs/conditions/bone-metastases/",
    "a medicine not found": "/drugs/?q=zol",
    "a medicine much like it": "/drugs/?q=zometta",
    "comparison": "/drugs/compare/?d=denosumab&d=zoledronic-acid",
    "comparison with a slip": "/drugs/compare/?d=denosumab&d=zometta",
    "references": "/references/",
    "glossary": "/glossary/",
    "term": "/glossary/hypercalcemia/",
    "not found": "/articles/no-such-page/",
}
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)

each_kind = pytest.mark.parametrize("path", KINDS.values(), ids=KINDS.keys())


@pytest.fixture(scope="module")
def answers(sample_site: Site) -> dict[str, Answer]:
    """Every address a reader can reach, and an address that does not exist."""
    return crawl(sample_site.url + "/", [sample_site.url + path for path in KINDS.values()])


@pytest.fixture(scope="module")
def pages(answers: dict[str, Answer]) -> dict[str, Answer]:
    """The HTML pages among them."""
    return {url: answer for url, answer in answers.items() if answer.html}


@pytest.mark.parametrize("path", [path for kind, path in KINDS.items() if kind != "not found"])
def test_each_kind_of_page_is_there(sample_site: Site, path: str) -> None:
    assert fetch(sample_site.url + path).status == 200


def test_no_link_leads_nowhere(answers: dict[str, Answer]) -> None:
    assert dead_links(answers) == []


@pytest.mark.needs("vnu")
def test_every_page_is_valid_html(pages: dict[str, Answer], tmp_path: Path) -> None:
    assert html_problems({url: page.html for url, page in pages.items()}, tmp_path) == []


def test_every_page_has_a_title_of_its_own(pages: dict[str, Answer]) -> None:
    # The same page with other choices or other words to search for keeps its title.
    paths = {urlsplit(url).path: page.html for url, page in pages.items() if page.status == 200}
    titles = Counter(TITLE.search(html).group(1).strip() for html in paths.values())
    assert {title: count for title, count in titles.items() if count > 1 or not title} == {}


def test_every_page_has_one_main_heading(pages: dict[str, Answer]) -> None:
    assert [url for url, page in pages.items() if len(re.findall(r"<h1\b", page.html)) != 1] == []


def test_no_page_sets_a_cookie_or_differs_by_one(answers: dict[str, Answer]) -> None:
    assert [url for url, answer in answers.items() if "set-cookie" in answer.headers] == []
    assert [url for url, answer in answers.items() if "cookie" in answer.headers.get("vary", "").lower()] == []


def test_reading_every_page_tells_nobody_and_leaves_nothing(
    page: Page, requests: Requests, pages: dict[str, Answer]
) -> None:
    for url in pages:
        page.goto(url)
        checks.assert_private(page, requests)


@each_kind
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_each_kind_of_page_is_accessible(page: Page, sample_site: Site, path: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(sample_site.url + path)
    checks.assert_accessible(page)


@each_kind
def test_each_kind_of_page_is_accessible_on_a_telephone(page: Page, sample_site: Site, path: str) -> None:
    page.set_viewport_size(checks.NARROW)
    page.goto(sample_site.url + path)
    checks.assert_accessible(page)


@each_kind
def test_each_kind_of_page_can_be_used_by_keyboard(page: Page, sample_site: Site, path: str) -> None:
    page.goto(sample_site.url + path)
    stops, problems = checks.focus_walk(page)
    assert problems == []
    assert stops[0].name == "Skip to the text"


@each_kind
def test_each_kind_of_page_reads_without_javascript(sample_site: Site, path: str, context: BrowserContext) -> None:
    reader = context.browser.new_context(java_script_enabled=False)
    try:
        plain, full = reader.new_page(), context.new_page()
        plain.goto(sample_site.url + path)
        full.goto(sample_site.url + path)
        assert plain.inner_text("main") == full.inner_text("main")
    finally:
        reader.close()
