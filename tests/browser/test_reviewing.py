"""A coordinator records a sitting for a clinician, by keyboard; the clinician objects from the mail, without scripts."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import checks
from tests.browser.serving import Site, serve_samples
from tests.browser.test_journey import sign_in

PAGES = (
    "from publishing.models import Publication; "
    "print(*Publication.objects.pages().of_kind('article').by_title().values_list('page_id', flat=True)[:3], sep=',')"
)
LINK = (
    "from django.utils import timezone; from publishing.models import Review; from publishing.objections import path_of; "
    "review = Review.objects.exclude(proof_of_decision='').order_by('pk').first(); "
    "print(path_of(review.pk, 'en', now=timezone.now()))"
)


@pytest.fixture
def own_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serve_samples(tmp_path_factory.mktemp("reviewing")) as site:
        yield site


def asked(site: Site, question: str) -> str:
    return site.manage("shell", "--verbosity", "0", "-c", question).strip().splitlines()[-1]


def test_a_sitting_is_recorded_and_the_clinician_objects(browser: Browser, own_site: Site, page: Page) -> None:
    coordinator = sign_in(browser, own_site, "coordinator")
    coordinator.goto(f"{own_site.url}/admin/pages/review/?pages={asked(own_site, PAGES)}")
    checks.assert_accessible(coordinator)
    coordinator.get_by_label("Clinician who decided").select_option(index=1)
    coordinator.get_by_label("The clinician's own words").fill("All three are fine.")
    rows = coordinator.locator(".review-row")
    for number in range(3):
        rows.nth(number).get_by_label("Outcome").select_option("no-change")
    rows.nth(0).get_by_label("Evidence looked at").fill("Guideline of 2026.")

    # One row is forgotten: it is named at the top, and nothing that was typed is gone.
    button = rows.nth(1).get_by_role("button", name="Same evidence as the page above")
    button.focus()
    coordinator.keyboard.press("Enter")
    expect(rows.nth(1).get_by_label("Evidence looked at")).to_have_value("Guideline of 2026.")
    expect(rows.nth(1).get_by_label("Evidence looked at")).to_be_focused()
    coordinator.get_by_role("button", name="Record these reviews").click()
    coordinator.locator(".errornote a").click()
    checks.assert_accessible(coordinator)
    expect(rows.nth(0).get_by_label("Evidence looked at")).to_have_value("Guideline of 2026.")
    rows.nth(2).get_by_label("Evidence looked at").fill("Another guideline.")
    coordinator.get_by_role("button", name="Record these reviews").click()
    expect(coordinator.get_by_text("3 reviews recorded.")).to_be_visible()

    # The clinician, on a telephone with scripts off.
    telephone = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False).new_page()
    link = own_site.url + asked(own_site, LINK)
    telephone.goto(link)
    expect(telephone.get_by_text("All three are fine.")).to_be_visible()
    telephone.get_by_label("What is wrong").fill("I was on leave.")
    telephone.get_by_role("button", name="This was not my decision").click()
    expect(telephone.get_by_role("heading", level=1)).to_contain_text("no longer counts")

    page.goto(link)
    checks.assert_accessible(page)
    assert checks.overflow(page) == []
    assert page.context.cookies() == []
    coordinator.goto(f"{own_site.url}/admin/publishing/review/")
    expect(coordinator.locator("#result_list")).to_contain_text("Sample Coordinator for Sample Reviewer")
