"""The command that writes the library for other programs."""

import csv
import io
import json

import pytest
from django.core.management import CommandError, call_command

from references.actions import ImportRun, import_portion, import_records, save_reference
from references.csl import clean
from references.exporting import written
from references.exports import FORMATS, Work
from references.formats import open_source
from references.formats.carried import Ours
from references.models import Reference
from tests.stories import NOW

pytestmark = pytest.mark.django_db

RECORDS = [
    {"id": "smith2017", "type": "article-journal", "title": "A trial", "DOI": "10.1000/A", "issued": "2017-01/2017-02"},
    {"id": "smith2017a", "type": "article-journal", "title": "A trial", "issued": "Christmas", "PMID": "5"},
    {"id": "=formula", "type": "book", "title": "=HYPERLINK(1)", "author": [{"literal": "WHO"}]},
    {"id": "nine" * 18, "type": "chapter", "title": "{Ends} in \\", "custom": {"own": [1, {"a": True}]}},
    {"id": "old1990", "type": "report", "title": "Old"},
    {"id": "new2020", "type": "report", "title": "New", "abstract": "word " * 3_000},
]

JUDGED = {
    "evidence_type": "randomised-trial", "evidence_level": "2", "funding": "A {fund}", "conflicts_of_interest": "None.",
    "archive_url": "https://archive.example/1", "abstract_shown": True, "abstract_licence": "CC BY 4.0",
}  # fmt: skip


def mark(row, *, by, **standing):
    save_reference(reference=row, by=by, now=NOW, record=row.csl, **standing)


@pytest.fixture
def library(author):
    """Six references, one of them replaced by another, one retracted."""
    assert not import_records(records=RECORDS, by=author, now=NOW).rejected
    old, new, bad = (Reference.objects.get(key=key) for key in ("old1990", "new2020", "smith2017"))
    mark(old, by=author, status="superseded", superseded_by=new)
    for name, value in JUDGED.items():
        setattr(bad, name, value)
    mark(bad, by=author, status="retracted")
    return author


def of_another_library() -> list[Work]:
    """The same six, as another library holds them."""
    standing = {
        "old1990": Ours("superseded", "new2020"),
        "smith2017": Ours("retracted", "", tuple(sorted(JUDGED.items()))),
    }
    cleaned = [clean(record) for record in RECORDS]
    works = [Work(each.key, each.csl, standing.get(each.key, Ours("current"))) for each in cleaned]
    return sorted(works, key=lambda work: work.key)


def exported(capsys, *options: str) -> str:
    call_command("export_references", *options)
    return capsys.readouterr().out


def judged(row) -> tuple:
    return tuple(sorted(row.judged().items()))


def rows() -> list[Work]:
    return [
        Work(row.key, row.csl, Ours(row.status, row.superseded_by.key if row.superseded_by else "", judged(row)))
        for row in Reference.objects.select_related("superseded_by")
    ]


@pytest.mark.parametrize("name", ["csl-json", "ris", "bibtex", "nbib"])
def test_an_empty_library_is_filled_as_the_other_one_is(name, author):
    text = "".join(FORMATS[name].write(of_another_library()))
    source = open_source(io.BytesIO(text.encode()))
    run = ImportRun(keys_are_ours=source.keys_are_ours)
    report = import_portion(entries=list(source.entries), by=author, now=NOW, run=run)
    assert (report.rejected, run.waiting) == ([], {})
    assert rows() == of_another_library()
    assert "".join(written(Reference.objects.all(), FORMATS[name])) == text
    again = open_source(io.BytesIO(text.encode()))
    report = import_portion(entries=list(again.entries), by=author, now=NOW, run=ImportRun(again.keys_are_ours))
    assert len(report.unchanged) == len(RECORDS)


def test_a_newer_reference_may_come_in_a_later_portion(author):
    works = sorted(of_another_library(), key=lambda work: work.key != "old1990")
    run = ImportRun(keys_are_ours=False)
    for entry in open_source(io.BytesIO("".join(FORMATS["ris"].write(works)).encode())).entries:
        import_portion(entries=[entry], by=author, now=NOW, run=run)
    assert (run.waiting, rows()) == ({}, of_another_library())


