"""Another style of reference lists: what is read at once, what waits, and that no approval and no published word is lost."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from publishing import actions
from publishing.comparing import changes_since
from publishing.models import CitationStyle, Edition, Event, SiteSettings
from publishing.standing import State
from references.actions import save_reference
from references.formatting import STYLES
from references.lookups import look_up_references
from tests import stories
from tests.publishing.changes.changing import looked_at, row_of

pytestmark = pytest.mark.django_db

NLM = "Himelstein AL. A trial of bones. 2017 Jan 3;317(1):48-58. doi: 10.1000/h."
AMA = "Himelstein AL. A trial of bones. 2017;317(1):48-58. doi:10.1000/h"
NLM_ES = "Himelstein AL. A trial of bones. 2017 ene 3;317(1):48-58. doi: 10.1000/h."


@pytest.fixture
def study(author):
    return stories.add_reference(
        by=author,
        author=[{"family": "Himelstein", "given": "Andrew L."}],
        volume="317",
        issue="1",
        page="48-58",
        DOI="10.1000/h",
    )


@pytest.fixture
def page(study, author, reviewer):
    page = stories.write_article(by=author, key="bones", body="Bones heal [@himelstein2017].\n")
    stories.publish(page, by=author, reviewer=reviewer)
    return page


@pytest.fixture
def choose(administrator):
    """Choose a style in the site settings."""

    def chosen(style) -> None:
        site = SiteSettings.current()
        site.name, site.citation_style = {"en": "Wellread"}, style
        actions.save_site_settings(site=site, by=administrator, now=stories.NOW)

    return chosen


def lines(page) -> list[str]:
    return [row["text"] for row in stories.live(page).edition.references]


def read(client, path="/articles/bones/") -> str:
    return client.get(path).content.decode()


def test_there_is_a_writer_for_every_style_that_may_be_chosen():
    assert set(CitationStyle.values) == set(STYLES)


def test_a_style_nobody_can_write_is_not_taken():
    with pytest.raises(ValidationError):
        SiteSettings(name={"en": "Wellread"}, citation_style="apa").full_clean()


def test_a_published_page_keeps_its_list_word_for_word(page, choose, client):
    before = stories.live(page).edition
    choose("ama")
    assert stories.live(page).edition == before
    assert lines(page) == [NLM]
    assert NLM in read(client) and AMA not in read(client)
    assert Edition.objects.count() == 1


def test_a_change_of_style_leaves_nothing_to_publish_and_voids_nothing(page, choose):
    hashed = stories.fresh(page).working_hash
    events = Event.objects.filter(page_id=page.pk).count()
    choose("ama")
    assert stories.state(page) == State.LIVE
    assert stories.fresh(page).compile().content_hash == hashed == stories.live(page).edition.content_hash
    assert Event.objects.filter(page_id=page.pk).count() == events


def test_an_approval_given_under_one_style_counts_under_the_other(study, author, reviewer, choose, now):
    page = stories.write_article(by=author, key="bones", body="Bones heal [@himelstein2017].\n")
    given = stories.approve(page, by=reviewer)
    choose("ama")
    actions.publish(page=page, by=author, now=now, significance="clinical", change_note="")
    edition = stories.live(page).edition
    assert edition.content_hash == given.content_hash
    assert lines(page) == [AMA]


def test_the_next_edition_is_in_the_new_style_and_the_one_before_stays(page, choose, author, reviewer, client):
    choose("ama")
    stories.edit(page, by=author, body="Bones heal slowly [@himelstein2017].\n")
    stories.publish(page, by=author, reviewer=reviewer)
    assert lines(page) == [AMA]
    assert AMA in read(client)
    assert NLM in read(client, "/articles/bones/v1/")


def test_a_preview_shows_the_style_of_today(page, choose):
    choose("ama")
    assert [row["text"] for row in stories.fresh(page).compile().references] == [AMA]


def test_a_page_in_spanish_says_spanish_words_and_rests_on_the_same_source(study, author, reviewer):
    page = stories.write_article(by=author, key="huesos", language="es", body="Sanan [@himelstein2017].\n")
    stories.publish(page, by=author, reviewer=reviewer)
    assert lines(page) == [NLM_ES]
    assert stories.live(page).edition.quoted["reference:himelstein2017"] == study.mark


def test_the_library_follows_at_once(page, choose, client):
    assert NLM in read(client, "/references/") and NLM in read(client, "/references/himelstein2017/")
    choose("ama")
    assert AMA in read(client, "/references/") and AMA in read(client, "/references/himelstein2017/")


def test_what_replaced_a_source_is_written_in_the_same_style(study, author, choose, now):
    newer = stories.add_reference(by=author, key="newer", title="A better trial", volume="3")
    save_reference(reference=study, by=author, now=now, record=study.csl, status="superseded", superseded_by=newer)
    choose("ama")
    row = look_up_references(["himelstein2017"]).rows["himelstein2017"]
    assert (row.line("en"), row.newer_line("en")) == (AMA, "A better trial. 2017;3.")


def test_a_comparison_does_not_call_another_style_a_change(page, choose):
    choose("ama")
    changes = changes_since(stories.live(page).edition, stories.fresh(page).compile())
    assert changes.nothing_written


def test_a_comparison_still_tells_of_a_source_that_changed(page, study, choose, author, now):
    choose("ama")
    save_reference(reference=study, by=author, now=now, record=study.csl | {"page": "48-60"})
    (row,) = changes_since(stories.live(page).edition, stories.fresh(page).compile()).references
    assert row.key == "himelstein2017"


def test_a_change_of_facts_does_not_list_sources_that_only_changed_their_style(study, author, reviewer, choose):
    drug = stories.write_drug(by=author, references=[study])
    stories.publish(drug, by=author, reviewer=reviewer)
    page = stories.write_article(by=author, key="states", body="::: drug-table denosumab\n")
    stories.publish(page, by=author, reviewer=reviewer)
    choose("ama")
    stories.change_frequency(drug, weeks=6, by=author)
    row = row_of(looked_at(drug, by=author), page)
    assert row.changes
    assert "Himelstein" not in str(row.changes)


def test_the_style_costs_no_query_of_its_own(study, choose, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = look_up_references(["himelstein2017"])
        assert found.rows["himelstein2017"].line("en") == NLM
    choose("ama")
    with django_assert_num_queries(1):
        found = look_up_references(["himelstein2017"], language="es")
        assert "2017;317(1):48-58" in found.rows["himelstein2017"].line("es")


def test_an_administrator_chooses_it_on_the_form_of_the_settings(administrator, client, choose):
    choose("nlm")
    client.force_login(administrator)
    text = client.get(reverse("admin:publishing_sitesettings_change", args=[SiteSettings.ONLY_ID])).content.decode()
    assert "Style of reference lists" in text
    assert 'value="ama"' in text
    assert "Published pages keep their list" in text


def test_the_librarian_sees_the_line_as_pages_print_it(study, administrator, client, choose):
    choose("ama")
    client.force_login(administrator)
    text = client.get(reverse("admin:references_reference_change", args=[study.pk])).content.decode()
    assert AMA in text
