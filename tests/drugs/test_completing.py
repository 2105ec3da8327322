"""What the editor offers inside [[drug:…#…]] while it is typed."""

import pytest
from django.urls import reverse

from drugs.picking import facts_of
from markup import DrugFact, NoteFact, RegimenFact, parse, render
from tests import stories

DRUG = DrugFact(
    "denosumab",
    "denosumab",
    brands=("Xgeva",),
    regimens=(
        RegimenFact("a", dose="120 mg", infusion_time="2 hours", population="adults", max_daily_dose="120 mg"),
        RegimenFact("b", dose="60 mg"),
    ),
    notes=(NoteFact("kidney", "Ask first."), NoteFact("monitoring", "Calcium."), NoteFact("supplements", "Vitamin D.")),
)


def offered(client, typed: str) -> list[tuple[str, str]]:
    rows = client.get(reverse("staff:complete-drug"), {"q": typed, "language": "en"}).json()["results"]
    return [(row["label"], row["insert"]) for row in rows]


@pytest.fixture
def as_author(client, author, reviewer):
    drug = stories.write_drug(by=author)
    stories.publish(drug, by=author, reviewer=reviewer)
    stories.write_drug(by=author, key="denopamine", brand="Kalgut")
    client.force_login(author)
    return client


@pytest.mark.django_db
def test_before_the_sign_it_is_the_live_medicines_that_fit(as_author):
    assert offered(as_author, "deno") == [("Denosumab", "[[drug:denosumab")]
    assert offered(as_author, "xgev") == [("Denosumab", "[[drug:denosumab")]
    assert offered(as_author, "aspirin") == []


@pytest.mark.django_db
def test_a_medicine_is_offered_with_its_brands_beside_its_name(as_author):
    rows = as_author.get(reverse("staff:complete-drug"), {"q": "deno"}).json()["results"]
    assert [(row["label"], row["detail"]) for row in rows] == [("Denosumab", "Xgeva")]


@pytest.mark.django_db
def test_after_the_sign_it_is_the_facts_with_the_words_they_print(as_author):
    assert ("every 4 weeks", "[[drug:denosumab#frequency]]") in offered(as_author, "denosumab#")
    assert [token for _words, token in offered(as_author, "denosumab#fre")] == ["[[drug:denosumab#frequency]]"]
    assert offered(as_author, "denosumab#colour") == []
    assert offered(as_author, "denopamine#") == []


@pytest.mark.django_db
def test_patients_are_offered_nothing(client):
    assert client.get(reverse("staff:complete-drug"), {"q": "deno"}).status_code in (302, 403)


@pytest.mark.parametrize("row", list(facts_of(DRUG)), ids=lambda row: row["insert"])
def test_every_fact_that_is_offered_prints_the_words_it_was_offered_with(row):
    document = parse(row["insert"])
    done = render(document, dict.fromkeys(document.names, DRUG))
    assert (done.plain_text, done.issues) == (row["label"], ())


@pytest.mark.parametrize(
    ("token", "code"),
    [
        ("[[drug:denosumab#dose]]", "ambiguous-fact"),
        ("[[drug:denosumab#infusion-time]]", "ambiguous-fact"),
        ("[[drug:denosumab#infusion-time regimen=b]]", "fact-not-stated"),
        ("[[drug:denosumab#infusiontime]]", "unknown-field"),
        ("[[drug:denosumab#frequency]]", "fact-not-stated"),
    ],
)
def test_what_cannot_be_quoted_says_why(token, code):
    document = parse(token)
    [issue] = render(document, dict.fromkeys(document.names, DRUG)).issues
    assert issue.code == code
    assert code != "unknown-field" or "did you mean 'infusion-time'" in issue.message
