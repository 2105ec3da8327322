"""A record that says itself what became of its work: it is followed as the watch follows a notice, and told loudly."""

import json

import pytest
from django.core.management import call_command

from publishing.models import ChangeSet
from references.actions import Notice, import_records, set_status
from references.models import Reference, StatusRecord
from tests import stories
from tests.references.notices.files import comment, pubmed, pubmed_article

pytestmark = pytest.mark.django_db
RIN = "Lancet. 2010 Feb 6;375(9713):445. doi: 10.1000/notice. PMID: 99"


def nbib(*rows: str) -> str:
    return "\n".join(["PMID- 7", "TI  - A trial of bones.", "FAU - Smith, Ann", "DP  - 2009", *rows, ""])


def ris(*rows: str, title: str = "A trial of bones") -> str:
    return "\n".join(["TY  - JOUR", f"TI  - {title}", "AU  - Smith, Ann", "PY  - 2009", *rows, "ER  - ", ""])


@pytest.fixture
def bring(author, tmp_path, capsys):
    def run(text: str, *options: str) -> dict:
        path = tmp_path / "file"
        path.write_text(text)
        call_command("import_references", str(path), "--by", author.username, "--json", *options)
        return json.loads(capsys.readouterr().out)["files"][str(path)]

    return run


def csl(**fields) -> str:
    return json.dumps(
        [{"id": "a", "type": "article-journal", "title": "A trial of bones", "DOI": "10.1000/a", **fields}]
    )


def crossref(kind: str, field: str = "updated-by") -> str:
    notice = {"DOI": "10.1000/notice", "type": kind, "updated": {"date-parts": [[2010, 2, 6]]}}
    return csl(**{field: [notice]})


@pytest.mark.parametrize(
    ("text", "status", "source", "notice"),
    [
        (nbib("PT  - Journal Article", "PT  - Retracted Publication"), "retracted", "pubmed", ("", "")),
        (nbib("PT  - Retracted Publication", f"RIN - {RIN}"), "retracted", "pubmed", ("10.1000/notice", "99")),
        (nbib(f"RRI - {RIN}"), "retracted", "pubmed", ("10.1000/notice", "99")),
        (nbib(f"PRIN- {RIN}"), "concern", "pubmed", ("10.1000/notice", "99")),
        (nbib(f"ECI - {RIN}"), "concern", "pubmed", ("10.1000/notice", "99")),
        (nbib(f"EIN - {RIN}"), "corrected", "pubmed", ("10.1000/notice", "99")),
        (pubmed(pubmed_article("7", types=("Retracted Publication",))), "retracted", "pubmed", ("", "")),
        (pubmed(pubmed_article("7", comment("RetractionIn", "99"))), "retracted", "pubmed", ("", "99")),
        (pubmed(pubmed_article("7", comment("ErratumIn", "99"))), "corrected", "pubmed", ("", "99")),
        (crossref("retraction"), "retracted", "crossref", ("10.1000/notice", "")),
        (crossref("expression_of_concern"), "concern", "crossref", ("10.1000/notice", "")),
        (ris(title="RETRACTED: A trial of bones"), "retracted", "person", ("", "")),
        (ris(title="RETRACTED ARTICLE: A trial of bones"), "retracted", "person", ("", "")),
        (ris(title="[Retracted] A trial of bones"), "retracted", "person", ("", "")),
        (ris(title="A trial (Retracted article. See vol. 375, pg 445, 2010)"), "retracted", "person", ("", "")),
        (ris("M3  - Journal Article; Retracted Publication"), "retracted", "person", ("", "")),
        (csl(genre="Retracted Publication"), "retracted", "person", ("", "")),
        ("@article{a, title={Retracted: A trial of bones}, year=2009}", "retracted", "person", ("", "")),
    ],
)  # fmt: skip
def test_what_the_record_says_becomes_its_status_with_the_source(bring, text, status, source, notice):
    report = bring(text)
    row, record = Reference.objects.get(), StatusRecord.objects.get()
    assert (row.status, record.status, record.source) == (status, status, source)
    assert (record.notice_doi, record.notice_pmid) == notice
    assert [(each["key"], each["status"], each["outcome"]) for each in report["became"]] == [
        (row.key, status, "followed")
    ]


