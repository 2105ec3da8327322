"""The browser and the site it reads. A test here asks for `page` and `sample_site` and uses `checks`."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.browser.checks import Requests
from tests.browser.serving import Site, serve_samples
from tests.tools import chromium

# Playwright's synchronous interface keeps an event loop running in this thread, and Django refuses database work
# wherever it sees one. Nothing asynchronous uses the database in these tests: the loop belongs to Playwright alone.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

HERE = Path(__file__).parent
QUIET = (
    "--no-sandbox",  # tests also run as root, in containers
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # No request may leave this machine, whatever a page asks for; it is still recorded as asked for.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test in this folder is a browser test; when tests run in parallel, they share one worker and its site."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A reader who was never here before: no cookies, no storage, no motion."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    yield context
    context.close()


@pytest.fixture
def requests(context: BrowserContext) -> Requests:
    """What the test's pages ask for, from the first request on."""
    return Requests(context)


@pytest.fixture
def faults() -> list[str]:
    """Errors in scripts, and whatever the content security policy refused; a test that plants one empties the list."""
    return []


@pytest.fixture
def page(context: BrowserContext, requests: Requests, faults: list[str]) -> Iterator[Page]:
    """An empty page of that reader; a fault on any page it opens fails the test."""

    def hear(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            faults.append(message.text)

    page = context.new_page()
    page.on("console", hear)
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    assert faults == []


@pytest.fixture(scope="session")
def sample_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The sample site, as `make run` loads it. Tests only read it; one that changes pages serves a site of its own."""
    with serve_samples(tmp_path_factory.mktemp("sample-site")) as site:
        yield site
