"""Medicines A–Z, by type and by condition, and the names that lead to a medicine."""

import pytest

from drugs.models import DrugClass, Product, Regimen
from publishing import actions
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
        ("/drugs/Zometta/", 302, "/drugs/zoledronic-acid/"),
        ("/drugs/denosumabmisspelt/", 302, "/drugs/denosumab/"),
        ("/drugs/?q=xgeva", 302, "/drugs/denosumab/"),
        ("/drugs/?q=Denosumabb", 302, "/drugs/denosumab/"),
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
    ],
)
def test_what_is_not_clear_is_answered_with_suggestions(medicines, client, path, status, words):
    assert words in read(client, path, status=status)


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
    assert '<li class="depth-1"><a href="/drugs/classes/bisphosphonates/">' in text
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
    "path", ["/drugs/classes/nowhere/", "/drugs/conditions/nowhere/", "/es/drugs/classes/bone-drugs/"]
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
    text = read(client, "/drugs/compare/", {"d": ["Xgeva", "zometta"]})
    assert "<table" in text and text.count("checked>") == 2


def test_a_comparison_names_what_it_does_not_know(medicines, client):
    text = read(client, "/drugs/compare/", {"d": ["denosumab", "<b>aspirin"]})
    assert "There is no medicine “&lt;b&gt;aspirin” on this site." in text and "<table" not in text


def test_one_letter_alone(medicines, client):
    text = read(client, "/drugs/?letter=z")
    assert "Zoledronic acid" in text and "Denosumab" not in text
    assert "Denosumab" in read(client, "/drugs/?letter=%00")
