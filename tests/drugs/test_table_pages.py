"""The pages for tables of drug facts: taken along, brought back, shown before anything changes, confirmed."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from drugs.models import Product, Regimen
from drugs.tables.tables import TABLES
from references.models import WaitingFile, WaitingImport
from tests import stories

pytestmark = pytest.mark.django_db
PAGE = "/admin/drugs/tables/"
GOOD = b"drug,key,dose_value\ndenosumab,usual,60\n"
BAD = b"drug,brand,region\ndenosumab,Prolia,US\npamidronate,Aredia,Mars\npamidronate,Arediol,US\n"


@pytest.fixture
def drug(author):
    return stories.write_drug(by=author)


@pytest.fixture
def as_author(client, author, drug):
    client.force_login(author)
    return client


def send(client, *files: tuple[str, bytes]):
    uploads = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(PAGE, {"files": uploads}, follow=True)


def result_of(response) -> str:
    return response.redirect_chain[-1][0]


def page(response) -> str:
    return " ".join(response.content.decode().split())


def test_what_would_happen_is_shown_and_nothing_is_changed(as_author):
    response = send(as_author, ("regimens.csv", GOOD))
    assert '<del>120</del> <span aria-hidden="true">→</span> <ins>60</ins>' in page(response)
    assert {name: number for name, _word, number in response.context["sums"]}["changed"] == 1
    assert Regimen.objects.get().dose_value == 120


def test_confirming_saves_and_says_that_patients_read_the_earlier_words(as_author):
    url = result_of(send(as_author, ("regimens.csv", GOOD)))
    response = as_author.post(url, {"confirm": "1"}, follow=True)
    assert "1 fact sheet was changed. Patients read the earlier words" in page(response)
    assert Regimen.objects.get().dose_value == 60
    assert not WaitingFile.objects.exists()


def test_errors_keep_everything_out_until_the_person_asks_for_the_rest(as_author, author):
    stories.write_drug(by=author, key="pamidronate", brand="Old")
    url = result_of(send(as_author, ("products.csv", BAD)))
    assert "products, row 3, region:" in page(as_author.get(url))
    assert "nothing was" in page(as_author.post(url, {"confirm": "1"}, follow=True))
    assert not Product.objects.filter(brand="Prolia").exists()
    done = as_author.post(url, {"confirm": "1", "skip_bad": "1"}, follow=True)
    assert [row["name"] for row in done.context["rows"]] == ["denosumab · Prolia · US"]
    assert sorted(Product.objects.values_list("brand", flat=True)) == ["Old", "Prolia", "Xgeva"]


def test_all_errors_are_listed_page_by_page_and_in_one_file(as_author):
    rows = "".join(f"denosumab,Brand {n},Mars\n" for n in range(250))
    url = result_of(send(as_author, ("products.csv", b"drug,brand,region\n" + rows.encode())))
    assert "250 errors" in page(as_author.get(url))
    assert "products, row 251, region:" in page(as_author.get(f"{url}?errors=3"))
    report = b"".join(as_author.get(f"{url}report.csv").streaming_content).decode("utf-8-sig")
    assert len([row for row in csv.reader(io.StringIO(report)) if row[3] == "error"]) == 250


def test_what_is_thrown_away_is_forgotten(as_author):
    url = result_of(send(as_author, ("regimens.csv", GOOD)))
    as_author.post(url, {"forget": "1"})
    assert not WaitingImport.objects.exists()
    assert "not here any more" in page(as_author.get(url, follow=True))


def test_an_import_of_references_is_not_opened_as_one_of_tables_nor_the_other_way(as_author, author):
    url = result_of(send(as_author, ("regimens.csv", GOOD)))
    pk = WaitingImport.objects.get().pk
    assert "not here any more" in page(as_author.get(f"/admin/references/import/{pk}/", follow=True))
    WaitingImport.objects.update(brings=WaitingImport.Brings.REFERENCES)
    assert "not here any more" in page(as_author.get(url, follow=True))


def test_somebody_elses_import_is_not_shown(as_author, client, second_author):
    url = result_of(send(as_author, ("regimens.csv", GOOD)))
    client.force_login(second_author)
    assert "not here any more" in page(client.get(url, follow=True))


def test_a_file_that_is_no_table_is_refused_in_a_sentence(as_author):
    assert "neither a workbook" in page(send(as_author, ("drugs.pdf", b"%PDF-1.7 ...")))
    assert not WaitingImport.objects.exists()


def test_no_file_is_told_on_the_form(as_author):
    assert as_author.post(PAGE, {}).context["form"].errors


@pytest.mark.parametrize(
    ("name", "found"),
    [(f"{table}.{form}", 200) for table in TABLES for form in ("xlsx", "csv", "json")]
    + [("all.xlsx", 200), ("all.json", 200), ("all.csv", 404), ("people.csv", 404), ("drugs.xml", 404)],
)
def test_each_table_can_be_taken_along(as_author, name, found):
    response = as_author.get(f"{PAGE}{name}")
    assert response.status_code == found
    if found == 200:
        assert response["Content-Disposition"].startswith("attachment; ")
        assert response["Cache-Control"] == "private, no-store"


def test_the_list_of_drugs_leads_to_the_tables_and_exports_what_is_chosen(as_author, author, drug):
    other = stories.write_drug(by=author, key="pamidronate", brand="Aredia")
    assert f'href="{PAGE}"' in page(as_author.get("/admin/drugs/drug/"))
    chosen = {"action": "export_tables_as_json", "_selected_action": [other.pk]}
    words = as_author.post("/admin/drugs/drug/", chosen).content.decode()
    assert "Aredia" in words
    assert "Xgeva" not in words


def test_whoever_only_sees_the_facts_takes_them_along_and_is_offered_no_import(client, coordinator, drug):
    client.force_login(coordinator)
    assert 'type="file"' not in page(client.get(PAGE))
    assert client.get(f"{PAGE}all.xlsx").status_code == 200
    assert send(client, ("regimens.csv", GOOD)).status_code == 403
