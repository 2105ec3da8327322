"""The report on evidence in the admin: what it says, whom it shows, where it leads, what it costs."""

import pytest
from django.urls import reverse

from references.actions import save_reference
from references.models import Coverage, Reference
from tests import stories

pytestmark = pytest.mark.django_db

LIST = "/admin/references/coverage/"
TEXT = "## One\n\nText [@old1990; @new2025].\n\n## Two\n\nText.\n"


@pytest.fixture
def published(author, reviewer, coordinator):
    """A page of which one of two sections cites, one that cites nothing, a drug, and a page that tabulates it."""

    def publish(page):
        stories.publish(page, by=author, reviewer=reviewer)
        return page

    for key, year in (("old1990", 1990), ("new2025", 2025)):
        stories.add_reference(by=author, key=key, issued={"date-parts": [[year]]})
    topic = publish(stories.write_topic(by=author, key="bones"))
    inner = publish(stories.write_topic(by=author, key="spine", parent=topic))
    drug = publish(stories.write_drug(by=author, effects=[("fever", "Fever")]))
    return {
        "half": publish(stories.write_article(by=author, key="half", body=TEXT, topic=inner, owner=coordinator)),
        "none": publish(stories.write_article(by=author, key="none", body="## One\n\nA.\n\n## Two\n\nB.\n\n## Three\n\nC.\n")),
        "spanish": publish(stories.write_article(by=author, key="half", language="es", body="## Uno\n\nTexto [@new2025].\n")),
        "drug": drug,
        "table": publish(
            stories.write_drug_page(by=author, drug=drug, body="Hi.\n\n::: drug-table denosumab\n\n::: side-effects denosumab\n")
        ),
    }  # fmt: skip


@pytest.fixture
def as_coordinator(client, coordinator):
    client.force_login(coordinator)
    return client


def titles(response) -> list[str]:
    return [row.edition.page.key for row in response.context["cl"].result_list]


def page_of(client, page):
    return client.get(f"{LIST}{Coverage.objects.live().get(edition__page=page).pk}/change/")


def words(response) -> str:
    return " ".join(response.content.decode().split())


def test_the_sum_stands_above_the_list(as_coordinator, published):
    response = as_coordinator.get(LIST)
    said = words(response)
    assert "All 7 live pages" in said
    assert "2 of 6 sections cite evidence (33 %)" in said
    assert "0 of 2 cells of drug tables cite evidence (0 %)" in said
    assert "0 of 2 side effects and precautions cite evidence (0 %)" in said
    assert "0 of 2 doses and timings on fact sheets have a source (0 %)" in said
    assert "50 % of cited evidence is older than 10 years (1 of 2 references)" in said
    assert "not counted yet" not in said


def test_the_worst_stand_first(as_coordinator, published):
    assert titles(as_coordinator.get(LIST))[:4] == ["denosumab", "denosumab", "none", "half"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("found=any", {"denosumab", "none", "half"}), ("found=sections", {"none", "half"}), ("found=cells", {"denosumab"}),
        ("found=effects", {"denosumab"}), ("found=regimens", {"denosumab"}), ("found=marked", set()),
        ("found=nothing", {"half", "bones", "spine"}), ("kind=topic", {"bones", "spine"}), ("kind=drug", {"denosumab"}),
        ("language=es", {"half"}), ("language=none", {"denosumab"}), ("language=en&found=sections", {"none", "half"}),
        ("q=HALF", {"half"}), ("q=nothing-like-it", set()), ("found=sections&kind=topic", set()),
        ("topic=x", {"denosumab", "none", "half", "bones", "spine"}), ("topic=99999", set()),
    ],
)  # fmt: skip
def test_the_list_is_narrowed(as_coordinator, published, query, found):
    response = as_coordinator.get(f"{LIST}?{query}")
    assert set(titles(response)) == found
    assert response.context["totals"]["pages"] == response.context["cl"].result_count
    assert ("No live page is like that" in words(response)) == (not found)


def test_a_topic_brings_the_articles_of_the_topics_under_it(as_coordinator, published):
    topic = published["half"].topic
    assert set(titles(as_coordinator.get(f"{LIST}?topic={topic.pk}"))) == {"spine", "half"}
    assert set(titles(as_coordinator.get(f"{LIST}?topic={topic.parent_id}"))) == {"bones", "spine", "half"}


