"""The whole story in a real browser: a nurse writes, a clinician approves, a patient reads; and an edit afterwards."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from connect.management.commands.demo import PASSWORD
from tests.browser import checks
from tests.browser.crawling import fetch
from tests.browser.serving import Site, serve_samples

TEXT = """## How often is it given?

Denosumab is given [[drug:denosumab#frequency]] [@vanpoznak2017].

See [@nobody2020].
"""
MENDED = TEXT.replace("See [@nobody2020].", "Ask your care team.")


@pytest.fixture
def own_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site of this story's own, because it changes pages."""
    with serve_samples(tmp_path_factory.mktemp("journey")) as site:
        yield site


def sign_in(browser: Browser, site: Site, username: str) -> Page:
    """A person at their own computer, on the front page of the admin."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce").new_page()
    page.set_default_timeout(15_000)
    page.goto(f"{site.url}/admin/")
    page.fill("[name=username]", username)
    page.fill("[name=password]", PASSWORD)
    page.click("[type=submit]")
    return page


def test_from_a_nurses_draft_to_a_patients_page(browser: Browser, own_site: Site, page: Page) -> None:
    nurse = sign_in(browser, own_site, "author")
    nurse.goto(f"{own_site.url}/admin/edu/article/add/")
    checks.assert_accessible(nurse)
    nurse.get_by_label("Title").fill("Bones and strength")
    nurse.get_by_label("Summary").fill("How often the drug is given.")
    nurse.get_by_label("Text:").fill(TEXT)

    # The preview quotes and numbers at once; the mistake is named with its line, and the draft can be saved all the same.
    expect(nurse.get_by_text("Denosumab is given every 4 weeks")).to_be_visible()
    expect(nurse.get_by_text("There is no reference 'nobody2020'")).to_be_visible()
    nurse.get_by_role("button", name="Save and ask for approval").click()
    expect(nurse.locator("main")).to_contain_text("What stops approval")
    expect(nurse.locator("main")).to_contain_text("nobody2020")
    expect(nurse.get_by_role("button", name="Ask for approval")).to_have_count(0)

    nurse.get_by_role("link", name="Back to mend it").click()
    nurse.get_by_label("Text:").fill(MENDED)
    expect(nurse.locator(".editor-preview-page").get_by_text("Ask your care team.")).to_be_visible()
    nurse.get_by_role("button", name="Save and ask for approval").click()
    nurse.get_by_role("group", name="Clinicians with an account").get_by_role("checkbox").first.check()
    nurse.get_by_role("button", name="Ask for approval").click()
    expect(nurse.locator("main")).to_contain_text("waiting for approval")
    change_form = nurse.url

    # A patient finds nothing yet.
    assert fetch(f"{own_site.url}/articles/bones-and-strength/").status == 404

    # The clinician finds it on the front page, reads it as patients will, and approves exactly that.
    clinician = sign_in(browser, own_site, "reviewer")
    clinician.get_by_role("link", name="Bones and strength").first.click()
    if "/approve" not in clinician.url:
        clinician.get_by_role("link", name="Approve").first.click()
    expect(clinician.get_by_text("Denosumab is given every 4 weeks").first).to_be_visible()
    checks.assert_accessible(clinician)
    clinician.get_by_label("My name, role and credentials are right").check()
    clinician.get_by_role("button", name="Approve exactly this page").click()
    expect(clinician.locator("body")).to_contain_text("approved")

    # The nurse publishes; the patient reads, without a cookie.
    nurse.goto(change_form)
    nurse.get_by_role("link", name="Publish").first.click()
    nurse.get_by_role("button", name="Publish").click()
    expect(nurse.get_by_role("link", name="See the live page")).to_be_visible()
    assert page.goto(f"{own_site.url}/articles/bones-and-strength/").status == 200
    expect(page.get_by_text("Denosumab is given every 4 weeks")).to_be_visible()
    expect(page.locator("#ref-1")).to_contain_text("Van Poznak C")
    checks.assert_accessible(page)
    assert page.context.cookies() == []

    # An edit changes nothing for patients until someone approves it.
    nurse.goto(change_form)
    nurse.get_by_label("Text:").fill(MENDED.replace("Ask your care team", "Ask your pharmacist"))
    nurse.get_by_role("button", name="Save", exact=True).click()
    expect(nurse.locator("main")).to_contain_text("changes")
    page.reload()
    expect(page.get_by_text("Ask your care team.")).to_be_visible()
    for person in (nurse, clinician):
        person.context.close()
