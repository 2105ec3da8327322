"""From the rows of a drug to the facts that pages quote. Pure."""

from copy import deepcopy
from datetime import date

import pytest

from drugs.facts import (
    cited_keys,
    class_facts,
    drug_facts,
    issues_of,
    natural_frequency,
    product_facts,
    regimen_facts,
    side_effect_facts,
)
from drugs.routes import ROUTES, route_words
from markup import ClassFact, DrugFact, NoteFact, ProductFact

REGIMEN = {
    "key": "usual",
    "brand": "Xgeva",
    "indication_key": "bone-metastases",
    "indication": {"en": "bone metastases", "es": "metástasis óseas"},
    "route": "subcutaneous",
    "dose": {"value": "120", "value_max": None, "unit": "mg"},
    "timing": {
        "frequency": 1, "frequencyMax": None, "period": "4", "periodMax": None, "periodUnit": "wk", "asNeeded": False,
    },
    "duration": {},
    "dose_citations": ["label2020"],
    "timing_citations": ["trial2011"],
    "checked_on": date(2026, 1, 1).isoformat(),
}  # fmt: skip
EFFECT = {
    "key": "low-calcium", "name": {"en": "low calcium", "es": "calcio bajo"}, "clinical_name": {}, "definition": {},
    "frequency": {}, "band": "common", "serious": True, "onset": {}, "duration": {}, "at_risk": {}, "prevention": {},
    "what_to_do": {}, "call_now": {}, "citations": ["trial2011", "report2019"],
}  # fmt: skip
PRECAUTION = {
    "key": "teeth", "condition": {"en": "dental work", "es": "trabajo dental"}, "severity": "ask-first",
    "advice": {"en": "See a dentist first.", "es": "Vaya antes al dentista."}, "citations": ["label2020"],
}  # fmt: skip
DRUG = {
    "title": "Denosumab",
    "name": {"en": "denosumab", "es": "denosumab"},
    "pronunciation": "",
    "classes": ["bone-drugs"],
    "prescription": "prescription",
    "codes": {"rxnorm": "993449"},
    "products": [{"brand": "Xgeva"}, {"brand": "Prolia"}, {"brand": "Xgeva"}, {"brand": ""}],
    "regimens": [REGIMEN],
    "side_effects": [EFFECT],
    "precautions": [PRECAUTION],
    "side_effects_complete": False,
    "precautions_complete": False,
}


def changed(source, path: str, value):
    """The source with one value replaced; the path is written "regimens.0.dose.value"."""
    copy = deepcopy(source)
    place = copy
    *steps, last = path.split(".")
    for step in steps:
        place = place[int(step)] if step.isdigit() else place[step]
    place[int(last) if last.isdigit() else last] = value
    return copy


def codes(source) -> list[str]:
    return [issue.code for issue in issues_of(source)]


def test_the_facts_say_the_regimen_in_words_of_both_languages():
    facts = regimen_facts(REGIMEN)
    assert facts["dose"] == {"en": "120\u00a0mg", "es": "120\u00a0mg"}
    assert facts["frequency"] == {"en": "every 4 weeks", "es": "cada 4 semanas"}
    assert facts["route"] == ROUTES["subcutaneous"]
    assert facts["timing"] == REGIMEN["timing"]


def test_brands_are_said_once_in_their_order():
    assert drug_facts("denosumab", DRUG)["brands"] == ["Xgeva", "Prolia"]


def test_markup_reads_back_what_the_facts_say():
    facts = drug_facts("denosumab", DRUG)
    for language, name, frequency in (("en", "low calcium", "every 4 weeks"), ("es", "calcio bajo", "cada 4 semanas")):
        fact = DrugFact.from_json(facts, language)
        assert fact.regimens[0].frequency == frequency
        assert fact.side_effects[0].name == name
        assert fact.side_effects[0].serious
        assert fact.brands == ("Xgeva", "Prolia")
    group = ClassFact.from_json(class_facts("bone-drugs", DRUG | {"summary": {}}), "en")
    assert (group.key, len(group.side_effects), len(group.precautions)) == ("bone-drugs", 1, 1)


