"""The page for imports: what would happen is shown, the same bytes are brought in, and nothing that was typed is lost."""

import csv
import gzip
import io
import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone

from publishing.errors import NotPermitted, TryAgain
from references.actions import Brought, confirm_import, import_records, save_reference, try_import, uploads
from references.actions.importing import PORTION
from references.import_reports import as_words
from references.models import Reference, WaitingFile, WaitingImport
from tests.stories import NOW

pytestmark = pytest.mark.django_db
PAGE = "/admin/references/import/"
RIS = "TY  - JOUR\nTI  - A trial of bones\nAU  - Smith, Ann\nPY  - 2017\nDO  - 10.1000/a\nER  - \n"
FAULTY = "@article{good2020, title={Good}, year=2020}\n@article{bad2021, title={Never closed, year=2021\n"


@pytest.fixture
def as_author(client, author):
    client.force_login(author)
    return client


def send(client, *files: tuple[str, bytes], text: str = "", follow: bool = True):
    uploads = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(PAGE, {"files": uploads, "text": text}, follow=follow)


def result_of(response) -> str:
    return response.redirect_chain[-1][0]


def page(response) -> str:
    return " ".join(response.content.decode().split())


def test_what_would_happen_is_shown_and_nothing_is_changed(as_author):
    response = send(as_author, ("a.ris", RIS.encode()), ("b.bib", FAULTY.encode()))
    sums = {name: number for name, _word, number in response.context["sums"]}
    assert sums == {"created": 2, "updated": 0, "unchanged": 0, "merged": 0, "rejected": 1}
    assert "Line 2, record 2 (bad2021)" in page(response)
    assert not Reference.objects.exists()


def test_confirming_brings_the_same_bytes_in_and_keeps_none(as_author):
    url = result_of(send(as_author, ("a.ris", RIS.encode()), text=FAULTY))
    assert [bytes(row.content) for row in WaitingFile.objects.all()] == [RIS.encode(), FAULTY.encode()]
    response = as_author.post(url, {"confirm": "1"}, follow=True)
    assert "This is what was done." in page(response)
    assert sorted(Reference.objects.values_list("key", flat=True)) == ["good2020", "smith2017"]
    assert not WaitingFile.objects.exists()
    again = as_author.post(url, {"confirm": "1"}, follow=True)
    assert "confirmed already" in page(again)


def test_changes_are_told_field_by_field(as_author, author):
    record = {
        "id": "mine",
        "type": "article-journal",
        "title": "A trial of bones",
        "DOI": "10.1000/A",
        "issued": "2016",
    }
    import_records(records=[record], by=author, now=NOW)
    response = send(as_author, ("a.ris", RIS.encode()))
    (row,) = response.context["files"][0]["updated"]["rows"]
    changes = {each["field"]: (each["before"], each["after"]) for each in row["changes"]}
    assert row["key"] == "mine"
    assert changes["Published"] == ("2016", "2017")
    assert changes["Authors"] == ("", "Smith, Ann")


TWO = RIS + "TY  - BOOK\nTI  - A book of bones\nPY  - 1999\nER  - \n"


def test_each_new_record_shows_its_line_and_what_it_prints(as_author):
    response = send(as_author, ("a.ris", TWO.encode()))
    rows = response.context["files"][0]["created"]["rows"]
    assert [(row["line"], row["position"]) for row in rows] == [(1, 1), (7, 2)]
    assert "Smith A. A trial of bones." in rows[0]["text"]
    assert "Smith A. A trial of bones." in page(response)
    report = list(csv.reader(io.StringIO(as_author.get(f"{result_of(response)}report.csv").getvalue().decode())))
    assert [row[2] for row in report[1:]] == ["1", "7"]


