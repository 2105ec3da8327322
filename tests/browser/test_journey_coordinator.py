"""A coordinator's sitting in a real browser: 400 overdue pages are planned, and a batch of reviews is recorded.

Every click, choice and typed field is counted, and every request; run with `-s` to see them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Locator, Page, Response, expect

from tests.browser import checks
from tests.browser.serving import Site, serve_samples
from tests.browser.test_journey import sign_in

OVERDUE = 400
BATCH = 20
# Pages, approvals, editions and publications of the bench: the rows that the verbs would write, without the hour.
MAKE_THEM = f"""
from datetime import timedelta
from django.utils import timezone
from bench.world import People, fill_up
from publishing.models import Publication
live = Publication.objects.pages().of_kind("article").count()
today = timezone.localdate()
fill_up(People(), live + {OVERDUE}, due=lambda n: today - timedelta(days=1 + n % 180))
"""


@dataclass
class Sitting:
    """What a person does and what the browser asks for. `acts`: clicks, choices and fields typed into."""

    page: Page
    acts: int = 0
    documents: int = 0
    files: int = 0
    told: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("response", self._heard)

    def _heard(self, response: Response) -> None:
        if response.request.resource_type == "document":
            self.documents += 1
        else:
            self.files += 1

    def click(self, what: Locator) -> None:
        self.acts += 1
        what.click()

    def choose(self, what: Locator, words: str) -> None:
        self.acts += 1
        what.select_option(what.locator("option", has_text=words).first.get_attribute("value"))

    def write(self, what: Locator, words: str) -> None:
        self.acts += 1
        what.fill(words)

    def tell(self, step: str) -> None:
        self.told.append(f"{step}: {self.acts} acts, {self.documents} pages, {self.files} files")


@pytest.fixture(scope="module")
def late_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serve_samples(tmp_path_factory.mktemp("coordinator")) as site:
        site.manage("shell", "--verbosity=0", "-c", MAKE_THEM)
        yield site


def number(page: Page, name: str) -> Locator:
    """One number of the desk: the link to the list behind it."""
    return page.locator(f"[data-number='{name}']")


def all_chosen(sitting: Sitting, action: str) -> None:
    """Tick every row of the list that is shown, and start an action on them."""
    page = sitting.page
    sitting.click(page.locator("#action-toggle"))
    if page.locator(".actions .question a").first.is_visible():
        sitting.click(page.locator(".actions .question a").first)  # those on the other pages of the list, too
    sitting.choose(page.locator("select[name=action]"), action)
    sitting.click(page.get_by_role("button", name="Go"))


def test_four_hundred_overdue_pages_in_one_sitting(browser: Browser, late_site: Site) -> None:
    page = sign_in(browser, late_site, "coordinator")
    sitting = Sitting(page)
    expect(number(page, "overdue")).to_have_text(f"{OVERDUE} Overdue")
    never = int(number(page, "never").inner_text().split()[0])
    checks.assert_accessible(page)

    # From the number to its list, from the list to the planner; what it proposes is shown before it is done.
    sitting.click(number(page, "overdue"))
    expect(page.locator("#changelist .paginator")).to_contain_text(f"{OVERDUE} pages")
    checks.assert_accessible(page)
    all_chosen(sitting, "Plan the reviews of the chosen pages")
    expect(page.locator("main")).to_contain_text(f"{OVERDUE} pages chosen in the list")
    for name in ("Sample Reviewer", "Sample Administrator"):
        sitting.click(page.get_by_role("checkbox", name=name))
    sitting.click(page.get_by_role("button", name="Propose dates"))
    expect(page.locator(".proposal-sum")).to_contain_text(f"{OVERDUE} reviews")
    sitting.write(page.get_by_label("Why do these days change?"), "Fewer at once.")
    sitting.click(page.get_by_role("button", name="Plan it exactly like this"))
    expect(page.locator(".messagelist")).to_contain_text(f"{OVERDUE} reviews planned")
    sitting.tell("planned")

    # Nothing is overdue any more, and nobody has more than they can do.
    sitting.click(page.get_by_role("link", name="Home"))
    expect(number(page, "overdue")).to_have_text("0 Overdue")
    assert page.locator(".load-table td.load-above").count() == 0
    row = page.locator(".load-table tbody tr", has_text="Sample Reviewer")
    cell = row.locator("a").nth(1)
    expect(cell).to_have_text(str(BATCH))

    # A month of one reviewer is one sheet: each page has its own outcome, and its own evidence.
    month = cell.get_attribute("data-number")
    sitting.click(cell)
    expect(page.locator("#changelist .paginator")).to_contain_text(f"{BATCH} pages")
    all_chosen(sitting, "Record a review of each chosen page")
    sitting.choose(page.get_by_label("Clinician who decided"), "Sample Reviewer")
    sitting.write(page.get_by_label("The clinician's own words"), "I read all twenty; none needs a change.")
    rows = page.locator(".review-row")
    assert rows.count() == BATCH
    for n in range(BATCH):
        sitting.choose(rows.nth(n).get_by_label("Outcome"), "no change needed")
        if n == 0:
            sitting.write(rows.nth(n).get_by_label("Evidence looked at"), "The bone health guideline of the year.")
        else:
            sitting.click(rows.nth(n).get_by_role("button", name="Same evidence as the page above"))
    sitting.click(page.get_by_role("button", name="Record these reviews"))
    expect(page.locator(".messagelist")).to_contain_text(f"{BATCH} reviews recorded")
    sitting.tell("reviewed")

    sitting.click(page.get_by_role("link", name="Home"))
    expect(number(page, "never")).to_have_text(f"{never - BATCH} Never reviewed")
    expect(number(page, month)).to_have_count(0)
    print("", f"{OVERDUE} overdue pages planned, {BATCH} reviewed:", *sitting.told, sep="\n")
    assert sitting.acts <= 66, sitting.told


def test_a_coordinator_cannot_change_a_word(browser: Browser, late_site: Site) -> None:
    page = sign_in(browser, late_site, "coordinator")
    page.goto(f"{late_site.url}/admin/edu/article/?q=filler")
    page.locator("#result_list tbody th a").first.click()
    assert page.locator("textarea, button[name=_save], input[name=_save]").count() == 0
    token = next(cookie["value"] for cookie in page.context.cookies() if "csrf" in cookie["name"])
    form = {"title": "Taken over", "body": "Other words.", "_save": "Save", "csrfmiddlewaretoken": token}
    before = page.content()
    assert page.request.post(page.url, form=form, headers={"Referer": page.url}).status == 403
    page.reload()
    assert ("Taken over" in page.content(), "Taken over" in before) == (False, False)
