"""The public page while something it states is being checked again, or while it is past its review date."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from publishing import actions
from publishing.actions.holding import where_to_read
from publishing.models import HelpLines, OverduePolicy, Page, Publication, SiteSettings
from tests import stories

pytestmark = pytest.mark.django_db

BODY = (
    "## How often\n\nDenosumab is given [[drug:denosumab#frequency]] [@himelstein2017].\n\n"
    "## At a glance\n\n::: drug-table denosumab\n"
)
ADDRESS = "/articles/bones/"
DOSE = "120&nbsp;mg"
OFTEN = "every 4 weeks"


@pytest.fixture(autouse=True)
def memory(settings):
    """The product's own cache, so that a page of another state coming from it would be seen."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def page(author, reviewer, administrator):
    reference = stories.add_reference(by=author)
    drug = stories.write_drug(by=author, references=[reference])
    stories.publish(drug, by=author, reviewer=reviewer)
    page = stories.write_article(by=author, key="bones", body=BODY)
    stories.publish(page, by=author, reviewer=reviewer)
    actions.save_site_settings(
        site=SiteSettings.current(), by=administrator, now=stories.NOW,
        save_related=lambda: HelpLines.objects.create(site_id=1, language="en", care_team_phone="555 0100"),
    )  # fmt: skip
    return page


def read(client, address=ADDRESS) -> tuple[str, str]:
    """The page and its ETag, read twice: from the memory the second time."""
    first, second = client.get(address), client.get(address)
    assert (first.status_code, first.content, first["ETag"]) == (200, second.content, second["ETag"])
    return second.content.decode(), second["ETag"]


def hold(page, **row):
    row = {"fact": "drug:denosumab", "title": "Denosumab", "change_set": 1, "since": "2026-03-03"} | row
    Publication.objects.filter(page=page.pk).update(held=[row])


def overdue(page, policy: str, *, by):
    """The page is a day past the date that readers were promised."""
    site = SiteSettings.current()
    site.overdue_treatment = policy
    actions.save_site_settings(site=site, by=by, now=stories.NOW)
    yesterday = timezone.localdate() - timedelta(days=1)
    Publication.objects.filter(page=page.pk).update(
        review=stories.review(page, by=by, decided_by=by), reviewed_on=yesterday - timedelta(days=9),
        reviewed_by="Sample Reviewer", reviewed_credentials="RN", next_review_on=yesterday,
    )  # fmt: skip


def no_dead_ends(text: str) -> None:
    """Every link inside the page leads to something on it."""
    ids = re.findall(r' id="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', text)) <= set(ids)


def test_nothing_is_withheld_from_a_page_in_order(page, client):
    text, _etag = read(client)
    assert OFTEN in text and DOSE in text
    assert "withheld" not in text and "being checked" not in text
    no_dead_ends(text)


def test_a_held_fact_gives_way_to_a_link_and_a_plain_notice(page, client):
    before = read(client)
    hold(page, path="/drugs/denosumab/")
    text, etag = read(client)
    assert etag != before[1]
    assert OFTEN not in text and DOSE not in text
    assert "Something this page states is being checked again" in text
    said = (
        'What stood here about Denosumab is being checked again. <a href="/drugs/denosumab/">Read about Denosumab</a>'
    )
    assert f'<span class="withheld">[{said}]</span>' in text
    assert f"<p>{said}</p>" in text, "in the place of the table"
    assert '<li id="ref-1"' in text, "the reference keeps its number"
    no_dead_ends(text)
    Publication.objects.update(held=[])
    assert read(client) == before


def test_what_is_held_has_no_link_to_itself_or_to_nowhere(page, client):
    for path in ("", ADDRESS):
        hold(page, path=path)
        text, _etag = read(client)
        assert "[What stood here about Denosumab is being checked again. Ask your care team.]" in text
        assert "Read about" not in text
    hold(page)
    assert "Denosumab" in read(client)[0]


def test_a_title_cannot_bring_in_a_tag(page, client):
    hold(page, title="<script>x</script>", path="/drugs/a/")
    text, _etag = read(client)
    assert "<script>" not in text and "&lt;script&gt;" in text


