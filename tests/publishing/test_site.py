"""What holds for the whole site: phone numbers and the banner reach every page at once, without publishing anything."""

from datetime import date

import pytest

from publishing import actions
from publishing.models import Edition, Event, HelpLines, SiteSettings
from tests import stories

pytestmark = pytest.mark.django_db

CARE = "::: care {level}\n## Call if:\n\n- You cannot breathe.\n:::\n"


def save(administrator, lines=None, language="en", **fields) -> SiteSettings:
    site = SiteSettings.current()
    for name, value in ({"name": {"en": "Wellread"}} | fields).items():
        setattr(site, name, value)

    def rows():
        if lines is not None:
            HelpLines.objects.update_or_create(site=site, language=language, defaults=lines)

    return actions.save_site_settings(site=site, by=administrator, now=stories.NOW, save_related=rows)


@pytest.fixture
def page(author, reviewer):
    body = "\n".join(CARE.format(level=level) for level in ("emergency", "urgent", "nonurgent"))
    page = stories.write_article(by=author, key="bones", body=body)
    stories.publish(page, by=author, reviewer=reviewer)
    return page


def read(client, path="/articles/bones/") -> str:
    return client.get(path).content.decode()


def test_a_new_number_reaches_every_care_card_at_once(page, administrator, client):
    edition = stories.live(page).edition
    save(administrator, {"emergency_number": "911", "care_team_phone": "555-0100", "all_hours_phone": "555-0199"})
    text = read(client)
    assert all(number in text for number in ("911", "555-0100", "555-0199"))
    save(administrator, {"emergency_number": "112", "care_team_phone": "555-0101", "all_hours_phone": ""})
    text = read(client)
    assert "112" in text and "555-0101" in text
    assert not any(number in text for number in ("911", "555-0100", "555-0199"))
    assert stories.live(page).edition == edition
    assert Edition.objects.count() == 1


def test_without_a_number_an_emergency_card_still_says_whom_to_call(page, client):
    assert "Call your local emergency number" in read(client)


def test_a_new_number_changes_the_etag_of_every_page(page, administrator, client):
    save(administrator)
    old = client.get("/articles/bones/")["ETag"]
    assert client.get("/articles/bones/", headers={"If-None-Match": old}).status_code == 304
    save(administrator, {"emergency_number": "112"})
    response = client.get("/articles/bones/", headers={"If-None-Match": old})
    assert (response.status_code, response["ETag"] != old) == (200, True)


def test_a_number_with_markup_stays_text(page, administrator, client):
    save(administrator, {"emergency_number": "<script>1</script>", "emergency_label": '"><img src=x onerror=alert(1)>'})
    text = read(client)
    assert "<script>1" not in text and "<img src=x" not in text


def test_the_text_around_a_care_card_stays_byte_for_byte(page, administrator, client):
    html = stories.live(page).edition.html
    save(administrator, {"emergency_number": "911"})
    text = read(client)
    pieces = html.split('<p class="care-lines" data-lines="')
    assert len(pieces) == 4
    for piece in pieces[1:]:
        assert piece.split('"></p>', 1)[1] in text
    assert pieces[0] in text


def test_each_language_has_its_numbers_or_those_of_the_first(author, reviewer, administrator, client):
    for language, key in (("en", "bones"), ("es", "huesos")):
        page = stories.write_article(
            by=author, key=key, language=language,
            body=CARE.format(level="emergency").replace("if:", "si:" if language == "es" else "if:"),
        )  # fmt: skip
        stories.publish(page, by=author, reviewer=reviewer)
    save(administrator, {"emergency_number": "911"})
    assert "911" in read(client) and "911" in read(client, "/es/articles/huesos/")
    save(administrator, {"emergency_number": "061"}, language="es")
    assert "911" in read(client) and "061" not in read(client)
    assert "061" in read(client, "/es/articles/huesos/")
    assert "911" not in read(client, "/es/articles/huesos/")


@pytest.mark.parametrize(
    ("starts", "ends", "day", "shown"),
    [
        (None, None, "2026-03-03", True),
        ("2026-03-03", None, "2026-03-03", True),
        ("2026-03-04", None, "2026-03-03", False),
        (None, "2026-03-03", "2026-03-03", True),
        (None, "2026-03-02", "2026-03-03", False),
        ("2026-03-01", "2026-03-31", "2026-03-31", True),
        ("2026-03-01", "2026-03-31", "2026-04-01", False),
        ("2026-03-01", "2026-03-31", "2026-02-28", False),
        ("2026-03-31", "2026-03-01", "2026-03-15", False),
    ],
)
def test_the_banner_keeps_its_days(starts, ends, day, shown):
    def on(text):
        return date.fromisoformat(text) if text else None

    site = SiteSettings(banner_text={"en": "Help"}, banner_starts=on(starts), banner_ends=on(ends), banner_url="/help/")
    assert site.banner_in("en", on=on(day)) == ({"text": "Help", "url": "/help/"} if shown else None)


@pytest.mark.parametrize("words", [{}, {"en": ""}, {"es": ""}])
def test_without_words_there_is_no_banner(words):
    assert SiteSettings(banner_text=words).banner_in("en", on=date(2026, 1, 1)) is None


def test_the_banner_comes_and_goes_without_saving_anything(page, administrator, client, monkeypatch):
    site = save(administrator, banner_text={"en": "You are not alone"}, banner_starts=date(2100, 1, 1))
    before = client.get("/articles/bones/")
    assert "You are not alone" not in before.content.decode()
    SiteSettings.objects.filter(pk=site.pk).update(banner_starts=date(2000, 1, 1))  # as if the day had come
    after = client.get("/articles/bones/", headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert "You are not alone" in after.content.decode()


def test_every_save_is_a_version_and_a_line_in_the_audit(administrator):
    for version in (1, 2, 3):
        assert save(administrator).version == version
    assert SiteSettings.objects.count() == 1
    assert Event.objects.filter(verb="settings").count() == 3


def test_settings_saved_from_an_old_form_still_get_a_new_version(administrator):
    old = SiteSettings(pk=1, name={"en": "Old"}, version=0)
    save(administrator)
    save(administrator)
    actions.save_site_settings(site=old, by=administrator, now=stories.NOW)
    assert SiteSettings.current().version == 3


def test_a_site_without_settings_answers_and_writes_none(client):
    assert client.get("/").status_code == 200
    assert not SiteSettings.objects.exists()
