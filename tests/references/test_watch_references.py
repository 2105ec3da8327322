"""The watch over the library: what a notice changes, what it never changes, and what nobody knows stays unknown."""

import json

import pytest
from django.core.management import CommandError, call_command

from publishing.errors import NotPermitted
from publishing.models import ChangeSet, Event
from references.actions import Notice, set_status
from references.actions.watching import record_notices
from references.models import Reference, StatusRecord, WatchCheck
from references.notices import Told
from tests import stories
from tests.references.notices.files import comment, pubmed, pubmed_article, retraction_watch, update
from tests.references.resolvers.services import Answering

pytestmark = pytest.mark.django_db
ROW = {"OriginalPaperDOI": "10.1000/Bones", "RetractionDOI": "10.1000/notice", "RetractionPubMedID": "99"}


@pytest.fixture
def library(author, reviewer) -> Reference:
    """A reference that a live page cites, one with a PMID only, and one without any number."""
    row = stories.add_reference(by=author, key="bones2017", DOI="10.1000/bones", PMID="7")
    stories.add_reference(by=author, key="hips2018", title="Hips", PMID="8")
    stories.add_reference(by=author, key="talk2019", title="A talk")
    page = stories.write_article(by=author, key="cites", body="Bones heal [@bones2017].\n")
    stories.publish(page, by=author, reviewer=reviewer)
    return row


@pytest.fixture
def watch(author, tmp_path, capsys):
    """Write files, watch, and return the report of all, with that of the only file merged into it, and the exit code."""

    def run(*texts: str, **options) -> dict:
        paths = []
        for number, text in enumerate(texts):
            path = tmp_path / f"file{number}"
            path.write_text(text, newline="")
            paths.append(path)
        code = 0
        try:
            call_command("watch_references", *paths, by=author.username, json=True, **options)
        except SystemExit as exit_code:
            code = exit_code.code
        answer = json.loads(capsys.readouterr().out)
        only = next(iter(answer["files"].values())) if len(answer["files"]) == 1 else {}
        return answer | only | {"code": code}

    return run


def status_of(key: str) -> str:
    return Reference.objects.get(key=key).status


def check(key: str, source: str) -> str:
    return WatchCheck.objects.get(reference__key=key, source=source).outcome


def test_a_retraction_on_the_list_is_followed_to_every_page(library, watch, client):
    report = watch(retraction_watch({"OriginalPaperDOI": "10.1000/other"}, ROW))
    (hit,) = report["hits"]
    assert (hit["key"], hit["status"], hit["line"], hit["notice"], hit["pages"]) == (
        "bones2017", "retracted", 3, "10.1000/notice", 1,
    )  # fmt: skip
    assert report["code"] == 1
    record = StatusRecord.objects.get()
    assert (record.source, record.dated, record.notice_doi, record.notice_pmid, record.changed) == (
        "retraction-watch", "2010-02-06", "10.1000/notice", "99", True,
    )  # fmt: skip
    assert record.reason == "Error in Data; Investigation by Journal/Publisher"
    assert ChangeSet.objects.open().get().subject == "reference:bones2017"
    assert stories.live(stories.Page.objects.get(key="cites")).due_on is not None
    assert "A source of this page was retracted" in client.get("/articles/cites/").content.decode()


@pytest.mark.parametrize(
    "text",
    [
        retraction_watch(ROW),
        pubmed(pubmed_article("7", comment("RetractionIn", "99"), types=("Retracted Publication",))),
        pubmed(pubmed_article("7", types=("Retracted Publication",))),
        json.dumps({"DOI": "10.1000/BONES", "updated-by": [update("retraction", "10.1000/notice")]}),
        json.dumps([{"DOI": "10.1000/notice", "update-to": [update("retraction", "10.1000/bones")]}]),
    ],
)
def test_the_same_file_twice_changes_nothing(library, watch, text):
    first = watch(text)
    assert [hit["key"] for hit in first["hits"]] == ["bones2017"]
    events, records, changes = Event.objects.count(), StatusRecord.objects.count(), ChangeSet.objects.count()
    again = watch(text)
    assert (again["hits"], again["noted"], again["code"]) == ([], [], 0)
    assert len(again["unchanged"]) == 1
    assert (Event.objects.count(), StatusRecord.objects.count(), ChangeSet.objects.count()) == (
        events,
        records,
        changes,
    )


def test_a_dry_run_tells_and_changes_nothing(library, watch):
    report = watch(retraction_watch(ROW), dry_run=True)
    assert len(report["hits"]) == 1 and report["code"] == 1
    assert status_of("bones2017") == "current"
    assert not StatusRecord.objects.exists() and not WatchCheck.objects.exists() and not ChangeSet.objects.exists()