def test_what_is_not_ticked_stays_out_and_is_told(as_author, author):
    record = {"id": "mine", "type": "article-journal", "title": "A trial of bones", "DOI": "10.1000/a"}
    import_records(records=[record], by=author, now=NOW)
    third = "TY  - BOOK\nTI  - A third\nER  - \n"
    response = send(as_author, ("a.ris", TWO.encode()), ("b.ris", third.encode()))
    response = as_author.post(result_of(response), {"confirm": "1", "ticks": "1", "take": ["0:2"]}, follow=True)
    assert Reference.objects.get(key="mine").csl.get("author") is None
    assert not Reference.objects.filter(title="A third").exists()
    assert Reference.objects.filter(title="A book of bones").exists()
    assert {name: number for name, _word, number in response.context["sums"]}["left"] == 2
    assert "The library was changed" not in page(response)


def test_the_records_that_are_here_can_be_left_as_they_are(as_author, author):
    record = {"id": "mine", "type": "article-journal", "title": "A trial of bones", "DOI": "10.1000/a"}
    import_records(records=[record], by=author, now=NOW)
    response = send(as_author, ("a.ris", TWO.encode()))
    as_author.post(
        result_of(response), {"confirm": "1", "ticks": "1", "take": ["0:1", "0:2"], "only_new": "on"}, follow=True
    )
    assert Reference.objects.get(key="mine").csl.get("author") is None
    assert Reference.objects.filter(title="A book of bones").exists()


def test_an_empty_file_is_named_and_the_others_are_read(as_author):
    response = send(as_author, ("empty.ris", b""), ("a.ris", RIS.encode()))
    assert [(file["name"], file["refused"]) for file in response.context["files"]] == [
        ("empty.ris", "is empty"), ("a.ris", ""),
    ]  # fmt: skip


def test_the_page_and_the_command_tell_programs_in_one_shape(as_author, author, tmp_path, capsys):
    path = tmp_path / "a.bib"
    path.write_text(FAULTY)
    with pytest.raises(SystemExit):
        call_command("import_references", str(path), "--by", author.username, "--json", "--dry-run")
    (of_command,) = json.loads(capsys.readouterr().out)["files"].values()
    url = result_of(send(as_author, ("a.bib", FAULTY.encode())))
    (of_page,) = json.loads(as_author.get(f"{url}report.json").content)["files"]
    assert of_page == of_command | {"name": "a.bib", "pasted": False}
    assert of_page["rejected"][0].keys() == {"line", "position", "key", "reason"}


def test_an_import_that_waits_since_an_older_version_can_still_be_confirmed(as_author):
    url = result_of(send(as_author, ("a.ris", RIS.encode())))
    waiting = WaitingImport.objects.get()
    (file,) = waiting.report["trial"]
    for name in ("rows", "left", "became", "encoding"):
        del file[name]
    file |= {"remarks": [[1, "k", "Words."]], "rejected": [[2, 2, "r", "Why."]], "changes": [["c", "issued", "a", "b"]]}
    waiting.save()
    assert "Words." in page(as_author.get(url))
    assert as_author.get(f"{url}report.csv").getvalue().decode().count("Why.") == 1
    as_author.post(url, {"confirm": "1"})
    assert Reference.objects.exists()


def test_what_a_record_says_became_of_its_work_stands_first(as_author):
    text = "PMID- 7\nTI  - A trial of bones.\nFAU - Smith, Ann\nDP  - 2009\nPT  - Retracted Publication\n"
    response = send(as_author, text=text)
    assert "Line 1 (smith2009):</strong> Retracted, says PubMed." in page(response)
    rows = list(csv.reader(io.StringIO(as_author.get(f"{result_of(response)}report.csv").getvalue().decode())))
    assert rows[1][1:] == ["Retracted", "1", "smith2009", "Retracted, says PubMed."]


