"""The command that brings files into the library: every record is accounted for, with its line."""

import json

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from publishing.models import Event
from references.actions import ImportRun, import_portion
from references.actions.importing import PORTION
from references.actions.matching import Index
from references.formats import Entry
from references.models import Reference
from tests import stories

pytestmark = pytest.mark.django_db

RIS = "TY  - JOUR\nTI  - A trial of bones\nAU  - Smith, Ann\nPY  - 2017\nDO  - 10.1000/a\nER  - \n"
NBIB = "PMID- 5\nTI  - A trial of bones.\nFAU - Smith, Ann\nDP  - 2017 Jan\nLID - 10.1000/a [doi]\n"


@pytest.fixture
def bring(author, tmp_path, capsys):
    """Write files, import them, and return the report (of the only file, when there is one)."""

    def run(files: dict[str, str | bytes], *options: str) -> dict:
        paths = []
        for name, content in files.items():
            path = tmp_path / name
            path.write_bytes(content.encode() if isinstance(content, str) else content)
            paths.append(str(path))
        try:
            call_command("import_references", *paths, "--by", author.username, "--json", *options)
            code = 0
        except SystemExit as ended:
            code = ended.code
        report = json.loads(capsys.readouterr().out)
        found = [report["files"][path] for path in paths]
        assert code == int(any(each["rejected"] for each in found))
        return found[0] if len(found) == 1 else found

    return run


def counts(report: dict) -> tuple[int, ...]:
    return tuple(len(report[name]) for name in ("created", "updated", "unchanged", "merged", "rejected"))


def test_a_file_is_read_whatever_its_name_says(bring):
    report = bring({"export.txt": RIS})
    assert (report["format"], report["encoding"], report["created"]) == ("RIS", "utf-8", ["smith2017"])
    row = Reference.objects.get()
    assert (row.title, row.authors, row.year, row.doi) == ("A trial of bones", "Smith A", 2017, "10.1000/a")


def test_bringing_a_file_again_finds_it_unchanged(bring):
    text = RIS + "TY  - BOOK\nTI  - A book\nER  - \nTY  - BOOK\nTI  - A book\nPY  - 1999\nER  -\n"
    assert counts(bring({"a.ris": text})) == (3, 0, 0, 0, 0)
    events = Event.objects.count()
    assert counts(bring({"a.ris": text})) == (0, 0, 3, 0, 0)
    assert Event.objects.count() == events


def test_what_another_file_says_more_is_added_and_nothing_is_lost(bring):
    bring({"a.ris": RIS + "TY  - JOUR\nTI  - Another\nER  -\n"})
    assert counts(bring({"b.nbib": NBIB})) == (0, 1, 0, 0, 0)
    row = Reference.objects.get(key="smith2017")
    assert (row.pmid, row.doi, row.csl["issued"]) == ("5", "10.1000/a", {"date-parts": [[2017, 1]]})
    assert counts(bring({"c.ris": RIS.replace("TI  - A trial of bones\n", "")}))[4] == 1, (
        "without a title nothing is known"
    )
    assert Reference.objects.get(key="smith2017").pmid == "5"


def test_one_work_in_two_files_is_merged_and_stays_so(bring):
    first, second = bring({"a.ris": RIS, "b.nbib": NBIB})
    assert (counts(first), counts(second)) == ((1, 0, 0, 0, 0), (0, 0, 0, 1, 0))
    assert Reference.objects.get().pmid == "5"
    first, second = bring({"a.ris": RIS, "b.nbib": NBIB})
    assert (counts(first), counts(second)) == ((0, 0, 1, 0, 0), (0, 0, 0, 1, 0))


def test_two_works_under_one_key_of_a_file_both_come_in_and_it_is_told(bring):
    text = "@book{smith2017, title={One}, year=2017}\n@book{smith2017, title={Two}, year=2017}\n"
    report = bring({"a.bib": text})
    assert report["created"] == ["smith2017", "smith2017a"]
    assert "stands in line 1 too" in report["remarks"][0]["message"]
    assert counts(bring({"a.bib": text})) == (0, 0, 2, 0, 0)