def test_what_a_person_decided_about_a_notice_is_remembered(library, watch, administrator, now):
    watch(retraction_watch(ROW))
    set_status(
        reference=library,
        status="current",
        by=administrator,
        now=now,
        notice=Notice(reason="Checked: about another work."),
    )
    for text in (
        retraction_watch(ROW),
        pubmed(pubmed_article("7", comment("RetractionIn", "99"))),  # the same notice by its other number
        json.dumps({"DOI": "10.1000/bones", "updated-by": [update("retraction", "10.1000/notice")]}),
    ):
        assert watch(text)["hits"] == []
    assert status_of("bones2017") == "current"
    assert not ChangeSet.objects.unfinished().exists()
    later = {"RetractionDOI": "10.1000/second", "RetractionPubMedID": "100", "RetractionDate": "3/3/2020 0:00"}
    assert [hit["key"] for hit in watch(retraction_watch(ROW | later))["hits"]] == ["bones2017"]


@pytest.mark.parametrize(
    ("before", "nature", "after"),
    [
        ("retracted", "Correction", "retracted"),
        ("retracted", "Expression of concern", "retracted"),
        ("concern", "Correction", "concern"),
        ("superseded", "Correction", "superseded"),
        ("corrected", "Expression of concern", "concern"),
        ("superseded", "Expression of concern", "concern"),
        ("concern", "Retraction", "retracted"),
    ],
)
def test_only_a_graver_notice_takes_the_place_of_a_status(library, watch, author, now, before, nature, after):
    set_status(reference=library, status=before, by=author, now=now)
    report = watch(retraction_watch(ROW | {"RetractionNature": nature}))
    assert status_of("bones2017") == after
    assert len(report["hits"]) == (before != after) and len(report["noted"]) == (before == after)
    assert StatusRecord.objects.count() == 2  # written down in either case


def test_a_reinstatement_waits_for_a_person(library, watch):
    told = [
        ROW,
        ROW | {"RetractionNature": "Reinstatement", "RetractionDOI": "10.1000/back", "RetractionPubMedID": "0"},
    ]
    report = watch(retraction_watch(*told))
    assert [hit["key"] for hit in report["to_decide"]] == ["bones2017"]
    assert status_of("bones2017") == "retracted"
    again = watch(retraction_watch(*told))
    assert (again["to_decide"], len(again["unchanged"]), again["code"]) == ([], 2, 0)


def test_what_replaced_a_work_is_named_when_the_library_has_it(library, watch):
    watch(pubmed(pubmed_article("8", comment("UpdateIn", "7"))))
    row = Reference.objects.get(key="hips2018")
    assert (row.status, row.superseded_by) == ("superseded", library)


def test_not_found_is_unknown_and_never_clean(library, watch):
    report = watch(retraction_watch({"OriginalPaperDOI": "10.1000/other"}))
    assert (report["not_found"], report["without_identifiers"], report["code"]) == (2, 1, 0)
    assert check("bones2017", "retraction-watch") == "not-found"
    assert not WatchCheck.objects.filter(reference__key="talk2019").exists()
    watch(pubmed(pubmed_article("7")))
    assert check("bones2017", "pubmed") == "nothing"
    assert not WatchCheck.objects.filter(reference__key="hips2018", source="pubmed").exists()  # nobody asked about it


def test_a_row_whose_numbers_name_two_references_changes_neither(library, watch):
    report = watch(retraction_watch(ROW | {"OriginalPaperPubMedID": "8"}))
    assert (status_of("bones2017"), status_of("hips2018"), report["code"]) == ("current", "current", 1)
    (unreadable,) = report["unreadable"]
    assert unreadable["line"] == 2 and "bones2017" in unreadable["reason"] and "hips2018" in unreadable["reason"]


def test_an_unreadable_row_is_told_with_its_line_and_stops_nothing(library, watch):
    report = watch(retraction_watch({"RetractionNature": "Vanished"}, ROW))
    assert [row["line"] for row in report["unreadable"]] == [2]
    assert [hit["line"] for hit in report["hits"]] == [3]


def test_a_new_notice_costs_few_queries(author, now, django_assert_max_num_queries):
    for n in range(10):
        stories.add_reference(by=author, key=f"trial{n}", title=f"Trial {n}", DOI=f"10.1000/{n}")
    told = [Told(n, doi=f"10.1000/{n}", status="retracted", doi_of_notice=f"10.1000/n{n}") for n in range(10)]
    with django_assert_max_num_queries(10 * 20):
        report = record_notices(told=told, source="retraction-watch", by=author, now=now)
    assert len(report.hits) == 10


def test_the_number_of_queries_does_not_grow_with_the_rows(library, author, now, django_assert_max_num_queries):
    for number in (3, 500):
        told = [Told(line, doi=f"10.1000/{line}", status="retracted") for line in range(number)]
        with django_assert_max_num_queries(8):
            record_notices(told=told, source="retraction-watch", by=author, now=now)


