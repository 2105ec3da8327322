"""Medicines A–Z, by type and by condition, and the names that lead to a medicine."""

import re
from io import StringIO

import pytest
from django.core.management import call_command

from drugs.actions import refresh_lists
from drugs.models import DrugClass, Product, Regimen
from publishing import actions
from publishing.models import Publication
from tests import stories

pytestmark = pytest.mark.django_db


@pytest.fixture
def medicines(author, reviewer):
    """Two drugs of one class, which is part of a wider one; each has a page in English."""
    wide = stories.write_class(by=author, key="bone-drugs")
    stories.publish(wide, by=author, reviewer=reviewer)
    narrow = stories.write(
        DrugClass, by=author, key="bisphosphonates", language="", name={"en": "bisphosphonates"}, parent=wide
    )
    stories.publish(narrow, by=author, reviewer=reviewer)
    made = {"wide": wide, "narrow": narrow}
    for key, brand, group in (("denosumab", "Xgeva", wide), ("zoledronic-acid", "Zometa", narrow)):
        drug = stories.write_drug(by=author, key=key, brand=brand, classes=[group])
        stories.publish(drug, by=author, reviewer=reviewer)
        called = [f"{key}misspelt"]
        made[f"page of {key}"] = stories.write_drug_page(by=author, drug=drug, also_called=called)
        stories.publish(made[f"page of {key}"], by=author, reviewer=reviewer)
        made[key] = drug
    return made


def read(client, path, data=None, status=200) -> str:
    response = client.get(path, data)
    assert response.status_code == status
    return response.content.decode()


@pytest.mark.parametrize(
    ("path", "status", "to"),
    [
        ("/drugs/zometa/", 301, "/drugs/zoledronic-acid/"),
        ("/drugs/Zometa/", 301, "/drugs/zoledronic-acid/"),
        ("/drugs/zoledronic acid/", 301, "/drugs/zoledronic-acid/"),
        ("/drugs/Denosumabmisspelt/", 302, "/drugs/denosumab/#looked-for-denosumabmisspelt"),
        ("/drugs/?q=denosumabmisspelt", 302, "/drugs/denosumab/#looked-for-denosumabmisspelt"),
        ("/drugs/?q=xgeva", 302, "/drugs/denosumab/"),
        ("/drugs/Zometta/", 302, "/drugs/?q=Zometta"),
        ("/es/drugs/Zometta/", 302, "/es/drugs/?q=Zometta"),
        ("/drugs/bisphosphonates/", 302, "/drugs/classes/bisphosphonates/"),
        ("/drugs/?q=Bisphosphonate", 302, "/drugs/classes/bisphosphonates/"),
        ("/drugs/bone metastasis/", 302, "/drugs/conditions/bone-metastases/"),
        ("/es/drugs/?q=bone+metastases", 302, "/es/drugs/conditions/bone-metastases/"),
    ],
)
def test_a_brand_or_a_misspelling_leads_to_the_medicine(medicines, client, path, status, to):
    response = client.get(path)
    assert (response.status_code, response.headers.get("Location")) == (status, to)


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/drugs/?q=zol", 200, 'href="/drugs/zoledronic-acid/"'),
        ("/drugs/zol/", 404, 'href="/drugs/zoledronic-acid/"'),
        ("/drugs/xgefa/", 404, 'href="/drugs/denosumab/"'),
        ("/drugs/?q=aspirin", 200, "We did not find this medicine"),
        ("/drugs/aspirin/", 404, "We did not find this medicine"),
        ("/drugs/💊/", 404, "We did not find this medicine"),
        ("/es/drugs/xgeva/", 404, 'hreflang="en"'),
        ("/drugs/?q=biphosphonates", 200, 'href="/drugs/classes/bisphosphonates/"'),
        ("/drugs/?q=bone", 200, 'href="/drugs/conditions/bone-metastases/"'),
    ],
)
def test_what_is_not_clear_is_answered_with_suggestions(medicines, client, path, status, words):
    assert words in read(client, path, status=status)


def test_a_name_that_only_looks_like_one_of_a_medicine_is_asked_about(medicines, client):
    text = read(client, "/drugs/", {"q": "Zometta"})
    assert "You looked for “Zometta”." in text and "Did you mean “Zometa”?" in text
    assert text.count('href="/drugs/zoledronic-acid/"') == 1 and 'href="/drugs/denosumab/"' not in text


