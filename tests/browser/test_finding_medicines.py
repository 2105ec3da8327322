"""Somebody who spells a medicine otherwise is told what was understood, without a script and without a cookie."""

import pytest
from playwright.sync_api import Page

from tests.browser import checks
from tests.browser.checks import NARROW
from tests.browser.serving import Site

NOTE = ".understood:visible"


@pytest.mark.parametrize("script", [True, False])
def test_a_listed_misspelling_leads_to_a_note_about_it_in_sight(browser, sample_site: Site, script: bool) -> None:
    context = browser.new_context(java_script_enabled=script, viewport=NARROW)
    page = context.new_page()
    page.goto(f"{sample_site.url}/drugs/zolendronic acid/")
    note = page.locator(NOTE)
    assert "You looked for “zolendronic acid”." in note.inner_text()
    assert note.bounding_box()["y"] < NARROW["height"]
    assert context.cookies() == []
    context.close()


def test_whoever_comes_by_its_own_name_sees_no_note(page: Page, sample_site: Site) -> None:
    for path in ("/drugs/zoledronic-acid/", "/drugs/zometa/"):
        page.goto(sample_site.url + path)
        assert page.locator(NOTE).count() == 0


def test_a_name_that_merely_looks_alike_is_asked_about(page: Page, sample_site: Site) -> None:
    page.goto(f"{sample_site.url}/drugs/zometta/")
    assert page.locator("h1").inner_text() == "Did you mean “Zometa”?"
    page.get_by_role("main").get_by_role("link", name="Zoledronic acid").click()
    assert page.locator("h1").inner_text() == "Zoledronic acid"


def test_a_spanish_reader_is_led_from_the_list_to_a_page(page: Page, sample_site: Site) -> None:
    page.goto(f"{sample_site.url}/es/drugs/")
    page.get_by_role("link", name="Denosumab").click()
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("h1").inner_text() == "Denosumab"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/drugs/zoledronic-acid/#looked-for-zolendronic-acid", "/es/drugs/"])
def test_both_are_accessible(page: Page, sample_site: Site, path: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(sample_site.url + path)
    checks.assert_accessible(page)