def test_nobody_without_permission_records_a_notice(library, outsider, now):
    with pytest.raises(NotPermitted):
        record_notices(told=[Told(1, doi="10.1000/bones", status="retracted")], source="pubmed", by=outsider, now=now)
    assert status_of("bones2017") == "current"


def test_a_wrong_file_stops_before_anything_changes(library, watch, author, tmp_path):
    good, wrong = tmp_path / "good", tmp_path / "wrong"
    good.write_text(retraction_watch(ROW))
    wrong.write_text("Title,Year\n")
    with pytest.raises(CommandError, match="wrong: holds no notices"):
        call_command("watch_references", good, wrong, by=author.username)
    with pytest.raises(CommandError, match="nowhere"):
        call_command("watch_references", tmp_path / "nowhere", by=author.username)
    with pytest.raises(CommandError, match="is not a file"):
        call_command("watch_references", tmp_path, by=author.username)
    assert status_of("bones2017") == "current"


def test_whoever_may_not_change_the_library_is_told_in_one_sentence(library, reviewer, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(retraction_watch(ROW))
    with pytest.raises(CommandError, match="not allowed to change the reference library"):
        call_command("watch_references", path, by=reviewer.username)


def test_the_report_in_words(library, author, tmp_path, capsys):
    path = tmp_path / "list.csv"
    path.write_text(retraction_watch(ROW, {"RetractionNature": "Vanished"}))
    with pytest.raises(SystemExit):
        call_command("watch_references", path, by=author.username)
    said = capsys.readouterr()
    assert "bones2017: now retracted (line 2, 2010-02-06, 10.1000/notice); 1 page to review" in said.out
    assert "1 reference was not found, which says nothing about it" in said.out
    assert "list.csv:3: unreadable" in said.err


# Asking Crossref


@pytest.fixture
def crossref(settings, monkeypatch):
    """Switch Crossref on; gives a way to say what it answers."""
    settings.REFERENCE_RESOLVERS = ["crossref"]

    def answers(*said) -> Answering:
        network = Answering(
            *(json.dumps({"message": each}).encode() if isinstance(each, dict) else each for each in said)
        )
        monkeypatch.setattr("references.resolvers.asking._opener", network)
        return network

    return answers


def work(doi="10.1000/bones", **more) -> dict:
    return {"DOI": doi, "title": ["A trial of bones"], **more}


def test_crossref_is_asked_and_followed(library, watch, crossref):
    crossref(work(**{"updated-by": [update("expression_of_concern", "10.1000/e")]}))
    report = watch(resolve=True, pause=0)
    assert [(hit["key"], hit["status"]) for hit in report["hits"]] == [("bones2017", "concern")]
    assert check("bones2017", "crossref") == "reported"


@pytest.mark.parametrize(("said", "outcome"), [(404, "not-found"), (503, "no-answer"), (work(), "nothing")])
def test_what_crossref_does_not_say_is_told_apart(library, watch, crossref, said, outcome):
    crossref(said)
    report = watch(resolve=True, pause=0)
    assert check("bones2017", "crossref") == outcome
    assert report["code"] == 0


def test_a_service_that_is_down_takes_nothing_back(library, watch, crossref):
    crossref(work(), 503, work())
    watch(resolve=True, pause=0)
    before = WatchCheck.objects.get()
    watch(resolve=True, pause=0)
    after = WatchCheck.objects.get()
    assert (after.outcome, after.checked_at) == ("nothing", before.checked_at)
    assert after.failed_at is not None


def test_those_never_asked_come_first_then_those_asked_longest_ago(library, watch, crossref, author):
    for letter in "abc":
        stories.add_reference(by=author, key=f"more{letter}", title=letter, DOI=f"10.1000/{letter}")
    network = crossref(*[work(f"10.1000/{name}") for name in ("bones", "a", "b", "c", "bones", "a")])
    for _run in range(3):
        watch(resolve=True, pause=0, limit=2)
    asked = [request.full_url.rpartition("%2F")[2] for request in network.asked]
    assert asked == ["bones", "a", "b", "c", "bones", "a"]


def test_an_answer_about_another_work_leaves_this_one_unknown(library, watch, crossref):
    crossref(work("10.1000/other"))
    watch(resolve=True, pause=0)
    assert check("bones2017", "crossref") == "not-found"


def test_crossref_is_asked_only_when_it_is_switched_on(library, author):
    with pytest.raises(CommandError, match="REFERENCE_RESOLVERS"):
        call_command("watch_references", by=author.username, resolve=True)
    with pytest.raises(CommandError, match="Name a file"):
        call_command("watch_references", by=author.username)
