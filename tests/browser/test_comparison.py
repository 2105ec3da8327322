"""A comparison as a screen reader hears it: the table on a wide screen, a list for each drug on a narrow one and on paper."""

import re

import pytest
from playwright.sync_api import Page

from tests.browser.checks import NARROW
from tests.browser.serving import Site

PATHS = ("/drugs/compare/?d=denosumab&d=zoledronic-acid&d=pamidronate", "/articles/bone-metastases/")
DRUGS = ["Denosumab", "Zoledronic acid", "Pamidronate"]


def heard(page: Page) -> str:
    """The accessibility tree of the drug table, in the order of reading."""
    return page.locator(".drug-table").first.aria_snapshot()


def in_order(text: str, words: list[str]) -> bool:
    at = 0
    for word in words:
        at = text.casefold().find(word.casefold(), at)
        if at < 0:
            return False
    return True


@pytest.mark.parametrize("path", PATHS)
def test_wide_screens_read_the_table_and_nothing_twice(page: Page, sample_site: Site, path: str) -> None:
    page.goto(sample_site.url + path)
    tree = heard(page)
    assert "- table" in tree and "- columnheader" in tree and "- rowheader" in tree
    assert "- group" not in tree and len(re.findall(r'- cell "120 mg', tree)) == 1
    assert in_order(tree, ["- caption", "- columnheader", *DRUGS, "- rowheader", "How is it given?", "120 mg"])


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("medium", ["screen", "print"])
def test_narrow_screens_and_paper_read_a_list_for_each_drug(
    page: Page, sample_site: Site, path: str, medium: str
) -> None:
    if medium == "screen":
        page.set_viewport_size(NARROW)
    page.emulate_media(media=medium)
    page.goto(sample_site.url + path)
    tree = heard(page)
    assert "- table" not in tree and "- columnheader" not in tree
    groups = re.findall(r'- group "([^"]+)"', tree)
    assert [group.partition(" (")[0].casefold() for group in groups] == [drug.casefold() for drug in DRUGS]
    assert in_order(tree, [DRUGS[0], "How is it given?", "120 mg", DRUGS[1], "4 mg", DRUGS[2], "90 mg"])


def test_on_paper_a_list_is_never_parted_from_its_name_and_the_sheet_says_where_it_is_from(
    page: Page, sample_site: Site
) -> None:
    page.emulate_media(media="print")
    page.goto(f"{sample_site.url}{PATHS[0]}")
    for part in (".drug-table-narrow [role=group]", ".drug-table-name"):
        for each in page.locator(part).all():
            assert each.evaluate("node => getComputedStyle(node).breakInside") == "avoid"
    origin = page.locator(".print-only", has_text="Printed from")
    assert origin.is_visible()
    assert "/drugs/compare/?d=denosumab&d=zoledronic-acid&d=pamidronate on " in origin.inner_text()