def test_a_library_that_was_changed_meanwhile_is_respected_and_told(as_author, author):
    url = result_of(send(as_author, ("a.ris", RIS.encode())))
    record = {"id": "theirs", "type": "article-journal", "title": "Theirs", "DOI": "10.1000/a"}
    import_records(records=[record], by=author, now=NOW)
    response = as_author.post(url, {"confirm": "1"}, follow=True)
    assert "The library was changed after you looked" in page(response)
    assert Reference.objects.get().key == "theirs"


def test_a_paste_that_cannot_be_read_stays_in_the_box_and_one_that_can_is_offered_again(as_author):
    response = send(as_author, text="just words")
    assert "is in no format that we read" in page(response)
    again = as_author.get(f"{PAGE}?again={result_of(response).rstrip('/').rpartition('/')[2]}")
    assert again.context["form"].initial["text"] == "just words"
    assert as_author.get(f"{PAGE}?again=nonsense").context["form"].initial["text"] == ""
    empty = send(as_author, follow=False)
    assert "Choose a file, or paste text." in page(empty)


def test_too_much_is_refused_with_the_way_out_and_the_paste_stays(as_author, monkeypatch):
    monkeypatch.setattr("references.importing_pages.MAX_BYTES", 100)
    response = send(as_author, ("a.ris", b"x" * 101), text="typed", follow=False)
    assert "import_references" in page(response)
    assert response.context["form"]["text"].value() == "typed"
    monkeypatch.undo()
    monkeypatch.setattr(uploads, "MAX_RECORDS", 1)
    response = send(as_author, ("a.ris", (RIS + RIS).encode()), text="", follow=False)
    assert "import_references" in page(response)
    assert not WaitingImport.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.ris", gzip.compress(RIS.encode(), mtime=0), "is a packed file"),
        ("a.zip", b"PK\x03\x04" + b"\0" * 50, "is a packed file"),
        ("a.pdf", b"%PDF-1.7\n", "is a PDF"),
        ("a.bin", bytes(range(256)) * 20, "is not a text file"),
        ("a.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><records><record/></records>', "declares entities"),
        ("a.txt", b" \n", "is empty"),
        ("n" * 5_000 + ".ris", RIS.encode(), "nnn"),
    ],
)
def test_a_hostile_file_is_refused_in_a_sentence_and_harms_no_other(as_author, name, content, words):
    response = send(as_author, (name, content), ("good.bib", FAULTY.encode()))
    assert words in page(response)
    assert "good2020" in page(response)


def test_what_brings_nothing_has_no_button_to_import_it(as_author):
    response = send(as_author, ("a.pdf", b"%PDF-1.7\n"))
    assert b'name="confirm"' not in response.content


def test_what_a_file_quotes_is_text_on_the_page_and_no_formula_in_the_report(as_author):
    text = RIS + "TY  - JOUR\nTI  - \nID  - =HYPERLINK(1)<script>\nAU  - \x00\x1b<b>\nER  - \n"
    response = send(as_author, ("a\x00<b>.ris", text.encode()))
    assert "<script>" not in page(response).replace("<script src", "")
    url = f"{result_of(response)}report"
    rows = list(csv.reader(io.StringIO(as_author.get(f"{url}.csv").getvalue().decode().removeprefix("\ufeff"))))
    assert not any(cell.startswith("=") for row in rows for cell in row)
    report = json.loads(as_author.get(f"{url}.json").content)
    assert (report["confirmed"], report["files"][0]["created"]) == (False, ["smith2017"])


def test_long_lists_are_cut_and_the_report_is_whole(as_author):
    text = "".join(
        f"TY  - BOOK\nTI  - Book of bones {number}\nPY  - {1800 + number}\nER  - \n" for number in range(120)
    )
    response = send(as_author, text=text)
    created = response.context["files"][0]["created"]
    assert (created["all"], len(created["rows"]), created["more"]) == (120, 100, 20)
    report = as_author.get(f"{result_of(response)}report.csv").getvalue().decode()
    assert report.count(",created,") == 120


