"""The marks in reference lists: at once on what is live, as far as the policy of the site goes, and always for a retraction."""

import pytest

from publishing import actions
from publishing.models import SiteSettings
from references.actions import Notice, set_status
from tests import stories

pytestmark = pytest.mark.django_db
MARKS = {
    "retracted": "[Retracted]",
    "concern": "[Expression of concern]",
    "corrected": "[Corrected]",
    "superseded": "[Superseded]",
}


@pytest.fixture
def cited(author, reviewer):
    row = stories.add_reference(by=author)
    page = stories.write_article(by=author, key="cites", body="Bones heal [@himelstein2017].\n")
    stories.publish(page, by=author, reviewer=reviewer)
    return row


def policy(administrator, **marks: bool) -> None:
    site = SiteSettings.current()
    for name, value in marks.items():
        setattr(site, name, value)
    actions.save_site_settings(site=site, by=administrator, now=stories.NOW)


@pytest.mark.parametrize("status", MARKS)
def test_a_live_page_marks_its_source_at_once(cited, author, now, client, status, django_assert_num_queries):
    assert MARKS[status] not in client.get("/articles/cites/").content.decode()
    set_status(reference=cited, status=status, by=author, now=now)
    with django_assert_num_queries(1):
        text = client.get("/articles/cites/").content.decode()
    assert MARKS[status] in text
    assert stories.live(stories.Page.objects.get(key="cites")).edition.references[0]["status"] == "current"


@pytest.mark.parametrize("status", ["concern", "corrected", "superseded"])
def test_the_policy_takes_a_mark_out_of_the_lists_of_pages_and_not_out_of_the_library(
    cited, author, administrator, now, client, status
):
    set_status(reference=cited, status=status, by=author, now=now)
    before = client.get("/articles/cites/").headers["ETag"]
    policy(administrator, **{f"mark_{status}": False})
    response = client.get("/articles/cites/", headers={"If-None-Match": before})
    assert response.status_code == 200 and MARKS[status] not in response.content.decode()
    for path in ("/references/", "/references/himelstein2017/"):
        assert MARKS[status] in client.get(path).content.decode()
    policy(administrator, **{f"mark_{status}": True})
    assert MARKS[status] in client.get("/articles/cites/").content.decode()


def test_a_retraction_is_marked_whatever_the_policy(cited, author, administrator, now, client):
    policy(administrator, mark_concern=False, mark_corrected=False, mark_superseded=False)
    set_status(reference=cited, status="retracted", by=author, now=now)
    assert MARKS["retracted"] in client.get("/articles/cites/").content.decode()


def test_a_status_that_is_lifted_takes_its_mark_along(cited, author, administrator, now, client):
    set_status(reference=cited, status="retracted", by=author, now=now)
    set_status(reference=cited, status="current", by=administrator, now=now, notice=Notice(reason="About another."))
    assert MARKS["retracted"] not in client.get("/articles/cites/").content.decode()


def test_an_old_version_marks_it_too(cited, author, reviewer, now, client):
    page = stories.Page.objects.get(key="cites")
    stories.edit(page, by=author, body="Bones heal well [@himelstein2017].\n")
    stories.publish(page, by=author, reviewer=reviewer)
    set_status(reference=cited, status="retracted", by=author, now=now)
    assert MARKS["retracted"] in client.get("/articles/cites/v1/").content.decode()


def test_a_page_without_that_source_is_not_marked(cited, author, reviewer, now, client):
    stories.add_reference(by=author, key="other2018", title="Other")
    other = stories.write_article(by=author, key="other", body="Hips [@other2018].\n")
    stories.publish(other, by=author, reviewer=reviewer)
    set_status(reference=cited, status="retracted", by=author, now=now)
    assert MARKS["retracted"] not in client.get("/articles/other/").content.decode()
