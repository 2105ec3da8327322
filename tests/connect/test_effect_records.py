"""The vocabulary of effects, as files bring it: in a list of its own, or inline with the first sheet that states one."""

import pytest

from connect.importing import ImportRefused
from drugs.models import Drug, DrugClass, Effect
from tests.connect.folders import changed

pytestmark = pytest.mark.django_db
CLASS = "drug-classes/bisphosphonates.yaml"
DRUG = "drugs/zoledronic-acid.yaml"
NAMES = "name: {en: fever, es: fiebre}"
STATES_FEVER = "side_effects:\n  - key: fever\n"
VOCABULARY = """\
- key: fever
  name: {en: fever, es: fiebre}
  clinical_name: {en: pyrexia, es: pirexia}
  synonyms: {en: [high temperature, running hot], es: [calentura]}
  definition: {en: A body temperature that is too high.}
  codes: {snomed: "386661006"}
"""


def also_in_the_drug(row: str) -> dict[str, str]:
    return changed(DRUG, "precautions:\n", f"side_effects:\n{row}precautions:\n")


def problems(bring, folder) -> str:
    with pytest.raises(ImportRefused) as refused:
        bring(folder)
    return str(refused.value)


def test_a_side_effect_stated_inline_comes_into_the_vocabulary(folder, bring):
    bring(folder())
    assert Effect.objects.get().name == {"en": "fever", "es": "fiebre"}
    assert DrugClass.objects.get().sideeffects.get().key == "fever"


@pytest.mark.parametrize(
    "row", ["  - key: fever\n", f"  - key: fever\n    {NAMES}\n", "  - key: fever\n    name: {en: fever}\n"]
)
def test_a_second_sheet_uses_the_same_effect_with_the_same_words_or_none(folder, bring, row):
    bring(folder(also_in_the_drug(row)))
    assert Drug.objects.get().sideeffects.get().effect == DrugClass.objects.get().sideeffects.get().effect


@pytest.mark.parametrize(
    ("words", "there"),
    [
        ("name: {en: high temperature, es: fiebre}", "“name”: the vocabulary says “fever” for “fever”"),
        ("name: {en: fever, es: calentura}", "“name”: the vocabulary says “fiebre” for “fever”"),
        (NAMES + "\n    definition: {en: Too hot.}", "“definition”: the vocabulary says nothing for “fever”"),
    ],
)
def test_other_words_for_the_same_effect_are_told_and_nothing_is_imported(folder, bring, words, there):
    said = problems(bring, folder(also_in_the_drug(f"  - key: fever\n    {words}\n")))
    assert there in said
    assert "choose another key" in said
    assert not Effect.objects.exists()


def test_an_effect_that_nothing_names_is_told_with_a_near_spelling(folder, bring):
    said = problems(bring, folder(also_in_the_drug("  - key: fevre\n") | {"effects.yaml": VOCABULARY}))
    assert "there is no effect “fevre”; did you mean “fever”?" in said


def test_a_list_of_effects_brings_everything_that_the_vocabulary_holds(folder, bring):
    done = bring(folder({"effects.yaml": VOCABULARY}))
    effect = Effect.objects.get()
    assert effect.synonyms == {"en": "high temperature\nrunning hot", "es": "calentura"}
    assert (effect.clinical_name["en"], effect.snomed) == ("pyrexia", "386661006")
    assert "effect fever" in done.created
    assert "effect fever" in bring(folder({"effects.yaml": VOCABULARY})).unchanged


def test_changed_words_in_the_list_reach_the_sheets_that_state_the_effect(folder, bring):
    bring(folder({"effects.yaml": VOCABULARY}))
    other = VOCABULARY.replace("es: fiebre", "es: calentura")
    done = bring(folder({"effects.yaml": other} | changed(CLASS, f"    {NAMES}\n", "")))
    assert "effect fever" in done.updated
    assert DrugClass.objects.get().get_source()["side_effects"][0]["name"]["es"] == "calentura"


@pytest.mark.parametrize(
    ("line", "there"),
    [
        ("  synonyms: {en: a temperature}\n", "synonyms: “en” must be a list of texts"),
        ("  synonyms: {fr: [chaud]}\n", "synonyms: unknown field “fr”"),
        ("  band: rare\n", "unknown field “band”"),
    ],
)
def test_a_wrong_line_of_the_list_is_told(folder, bring, line, there):
    said = problems(bring, folder({"effects.yaml": f"- key: fever\n  {NAMES}\n{line}"}))
    assert there in said


def test_a_sheet_that_is_left_alone_brings_no_effect(folder, bring):
    bring(folder())
    Effect.objects.update(name={"en": "heat", "es": "calor"})
    bring(folder(also_in_the_drug("  - key: chills\n    name: {en: chills, es: escalofríos}\n")), keep_existing=True)
    assert [str(effect) for effect in Effect.objects.all()] == ["heat"]


def test_a_class_may_stand_before_the_wider_class_it_is_part_of(folder, bring):
    wider = {"drug-classes/zz-bone.yaml": "key: bone-drugs\nname: {en: bone drugs, es: medicamentos óseos}\n"}
    bring(folder(wider | changed(CLASS, "key: bisphosphonates\n", "key: bisphosphonates\nparent: bone-drugs\n")))
    assert DrugClass.objects.get(key="bisphosphonates").parent.key == "bone-drugs"


def test_classes_in_a_circle_are_told(folder, bring):
    wider = {"drug-classes/zz.yaml": "key: bone-drugs\nname: {en: b, es: b}\nparent: bisphosphonates\n"}
    circle = changed(CLASS, "key: bisphosphonates\n", "key: bisphosphonates\nparent: bone-drugs\n")
    assert "the drug classes go round in a circle" in problems(bring, folder(wider | circle))


def test_a_confirmed_dose_is_imported(folder, bring):
    bring(folder(changed(DRUG, "{value: 4, unit: mg}", "{value: 4000, unit: g}\n    confirmed_dose: 4,000 g")))
    assert Drug.objects.get().regimens.get().confirmed_dose == "4,000 g"


def test_a_brand_of_another_drug_is_told(folder, bring):
    other = "key: other\nname: {en: other, es: otro}\nproducts:\n  - brand: zometa\n"
    said = problems(bring, folder({"drugs/aa-other.yaml": other}))
    assert "“brand”: “Zometa” is a brand of other already" in said


def test_the_same_brand_in_another_region_is_no_problem(folder, bring):
    both = {
        f"drugs/{key}.yaml": f"key: {key}\nname: {{en: {key}, es: {key}}}\nproducts:\n  - brand: Ossivane\n    region: {region}\n"
        for key, region in (("aa-other", "EU"), ("bb-other", "US"))
    }
    bring(folder(both))
    assert Drug.objects.count() == 3