def test_a_key_of_some_other_program_never_overwrites_our_reference(author, bring):
    stories.add_reference(by=author, key="smith2017", title="Ours")
    assert bring({"a.bib": "@book{smith2017, title={Theirs}, year=2017}"})["created"] == ["smith2017a"]
    assert Reference.objects.get(key="smith2017").title == "Ours"


def test_a_librarians_correction_is_found_again_by_title_author_and_year(bring):
    text = "TY  - BOOK\nTI  - A Book of Bones\nAU  - Smith, Ann\nPY  - 2017\nER  -\n"
    bring({"a.ris": text})
    assert counts(bring({"a.ris": text.replace("Book of Bones", "book of bones").replace("ER", "PB  - P\nER")})) == (
        0,
        1,
        0,
        0,
        0,
    )


@pytest.mark.parametrize("other", ["VL  - 2", "T2  - Another Journal", "SP  - 99", "DO  - 10.1000/b"])
def test_a_work_that_says_something_else_is_another(bring, other):
    text = "TY  - JOUR\nTI  - Editorial\nAU  - Smith, Ann\nPY  - 2017\nVL  - 1\nT2  - JAMA\nSP  - 1\nDO  - 10.1000/a\nER  -\n"
    changed = "\n".join(
        other if line[:2] == other[:2] else line for line in text.splitlines() if other[:2] == "DO" or line[:2] != "DO"
    )
    assert counts(bring({"a.ris": text + changed + "\n"}))[0] == 2


def test_every_rejected_record_is_told_with_line_key_and_reason_and_the_rest_come_in(bring):
    text = (
        "@book{a1, title={One}}\n@book{b1,\n title={Two}\n rubbish\n}\n@book{c1, year=2000}\n@book{d1, title={Four}}\n"
    )
    report = bring({"a.bib": text})
    assert [(each["line"], each["position"], each["key"]) for each in report["rejected"]] == [
        (2, 2, "b1"),
        (6, 3, "c1"),
    ]
    assert "Line 4" in report["rejected"][0]["reason"]
    assert report["rejected"][1]["reason"] == "A reference needs a title."
    assert report["created"] == ["a1", "d1"]


def test_what_was_left_out_of_a_record_is_told(bring):
    report = bring({"a.ris": RIS.replace("10.1000/a", "no doi at all")})
    assert report["remarks"] == [{"line": 1, "key": "“A trial of bones”", "message": (
        "DOI: “no doi at all” is not a DOI (one looks like 10.1001/jama.2016.19425); it was left out."
    )}]  # fmt: skip


