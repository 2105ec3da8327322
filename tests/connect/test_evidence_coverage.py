"""`manage.py evidence_coverage`: the report as text and JSON, and its exit code."""

import json

import pytest
from django.core.management import CommandError, call_command

from references.models import Coverage
from tests import stories

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(author, reviewer):
    stories.add_reference(by=author, key="old1990", issued={"date-parts": [[1990]]})
    page = stories.write_article(by=author, key="half", body="## One\n\nText [@old1990].\n\n## Two\n\nText.\n")
    stories.publish(page, by=author, reviewer=reviewer)
    return page


def run(capsys, *arguments) -> tuple[int, str]:
    code = 0
    try:
        call_command("evidence_coverage", *arguments)
    except SystemExit as ended:
        code = ended.code
    return code, capsys.readouterr().out


def test_text_names_what_cites_nothing(page, capsys):
    code, said = run(capsys)
    assert code == 1
    assert "article/en/half: Half\n  section without a citation, line 5: Two\n" in said
    assert "1 live pages\n1 of 2 sections cite evidence (50 %)\n" in said
    assert "100 % of cited evidence is older than 10 years (1 of 1 reference)" in said


def test_json_says_the_same(page, capsys):
    code, said = run(capsys, "--json")
    report = json.loads(said)
    assert code == 1
    assert report["counts"] == {"sections": {"of": 2, "number": 1, "percent": 50}}
    assert report["evidence"]["older"] == 1
    (one,) = report["by_page"]
    assert one["page"] == "article/en/half"
    assert one["uncited"] == [{"kind": "section", "name": "Two", "of": [], "line": 5}]
    assert [row["year"] for row in one["older"]] == [1990]


def test_nothing_found_ends_well(author, reviewer, capsys):
    stories.add_reference(by=author, key="new", issued={"date-parts": [[2025]]})
    stories.publish(stories.write_article(by=author, body="## One\n\nText [@new].\n"), by=author, reviewer=reviewer)
    code, said = run(capsys)
    assert code == 0
    assert "1 of 1 section cites evidence (100 %)" in said


def test_an_empty_site_ends_well(capsys):
    assert run(capsys) == (0, "0 live pages\n")


def test_one_page_and_one_language(page, author, reviewer, capsys):
    spanish = stories.write_article(by=author, key="half", language="es", body="## Uno\n\nTexto.\n")
    stories.publish(spanish, by=author, reviewer=reviewer)
    assert "2 live pages" in run(capsys, "--page", "half")[1]
    assert "article/es/half" not in run(capsys, "--page", "half", "--language", "en")[1]
    assert run(capsys, "--language", "none") == (0, "0 live pages\n")
    with pytest.raises(CommandError, match="No live page has the key 'nobody'"):
        run(capsys, "--page", "nobody")


def test_what_is_not_counted_is_counted_first_unless_it_is_only_tried(page, capsys):
    Coverage.objects.all().delete()
    code, said = run(capsys, "--dry-run")
    assert code == 0
    assert said == "0 live pages\n1 live pages are not counted yet\n"
    assert not Coverage.objects.exists()
    assert run(capsys)[0] == 1
    assert Coverage.objects.count() == 1
