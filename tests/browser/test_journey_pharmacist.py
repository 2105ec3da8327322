"""The pharmacist's story in a real browser: a dose interval changes, its pages follow, one is held and mended."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from connect.management.commands.demo import PASSWORD
from tests.browser import checks
from tests.browser.serving import Site, serve_samples


@pytest.fixture
def own_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site of this story's own, because it changes facts."""
    with serve_samples(tmp_path_factory.mktemp("pharmacist")) as site:
        yield site


def sign_in(browser: Browser, site: Site, username: str) -> Page:
    """A person at their own computer, on the front page of the admin."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce").new_page()
    page.set_default_timeout(20_000)
    page.goto(f"{site.url}/admin/")
    page.fill("[name=username]", username)
    page.fill("[name=password]", PASSWORD)
    page.click("[type=submit]")
    return page


def drug_form(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/admin/publishing/page/?q=denosumab&kind=drug")
    links = page.locator("#result_list a[href*='/drugs/drug/']")
    page.goto(site.url + links.first.get_attribute("href"))


def ask(page: Page) -> None:
    page.get_by_role("link", name="Ask for approval").first.click()
    page.get_by_role("group", name="Clinicians with an account").get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Ask for approval").click()


def publish(page: Page, words: str) -> None:
    page.get_by_role("link", name="Publish", exact=True).first.click()
    page.get_by_label("What changed, for patients").fill(words)
    page.get_by_label("clinical change").check()
    page.locator(".submit-row [type=submit]").first.click()
    expect(page.locator("body")).to_contain_text("Published. Patients read it from now on.")


def test_a_changed_interval_reaches_every_page_or_is_held_there(browser: Browser, own_site: Site, page: Page) -> None:
    pharmacist, clinician = (sign_in(browser, own_site, name) for name in ("author", "reviewer"))

    # The interval changes; before anybody is asked, the pharmacist sees what that does to other pages.
    drug_form(pharmacist, own_site)
    form = pharmacist.url
    pharmacist.locator("details:has([name=regimens-0-period])").last.evaluate("details => { details.open = true }")
    pharmacist.locator("[name=regimens-0-period]").fill("6")
    pharmacist.get_by_role("button", name="Save", exact=True).click()
    pharmacist.goto(form)
    pharmacist.get_by_role("link", name="See which pages it changes").click()
    pharmacist.get_by_role("button", name="Show what changes").click()
    expect(pharmacist.locator("main")).to_contain_text("every 4 weeks → every 6 weeks")
    expect(pharmacist.locator("main")).to_contain_text("Bone metastases and metastatic breast cancer")
    checks.assert_accessible(pharmacist)
    change = pharmacist.url
    ask(pharmacist)

    # The clinician approves the facts and every page but the article.
    clinician.goto(change)
    checks.assert_accessible(clinician)
    clinician.get_by_role("checkbox", name="Bone metastases and metastatic breast cancer").uncheck()
    clinician.get_by_role("checkbox", name="I have read what changes").check()
    clinician.get_by_role("button", name="Approve the facts and the ticked pages").click()
    expect(clinician.locator("main")).to_contain_text("The facts are approved.")

    # Nothing public has changed; then both follow in one step, and the article holds its old words back.
    page.goto(f"{own_site.url}/drugs/denosumab/")
    expect(page.locator("main")).to_contain_text("every 4 weeks")
    pharmacist.goto(form)
    publish(pharmacist, "Denosumab is given every 6 weeks.")
    for path in ("/drugs/denosumab/", "/drugs/compare/?d=denosumab&d=zoledronic-acid"):
        page.goto(own_site.url + path)
        page.reload()  # past the minute for which a browser keeps a page
        expect(page.locator("main")).to_contain_text("every 6 weeks")
        expect(page.locator("main")).not_to_contain_text("every 4 weeks")
    page.goto(f"{own_site.url}/articles/bone-metastases/")
    page.reload()
    expect(page.get_by_text("Something this page states is being checked again")).to_be_visible()
    expect(page.locator("td.withheld")).to_have_text("How often denosumab is given has changed. Read what holds now")
    expect(page.locator(".drug-table-wide")).to_contain_text("120 mg")
    checks.assert_accessible(page)

    # The re-review queue names it; the author mends it, a clinician approves, and the notice is gone.
    pharmacist.goto(f"{change}?show=held")
    expect(pharmacist.locator("main")).to_contain_text("Held back: readers see a notice.")
    pharmacist.locator("article", has_text="Bone metastases and metastatic").get_by_role("link", name="Form").click()
    expect(pharmacist.locator("main")).to_contain_text("every 4 weeks → every 6 weeks")
    article = pharmacist.url
    ask(pharmacist)
    clinician.goto(article)
    clinician.get_by_role("link", name="Read and decide").first.click()
    clinician.get_by_label("My name, role and credentials are right").check()
    clinician.get_by_role("button", name="Approve exactly this page").click()
    pharmacist.goto(article)
    publish(pharmacist, "Says the new interval of denosumab.")
    page.goto(f"{own_site.url}/articles/bone-metastases/")
    page.reload()
    expect(page.locator("main")).to_contain_text("every 6 weeks")
    expect(page.get_by_text("Something this page states is being checked again")).to_have_count(0)
    for person in (pharmacist, clinician):
        person.context.close()