def test_another_held_fact_changes_the_etag_and_touches_no_other_block(page, client):
    _text, etag = read(client)
    hold(page, fact="drug:pamidronate", title="Pamidronate")
    text, other = read(client)
    assert other != etag
    assert OFTEN in text and DOSE in text and "being checked again" in text


@pytest.mark.parametrize(
    ("policy", "notice", "doses"),
    [
        (OverduePolicy.TELL_OWNER, False, True),
        (OverduePolicy.BANNER, True, True),
        (OverduePolicy.HIDE_DOSES, True, False),
    ],
)
def test_an_overdue_page_follows_the_policy_of_its_tier(page, client, administrator, policy, notice, doses):
    overdue(page, policy, by=administrator)
    text, _etag = read(client)
    assert ("past its review date" in text) == notice
    assert (DOSE in text) == (OFTEN in text) == doses
    instead = "is given [how often is not shown: this page is past its review date]"
    assert (instead in re.sub("<[^>]+>", "", text)) == ("Ask your care team about doses" in text) == (not doses)
    assert text.count('href="tel:5550100"') == (2 if not doses else 1), "whom to call stands in the place of the table"
    no_dead_ends(text)


def test_each_field_not_shown_on_an_overdue_page_reads_as_part_of_its_sentence(
    page, author, reviewer, client, administrator
):
    words = "Give [[drug:denosumab#dose]] [[drug:denosumab#route]] [[drug:denosumab#frequency]] of [[drug:denosumab#brand]]."
    stories.edit(page, by=author, body=f"{words}\n\n::: drug-table denosumab rows=brand,dose\n")
    stories.publish(page, by=author, reviewer=reviewer)
    overdue(page, OverduePolicy.HIDE_DOSES, by=administrator)
    text = re.sub("<[^>]+>", "", read(client)[0])
    date = "not shown: this page is past its review date]"
    assert f"Give [dose {date} [how it is given is {date} [how often is {date} of Xgeva." in text
    assert text.count("Not shown: this page is past its review date. Ask your care team.") == 2
    assert "Ask your care team about doses" not in text, "the rest of the table is still there"


def test_each_state_has_an_etag_of_its_own(page, client, administrator):
    etags = [read(client)[1]]
    for policy in OverduePolicy.values:
        overdue(page, policy, by=administrator)
        etags.append(read(client)[1])
    hold(page)
    etags.append(read(client)[1])
    assert len(set(etags)) == 5
    assert client.get(ADDRESS, headers={"If-None-Match": etags[0]}).status_code == 200
    assert client.get(ADDRESS, headers={"If-None-Match": etags[-1]}).status_code == 304


def test_the_policy_of_another_tier_says_nothing(page, client, administrator):
    overdue(page, OverduePolicy.BANNER, by=administrator)
    SiteSettings.objects.update(overdue_medicine=OverduePolicy.HIDE_DOSES)
    assert DOSE in read(client)[0]


def test_a_withheld_page_costs_one_query_too(page, client, administrator, django_assert_num_queries):
    overdue(page, OverduePolicy.HIDE_DOSES, by=administrator)
    hold(page)
    with django_assert_num_queries(1):
        client.get(ADDRESS)


def test_the_preview_leaves_out_what_readers_are_kept_from(page, client, administrator, author):
    overdue(page, OverduePolicy.HIDE_DOSES, by=administrator)
    client.force_login(author)
    text = client.get(reverse("staff:as-patient", args=[page.pk])).content.decode()
    assert DOSE not in text and "Ask your care team about doses" in text


def test_whoever_approves_sees_every_dose(page, client, administrator, author, reviewer):
    overdue(page, OverduePolicy.HIDE_DOSES, by=administrator)
    stories.edit(page, by=author, body=BODY + "\nMore.\n")
    client.force_login(reviewer)
    text = client.get(reverse("staff:approve", args=[page.pk])).content.decode()
    assert DOSE in text and OFTEN in text


def test_where_to_read_what_holds_now(page, author, reviewer):
    drug = Page.objects.get(kind="drug", key="denosumab").specific
    assert where_to_read("drug:denosumab") == {}
    about = stories.write_drug_page(by=author, drug=drug, title="Denosumab")
    path = stories.publish(about, by=author, reviewer=reviewer).path
    assert where_to_read("drug:denosumab") == {"en": path}
    assert where_to_read("drug:other") == where_to_read("class:denosumab") == where_to_read("reference:x") == {}