def test_poorer_values_never_replace_fuller_ones_and_it_is_told(bring):
    full = RIS.replace(
        "PY  - 2017", "AU  - Jones, Bea\nDA  - 2017/01/03\nPY  - 2017\nT2  - Journal of Clinical Oncology"
    )
    bring({"a.ris": full.replace("bones\n", "bones: a comparison\n")})
    before = Reference.objects.get().csl
    poor = (
        "@article{x, title={A trial of bones}, author={Smith, A. and others}, year=2017, journal={J Clin Oncol}, "
        "doi={10.1000/a}}"
    )
    report = bring({"b.bib": poor})
    row = Reference.objects.get()
    assert counts(report) == (0, 1, 0, 0, 0)
    assert row.csl == before | {"container-title-short": "J Clin Oncol"}
    assert not any("another title" in each["message"] for each in report["remarks"])
    assert report["remarks"][-1] == {
        "line": 1, "key": "smith2017",
        "message": "The library says more than the file and keeps it: Authors, Title, Published in, Published.",
    }  # fmt: skip
    assert report["changes"] == [
        {"key": "smith2017", "field": "container-title-short", "before": "", "after": "J Clin Oncol", "line": 1}
    ]
    assert counts(bring({"b.bib": poor})) == (0, 0, 1, 0, 0)


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("a.json", '[{"id": "ok", "type": "book", "title": "T"},\n{"id": "x", "type": "book", "title": "T",'
                   ' "author": [{"family": "%s"}]}]' % ("N" * 1_200_000), 2),
        ("b.ris", RIS + f"TY  - BOOK\nTI  - {'x' * 3_000_000}\nER  - \n", 7),
        ("c.ris", RIS + f"TY  - BOOK\nTI  - T\nAU  - {'N' * 5_000}\nER  - \n", 7),
        ("d.bib", "@book{ok, title={T}}\n@book{x, title={T}, author={%s}}" % ("N" * 5_000), 2),
        ("e.nbib", NBIB + f"\nPMID- 9\nTI  - T\nFAU - Smith, {'N' * 5_000}\n", 7),
    ],
)  # fmt: skip
def test_a_name_or_title_of_megabytes_is_refused_with_its_line_and_the_rest_comes_in(bring, name, text, line):
    report = bring({name: text})
    assert counts(report) == (1, 0, 0, 0, 1)
    (rejected,) = report["rejected"]
    assert rejected["line"] == line
    assert "characters, and at most" in rejected["reason"]
    assert len(rejected["reason"]) < 200


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (RIS.replace("bones", "Ca<sup>2+</sup>"), "plain now: “A trial of Ca2+”"),
        (RIS.replace("ER", "LA  - spa\nLA  - eng\nER"), "It is in several languages (spa, eng)"),
        (NBIB + "LA  - spa\nLA  - eng\n", "It is in several languages (spa, eng)"),
        (f'[{{"type": "book", "title": "T", "custom": {{"own": "{"x" * 20_001}"}}}}]',
         "Fields of other programs: text longer than 20,000 characters was cut."),
    ],
)  # fmt: skip
def test_what_was_made_plain_or_shortened_is_told(bring, text, words):
    assert any(words in each["message"] for each in bring({"a": text})["remarks"])


@pytest.mark.parametrize("title", ["Survival with p < 0.05 and n > 3", "A trial of bones", "x <y> z"])
def test_a_sign_in_a_title_is_no_markup(bring, title):
    assert bring({"a.ris": RIS.replace("A trial of bones", title)})["remarks"] == []


def test_what_an_import_overwrites_stands_in_the_history_of_the_record(bring, client, author):
    bring({"a.ris": RIS})
    bring({"b.ris": RIS.replace("Smith, Ann", "Jones, Bea").replace("2017", "2018")})
    row = Reference.objects.get()
    assert Event.objects.filter(data__reference=row.key).latest("pk").data["before"] == {
        "author": [{"family": "Smith", "given": "Ann"}], "issued": {"date-parts": [[2017]]},
    }  # fmt: skip
    client.force_login(author)
    shown = client.get(f"/admin/references/reference/{row.pk}/history/").content.decode()
    assert "Import. Authors: Smith, Ann → Jones, Bea | Published: 2017 → 2018" in shown
    bring({"b.ris": RIS.replace("Smith, Ann", "Jones, Bea").replace("2017", "2018")})
    assert LogEntry.objects.count() == 1, "what changes nothing is no history"


def test_only_new_leaves_what_is_there_as_it_is(bring):
    bring({"a.ris": RIS})
    report = bring({"b.nbib": NBIB + "\nPMID- 6\nTI  - Another.\n"}, "--only-new")
    assert (counts(report), report["left"]) == ((1, 0, 0, 0, 0), ["smith2017"])
    assert Reference.objects.get(key="smith2017").pmid == ""


def test_the_text_names_changed_fields_and_in_a_dry_run_what_new_records_print(author, tmp_path, capsys):
    old, new = tmp_path / "a.ris", tmp_path / "b.nbib"
    old.write_text(RIS)
    new.write_text(NBIB + "\nPMID- 6\nTI  - Another.\nFAU - Jones, Bea\n")
    call_command("import_references", str(old), "--by", author.username)
    capsys.readouterr()
    call_command("import_references", str(new), "--by", author.username, "--dry-run")
    out = capsys.readouterr().out
    assert f"{new}:1: updated: smith2017: Published: 2017 → 2017-01\n" in out
    assert f"{new}:1: updated: smith2017: PMID: – → 5\n" in out
    assert f"{new}:7: created: jones: Jones B. Another." in out


