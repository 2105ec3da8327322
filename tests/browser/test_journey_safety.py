"""A recall at night in a real browser: a pharmacist raises it, a nurse confirms exactly that, and readers see it at once."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import checks
from tests.browser.serving import Site, serve_samples
from tests.browser.test_journey_pharmacist import sign_in

ARTICLE, LIST = "/articles/bone-metastases/", "/drugs/safety/"


@pytest.fixture
def own_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site of this story's own, because it shows a notice."""
    with serve_samples(tmp_path_factory.mktemp("safety")) as site:
        yield site


def test_a_recall_reaches_readers_by_two_people_and_goes_by_one(browser: Browser, own_site: Site, page: Page) -> None:
    pharmacist, nurse = (sign_in(browser, own_site, name) for name in ("author", "reviewer"))

    # The pharmacist finds the drug by its brand name, writes in English only, and sees both languages while writing.
    pharmacist.get_by_role("link", name="Safety notices").first.click()
    checks.assert_accessible(pharmacist)
    pharmacist.get_by_label("Which drug?").fill("xgeva")
    pharmacist.get_by_role("button", name="Search").click()
    pharmacist.get_by_role("link", name="Raise a notice about denosumab").click()
    pharmacist.get_by_role("radio", name="recall").check()
    pharmacist.locator("[name=title_en]").fill("One lot is being recalled")
    pharmacist.locator("[name=text_en]").fill("Look at the lot number on your box.")
    pharmacist.get_by_label("Only these products").fill("Xgeva: A123")
    pharmacist.get_by_label("Source").fill("https://example.org/recalls/17")
    preview = pharmacist.get_by_role("region", name="As readers would see it")
    expect(preview).to_contain_text("Xgeva, lot A123")
    expect(preview).to_contain_text("Hay un aviso de retirada del mercado sobre denosumab.")
    checks.assert_accessible(pharmacist)
    pharmacist.get_by_role("button", name="Raise it, and ask a second person").click()
    expect(pharmacist.locator("body")).to_contain_text("Readers see nothing until a second person confirms it.")
    page.goto(own_site.url + ARTICLE)
    expect(page.locator(".bulletin")).to_have_count(0)

    # The nurse has it on top of the desk, reads it, forgets the tick, and confirms.
    nurse.reload()
    nurse.get_by_role("link", name="Recall: denosumab").first.click()
    checks.assert_accessible(nurse)
    nurse.get_by_role("button", name="Confirm: show it to readers").click()
    expect(nurse.locator("main")).to_contain_text("Tick this to confirm.")
    nurse.get_by_label("I have checked the source").check()
    nurse.get_by_role("button", name="Confirm: show it to readers").click()
    expect(nurse.locator("body")).to_contain_text("Readers see it from the next page they open.")
    checks.assert_accessible(nurse)
    notice = nurse.url

    # Readers see it above the text, on paper too, on a narrow screen without scrolling sideways.
    page.goto(own_site.url + ARTICLE)
    page.reload()
    told = page.get_by_role("region", name="Recall: denosumab")
    expect(told).to_contain_text("Talk to your care team or pharmacist before you change anything.")
    assert told.bounding_box()["y"] < page.locator(".body").bounding_box()["y"]
    checks.assert_accessible(page)
    page.emulate_media(media="print")
    expect(told).to_be_visible()
    page.emulate_media(media="screen", color_scheme="dark", forced_colors="active")
    checks.assert_accessible(page)
    page.set_viewport_size(checks.NARROW)
    assert page.evaluate("document.documentElement.scrollWidth") <= checks.NARROW["width"]
    page.emulate_media(media="screen", color_scheme="light", forced_colors="none")
    for path in (LIST, "/es/drugs/safety/", "/drugs/", "/drugs/compare/?d=denosumab&d=zoledronic-acid"):
        page.goto(own_site.url + path)
        page.reload()
        expect(page.locator("main")).to_contain_text("denosumab")
        checks.assert_accessible(page)

    # The pharmacist ends it alone, with a reason.
    pharmacist.goto(notice)
    pharmacist.get_by_text("End it now").first.click()
    pharmacist.locator("#end_reason").fill("The recall is over.")
    pharmacist.get_by_role("button", name="End it now").click()
    expect(pharmacist.locator("body")).to_contain_text("No reader sees it.")
    page.goto(own_site.url + ARTICLE)
    page.reload()
    expect(page.locator(".bulletin")).to_have_count(0)