@pytest.mark.parametrize(
    "text",
    [
        nbib("PT  - Journal Article"),
        nbib("PT  - Retraction of Publication"),
        nbib("PT  - Expression of Concern"),
        nbib("PT  - Published Erratum"),
        nbib("PT  - Corrected and Republished Article"),
        nbib(f"ROF - {RIN}", "PT  - Retraction of Publication"),
        nbib(f"CIN - {RIN}"),  # a comment
        nbib("MH  - Retraction of Publication as Topic"),
        pubmed(pubmed_article("7", types=("Retraction of Publication",))),
        pubmed(pubmed_article("7", comment("CommentIn", "99"))),
        pubmed(pubmed_article("7", comment("RetractionOf", "99"))),
        crossref("new_version"),
        crossref("retraction", "update-to"),
        ris(title="Retracted publications in oncology: a review"),
        ris(title="Retracted articles: who cites them?"),
        ris(title="Retraction: A trial of bones"),
        ris(title="Expression of Concern: A trial of bones"),
        ris(title="Corrected: A trial of bones"),
        ris(title="Why papers are retracted: a survey"),
        ris(title="A trial of bones (Retraction of vol 3, pg 1, 2001)"),
        ris(title="The fate of the (retracted) trial"),
        ris("KW  - Retracted Publications", "M3  - Retraction of Publication"),
    ],
)
def test_a_notice_or_a_work_about_retractions_stays_current(bring, text):
    report = bring(text)
    assert Reference.objects.get().status == "current"
    assert report["became"] == []
    assert not StatusRecord.objects.exists()


def test_a_work_that_was_withdrawn_is_told_and_left_to_a_person(bring):
    report = bring(ris(title="WITHDRAWN: A trial of bones"))
    assert Reference.objects.get().status == "current"
    assert "withdrawn" in report["remarks"][0]["message"]


def test_a_notice_tells_of_the_work_that_is_in_the_library(author, bring):
    stories.add_reference(by=author, key="other2001", title="Other", PMID="99")
    bring(nbib(f"ROF - {RIN}", "PT  - Retraction of Publication"))
    assert Reference.objects.get(key="other2001").status == "retracted"
    assert Reference.objects.get(pmid="7").status == "current"
    assert StatusRecord.objects.get().notice_pmid == "7"


def test_a_record_that_pages_cite_is_put_before_a_clinician(author, reviewer, bring, client):
    stories.add_reference(by=author, key="bones2017", title="A trial of bones", PMID="7")
    page = stories.write_article(by=author, key="cites", body="Bones heal [@bones2017].\n")
    stories.publish(page, by=author, reviewer=reviewer)
    tried = bring(nbib("PT  - Retracted Publication"), "--dry-run")
    assert (tried["became"][0]["key"], tried["became"][0]["pages"]) == ("bones2017", 1)
    assert Reference.objects.get().status == "current", "a dry run changes nothing"
    assert bring(nbib("PT  - Retracted Publication"))["became"] == tried["became"]
    assert ChangeSet.objects.open().get().subject == "reference:bones2017"
    assert "A source of this page was retracted" in client.get("/articles/cites/").content.decode()


@pytest.mark.parametrize("text", [nbib("PT  - Retracted Publication"), ris(title="RETRACTED: A trial of bones")])
def test_what_a_person_decided_since_stays_when_the_file_comes_again(administrator, bring, text):
    bring(text)
    set_status(
        reference=Reference.objects.get(),
        status="current",
        by=administrator,
        now=stories.NOW,
        notice=Notice(reason="About another."),
    )
    assert bring(text)["became"] == []
    assert Reference.objects.get().status == "current"


def test_a_record_that_was_there_before_is_followed_when_an_import_meets_it(author, bring):
    stories.add_reference(by=author, key="old", title="RETRACTED: A trial of bones", DOI="10.1000/a")
    bring(ris("DO  - 10.1000/a", title="RETRACTED: A trial of bones"))
    assert Reference.objects.get().status == "retracted"


def test_the_text_report_says_it_first_and_loudly(author, tmp_path, capsys):
    path = tmp_path / "a.nbib"
    path.write_text(nbib("PT  - Retracted Publication", f"RIN - {RIN}"))
    call_command("import_references", str(path), "--by", author.username, "--dry-run")
    assert f"{path}:1: RETRACTED: smith2009, says PubMed, notice 10.1000/notice" in capsys.readouterr().err


def test_two_numbers_of_two_works_are_told(author):
    for key, number in (("one", {"DOI": "10.1000/a"}), ("two", {"PMID": "7"})):
        stories.add_reference(by=author, key=key, title=key, **number)
    record = {"type": "article-journal", "title": "one", "DOI": "10.1000/a", "PMID": "7"}
    record["custom"] = {"nbib": {"PT": "Retracted Publication"}}
    report = import_records(records=[record], by=author, now=stories.NOW)
    assert any("belong to two references" in each.message for each in report.remarks)
