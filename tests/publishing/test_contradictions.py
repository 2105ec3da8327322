"""Which sentences of a page may still say what a changed fact no longer says."""

import pytest

from drugs.facts import drug_facts
from publishing.contradictions import contradictions


def facts(*, weeks=4, dose="120", route="subcutaneous", name="denosumab", unit="wk", times=1):
    source = {
        "name": {"en": name, "es": name},
        "pronunciation": "",
        "products": [{"brand": "Xgeva"}],
        "classes": [],
        "codes": {},
        "prescription": "",
        "regimens": [
            {
                "key": "usual",
                "indication_key": "bone-metastases",
                "indication": {},
                "brand": "Xgeva",
                "route": route,
                "dose": {"value": dose, "value_max": None, "unit": "mg"},
                "timing": {
                    "frequency": times,
                    "frequencyMax": None,
                    "period": str(weeks),
                    "periodMax": None,
                    "periodUnit": unit,
                    "asNeeded": False,
                },
                "duration": {},
                "dose_citations": [],
                "timing_citations": [],
                "checked_on": None,
            }
        ],
        "side_effects": [],
        "precautions": [],
        "side_effects_complete": False,
        "precautions_complete": False,
    }
    return drug_facts(name, source)


def found(html, *, before=None, after=None, title="Bones", language="en", others=("zoledronic acid",)):
    return contradictions(
        html, title=title, before=before or facts(), after=after or facts(weeks=6), language=language, others=others
    )


@pytest.mark.parametrize(
    ("words", "language", "changed"),
    [
        ("Denosumab is given every 4 weeks.", "en", {"weeks": 6}),
        ("Denosumab is given every four weeks.", "en", {"weeks": 6}),
        ("You get Xgeva every 4\u00a0weeks.", "en", {"weeks": 6}),
        ("You get Xgeva once every 4 weeks.", "en", {"weeks": 6}),
        ("You get Xgeva monthly.", "en", {"weeks": 6}),
        ("The 4-weekly denosumab injection takes a minute.", "en", {"weeks": 6}),
        ("You come every 28 days.", "en", {"weeks": 6}),
        ("You come every 4 weeks.", "en", {"weeks": 6}),
        ("Denosumab: 120 mg.", "en", {"dose": "60"}),
        ("Denosumab: 120mg.", "en", {"dose": "60"}),
        ("The dose is 120 milligrams.", "en", {"dose": "60"}),
        ("Denosumab is injected under the skin.", "en", {"route": "intravenous"}),
        ("It is a subcutaneous injection.", "en", {"route": "intravenous"}),
        ("El denosumab se da cada 4 semanas.", "es", {"weeks": 6}),
        ("El denosumab se da cada cuatro semanas.", "es", {"weeks": 6}),
        ("La dosis es de 120 miligramos.", "es", {"dose": "60"}),
        ("Se inyecta debajo de la piel.", "es", {"route": "oral"}),
    ],
)
def test_an_old_value_in_the_page_s_own_words_is_found(words, language, changed):
    after = facts(**changed)
    assert found(f"<p>{words}</p>", after=after, language=language) == [words.replace("\u00a0", " ")]


@pytest.mark.parametrize(
    ("html", "changed"),
    [
        ('<p>Denosumab is given <span class="fact">every 4 weeks</span>.</p>', {"weeks": 6}),
        ('<p>Denosumab is given <span data-facts="drug:denosumab" data-dose>every 4 weeks</span>.</p>', {"weeks": 6}),
        ('<div class="drug-table"><table><tr><td>every 4 weeks</td></tr></table></div>', {"weeks": 6}),
        ("<p>Denosumab is given every 6 weeks.</p>", {"weeks": 6}),
        ("<p>Zoledronic acid is given every 4 weeks.</p>", {"weeks": 6}),
        ("<p>Zoledronic acid helps. You get it every 4 weeks.</p>", {"weeks": 6}),
        ("<h2>Zoledronic acid</h2><p>You get it every 4 weeks.</p>", {"weeks": 6}),
        ("<p>Denosumab: see you every 14 weeks.</p>", {"weeks": 6}),
        ("<p>Denosumab strengthens bones for 4 years.</p>", {"weeks": 6}),
        ("<p>Denosumab: 1120 mg of calcium.</p>", {"dose": "60"}),
        ("<p>Denosumab: 120 mg.</p>", {"weeks": 6}),
        ("<p>Denosumab: 120 mgx.</p>", {"dose": "60"}),
        ("<p>You get denosumab every 4 weeks.</p>", {"weeks": 4}),
        ("<p>Bring a friend under any skin of weather.</p>", {"route": "oral"}),
        ("<p>El denosumab se da cada 6 semanas.</p>", {"weeks": 6}),
        ("", {"weeks": 6}),
    ],
)
def test_what_follows_by_itself_or_is_about_something_else_is_left_alone(html, changed):
    assert found(html, after=facts(**changed)) == []


def test_a_value_that_another_regimen_still_has_is_left_alone():
    after = facts(weeks=6)
    after["regimens"].append(facts(weeks=4)["regimens"][0] | {"key": "other"})
    assert found("<p>Denosumab is given every 4 weeks.</p>", after=after) == []


def test_an_old_definition_word_for_word_is_found():
    before = {"kind": "term", "key": "marrow", "name": "marrow", "definition": "the soft middle of a bone"}
    after = before | {"definition": "the part of a bone where blood is made"}
    html = "<p>Marrow is the soft middle of a bone.</p><p>A bone has a middle.</p>"
    assert found(html, before=before, after=after) == ["Marrow is the soft middle of a bone."]


def test_each_sentence_is_named_once_and_the_list_ends():
    html = "".join(f"<p>Denosumab every 4 weeks, {n}.</p>" * 2 for n in range(40))
    assert len(found(html)) == 20
