"""Nothing typed is lost in a real browser: a crash, a logout, a colleague in the same page. Each test has a page of its own."""

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from connect.management.commands.demo import PASSWORD
from tests.browser.checks import assert_accessible
from tests.browser.serving import Site, serve_samples


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory):
    """A sample site of its own, because these tests write."""
    with serve_samples(tmp_path_factory.mktemp("autosave")) as site:
        yield site


def log_in(context: BrowserContext, site: Site, name: str) -> Page:
    page = context.new_page()
    page.goto(f"{site.url}/admin/")
    page.fill("#id_username", name)
    page.fill("#id_password", PASSWORD)
    page.click("input[type=submit]")
    page.wait_for_url(f"{site.url}/admin/")
    return page


@pytest.fixture
def people(browser: Browser, site: Site):
    """Opens a browser of its own for each person; all are closed in the end."""
    contexts = []

    def come(name: str) -> Page:
        contexts.append(browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce"))
        return log_in(contexts[-1], site, name)

    yield come
    for context in contexts:
        context.close()


def open_article(page: Page, site: Site, words: str) -> str:
    page.goto(f"{site.url}/admin/edu/article/?q={words}")
    page.locator("#result_list tbody th a").first.click()
    page.wait_for_load_state()
    return page.url


def write(page: Page, words: str) -> None:
    box = page.locator("#id_body")
    box.click()
    box.press("Control+End")
    box.press_sequentially(words)


def kept(page: Page) -> None:
    """Wait until the line under the form says so."""
    expect(page.locator("#autosave-status")).to_have_text(re.compile("Kept at"), timeout=20_000)


def test_a_crash_loses_nothing(people, browser: Browser, site: Site) -> None:
    page = people("administrator")
    address = open_article(page, site, "bone-metastases")
    before = page.locator("#id_body").input_value()
    write(page, "\nWords before the crash.")
    kept(page)
    page.context.close()  # the browser is gone, without a goodbye

    page = people("administrator")
    page.goto(address)
    assert page.locator("#id_body").input_value() == before
    expect(page.get_by_role("heading", name="that was not saved")).to_be_visible()
    page.get_by_text("What differs").click()
    expect(page.locator(".offer .differences")).to_contain_text("Words before the crash.")
    assert_accessible(page)
    page.get_by_role("button", name="Take it back").click()
    expect(page.locator("#id_body")).to_have_value(re.compile("Words before the crash"))
    assert_accessible(page)
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_load_state()
    page.goto(address)
    expect(page.locator("#id_body")).to_have_value(re.compile("Words before the crash"))
    expect(page.locator(".offer")).to_have_count(0)


def test_typing_through_a_logout_goes_on(people, site: Site) -> None:
    page = people("administrator")
    open_article(page, site, "bone-metastases")
    page.context.clear_cookies(name="sessionid")
    write(page, "\nTyped while logged out.")
    expect(page.locator("#autosave-status")).to_contain_text("You are logged out", timeout=20_000)
    expect(page.locator("#id_body")).to_have_value(re.compile("Typed while logged out"))
    page.context.clear_cookies()
    other = log_in(page.context, site, "administrator")
    other.close()
    write(page, " And after.")
    kept(page)
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_load_state()
    expect(page.locator("#id_body")).to_have_value(re.compile("Typed while logged out. And after."))


def test_two_people_in_one_page_see_each_other_and_lose_nothing(people, site: Site) -> None:
    one, two = people("administrator"), people("author")
    address = open_article(one, site, "bone-metastases")
    two.goto(address)
    expect(two.locator("#presence")).to_contain_text("has this page open")
    write(one, "\nFrom the first.")
    one.get_by_role("button", name="Save", exact=True).click()
    one.wait_for_load_state()
    expect(one.locator("#presence")).to_contain_text("has this page open")
    two.fill("#id_summary", "A summary from the second.")
    write(two, "\nFrom the second.")
    kept(two)
    expect(two.locator("#presence")).to_contain_text("saved this page at")
    two.get_by_role("button", name="Save", exact=True).click()
    two.wait_for_load_state()
    expect(two.get_by_role("heading", name="Two people edited this page")).to_be_visible()
    expect(two.locator(".conflict")).to_contain_text("From the first.")
    expect(two.locator(".conflict")).to_contain_text("From the second.")
    assert_accessible(two)
    two.get_by_role("button", name="Take theirs here").click()
    two.wait_for_load_state()
    expect(two.locator("#id_body")).to_have_value(re.compile("From the first"))
    expect(two.locator("#id_summary")).to_have_value("A summary from the second.")
    two.get_by_role("button", name="Keep mine here").click()
    two.wait_for_load_state()
    expect(two.locator("#id_body")).to_have_value(re.compile("From the second"))
    write(two, "\nFrom the first.")
    two.get_by_label("I have read both").check()
    two.locator("#id_title").press("Enter")
    two.wait_for_load_state()
    expect(two.locator(".conflict")).to_have_count(0)
    two.goto(address)
    expect(two.locator("#id_body")).to_have_value(re.compile("From the second.\nFrom the first."))
