"""Finished pages are kept in memory; nothing that a reader should see anew may come from there."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.test import RequestFactory
from django.utils import timezone

from publishing import actions, views
from publishing.models import HelpLines, Publication, Significance, SiteSettings
from tests import stories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def memory(settings):
    """The product's own cache instead of the tests' empty one."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()
    yield cache
    cache.clear()


@pytest.fixture
def page(author, reviewer, client):
    body = "First words.\n\n::: care emergency\n## Call if:\n\n- It hurts.\n:::\n"
    page = stories.write_article(by=author, key="bones", body=body)
    stories.publish(page, by=author, reviewer=reviewer)
    read(client)
    return page


def read(client, path="/articles/bones/") -> str:
    """The page, read twice: from the memory the second time."""
    first, second = client.get(path), client.get(path)
    assert (first.content, first["ETag"]) == (second.content, second["ETag"])
    return second.content.decode()


def test_a_page_that_was_read_is_kept(page, client, monkeypatch):
    def no_template(*args):
        raise AssertionError("rendered again")

    before = client.get("/articles/bones/").content
    monkeypatch.setattr(views, "render_to_string", no_template)
    assert client.get("/articles/bones/").content == before


def test_both_encodings_are_kept_apart(page, client):
    plain = client.get("/articles/bones/")
    zipped = client.get("/articles/bones/", headers={"Accept-Encoding": "gzip"})
    again = client.get("/articles/bones/")
    assert again.content == plain.content != zipped.content
    assert "Content-Encoding" not in again


@pytest.mark.parametrize("significance", [Significance.CLINICAL, Significance.CLARIFICATION])
def test_a_new_edition_is_read_at_once(page, author, reviewer, client, significance):
    stories.edit(page, by=author, body="Second words.\n")
    assert "First words" in read(client)
    stories.publish(page, by=author, reviewer=reviewer, significance=significance)
    assert "Second words" in read(client) and "First words" not in read(client)


def test_going_back_to_the_words_of_before_shows_no_old_dates(page, author, reviewer, coordinator, now, client):
    old = read(client)
    stories.review(page, by=coordinator, decided_by=reviewer, now=now)
    assert "Sample Reviewer" in read(client) != old


def test_a_withdrawn_page_is_gone_at_once_and_its_return_is_new(page, author, reviewer, now, client):
    actions.withdraw(page=page, by=author, now=now, cause="safety", reason="The dose was wrong.")
    response = client.get("/articles/bones/")
    assert response.status_code == 410
    assert "First words" not in response.content.decode()
    stories.edit(page, by=author, body="Mended words.\n")
    stories.publish(page, by=author, reviewer=reviewer)
    assert "Mended words" in read(client)


def test_a_moved_page_leads_on_at_once(page, author, now, client):
    actions.move(page=page, by=author, now=now, slug="elsewhere")
    assert client.get("/articles/bones/").status_code == 301
    assert "First words" in read(client, "/articles/elsewhere/")


def test_a_new_phone_number_is_read_at_once(page, administrator, client):
    for number in ("911", "112"):
        site = SiteSettings.current()
        actions.save_site_settings(
            site=site, by=administrator, now=stories.NOW,
            save_related=lambda n=number: HelpLines.objects.update_or_create(
                site_id=1, language="en", defaults={"emergency_number": n}
            ),
        )  # fmt: skip
        assert number in read(client)
    assert "911" not in read(client)


def test_the_banner_and_the_overdue_reminder_come_with_their_day(
    page, author, reviewer, coordinator, client, monkeypatch
):
    start = timezone.now()
    SiteSettings.objects.update(
        banner_text={"en": "You are not alone"}, banner_starts=start.date() + timedelta(days=30)
    )
    Publication.objects.update(first_published_at=start - timedelta(days=9))
    due = start.date() + timedelta(days=60)
    stories.review(page, by=coordinator, decided_by=reviewer, now=start, next_due_on=due)
    seen = []
    for days in (0, 29, 30, 60, 61):
        monkeypatch.setattr(views.timezone, "now", lambda days=days: start + timedelta(days=days))
        seen.append(read(client))
    banners = ["You are not alone" in text for text in seen]
    assert banners == [False, False, True, True, True]
    assert seen[2] == seen[3] and seen[0] == seen[1]
    assert seen[4] != seen[3], "overdue from the day after"