def test_a_listed_misspelling_is_told_on_the_page_it_leads_to(medicines, client):
    text = read(client, "/drugs/denosumab/")
    assert 'class="notice understood" id="looked-for-denosumabmisspelt" tabindex="-1" hidden>' in text
    assert "You looked for “denosumabmisspelt”." in text
    assert "This page is about denosumab (brand names: Xgeva)." in text


def test_a_reader_of_another_language_is_led_to_the_pages_that_there_are(medicines, client):
    for path in ("/es/drugs/", "/es/drugs/classes/bone-drugs/", "/es/drugs/conditions/bone-metastases/"):
        text = read(client, path)
        assert '<a href="/drugs/denosumab/" lang="en" hreflang="en">Denosumab</a>' in text
        assert "(en inglés)" in text or "(in English)" in text
    assert 'href="/es/drugs/classes/bisphosphonates/"' in read(client, "/es/drugs/classes/")
    assert 'href="/es/drugs/conditions/bone-metastases/"' in read(client, "/es/drugs/conditions/")


def test_a_medicine_with_a_page_in_the_language_is_listed_once(medicines, author, reviewer, client):
    drug = medicines["denosumab"]
    page = stories.write_drug_page(by=author, drug=drug, language="es", title="Denosumab en español")
    stories.publish(page, by=author, reviewer=reviewer)
    text = read(client, "/es/drugs/")
    assert f'href="{page.get_public_path()}">' in text and 'href="/drugs/denosumab/"' not in text


@pytest.mark.parametrize("typed", ["a" * 10_000, "\x00", "💊", "<script>", "%%%", " " * 500, "é́" * 50])
def test_whatever_is_typed_is_answered(medicines, client, typed):
    assert "<script>" not in read(client, "/drugs/", {"q": typed})
    assert client.get("/drugs/compare/", {"d": [typed, "denosumab"]}).status_code == 200


def test_a_name_leads_nowhere_before_it_is_published(medicines, author, reviewer, client):
    drug = medicines["denosumab"]
    stories.edit(drug, by=author, save_related=lambda: Product.objects.filter(drug=drug).update(brand="Newbrand"))
    assert client.get("/drugs/newbrand/").status_code == 404
    stories.publish(drug, by=author, reviewer=reviewer)
    assert client.get("/drugs/newbrand/").status_code == 301
    assert client.get("/drugs/xgeva/").status_code == 404


def test_a_misspelling_leads_nowhere_before_it_is_published(medicines, author, client):
    stories.edit(medicines["page of denosumab"], by=author, also_called=["qqqqqq"])
    assert client.get("/drugs/qqqqqq/").status_code == 404
    assert client.get("/drugs/denosumabmisspelt/").status_code == 302


def test_a_withdrawn_page_is_in_no_list_and_no_name_leads_to_it(medicines, author, now, client):
    actions.withdraw(page=medicines["page of denosumab"], by=author, now=now, cause="safety", reason="Recalled.")
    assert client.get("/drugs/xgeva/").status_code == 404
    assert client.get("/drugs/denosumab/").status_code == 410
    for path in ("/drugs/", "/drugs/classes/bone-drugs/", "/drugs/conditions/bone-metastases/"):
        assert "Denosumab" not in read(client, path)


def test_types_are_a_tree_and_count_what_is_below(medicines, client):
    text = read(client, "/drugs/classes/")
    assert text.index("Bone drugs") < text.index("Bisphosphonates")
    assert re.search(r'<li class="depth-1">\s*<a href="/drugs/classes/bisphosphonates/">', text)
    assert "2 medicines" in text and "1 medicine<" in text
    assert "Denosumab" in read(client, "/drugs/classes/bone-drugs/")
    below = read(client, "/drugs/classes/bisphosphonates/")
    assert "Zoledronic acid" in below and "Denosumab" not in below


def test_a_type_that_is_renamed_is_renamed_in_the_list(medicines, author, reviewer, client):
    stories.edit(medicines["wide"], by=author, name={"en": "drugs for bones"})
    assert "Drugs for bones" not in read(client, "/drugs/classes/")
    stories.publish(medicines["wide"], by=author, reviewer=reviewer)
    assert "Drugs for bones" in read(client, "/drugs/classes/")


def test_medicines_by_condition(medicines, author, reviewer, client):
    assert "2 medicines" in read(client, "/drugs/conditions/")
    text = read(client, "/drugs/conditions/bone-metastases/")
    assert "Medicines for bone metastases" in text and "Denosumab" in text and "Zoledronic acid" in text
    drug = medicines["denosumab"]
    stories.edit(drug, by=author, save_related=lambda: Regimen.objects.filter(drug=drug).update(indication=None))
    stories.publish(drug, by=author, reviewer=reviewer)
    assert "Denosumab" not in read(client, "/drugs/conditions/bone-metastases/")


