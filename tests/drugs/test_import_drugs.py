"""The commands for tables of drug facts."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from drugs.models import Product, Regimen
from tests import stories

pytestmark = pytest.mark.django_db
GOOD = "drug,key,dose_value\ndenosumab,usual,60\n"
BAD = "drug,brand,region\ndenosumab,Prolia,US\npamidronate,Aredia,Mars\n"


@pytest.fixture
def drug(author):
    stories.write_drug(by=author, key="pamidronate", brand="Old")
    return stories.write_drug(by=author)


@pytest.fixture
def file(tmp_path):
    def written(name: str, text: str):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return written


def run(*args, **options) -> tuple[str, str, int]:
    """Output, errors, exit code."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command(*args, stdout=out, stderr=err, **options)
    except SystemExit as stopped:
        return out.getvalue(), err.getvalue(), stopped.code
    return out.getvalue(), err.getvalue(), 0


def test_a_table_comes_in(drug, author, file):
    out, err, code = run("import_drugs", file("regimens.csv", GOOD), by=author.username)
    assert (err, code) == ("", 0)
    assert "dose_value: 120 → 60" in out
    assert "1 fact sheets saved" in out
    assert Regimen.objects.get(drug=drug).dose_value == 60


def test_a_dry_run_changes_nothing(drug, author, file):
    out, _err, code = run("import_drugs", file("regimens.csv", GOOD), by=author.username, dry_run=True)
    assert ("nothing was changed" in out, code) == (True, 0)
    assert Regimen.objects.get(drug=drug).dose_value == 120


def test_a_bad_row_keeps_all_out_and_is_told(drug, author, file):
    out, err, code = run("import_drugs", file("products.csv", BAD), by=author.username)
    assert ("nothing was changed" in out, code) == (True, 1)
    assert "products, row 3, region: Write one of" in err
    assert not Product.objects.filter(brand="Prolia").exists()


def test_the_good_sheets_come_in_when_asked(drug, author, file):
    _out, _err, code = run("import_drugs", file("products.csv", BAD), by=author.username, skip_bad=True)
    assert code == 1
    assert Product.objects.filter(brand="Prolia").exists()


def test_the_report_as_json(drug, author, file):
    out, _err, _code = run("import_drugs", file("products.csv", BAD), by=author.username, dry_run=True, json=True)
    report = json.loads(out)
    assert (report["dry_run"], report["done"], report["sums"]["bad"], len(report["problems"])) == (True, False, 1, 1)


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [("stuff.csv", "a,b\n1,2\n", "name of a CSV file"), ("regimens.csv", "", "is empty")],
)
def test_a_file_that_is_no_table_is_refused(drug, author, file, name, text, words):
    with pytest.raises(CommandError, match=words):
        run("import_drugs", file(name, text), by=author.username)


def test_a_file_that_is_not_there_is_told(drug, author, tmp_path):
    with pytest.raises(CommandError, match="is not a file"):
        run("import_drugs", tmp_path / "regimens.csv", by=author.username)


def test_whoever_may_not_write_facts_imports_none(drug, coordinator, file):
    with pytest.raises(CommandError, match="not allowed"):
        run("import_drugs", file("regimens.csv", GOOD), by=coordinator.username)


def test_what_is_exported_comes_back_unchanged(drug, author, tmp_path):
    path = tmp_path / "all.xlsx"
    run("export_drugs", format="xlsx", output=path)
    out, _err, code = run("import_drugs", path, by=author.username)
    assert ("0 new, 0 changed" in out, code) == (True, 0)
    assert [each.name for each in tmp_path.iterdir()] == ["all.xlsx"]


def test_one_drug_and_one_table_can_be_exported(drug, tmp_path):
    path = tmp_path / "regimens.json"
    run("export_drugs", "denosumab", format="json", output=path, table=["regimens"])
    tables = json.loads(path.read_text(encoding="utf-8"))
    assert [(name, [row["drug"] for row in rows]) for name, rows in tables.items()] == [("regimens", ["denosumab"])]


def test_csv_takes_one_table_and_an_unknown_drug_is_told(drug, tmp_path):
    with pytest.raises(CommandError, match="holds one table"):
        run("export_drugs", format="csv", output=tmp_path / "x.csv")
    with pytest.raises(CommandError, match="no drug with the key nomab"):
        run("export_drugs", "nomab", format="json", output=tmp_path / "x.json")
