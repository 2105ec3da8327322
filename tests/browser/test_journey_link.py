"""The nurse's story: she writes, a clinician without an account approves by a link on a telephone, she publishes, a patient
reads; and when she edits again, both sides are told that the approval covers the old words only."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import checks
from tests.browser.crawling import fetch
from tests.browser.mailbox import mails_to, words_of
from tests.browser.serving import Site, serve_samples
from tests.browser.test_journey import sign_in

ADDRESS = "visitor@clinic.example.org"
TITLE, PATH = "Bones and strength", "/articles/bones-and-strength/"
TEXT = """## How often is it given?

Denosumab is given [[drug:denosumab#frequency]].

Ask your care team what to do when you miss one.
"""


@pytest.fixture
def own_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site of this story's own, because it changes pages."""
    with serve_samples(tmp_path_factory.mktemp("journey-link")) as site:
        yield site


@pytest.fixture
def telephone(browser: Browser) -> Iterator[BrowserContext]:
    """What the clinician carries in a pocket."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, reduced_motion="reduce")
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def without_scripts(browser: Browser) -> Iterator[BrowserContext]:
    """The clinician's browser at work, where the hospital switched scripts off."""
    context = browser.new_context(java_script_enabled=False)
    context.set_default_timeout(15_000)
    yield context
    context.close()


def newest(site: Site, pattern: str) -> str:
    """What the newest mail to the clinician that says so gives: the link, or the code."""
    found = [
        match[1] for mail in mails_to(site, ADDRESS) if (match := re.search(pattern, words_of(mail), re.MULTILINE))
    ]
    return found[-1]


def write_and_ask(nurse: Page, site: Site) -> str:
    """The nurse writes a page and asks the clinician; gives the address of its form."""
    nurse.goto(f"{site.url}/admin/edu/article/add/")
    nurse.get_by_label("Title").fill(TITLE)
    nurse.get_by_label("Summary").fill("How often the drug is given.")
    nurse.get_by_label("Text:").fill(TEXT)
    nurse.get_by_role("button", name="Save and ask for approval").click()
    nurse.get_by_label("Sample Visitor, Palliative care physician, MD").check()
    nurse.get_by_label("A note to them").fill("Is the last sentence right?")
    nurse.get_by_role("button", name="Ask for approval").click()
    expect(nurse.locator("main")).to_contain_text("waiting for approval")
    return nurse.url


def enter_into_register(administrator: Page, site: Site) -> None:
    administrator.goto(f"{site.url}/admin/people/reviewer/add/")
    administrator.get_by_label("Name").fill("Sample Visitor")
    administrator.get_by_label("Role").fill("Palliative care physician")
    administrator.get_by_label("Credentials:", exact=False).first.fill("MD")
    administrator.get_by_label("E-mail address").fill(ADDRESS)
    checks.assert_accessible(administrator)
    administrator.get_by_role("button", name="Save", exact=True).click()
    expect(administrator.locator("#result_list")).to_contain_text(ADDRESS)
    checks.assert_accessible(administrator)


def come_in(visitor: Page, site: Site) -> None:
    """From the mail to the text: the link, the code."""
    visitor.goto(newest(site, r"(http\S+/sign-off/\S+)"))
    expect(visitor.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(visitor.get_by_text("Is the last sentence right?")).to_be_visible()
    checks.assert_accessible(visitor)
    visitor.get_by_role("button", name="Send me a code").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Type the code")
    checks.assert_accessible(visitor)
    visitor.get_by_label("Code from the mail").fill("12345")
    visitor.get_by_role("button", name="Open the page").click()
    expect(visitor.get_by_text("The code has six digits.")).to_be_visible()
    checks.assert_accessible(visitor)
    visitor.get_by_label("Code from the mail").fill(newest(site, r"^([0-9]{6})$"))
    visitor.get_by_role("button", name="Open the page").click()


def test_a_clinician_without_an_account_approves_by_link(
    browser: Browser, own_site: Site, page: Page, telephone: BrowserContext, without_scripts: BrowserContext
) -> None:
    administrator, nurse = sign_in(browser, own_site, "administrator"), sign_in(browser, own_site, "author")
    enter_into_register(administrator, own_site)
    form = write_and_ask(nurse, own_site)

    # The clinician reads the page as patients will, says something of one part, and asks for changes.
    visitor = telephone.new_page()
    come_in(visitor, own_site)
    expect(visitor.get_by_text("Denosumab is given every 4 weeks").first).to_be_visible()
    checks.assert_accessible(visitor)
    visitor.locator("summary", has_text="Ask your care team").click()
    visitor.get_by_label("These words, as you would put them (3)").fill("Call your care team when you miss one.")
    visitor.get_by_label("My name, role and credentials are right").check()
    visitor.get_by_role("button", name="Ask for changes").click()
    expect(visitor.get_by_role("heading", name="You asked for changes")).to_be_visible()
    expect(visitor.get_by_text("Call your care team when you miss one.")).to_be_visible()
    checks.assert_accessible(visitor)

    # The nurse takes the words up and asks again. The old link shows what was decided, and decides no more.
    nurse.goto(form)
    expect(nurse.locator("main")).to_contain_text("Sample Visitor, MD, asked for changes")
    expect(nurse.locator("main")).to_contain_text("Proposed instead:")
    checks.assert_accessible(nurse)
    nurse.get_by_label("Text:").fill(TEXT.replace("Ask your", "Call your").replace("what to do when", "when"))
    nurse.get_by_role("button", name="Save and ask for approval").click()
    nurse.get_by_role("button", name="Ask for approval").click()
    expect(nurse.locator("main")).to_contain_text("waiting for approval")
    visitor.reload()
    expect(visitor.get_by_text("Sample Author edited the page")).to_be_visible()

    # The new link asks for a new code; then the clinician approves, at a computer without scripts.
    link = newest(own_site, r"(http\S+/sign-off/\S+)")
    at_work = without_scripts.new_page()
    at_work.goto(link)
    at_work.get_by_role("button", name="Send me a code").click()
    at_work.get_by_label("Code from the mail").fill(newest(own_site, r"^([0-9]{6})$"))
    at_work.get_by_role("button", name="Open the page").click()
    at_work.get_by_label("My name, role and credentials are right").check()
    at_work.get_by_role("button", name="Approve exactly this page").click()
    expect(at_work.get_by_role("heading", name="You approved this page")).to_be_visible()
    visitor.goto(link)
    expect(visitor.get_by_role("heading", name="You approved this page")).to_be_visible()
    checks.assert_accessible(visitor)
    assert fetch(own_site.url + PATH).status == 404, "approved is not published"

    # The nurse publishes, and a patient reads who checked it.
    nurse.goto(form)
    nurse.get_by_role("link", name="Publish").first.click()
    nurse.get_by_role("button", name="Publish").click()
    expect(nurse.get_by_role("link", name="See the live page")).to_be_visible()
    assert page.goto(own_site.url + PATH).status == 200
    expect(page.get_by_text("Call your care team when you miss one.")).to_be_visible()
    assert page.context.cookies() == []

    # An edit: patients keep the approved words, and both sides are told that the approval is void for the new ones.
    nurse.goto(form)
    nurse.get_by_label("Text:").fill(TEXT)
    nurse.get_by_role("button", name="Save", exact=True).click()
    expect(nurse.locator("main")).to_contain_text("Live, and this copy has changes")
    page.reload()
    expect(page.get_by_text("Call your care team when you miss one.")).to_be_visible()
    visitor.reload()
    expect(visitor.get_by_text("The text you approved was published on")).to_be_visible()
    expect(visitor.get_by_text("it is void for it")).to_be_visible()
    checks.assert_accessible(visitor)
    for person in (nurse, administrator):
        person.context.close()
