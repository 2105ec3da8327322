"""Facts are read from their stored form in the language of the page."""

from markup import ClassFact, DrugFact, PrecautionFact, RegimenFact, SideEffectFact

DRUG = {
    "kind": "drug",
    "key": "denosumab",
    "name": {"en": "denosumab", "es": "denosumab"},
    "brands": ["Xgeva"],
    "classes": ["antibodies"],
    "regimens": [
        {
            "key": "usual",
            "indication_key": "bone-metastases",
            "indication": {"en": "bone metastases", "es": "metástasis óseas"},
            "brand": "Xgeva",
            "route": {"en": "injection", "es": "inyección"},
            "dose": {"en": "120 mg"},
            "frequency": {"en": "every 4 weeks", "es": "cada 4 semanas"},
            "duration": {},
            "dose_citations": ["a"],
            "timing_citations": ["b"],
            "checked_on": "2024-05-01",
        }
    ],
    "side_effects": [{"key": "low-calcium", "name": {"es": "Calcio bajo"}, "band": "common", "serious": True}],
    "precautions": [{"key": "pregnancy", "condition": {"en": "Pregnancy"}, "severity": "avoid", "citations": ["c"]}],
    "side_effects_complete": True,
}


def test_a_drug_is_read_in_the_language_asked_for():
    antibodies = ClassFact("antibodies", "antibodies")
    fact = DrugFact.from_json(DRUG, "es", url="/es/drugs/denosumab/", classes=[antibodies])
    assert (fact.key, fact.url, fact.brands, fact.classes) == (
        *("denosumab", "/es/drugs/denosumab/", ("Xgeva",), (antibodies,)),
    )
    assert fact.regimens == (
        RegimenFact(
            key="usual",
            indication_key="bone-metastases",
            indication="metástasis óseas",
            brand="Xgeva",
            route="inyección",
            dose="120 mg",  # not translated, so as in English
            frequency="cada 4 semanas",
            duration="",
            dose_citations=("a",),
            timing_citations=("b",),
            checked_on="2024-05-01",
        ),
    )
    assert fact.side_effects == (SideEffectFact("low-calcium", "Calcio bajo", band="common", serious=True),)
    assert fact.precautions == (PrecautionFact("pregnancy", "Pregnancy", severity="avoid", citations=("c",)),)
    assert (fact.side_effects_complete, fact.precautions_complete) == (True, False)


def test_words_in_no_wanted_language_are_not_stated():
    assert DrugFact.from_json(DRUG, "en").side_effects[0].name == ""


def test_a_class_is_read_in_the_language_asked_for():
    data = {"kind": "class", "key": "x", "name": {"en": "exes", "es": "equis"}, "side_effects": DRUG["side_effects"]}
    fact = ClassFact.from_json(data, "es", url="/es/drugs/x/")
    assert (fact.name, fact.url, len(fact.side_effects), fact.precautions) == ("equis", "/es/drugs/x/", 1, ())


def test_facts_that_are_all_but_empty_are_read():
    assert DrugFact.from_json({"key": "x"}, "en") == DrugFact("x", "x")
    assert ClassFact.from_json({"key": "x", "name": None, "side_effects": None}, "en") == ClassFact("x", "x")