@pytest.mark.parametrize(
    "path", ["/drugs/classes/nowhere/", "/drugs/conditions/nowhere/", "/es/drugs/classes/nowhere/"]
)
def test_a_type_or_condition_without_a_medicine_is_not_there(medicines, client, path):
    assert client.get(path).status_code == 404


def test_empty_lists_say_so(client):
    for path in ("/drugs/", "/drugs/classes/", "/drugs/conditions/", "/drugs/compare/"):
        assert "No medicines are published yet." in read(client, path)


PATHS = ["/drugs/", "/drugs/?letter=d", "/drugs/?q=zzzzzz", "/drugs/classes/", "/drugs/conditions/", "/drugs/nowhere/"]


@pytest.mark.parametrize("path", PATHS)
def test_the_number_of_queries_does_not_grow_with_the_medicines(
    medicines, author, reviewer, client, path, django_assert_max_num_queries
):
    for number in range(5):
        drug = stories.write_drug(by=author, key=f"drug-{number}", brand=f"Brand{number}")
        stories.publish(drug, by=author, reviewer=reviewer)
        stories.publish(stories.write_drug_page(by=author, drug=drug), by=author, reviewer=reviewer)
    with django_assert_max_num_queries(5):  # settings, languages, the state of the list, the list; the address
        client.get(path)


def test_a_comparison_takes_any_name(medicines, client):
    text = read(client, "/drugs/compare/", {"d": ["Xgeva", "zometa"]})
    assert "<table" in text and text.count("checked>") == 2
    assert "<table" in read(client, "/es/drugs/compare/", {"d": ["Xgeva", "zometa"]})


def test_a_comparison_says_whom_a_listed_misspelling_was_taken_for(medicines, client):
    text = read(client, "/drugs/compare/", {"d": ["denosumabmisspelt", "zometa"]})
    assert "<table" in text and "You looked for “denosumabmisspelt”. This is denosumab." in text


def test_a_comparison_offers_what_is_merely_alike_and_never_takes_it(medicines, client):
    text = read(client, "/drugs/compare/", {"d": ["denosumab", "zometta"]})
    assert "<table" not in text
    assert 'href="?d=denosumab&amp;d=zoledronic-acid"' in text


def test_a_comparison_says_that_two_names_are_one_medicine(medicines, client):
    text = read(client, "/drugs/compare/", {"d": ["Xgeva", "denosumab"]})
    assert "“Xgeva” and “denosumab” are the same medicine: denosumab." in text and "<table" not in text


def test_a_comparison_names_what_it_does_not_know(medicines, client):
    text = read(client, "/drugs/compare/", {"d": ["denosumab", "<b>aspirin"]})
    assert "There is no medicine “&lt;b&gt;aspirin” on this site." in text and "<table" not in text


def test_one_letter_alone(medicines, client):
    text = read(client, "/drugs/?letter=z")
    assert "Zoledronic acid" in text and "Denosumab" not in text
    assert "Denosumab" in read(client, "/drugs/?letter=%00")


def test_pages_of_an_older_version_are_listed_by_type_once_the_lists_are_refreshed(medicines, client):
    row = Publication.objects.get(path="/drugs/denosumab/")
    older = {"key": "denosumab", "name": "denosumab", "brands": ["Xgeva"]}
    Publication.objects.filter(pk=row.pk).update(
        surroundings=row.surroundings | {"drug": older}, version=row.version + 1
    )
    assert "Denosumab" not in read(client, "/drugs/classes/bone-drugs/")
    out = StringIO()
    call_command("refresh_drug_lists", "--dry-run", "--json", stdout=out)
    assert out.getvalue().strip() == '{"refreshed": ["/drugs/denosumab/"]}'
    assert refresh_lists() == ["/drugs/denosumab/"]
    assert "Denosumab" in read(client, "/drugs/classes/bone-drugs/")
    assert refresh_lists() == []


def test_a_type_of_an_older_version_is_called_as_its_page_was(medicines, client):
    row = Publication.objects.get(path="/drugs/denosumab/")
    older = row.surroundings["drug"] | {"class_ways": [[{"key": "bone-drugs", "name": "bone drugs"}]]}
    Publication.objects.filter(pk=row.pk).update(
        surroundings=row.surroundings | {"drug": older}, version=row.version + 1
    )
    assert client.get("/drugs/bone-drugs/").headers["Location"] == "/drugs/classes/bone-drugs/"