def test_a_dry_run_reports_the_same_and_changes_nothing(bring):
    assert counts(bring({"a.ris": RIS}, "--dry-run")) == (1, 0, 0, 0, 0)
    assert not Reference.objects.exists()
    assert not Event.objects.filter(verb=Event.Verb.CREATED, data__has_key="reference").exists()


def test_the_report_for_people_names_file_line_and_reason(author, tmp_path, capsys):
    path = tmp_path / "a.ris"
    path.write_text(RIS + "TY  - JOUR\nER  - \n")
    with pytest.raises(SystemExit):
        call_command("import_references", str(path), "--by", author.username)
    out, err = capsys.readouterr()
    assert out == f"{path} (RIS, utf-8): 1 created, 0 updated, 0 unchanged, 0 merged, 1 rejected\n"
    assert err == f"{path}:7: rejected: record 2: The record is empty; take it out.\n"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"PK\x03\x04", "packed"),
        (b"words", "no format"),
        (None, "No such file"),
        ("folder", "is not a file"),
    ],
)
def test_a_file_that_cannot_be_read_stops_the_import_before_it_begins(author, tmp_path, content, message):
    good, bad = tmp_path / "a.ris", tmp_path / "b.ris"
    good.write_text(RIS)
    if content == "folder":
        bad.mkdir()
    elif content is not None:
        bad.write_bytes(content)
    with pytest.raises(CommandError, match=message):
        call_command("import_references", str(good), str(bad), "--by", author.username)
    assert not Reference.objects.exists()


def test_an_interrupted_import_keeps_its_portions_and_the_next_run_finds_them(author, tmp_path, monkeypatch, capsys):
    path = tmp_path / "a.ris"
    path.write_text("".join(f"TY  - BOOK\nTI  - Book {n}\nPY  - 2017\nER  - \n" for n in range(PORTION + 100)))
    left = [1]

    def once(**options):
        if not left:
            raise KeyboardInterrupt
        left.pop()
        return import_portion(**options)

    monkeypatch.setattr("references.management.commands.import_references.import_portion", once)
    with pytest.raises(SystemExit):
        call_command("import_references", str(path), "--by", author.username)
    out, err = capsys.readouterr()
    assert f"{PORTION} created" in out
    assert "run the same command again" in err
    assert Reference.objects.count() == PORTION
    monkeypatch.undo()
    call_command("import_references", str(path), "--by", author.username)
    assert f"100 created, 0 updated, {PORTION} unchanged" in capsys.readouterr().out


def test_the_number_of_queries_does_not_grow_with_the_new_records_of_a_portion(author):
    def portion(stem, number):
        records = [
            {"type": "book", "title": f"{stem}{n} bones", "DOI": f"10.1000/{stem}{n}", "PMID": ""}
            for n in range(number)
        ]
        return [Entry(n, n, "", record) for n, record in enumerate(records, start=1)]

    run = ImportRun()
    import_portion(entries=portion("warm", 2), by=author, now=stories.NOW, run=run)
    made = []
    for stem, number in (("few", 3), ("many", 30)):
        with CaptureQueriesContext(connection) as captured:
            import_portion(entries=portion(stem, number), by=author, now=stories.NOW, run=run)
        made.append(len(captured))
    assert abs(made[0] - made[1]) <= 1, "one more where some are nearly alike"


def test_a_portion_that_meets_what_somebody_else_just_added_looks_again(author, monkeypatch):
    looked = []

    class Late(Index):
        """The library as it was a moment before somebody else saved."""

        def __init__(self, *args):
            super().__init__(*args)
            looked.append("once")
            if len(looked) == 1:
                stories.add_reference(by=author, key="theirs", DOI="10.1000/a")

    monkeypatch.setattr("references.actions.importing.Index", Late)
    entry = Entry(1, 1, "", {"type": "book", "title": "One", "DOI": "10.1000/A"})
    report = import_portion(entries=[entry], by=author, now=stories.NOW, run=ImportRun())
    assert (len(looked), report.created, report.rejected) == (2, ["one"], [])