def test_by_who_looks_after_the_page(as_coordinator, published, author, coordinator):
    assert titles(as_coordinator.get(f"{LIST}?by={coordinator.pk}")) == ["half"]
    assert titles(as_coordinator.get(f"{LIST}?by=me")) == ["half"]
    assert len(titles(as_coordinator.get(f"{LIST}?by={author.pk}"))) == 6
    assert titles(as_coordinator.get(f"{LIST}?by=nobody")) == []


def test_sorted_by_age(as_coordinator, published):
    assert titles(as_coordinator.get(f"{LIST}?o=-6&q=half"))[0] == "half"
    ages = [
        row.old_share for row in as_coordinator.get(f"{LIST}?o=6&found=nothing&language=es").context["cl"].result_list
    ]
    assert ages == [0.0]


def test_each_page_names_what_cites_nothing_and_leads_there(as_coordinator, published):
    said = words(page_of(as_coordinator, published["half"]))
    form = reverse("admin:edu_article_change", args=[published["half"].pk])
    assert f'<a href="{form}?line=5">Two</a>' in said
    assert ">One</a>" not in said
    assert "[1]" in said
    assert "They appeared before" in said
    assert published["half"].get_public_path() in said


def test_cells_and_side_effects_lead_to_the_facts(as_coordinator, published):
    said = words(page_of(as_coordinator, published["table"]))
    drug = reverse("admin:drugs_drug_change", args=[published["drug"].pk])
    assert "dose of" in said
    assert f'<a href="{drug}#regimens-group">' in said
    assert f'<a href="{drug}#sideeffects-group">' in said
    assert ">Fever</a>" in said


def test_a_fact_sheet_leads_to_its_own_rows(as_coordinator, published):
    said = words(page_of(as_coordinator, published["drug"]))
    drug = reverse("admin:drugs_drug_change", args=[published["drug"].pk])
    assert f'<a href="{drug}#regimens-group">dose of the regimen “usual”</a>' in said
    assert "See the page" not in said


def test_a_page_that_cites_everything_says_so(as_coordinator, published):
    assert "Every place that should cite evidence does." in words(page_of(as_coordinator, published["spanish"]))


def test_a_reference_that_is_superseded_is_named(as_coordinator, published, author, now):
    new = Reference.objects.get(key="new2025")
    old = Reference.objects.get(key="old1990")
    save_reference(reference=old, by=author, now=now, record=old.csl, status="superseded", superseded_by=new)
    assert titles(as_coordinator.get(f"{LIST}?found=marked")) == ["half"]
    assert "Superseded: 1." in words(as_coordinator.get(LIST))
    assert "Superseded." in words(page_of(as_coordinator, published["half"]))


def test_nothing_published(as_coordinator):
    assert "Nothing is published yet." in words(as_coordinator.get(LIST))


def test_pages_that_are_not_counted_are_told(as_coordinator, published):
    Coverage.objects.filter(edition__page=published["half"]).delete()
    assert "1 live page is not counted yet" in words(as_coordinator.get(LIST))


def test_titles_that_a_spreadsheet_would_take_for_formulas_are_not_in_the_file(as_coordinator, author, reviewer):
    page = stories.write_article(by=author, title="=1+1", body="## One\n\nText.\n")
    stories.publish(page, by=author, reviewer=reviewer)
    text = b"".join(as_coordinator.get(f"{LIST}export/").streaming_content).decode()
    head, row = text.splitlines()
    assert head.lstrip("\ufeff").startswith("title,kind,language,key,edition,without a citation")
    assert row.startswith("'=1+1,article,en,")
    assert ",1,1,1,0,0,0," in row


@pytest.mark.parametrize("address", ["0/change/", "99999/change/", "abc/change/", "99999999999999999999/change/"])
def test_what_is_not_there_leads_back(as_coordinator, published, address):
    assert as_coordinator.get(f"{LIST}{address}").status_code == 302


def test_nobody_writes_here(client, administrator, published):
    client.force_login(administrator)
    assert client.get(f"{LIST}add/").status_code == 403
    row = Coverage.objects.first()
    assert client.get(f"{LIST}{row.pk}/delete/").status_code == 403


def test_queries_do_not_grow_with_the_pages(as_coordinator, published, author, reviewer, django_assert_num_queries):
    with django_assert_num_queries(12):
        as_coordinator.get(LIST)
    for _ in range(4):
        stories.publish(stories.write_article(by=author, body=TEXT), by=author, reviewer=reviewer)
    with django_assert_num_queries(12):
        as_coordinator.get(LIST)


def test_the_desk_leads_to_it(as_coordinator, published):
    assert LIST in words(as_coordinator.get("/admin/"))
