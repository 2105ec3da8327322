"""The public page of a reference: what became of it, who looked, which editions cite it, and what evidence it is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from publishing import actions
from references.actions import Notice, save_reference, set_status
from references.models import Reference, WatchCheck
from tests import stories

pytestmark = pytest.mark.django_db
PATH = "/references/bones2017/"


@pytest.fixture
def library(author, reviewer) -> Reference:
    row = stories.add_reference(by=author, key="bones2017", DOI="10.1000/bones", abstract="Bones were measured.")
    cite(author, reviewer, "cites", "Bones heal [@bones2017].\n")
    return row


def cite(author, reviewer, key: str, body: str):
    page = stories.write_article(by=author, key=key, title=f"About {key}", body=body)
    stories.publish(page, by=author, reviewer=reviewer)
    return page


def text_of(client, path=PATH) -> str:
    return " ".join(client.get(path).content.decode().split())


def test_a_notice_is_told_with_its_source_its_dates_its_reason_and_its_address(library, author, now, client):
    notice = Notice("retraction-watch", "2010-02-06", "10.1000/notice", "99", reason="Error in Data")
    set_status(reference=library, status="retracted", by=author, now=now, notice=notice)
    text = text_of(client)
    assert "Retracted, says Retraction Watch. The notice is from 6 February 2010. We noted it on 3 March 2026." in text
    assert "Error in Data" in text
    for url in ("https://doi.org/10.1000/notice", "https://pubmed.ncbi.nlm.nih.gov/99/"):
        assert f'href="{url}"' in text
    assert author.get_display_name() not in text  # colleagues see in the admin who it was


def test_the_whole_history_is_told_newest_first(library, author, administrator, now, client):
    set_status(reference=library, status="concern", by=author, now=now, notice=Notice("pubmed", "2010-02"))
    set_status(
        reference=library, status="current", by=administrator, now=now, notice=Notice(reason="About another work.")
    )
    text = text_of(client)
    found = [text.index(words) for words in (
        "On 3 March 2026 our clinicians decided that it counts again. What was reported before is named below.",
        "About another work.",
        "Expression of concern, says PubMed. The notice is from February 2010.",
    )]  # fmt: skip
    assert found == sorted(found)


@pytest.mark.parametrize(
    ("checks", "words", "never"),
    [
        ([], "Not checked yet.", "nothing reported"),
        ([("pubmed", "nothing")], "Checked with PubMed on 3 March 2026: nothing reported.", "We could not find out"),
        (
            [("pubmed", "not-found"), ("crossref", "not-found")],
            "We could not find out whether anything was reported about it.",
            "nothing reported",
        ),
        ([("retraction-watch", "not-found")], "It names only works with a notice.", "nothing reported"),
        ([("crossref", "no-answer")], "Crossref could not be asked on 3 March 2026.", "nothing reported"),
        (
            [("crossref", "reported")],
            "Checked with Crossref on 3 March 2026: a notice is reported.",
            "nothing reported",
        ),
    ],
)
def test_what_nobody_knows_is_never_called_clean(library, now, client, checks, words, never):
    for source, outcome in checks:
        when = {"failed_at": now} if outcome == "no-answer" else {"checked_at": now}
        WatchCheck.objects.create(reference=library, source=source, outcome=outcome, **when)
    text = text_of(client)
    assert words in text and never not in text


def test_a_reference_without_a_number_cannot_be_asked_about(author, reviewer, client):
    stories.add_reference(by=author, key="talk2019")
    cite(author, reviewer, "talk", "Said so [@talk2019].\n")
    assert "no source can be asked about it" in text_of(client, "/references/talk2019/")


def test_every_edition_that_cites_it_is_listed_with_its_number(library, author, reviewer, client):
    stories.add_reference(by=author, key="first2016", title="First")
    page = stories.Page.objects.get(key="cites")
    stories.edit(page, by=author, body="New [@first2016], and bones heal [@bones2017].\n")
    stories.publish(page, by=author, reviewer=reviewer)
    text = text_of(client)
    assert "As number 2 (version 2)" in text and "1 older version cites it" in text
    assert '<a href="/articles/cites/v1/">Version 1, as number 1</a>' in text
    assert client.get("/articles/cites/v1/").status_code == 200
    stories.edit(page, by=author, body="Nothing is cited.\n")
    stories.publish(page, by=author, reviewer=reviewer)
    cite(author, reviewer, "other", "Bones [@bones2017].\n")  # a library record that no live page cites has no page
    text = text_of(client)
    assert "It cites it no longer." in text and "2 older versions cite it" in text
    assert text.index("About other") < text.index("About cites")


@pytest.mark.parametrize(("cause", "listed"), [("outdated", True), ("safety", False), ("error", False)])
def test_what_was_withdrawn_for_safety_is_not_led_to(library, author, reviewer, now, client, cause, listed):
    cite(author, reviewer, "other", "Bones [@bones2017].\n")
    page = stories.Page.objects.get(key="cites").specific
    actions.withdraw(page=page, by=author, now=now, cause=cause, reason="It was wrong.")
    text = text_of(client)
    assert ("About cites" in text) == listed and ("/articles/cites/v1/" in text) == listed
    if not listed:  # published again, its closed edition stays closed
        stories.edit(page, by=author, body="Bones heal well [@bones2017].\n")
        stories.publish(page, by=author, reviewer=reviewer)
        text = text_of(client)
        assert "About cites" in text and "(may not be read any more)" in text
        assert "/articles/cites/v1/" not in text


def test_the_evidence_is_told_in_plain_words_and_the_abstract_only_with_its_licence(library, author, now, client):
    library.evidence_type, library.evidence_level = "randomised-trial", "2"
    library.funding, library.conflicts_of_interest = "A university", "One author advises a company"
    library.archive_url = "https://web.archive.org/web/2020/https://example.org/"
    save_reference(reference=library, by=author, now=now, record=library.csl)
    text = text_of(client)
    for words in (
        "randomised trial",
        "2 of 5, where 1 is the strongest",
        "A university",
        "One author advises a company",
    ):
        assert words in text
    assert 'href="https://web.archive.org/web/2020/https://example.org/"' in text
    assert "Bones were measured." not in text
    library.abstract_shown = True
    licensed = {**library.csl, "custom": {"abstract-licence": "CC BY 4.0"}}
    save_reference(reference=library, by=author, now=now, record=licensed)
    text = text_of(client)
    assert "Bones were measured." in text and "CC BY 4.0" in text
    save_reference(reference=library, by=author, now=now, record={**library.csl, "custom": {}})
    assert "Bones were measured." not in text_of(client)


def test_an_import_leaves_the_evidence_alone(library, author, now):
    library.evidence_type, library.funding = "cohort", "A university"
    save_reference(reference=library, by=author, now=now, record=library.csl)
    stories_record = {"type": "article-journal", "title": "A better title", "DOI": "10.1000/bones"}
    from_file = Reference.objects.get(key="bones2017")
    save_reference(reference=from_file, by=author, now=now, record=stories_record)
    library.refresh_from_db()
    assert (library.title, library.evidence_type, library.funding) == ("A better title", "cohort", "A university")


def test_the_page_costs_the_same_however_many_pages_cite_it(library, author, reviewer, now, client):
    counts = []
    for more in (1, 6):
        for number in range(more):
            cite(author, reviewer, f"page-{more}-{number}", "Bones [@bones2017].\n")
            set_status(reference=library, status="current", by=author, now=now, notice=Notice(reason=f"Again {number}"))
        client.get(PATH)
        with CaptureQueriesContext(connection) as captured:
            client.get(PATH)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 8


def test_the_page_is_read_in_spanish_and_again_without_being_sent(library, client):
    assert client.get(f"/es{PATH}").status_code == 200
    etag = client.get(PATH).headers["ETag"]
    assert client.get(PATH, headers={"If-None-Match": etag}).status_code == 304


def test_what_people_write_is_text(library, author, now, client):
    evil = "<script>alert(1)</script>"
    library.funding = library.conflicts_of_interest = evil
    save_reference(reference=library, by=author, now=now, record=library.csl, notice=Notice(reason=evil))
    assert "<script>alert" not in text_of(client)
