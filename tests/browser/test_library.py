"""A librarian adds a reference in a real browser: with scripts, without, and by keyboard. Nothing is saved."""

import re

import pytest
from playwright.sync_api import Browser, Page

from connect.management.commands.demo import PASSWORD
from tests.browser.checks import assert_accessible
from tests.browser.serving import Site

ADD = "/admin/references/reference/add/"


def log_in(page: Page, sample_site: Site) -> Page:
    page.goto(f"{sample_site.url}/admin/")
    page.fill("#id_username", "author")
    page.fill("#id_password", PASSWORD)
    page.click("input[type=submit]")
    page.wait_for_url(f"{sample_site.url}/admin/")
    return page


@pytest.fixture
def librarian(page: Page, sample_site: Site) -> Page:
    return log_in(page, sample_site)


@pytest.mark.parametrize("address", [f"{ADD}?type=book", f"{ADD}?type=trial", "/admin/references/reference/look-up/"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages_are_accessible_and_fit_a_phone(
    librarian: Page, sample_site: Site, faults: list[str], address: str, width: int
) -> None:
    librarian.set_viewport_size({"width": width, "height": 800})
    librarian.goto(f"{sample_site.url}{address}")
    assert faults == []
    assert_accessible(librarian)
    assert librarian.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    faults.clear()


@pytest.mark.parametrize("width", [360, 1280])
def test_lists_on_the_form_begin_where_other_values_do(librarian: Page, sample_site: Site, width: int) -> None:
    librarian.set_viewport_size({"width": width, "height": 800})
    librarian.goto(f"{sample_site.url}/admin/references/reference/?q=himelstein2017")
    librarian.get_by_role("link", name="himelstein2017").click()
    places = librarian.locator(".field-cited_on").evaluate(
        "row => [row.getBoundingClientRect().left, row.querySelector('li').getBoundingClientRect().left]"
    )
    assert 0 < places[1] - places[0] < 50


def test_another_type_shows_its_boxes_at_once_and_keeps_what_was_typed(librarian: Page, sample_site: Site) -> None:
    librarian.goto(f"{sample_site.url}{ADD}")
    assert not librarian.locator("[name=_change_type]").is_visible()
    librarian.fill("#id_title", "Bones")
    librarian.fill("#id_issue", "2")
    with librarian.expect_navigation():
        librarian.select_option("#id_type", "book")
    assert librarian.locator("#id_isbn").is_visible()
    assert librarian.locator("#id_title").input_value() == "Bones"
    assert librarian.get_by_text("Kept, not shown for this type").is_visible()


def test_walking_through_the_types_by_keyboard_waits_until_one_leaves_the_list(
    librarian: Page, sample_site: Site
) -> None:
    librarian.goto(f"{sample_site.url}{ADD}")
    librarian.focus("#id_type")
    for _step in range(3):
        librarian.keyboard.press("ArrowDown")
    assert librarian.locator("#id_issue").is_visible()  # still the form it was
    with librarian.expect_navigation():
        librarian.keyboard.press("Tab")
    assert librarian.locator("#id_type").input_value() == "trial"


def test_without_scripts_a_button_shows_the_boxes(browser: Browser, sample_site: Site) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = log_in(context.new_page(), sample_site)
    page.goto(f"{sample_site.url}{ADD}")
    page.fill("#id_title", "Bones")
    page.select_option("#id_type", "chapter")
    with page.expect_navigation():
        page.click("[name=_change_type]")
    assert page.locator("#id_editors").is_visible()
    assert page.locator("#id_title").input_value() == "Bones"
    context.close()


def test_a_superseded_or_merged_source_is_replaced_by_a_click_and_no_longer_key_is_touched(
    librarian: Page, sample_site: Site
) -> None:
    issue = {"severity": "hint", "line": 3, "message": "Replaced.", "fix": "", "code": "merged-reference", "keep": ""}
    found = {"issues": [issue | {"words": "@smith2017", "instead": "@smith.a-b/2024"}], "words": 4}
    librarian.route(re.compile("/issues"), lambda route: route.fulfill(json=found))
    librarian.goto(f"{sample_site.url}/admin/edu/article/add/")
    text = "See [@smith2017].\n\nAlso @smith2017 and [@smith2017a, p. 2;\n@smith2017, p. 3]."
    librarian.fill("#id_body", text)
    librarian.get_by_role("button", name="Write @smith.a-b/2024 instead").click()
    assert librarian.input_value("#id_body") == text.replace("@smith2017, p. 3", "@smith.a-b/2024, p. 3")
    librarian.keyboard.press("Control+z")
    assert librarian.input_value("#id_body") == text


def test_a_click_never_takes_a_place_in_the_older_source_for_one_in_the_newer(
    librarian: Page, sample_site: Site
) -> None:
    librarian.goto(f"{sample_site.url}/admin/edu/article/add/")
    librarian.fill("#id_body", "Radiation helps [@lutz2017, p. 3]. It helps soon [@lutz2017].")
    librarian.get_by_role("button", name="Write @alcorn2024 instead").click()
    assert librarian.input_value("#id_body") == "Radiation helps [@lutz2017, p. 3]. It helps soon [@alcorn2024]."