def test_what_stands_around_a_page_is_read_at_once(page, author, reviewer, now, client):
    other = stories.write_article(by=author, key="other", title="The other")
    stories.publish(other, by=author, reviewer=reviewer)
    actions.set_related(page=page, related=[other], by=author, now=now)
    assert "The other" in read(client)
    actions.withdraw(page=other, by=author, now=now, cause="other", reason="Gone.")
    assert "The other" not in read(client)


def test_two_addresses_never_share_what_is_kept(page, author, reviewer, client):
    stories.publish(stories.write_article(by=author, key="second", body="Others.\n"), by=author, reviewer=reviewer)
    spanish = stories.write_article(by=author, key="bones", language="es", body="Palabras.\n")
    stories.publish(spanish, by=author, reviewer=reviewer)
    texts = {path: read(client, path) for path in ("/articles/bones/", "/articles/second/", "/es/articles/bones/")}
    assert "First words" in texts["/articles/bones/"]
    assert "Others" in texts["/articles/second/"]
    assert "Palabras" in texts["/es/articles/bones/"]


def test_a_query_string_or_a_cookie_makes_no_other_page(page, client):
    plain = client.get("/articles/bones/").content
    client.cookies["sessionid"] = "x"
    assert client.get("/articles/bones/?utm=<script>&page=2").content == plain


def test_what_staff_see_is_never_kept_for_readers(page, administrator, client, author):
    stories.edit(page, by=author, body="Unapproved words.\n")
    client.force_login(administrator)
    for path in (f"/admin/pages/{page.pk}/as-patient/", f"/admin/pages/{page.pk}/approve/"):
        assert client.get(path).status_code == 200
    client.logout()
    assert "Unapproved" not in read(client)


def test_not_found_and_gone_are_not_kept_over_a_page_that_comes(author, reviewer, client):
    assert client.get("/articles/later/").status_code == 404
    stories.publish(stories.write_article(by=author, key="later"), by=author, reviewer=reviewer)
    assert client.get("/articles/later/").status_code == 200


def test_the_name_of_a_page_says_everything_it_is_made_of(page):
    """Each of these changes what is printed, so each must change the ETag."""
    request = RequestFactory().get("/articles/bones/")
    request.LANGUAGE_CODE = "en"

    def etag() -> str:
        return views.read_publication(request, "edu/article.html", kind="article")["ETag"]

    seen = {etag()}
    row = Publication.objects.get(path="/articles/bones/")
    for change in (
        lambda: Publication.objects.filter(pk=row.pk).update(version=row.version + 1),
        lambda: SiteSettings.objects.update(version=99),
        lambda: SiteSettings.objects.update(banner_text={"en": "Help"}),
        lambda: Publication.objects.filter(pk=row.pk).update(
            review=review_of(row), reviewed_on=date(2026, 3, 3), reviewed_by="N", reviewed_credentials="RN",
            next_review_on=date(2020, 1, 1),
        ),
    ):  # fmt: skip
        change()
        seen.add(etag())
    assert len(seen) == 5


def review_of(row: Publication):
    approval = row.edition.approval
    return row.page.reviews.create(
        edition=row.edition, decided_by=approval.by, name="N", role="R", credentials="RN", recorded_by=approval.by,
        recorded_at=stories.NOW, reviewed_on=date(2026, 3, 3), outcome="no-change", next_due_on=date(2027, 3, 3),
    )  # fmt: skip