def test_an_import_belongs_to_one_person_for_a_day(as_author, client, second_author, author):
    response = send(as_author, ("a.ris", RIS.encode()))
    url = result_of(response)
    client.force_login(second_author)
    assert client.get(url).status_code == 302
    assert client.post(url, {"confirm": "1"}).status_code == 302
    assert "belongs to somebody else" in page(client.get(url, follow=True))
    assert not Reference.objects.exists()
    client.force_login(author)
    WaitingImport.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert "is not here any more" in page(client.get(url, follow=True))
    send(client, ("a.ris", RIS.encode()))
    assert WaitingImport.objects.count() == 1, "what expired is forgotten with the next one"


def test_only_a_few_are_kept_of_one_person(as_author):
    for _ in range(7):
        send(as_author, ("a.ris", RIS.encode()))
    assert WaitingImport.objects.count() == 5


def test_it_can_be_thrown_away(as_author):
    url = result_of(send(as_author, ("a.ris", RIS.encode())))
    as_author.post(url, {"forget": "1"})
    assert not WaitingImport.objects.exists()


def test_a_confirmation_that_is_interrupted_goes_on_where_it_was(author, monkeypatch):
    text = "".join(
        f"TY  - BOOK\nTI  - Book of bones {number}\nPY  - {1800 + number}\nER  - \n" for number in range(PORTION + 100)
    )
    waiting = try_import(files=[Brought("a.ris", text.encode())], by=author, now=NOW)
    real, calls = uploads.import_portion, []

    def fails_once(**kwargs):
        calls.append(1)
        if len(calls) == 2:
            raise TryAgain("Once more.")
        return real(**kwargs)

    monkeypatch.setattr(uploads, "import_portion", fails_once)
    with pytest.raises(TryAgain):
        confirm_import(waiting=waiting, by=author, now=NOW)
    assert Reference.objects.count() == PORTION
    done = confirm_import(waiting=waiting, by=author, now=NOW).report["done"][0]
    assert (len(done["unchanged"]), len(done["created"])) == (PORTION, 100)


def test_nobody_confirms_for_another_or_without_the_permission(author, second_author, coordinator):
    waiting = try_import(files=[Brought("a.ris", RIS.encode())], by=author, now=NOW)
    with pytest.raises(NotPermitted):
        confirm_import(waiting=waiting, by=second_author, now=NOW)
    with pytest.raises(NotPermitted):
        try_import(files=[Brought("a.ris", RIS.encode())], by=coordinator, now=NOW)


def test_a_person_who_edits_after_the_trial_keeps_what_the_file_leaves_out(as_author, author):
    import_records(records=[{"id": "mine", "type": "book", "title": "Mine", "DOI": "10.1000/a"}], by=author, now=NOW)
    url = result_of(send(as_author, ("a.ris", RIS.encode())))
    row = Reference.objects.get()
    save_reference(reference=row, by=author, now=NOW, record=row.csl | {"note": "Look again."})
    as_author.post(url, {"confirm": "1"})
    assert Reference.objects.get().csl["note"] == "Look again."


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, ""),
        ("Text", "Text"),
        ([{"family": "Smith", "given": "Ann"}, {"literal": "WHO"}], "Smith, Ann; WHO"),
        ({"date-parts": [[2017, 1], [2017, 2]]}, "2017-01/2017-02"),
        ({"own": 1}, '{"own": 1}'),
        ({"ris": {"AN": "32801018"}}, "RIS AN: 32801018"),
        (
            {"nbib": {"PT": ["Journal Article", "Review"]}, "ris": {"U1": "x"}},
            "PubMed PT: Journal Article, Review; RIS U1: x",
        ),
        (
            {"and-others": {"author": 5}, "abstract-licence": "CC BY"},
            "Authors: and others; Licence of the abstract: CC BY",
        ),
        ("x" * 400, "x" * 299 + "…"),
    ],
)
def test_a_field_is_told_in_words(value, words):
    assert as_words(value) == words