def test_a_status_that_the_library_does_not_know_is_told_and_not_taken(library):
    text = "".join(written(Reference.objects.filter(key="smith2017"), FORMATS["csl-json"]))
    Reference.objects.filter(key="smith2017").update(status="current")
    entries = list(open_source(io.BytesIO(text.encode())).entries)
    report = import_portion(entries=entries, by=library, now=NOW, run=ImportRun())
    assert [(remark.key, "retracted" in remark.message) for remark in report.remarks] == [("smith2017", True)]
    assert Reference.objects.get(key="smith2017").status == "current"


def test_keys_status_and_cited_choose(library, capsys):
    def keys(*options):
        return [record["id"] for record in json.loads(exported(capsys, "--format", "csl-json", *options))]

    assert keys("new2020", "old1990") == ["new2020", "old1990"]
    assert keys("--status", "retracted") == ["smith2017"]
    assert keys("--cited") == []
    with pytest.raises(CommandError, match="nobody2000"):
        call_command("export_references", "nobody2000", "--format", "ris")


def test_a_spreadsheet_gets_no_formula_and_one_row_a_reference(library, capsys):
    table = list(csv.DictReader(io.StringIO(exported(capsys, "--format", "csv").removeprefix("\ufeff"))))
    assert len(table) == len(RECORDS)
    by_title = {row["title"]: row for row in table}
    assert by_title["'=HYPERLINK(1)"]["status"] == "current"
    assert by_title["Old"]["superseded_by"] == "new2020"


def test_text_is_in_the_style_asked_for_and_numbered(library, capsys):
    plain = exported(capsys, "--format", "text", "new2020", "old1990").splitlines()
    numbered = exported(capsys, "--format", "numbered", "--style", "ama", "--language", "es", "new2020", "old1990")
    assert [line[:3] for line in plain] == ["New", "Old"]
    assert [line[:6] for line in numbered.splitlines()] == ["1. New", "2. Old"]


def test_a_file_is_whole_or_not_there(library, tmp_path, capsys):
    path = tmp_path / "library.ris"
    call_command("export_references", "--format", "ris", "--output", str(path), "--json")
    assert json.loads(capsys.readouterr().out) == {"format": "ris", "file": str(path), "written": len(RECORDS)}
    assert path.read_text().count("TY  - ") == len(RECORDS)
    assert [each.name for each in tmp_path.iterdir()] == ["library.ris"]
    with pytest.raises(CommandError, match="No such file"):
        call_command("export_references", "--format", "ris", "--output", str(tmp_path / "none" / "a.ris"))


def test_the_number_of_queries_does_not_grow(library, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        assert "".join(written(Reference.objects.all(), FORMATS["csv"])).count("\r\n") == len(RECORDS) + 1


def test_a_judgement_that_cannot_be_used_is_told_and_the_rest_comes_in(author):
    wrong = (
        ("abstract_shown", True),
        ("archive_url", "javascript:alert(1)"),
        ("evidence_type", "opinion"),
        ("funding", "A fund"),
    )
    text = "".join(FORMATS["csl-json"].write([Work("smith2017", clean(RECORDS[0]).csl, Ours("", "", wrong))]))
    source = open_source(io.BytesIO(text.encode()))
    report = import_portion(entries=list(source.entries), by=author, now=NOW, run=ImportRun(keys_are_ours=True))
    assert Reference.objects.get().judged() == {"funding": "A fund"}
    assert [remark.message for remark in report.remarks] == [
        "The file has a value that cannot be used for: type of evidence, archived copy, readers may see the abstract."
    ]


def test_a_judgement_never_overwrites_one_that_is_here(library, author):
    text = "".join(
        FORMATS["csl-json"].write([Work("smith2017", clean(RECORDS[0]).csl, Ours("", "", (("funding", "Theirs"),)))])
    )
    source = open_source(io.BytesIO(text.encode()))
    import_portion(entries=list(source.entries), by=author, now=NOW, run=ImportRun(keys_are_ours=True))
    assert Reference.objects.get(key="smith2017").funding == "A {fund}"