def test_making_facts_changes_nothing_it_was_given():
    before = deepcopy(DRUG)
    drug_facts("denosumab", DRUG)
    issues_of(DRUG)
    assert before == DRUG


def test_references_are_listed_once_in_the_order_the_facts_state_them():
    assert cited_keys(drug_facts("denosumab", DRUG)) == ["label2020", "trial2011", "report2019"]
    assert cited_keys(class_facts("c", DRUG | {"summary": {}})) == ["trial2011", "report2019", "label2020"]


def test_a_good_sheet_has_no_issue():
    assert issues_of(DRUG) == ()


@pytest.mark.parametrize(
    ("path", "value", "code", "stops"),
    [
        ("regimens.0.dose.value", "0", "regimen-dose", True),
        ("regimens.0.dose.value", "-1", "regimen-dose", True),
        ("regimens.0.dose.unit", "", "regimen-dose", True),
        ("regimens.0.dose.unit", "µg", "regimen-dose", True),
        ("regimens.0.dose.unit", "cc", "regimen-dose", True),
        ("regimens.0.dose.value_max", "100", "regimen-dose", True),
        ("regimens.0.timing.period", None, "regimen-timing", True),
        ("regimens.0.timing.periodUnit", "", "regimen-timing", True),
        ("regimens.0.timing.periodUnit", "fortnight", "regimen-timing", True),
        ("regimens.0.timing.frequency", 0, "regimen-timing", True),
        ("regimens.0.timing.period", "0", "regimen-timing", True),
        ("regimens.0.timing.periodMax", "3", "regimen-timing", True),
        ("regimens.0.dose_citations", [], "dose-uncited", False),
        ("regimens.0.indication_key", "", "regimen-indication", False),
        ("name", {"en": "denosumab"}, "words-missing", False),
        ("name", {}, "words-missing", False),
        ("side_effects.0.name", {"en": "low calcium"}, "words-missing", False),
        ("side_effects.0.call_now", {"es": "Llame."}, "words-missing", False),
        ("precautions.0.advice", {"en": "See a dentist first."}, "words-missing", False),
        ("precautions.0.citations", [], "row-uncited", False),
        ("side_effects.0.citations", [], "row-uncited", False),
        ("notes", [{"kind": "kidney", "words": {"en": "Less."}, "citations": ["a"]}], "words-missing", False),
        (
            "notes",
            [{"kind": "kidney", "words": {"en": "Less.", "es": "Menos."}, "citations": []}],
            "row-uncited",
            False,
        ),
        ("regimens.0.population", {"en": "adults"}, "words-missing", False),
        ("regimens.0.infusion_time", {"es": "15 minutos"}, "words-missing", False),
    ],
)
def test_what_is_wrong_is_told_and_stops_publishing_when_it_must(path, value, code, stops):
    found = issues_of(changed(DRUG, path, value))
    assert code in [issue.code for issue in found]
    assert any(issue.stops_publishing for issue in found if issue.code == code) == stops
    assert all(issue.message for issue in found)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("regimens.0.dose.value_max", "240"),
        ("regimens.0.timing.periodMax", "6"),
        ("regimens.0.timing.asNeeded", True),
        ("regimens", []),
        ("side_effects", []),
        ("precautions", []),
        ("side_effects.0.onset", {}),
        ("side_effects.0.synonyms", {"en": ["too little calcium"]}),
        ("regimens.0.population", {"en": "adults", "es": "adultos"}),
        ("notes", []),
        ("side_effects.0.onset", {"en": "soon", "es": "pronto"}),
        ("regimens.0.duration", {"en": "for a year", "es": "durante un año"}),
    ],
)
def test_what_is_merely_not_stated_is_left_alone(path, value):
    assert codes(changed(DRUG, path, value)) == []


