"""Changed facts in people's words, and nothing that changed left out."""

import pytest
from django.utils.translation import override

from drugs.fact_words import words_of_drug_facts
from publishing.fact_names import FactWords
from publishing.fact_words import OF_A_SOURCE, compare_facts
from tests import stories

pytestmark = pytest.mark.django_db


def names(before, after, words) -> list[str]:
    return [str(change.name) for change in compare_facts(before, after, words)]


def said(changes) -> str:
    return " ".join(piece.text for change in changes for line in change.lines for piece in line.pieces)


@pytest.fixture
def changed_drug(author):
    drug = stories.write_drug(by=author)
    before = stories.fresh(drug).compile().facts
    stories.change_frequency(drug, weeks=6, by=author)
    return before, stories.fresh(drug).compile().facts


def test_a_changed_timing_is_said_once_in_words_of_each_language(changed_drug):
    found = names(*changed_drug, words_of_drug_facts(changed_drug))
    assert len(found) == 2
    assert all("how often" in name and "Regimen" in name for name in found)
    assert {"English", "Spanish"} == {name.split("(")[-1].rstrip(")") for name in found}


def test_no_key_and_no_code_of_a_machine_is_shown(changed_drug):
    changes = compare_facts(*changed_drug, words_of_drug_facts(changed_drug))
    everything = " ".join(str(change.name) for change in changes) + said(changes)
    for machine in ("period", "every-4-weeks", "every-6-weeks", "regimens", "_", "wk"):
        assert machine not in everything


def test_the_words_are_those_of_the_interface(changed_drug):
    with override("es"):
        found = names(*changed_drug, words_of_drug_facts(changed_drug))
    assert found and all("con qué frecuencia" in name and "metástasis" in name for name in found)


REGIMEN = {"key": "a", "indication": {"en": "bone metastases"}, "brand": "X", "frequency": {"en": "every week"}}
WORDS = FactWords(
    names={"frequency": "how often", "timing": "timing", "serious": "serious", "checked_on": "checked on"},
    values={"band": {"rare": "rare, up to 1 in 1,000"}},
    rows={"regimens": ("Regimen", ("indication", "brand"))},
    said_by={"timing": "frequency"},
)


@pytest.mark.parametrize(
    ("before", "after", "name", "words"),
    [
        ({"band": ""}, {"band": "rare"}, "band", "rare, up to 1 in 1,000"),
        ({"serious": False}, {"serious": True}, "serious", "no yes"),
        ({"checked_on": None}, {"checked_on": "2026-03-04"}, "checked on", "4 March 2026"),
        (
            {"regimens": [REGIMEN]},
            {"regimens": [REGIMEN | {"frequency": {"en": "every day"}}]},
            "Regimen: bone metastases, X · how often (English)",
            "every week day",
        ),
        # The codes changed and no word with them: then the codes are shown.
        (
            {"regimens": [REGIMEN | {"timing": {"n": 1}}]},
            {"regimens": [REGIMEN | {"timing": {"n": 2}}]},
            "Regimen: bone metastases, X · timing · n",
            "1 2",
        ),
    ],
)
def test_each_kind_of_value_has_its_words(before, after, name, words):
    (change,) = compare_facts(before, after, WORDS)
    assert change.name == name
    with override("en"):
        assert said([change]).split() == words.split() or words in said([change])


def test_what_did_not_change_is_not_listed():
    assert compare_facts({"regimens": [REGIMEN]}, {"regimens": [REGIMEN]}, WORDS) == []


def test_a_source_is_retracted_in_words():
    (change,) = compare_facts({"status": "current"}, {"status": "retracted"}, OF_A_SOURCE)
    assert change.name == "status" and said([change]) == "current retracted"
