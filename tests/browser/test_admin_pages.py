"""The admin in a real browser: accessible, without a keyboard trap, and its editor undoes what it does. Nothing is saved."""

import pytest
from playwright.sync_api import Page

from connect.management.commands.demo import PASSWORD
from tests.browser.checks import assert_accessible
from tests.browser.serving import Site


@pytest.fixture
def editor(page: Page, sample_site: Site) -> Page:
    """Somebody who may do everything, at their desk."""
    page.goto(f"{sample_site.url}/admin/")
    page.fill("#id_username", "administrator")
    page.fill("#id_password", PASSWORD)
    page.click("input[type=submit]")
    page.wait_for_url(f"{sample_site.url}/admin/")
    return page


def assert_good(page: Page, faults: list[str]) -> None:
    """No fault of the page's own, and accessible. The stock style sheet of forms imports another, which axe reads by putting
    it into the page: the policy refuses that, and it says nothing about us."""
    assert faults == []
    assert_accessible(page)
    faults.clear()


def open_form(editor: Page, sample_site: Site, name: str, words: str) -> None:
    """The form of the first page in a list that matches the words."""
    editor.goto(f"{sample_site.url}/admin/{name}/?q={words}")
    editor.locator("#result_list tbody th a").first.click()
    editor.wait_for_load_state()


def test_the_login_is_accessible(page: Page, sample_site: Site, faults: list[str]) -> None:
    page.goto(f"{sample_site.url}/admin/")
    assert_good(page, faults)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "edu/article/",
        "edu/article/add/",
        "publishing/page/",
        "references/reference/add/",
        "drugs/drug/add/",
        "people/user/",
    ],
)
def test_lists_and_empty_forms_are_accessible(editor: Page, sample_site: Site, faults: list[str], address: str) -> None:
    editor.goto(f"{sample_site.url}/admin/{address}")
    assert_good(editor, faults)


@pytest.mark.parametrize(
    ("name", "words"),
    [("edu/article", "bone-metastases"), ("drugs/drug", "zoledronic"), ("references/reference", "lutz")],
)
def test_filled_forms_are_accessible(editor: Page, sample_site: Site, faults: list[str], name: str, words: str) -> None:
    open_form(editor, sample_site, name, words)
    assert_good(editor, faults)


@pytest.mark.parametrize("step", ["Preview as patient", "Record a review", "Withdraw", "History"])
def test_steps_are_accessible(editor: Page, sample_site: Site, faults: list[str], step: str) -> None:
    open_form(editor, sample_site, "edu/article", "bone-metastases")
    editor.click(f"text={step}")
    editor.wait_for_load_state()
    assert_good(editor, faults)


def test_the_preview_shows_the_public_page_and_tab_leaves_the_text(editor: Page, sample_site: Site) -> None:
    open_form(editor, sample_site, "edu/article", "bone-metastases")
    editor.locator(".editor-preview-page .key-points").wait_for()
    box = editor.locator("#id_body")
    before = box.input_value()
    box.focus()
    editor.keyboard.press("Tab")
    assert editor.evaluate("document.activeElement.id") != "id_body"
    assert box.input_value() == before


def test_a_picked_reference_is_inserted_and_taken_back(editor: Page, sample_site: Site) -> None:
    editor.goto(f"{sample_site.url}/admin/edu/article/add/")
    box = editor.locator("#id_body")
    box.click()
    box.press_sequentially("Bones ")
    editor.click("[data-picker=reference]")
    editor.keyboard.type("himelstein")
    editor.click(".picker-results button:has-text('himelstein2017')")
    assert box.input_value() == "Bones [@himelstein2017]"
    editor.keyboard.press("Control+z")
    assert box.input_value() == "Bones "


def test_enter_puts_the_first_fact_in_that_fits_what_was_typed(editor: Page, sample_site: Site) -> None:
    editor.goto(f"{sample_site.url}/admin/edu/article/add/")
    box = editor.locator("#id_body")
    box.click()
    box.press_sequentially("Take [[drug:den")
    chosen = editor.locator(".completing-list [aria-selected=true]")
    chosen.wait_for()
    assert box.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    editor.keyboard.press("Enter")
    assert box.input_value() == "Take [[drug:denosumab#"
    editor.locator(".completing-list [aria-selected=true]:has-text('denosumab')").first.wait_for()
    editor.keyboard.press("Escape")
    editor.keyboard.press("Enter")
    assert box.input_value() == "Take [[drug:denosumab#\n"


def test_a_fact_is_quoted_with_the_keyboard_alone(editor: Page, sample_site: Site) -> None:
    editor.goto(f"{sample_site.url}/admin/edu/article/add/")
    box = editor.locator("#id_body")
    box.click()
    box.press_sequentially("Given [[drug:denosumab#fre")
    editor.locator(".completing-list [aria-selected=true]:has-text('every 4 weeks')").wait_for()
    editor.keyboard.press("Enter")
    assert box.input_value() == "Given [[drug:denosumab#frequency]]"


def test_a_click_quotes_the_fact_instead_of_words_that_contradict_it(editor: Page, sample_site: Site) -> None:
    editor.goto(f"{sample_site.url}/admin/edu/article/add/")
    box = editor.locator("#id_body")
    box.fill("Denosumab is given every 6 weeks.\n")
    editor.click(".editor-issues .issue-mend >> nth=0")
    assert box.input_value() == "Denosumab is given [[drug:denosumab#frequency]].\n"
    editor.locator(".editor-issues").get_by_text("every 6 weeks").wait_for(state="detached")


def test_a_problem_leads_to_its_line(editor: Page, sample_site: Site) -> None:
    editor.goto(f"{sample_site.url}/admin/edu/article/add/")
    box = editor.locator("#id_body")
    box.fill("Fine.\n\n[[drug:nothing]]\n")
    editor.click(".editor-issues button:has-text('line 3')")
    assert box.evaluate("box => box.value.slice(box.selectionStart, box.selectionEnd)") == "[[drug:nothing]]"


def test_without_scripts_the_text_is_a_plain_box(browser, sample_site: Site) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{sample_site.url}/admin/")
    page.fill("#id_username", "author")
    page.fill("#id_password", PASSWORD)
    page.click("input[type=submit]")
    page.goto(f"{sample_site.url}/admin/edu/article/add/")
    assert page.locator("#id_body").is_visible()
    assert not page.locator(".editor-tools").is_visible()
    context.close()