def test_a_wrong_regimen_prints_no_wrong_words():
    wrong = changed(DRUG, "regimens.0.dose.value", "-1")
    assert drug_facts("d", wrong)["regimens"][0]["dose"] == {"en": "", "es": ""}


@pytest.mark.parametrize("route", ["", "unknown", "Oral", "oral "])
def test_an_unknown_route_has_no_words(route):
    assert route_words(route) == {}


def test_the_words_of_a_route_are_not_the_table_itself():
    route_words("oral")["en"] = "changed"
    assert ROUTES["oral"]["en"] == "by mouth"


def test_what_a_sheet_does_not_state_leaves_no_trace_in_its_facts():
    before = {"inn", "us_name", "notes", "parent"}
    assert not before & set(drug_facts("denosumab", DRUG))
    assert not before & set(class_facts("c", DRUG | {"summary": {}}))
    assert not {"population", "infusion_time", "max_daily_dose"} & set(regimen_facts(REGIMEN))
    assert product_facts({"brand": "Xgeva"}) == {"brand": "Xgeva"}
    assert side_effect_facts(EFFECT) == EFFECT


def test_more_about_a_drug_reaches_pages_in_their_language():
    words = {"en": "Drink water.", "es": "Beba agua."}
    fuller = DRUG | {
        "inn": "denosumabum",
        "us_name": "denosumab-xyz",
        "notes": [{"kind": "supplements", "words": words, "citations": ["label2020"]}],
        "products": [{"brand": "Xgeva", "region": "US", "biosimilar": True, "manufacturer": "Maker"}],
    }
    fuller = changed(fuller, "regimens.0.population", {"en": "adults", "es": "adultos"})
    fuller = changed(fuller, "regimens.0.max_daily", {"value": "4000", "unit": "mg"})
    fuller = changed(fuller, "side_effects.0.affected", 3)
    fuller = changed(fuller, "side_effects.0.out_of", 100)
    fact = DrugFact.from_json(drug_facts("denosumab", fuller), "es")
    assert (fact.inn, fact.us_name) == ("denosumabum", "denosumab-xyz")
    assert fact.notes == (NoteFact("supplements", "Beba agua.", ("label2020",)),)
    assert fact.products == (ProductFact("Xgeva", "Estados Unidos", manufacturer="Maker", biosimilar=True),)
    assert (fact.regimens[0].population, fact.regimens[0].max_daily_dose) == ("adultos", "4000\u00a0mg")
    assert fact.side_effects[0].natural == "alrededor de 3 de cada 100 personas"


def test_a_class_says_what_it_is_and_what_it_is_part_of():
    source = DRUG | {"summary": {"en": "Drugs for bone.", "es": "Para el hueso."}, "parent": "bone-drugs"}
    fact = ClassFact.from_json(class_facts("c", source), "en")
    assert (fact.summary, fact.parent) == ("Drugs for bone.", "bone-drugs")


def test_sources_of_notes_are_sources_of_the_drug():
    noted = DRUG | {"notes": [{"kind": "kidney", "words": {"en": "Less."}, "citations": ["kidney2021"]}]}
    assert cited_keys(drug_facts("denosumab", noted))[-1] == "kidney2021"


@pytest.mark.parametrize(
    ("affected", "out_of", "english", "spanish"),
    [
        (1, 10, "about 1 in 10 people", "alrededor de 1 de cada 10 personas"),
        (29, 100, "about 29 in 100 people", "alrededor de 29 de cada 100 personas"),
        (3, 10000, "about 3 in 10,000 people", "alrededor de 3 de cada 10\u00a0000 personas"),
    ],
)
def test_a_number_of_people_is_said_as_it_was_counted(affected, out_of, english, spanish):
    assert natural_frequency(affected, out_of, "en") == english
    assert natural_frequency(affected, out_of, "es") == spanish
