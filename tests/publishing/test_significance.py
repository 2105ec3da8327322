"""What is no typo. Each line is a change that somebody could call a typo, with what the press says to it."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publishing.confusable import ENGLISH, PAIRS, SPANISH
from publishing.significance import clinical_differences, only_spelling, same_word

REFUSED = [
    # numbers
    ("Drink 2 liters.", "Drink 3 liters.", "number"),
    ("Take 1.5 tablets.", "Take 15 tablets.", "number"),
    ("Take 1.5 tablets.", "Take 1,5 tablets.", "number"),
    ("In 10% of people.", "In 1% of people.", "number"),
    ("Take it twice.", "Take it once.", "number"),
    ("Take two.", "Take ten.", "number"),
    ("Take 5 mg.", "Take .5 mg.", "word"),
    ("It is -4 now.", "It is 4 now.", "word"),
    ("Weeks 4-6.", "Weeks 4 6.", "word"),
    ("Take ½ of it.", "Take ¼ of it.", "word"),
    ("Take thirty.", "Take twenty.", "word"),
    ("Below < 4.", "Below > 4.", "word"),
    ("About 10^9.", "About 10^8.", "number"),
    ("Tómelo dos veces.", "Tómelo tres veces.", "number"),
    ("Tome la mitad.", "Tome el doble.", "number"),
    ("Less than 4.", "More than 4.", "word"),
    # units
    ("Take 4 mg.", "Take 4 g.", "unit"),
    ("Take 4mg.", "Take 4g.", "unit"),
    ("Take 4 mL.", "Take 4 L.", "unit"),
    ("Take 4 IU.", "Take 4 mmol.", "unit"),
    ("Rest for a week.", "Rest for a month.", "unit"),
    ("Weekly visits.", "Monthly visits.", "unit"),
    ("Month 2.", "Mouth 2.", "unit"),
    ("A teaspoon.", "A tablespoon.", "word"),
    ("Cada 4 semanas.", "Cada 4 días.", "unit"),
    ("Cada 4 semanas.", "Cada 4 meses.", "unit"),
    ("2 días después", "2 horas después", "unit"),
    ("Every other day.", "Every day.", "word"),
    # negations and the words that turn a sentence round
    ("Do take it.", "Do not take it.", "negation"),
    ("You can't stop.", "You can stop.", "negation"),
    ("You don’t need it.", "You do need it.", "negation"),
    ("Only at night.", "At night.", "negation"),
    ("Never alone.", "Ever alone.", "negation"),
    ("Without food.", "With food.", "negation"),
    ("Avoid grapefruit.", "Enjoy grapefruit.", "negation"),
    ("Nunca lo tome.", "Siempre lo tome.", "negation"),
    ("No lo tome.", "Lo tome.", "negation"),
    ("Sólo de noche.", "De noche.", "negation"),
    ("Evite el sol.", "Busque el sol.", "negation"),
    ("Sin alcohol.", "Con alcohol.", "negation"),
    ("It is safe.", "It is unsafe.", "word"),
    ("A typical pain.", "Atypical pain.", "word"),
    ("The typical pain.", "The atypical pain.", "word"),
    ("Symptomatic people.", "Asymptomatic people.", "word"),
    ("Hypercalcemia", "Hypocalcemia", "word"),
    ("Hipercalcemia", "Hipocalcemia", "word"),
    ("Before meals.", "After meals.", "word"),
    ("Pain and fever.", "Pain or fever.", "word"),
    ("You may stay.", "You must stay.", "word"),
    ("Raise the arm.", "Lower the arm.", "word"),
    ("The left arm.", "The right arm.", "word"),
    ("Increase it.", "Decrease it.", "word"),
    ("Jamás lo tome.", "Siempre lo tome.", "word"),
    ("Es un año.", "Es un ano.", "unit"),
    ("You dont need it.", "You do need it.", "negation"),
    ("You cant stop.", "You can stop.", "negation"),
    ("It doesnt hurt.", "It does hurt.", "negation"),
    ("You shouldnt.", "You should.", "negation"),
    # medicines written as plain words, and new words
    ("Take aspirin.", "Take ibuprofen.", "word"),
    ("It is Xgeva.", "It is Prolia.", "word"),
    ("Take prednisone.", "Take prednisolone.", "word"),
    ("Bone lives.", "Bone lives. It grows.", "word"),
    ("Bone lives. It grows.", "Bone lives.", "word"),
    ("Bone lives and grows.", "Bone grows and lives.", "word"),
    ("", "Something.", "word"),
    ("Something.", "", "word"),
    # tokens, links, blocks
    ("Text [@himelstein2017].", "Text.", "token"),
    ("[[drug:denosumab]]", "[[drug:zoledronic-acid]]", "token"),
    ("[[drug:denosumab#frequency]]", "[[drug:denosumab#dose]]", "token"),
    ("[[page:bones|Bones]]", "[[page:bone|Bones]]", "token"),
    ("[@a, p. 12]", "[@a, p. 21]", "number"),
    ("::: do\n- Eat.\n:::\n", "::: dont\n- Eat.\n:::\n", "token"),
    ("   ::: do\n- Eat.\n:::\n", "   ::: dont\n- Eat.\n:::\n", "token"),
    ("[us](https://a.example)", "[us](https://b.example)", "token"),
    ("<https://a.example>", "<https://b.example>", "token"),
    ("::: do\n- Eat.\n:::\n- Sleep.\n", "::: do\n- Eat.\n- Sleep.\n:::\n", "word"),
    ("## Avoid\n\nAlcohol is fine.", "## Avoid alcohol\n\nis fine.", "word"),
    ("| A | B |\n|---|---|\n| now | |\n", "| A | B |\n|---|---|\n| | now |\n", "word"),
    ("| a | | b |", "| a | b |", "word"),
    # borders of sentences: the same words, told otherwise
    ("Call us if you bleed. After a week it is normal.", "Call us if you bleed after a week. It is normal.", "word"),
    ("Nothing was bleeding. It hurt.", "Nothing. Was bleeding it hurt.", "word"),
    ("Nothing was bleeding.", "Nothing. Was bleeding.", "word"),
    ("You should take it? Ask.", "You should take it. Ask.", "word"),
    ("You should take it.", "You should take it?", "word"),
    ("You should take it", "You should take it?", "word"),
    ("Pain, fever chills", "Pain, fever, chills", "word"),
    ("Eat, children.", "Eat children.", "word"),
    ("Call us if you bleed; later it is normal.", "Call us if you bleed later; it is normal.", "word"),
    ("Take it (at night) with food.", "Take it at night (with food).", "word"),
    ("Take it: at night rest.", "Take it at night: rest.", "word"),
    ("Call if you bleed — after a week it is normal.", "Call if you bleed after a week — it is normal.", "word"),
    ("Llame si sangra. Tras una semana es normal.", "Llame si sangra tras una semana. Es normal.", "word"),
    ("Call if you bleed\n\nAfter a week it is normal", "Call if you bleed after a week\n\nIt is normal", "word"),
    ("Call if you bleed.\nAfter a week rest.", "Call if you bleed\nAfter a week rest.", "word"),
    # lists and their depth
    ("- Call us\n  - with fever\n  - with pain\n", "- Call us\n  - with fever\n- with pain\n", "word"),
    ("- Call us\n- with fever\n", "- Call us\n  - with fever\n", "word"),
    ("1. Call us\n   - with fever\n", "1. Call us\n- with fever\n", "word"),
    ("- Call us\n\n  with fever\n", "- Call us\n\nwith fever\n", "word"),
    ("- Call us with fever\n", "- Call us\n- with fever\n", "word"),
    ("- Call us\n", "Call us\n", "word"),
    # a letter that is a name, and articles that count
    ("The hepatitis A vaccine.", "The hepatitis vaccine.", "word"),
    ("The hepatitis a vaccine.", "The hepatitis vaccine.", "word"),
    ("The hepatitis A vaccine.", "The hepatitis a vaccine.", "word"),
    ("The hepatitis A vaccine.", "The hepatitis B vaccine.", "word"),
    ("Take vitamin A daily.", "Take vitamin daily.", "word"),
    ("It is type A flu.", "It is type flu.", "word"),
    ("La vitamina A ayuda.", "La vitamina ayuda.", "word"),
    ("La hepatitis A pasa.", "La hepatitis pasa.", "word"),
    ("It lasts a few days.", "It lasts few days.", "word"),
    ("It lasts a few hours.", "It lasts the few hours.", "word"),
    ("There is a little pain.", "There is little pain.", "word"),
    ("Eat a lot more.", "Eat lot more.", "word"),
    ("Hay un poco de dolor.", "Hay poco de dolor.", "word"),
    ("Hay unos pocos casos.", "Hay pocos casos.", "word"),
    # one letter between two words that both exist
    ("It will cure you.", "It will care you.", "word"),
    ("They cared.", "They cured.", "word"),
    ("After an injection.", "After an infection.", "word"),
    ("Three injections.", "Three infections.", "word"),
    ("It was injected.", "It was infected.", "word"),
    ("Use heat.", "Use heart.", "word"),
    ("You must rest.", "You most rest.", "word"),
    ("Hair less.", "Hair loss.", "word"),
    ("You have a fever.", "You have a fewer.", "word"),
    ("The fetal test.", "The fatal test.", "word"),
    ("A toxic water.", "A tonic water.", "word"),
    ("Talking hurts.", "Taking hurts.", "word"),
    ("A diet of fruit.", "A died of fruit.", "word"),
    ("Do it now.", "Do it not.", "negation"),
    ("You now sleep.", "You know sleep.", "word"),
    ("You can take it.", "You cannot take it.", "negation"),
    ("Either of them.", "Neither of them.", "negation"),
    ("Take 4 mg.", "Take 4 mcg.", "unit"),
    ("Take it daily.", "Take it weekly.", "unit"),
    ("Eat more.", "Eat less.", "word"),
    ("Hyprtension", "Hypotension", "word"),
    ("Hypetension", "Hypertension", "word"),
    ("Hipetensión", "Hipotensión", "word"),
    ("Antes de comer.", "Después de comer.", "word"),
    ("Coma más.", "Coma menos.", "word"),
    ("Con comida.", "Sin comida.", "negation"),
    ("Está mejor.", "Está menor.", "word"),
    ("Es mayor.", "Es menor.", "word"),
    ("Puede tomar agua.", "Puede tocar agua.", "word"),
    ("Puede tomar agua.", "Puede tornar agua.", "word"),
    ("Una inyección.", "Una infección.", "word"),
    ("Dos inyecciones.", "Dos infecciones.", "word"),
    ("Duele el hueso.", "Duele el huevo.", "word"),
    ("Tiene suero.", "Tiene sueño.", "word"),
    # care cards: nothing changes inside one
    (
        "::: care urgent\n### Call if:\n\n- You have feverr.\n:::\n",
        "::: care urgent\n### Call if:\n\n- You have fever.\n:::\n",
        "care card",
    ),
    (
        ":::: care urgent\n### Call if:\n\n- Pian.\n::::\n",
        ":::: care urgent\n### Call if:\n\n- Pain.\n::::\n",
        "care card",
    ),
]

LEFT_ALONE = [
    ("Bone is livng tissue.", "Bone is living tissue."),
    ("Bone is livingg tissue.", "Bone is living tissue."),
    ("Bone is livinh tissue.", "Bone is living tissue."),
    ("Bone is ilving tissue.", "Bone is living tissue."),
    ("Teh bone.", "The bone."),
    ("bone.", "Bone."),
    ("The the bone.", "The bone."),
    ("In bone bone grows.", "In bone grows."),
    ("A ankle.", "An ankle."),
    ("Take shower.", "Take a shower."),
    ("Go to the the doctor.", "Go to the doctor."),
    ("Call us today", "Call us today."),
    ("Call us , today.", "Call us, today."),
    # a mark at the very end of a block
    ("Call us.\n\nRest", "Call us\n\nRest."),
    ("- Call us\n- Rest.\n", "- Call us.\n- Rest\n"),
    ("## Call us\n\nRest.", "## Call us.\n\nRest."),
    ("| Call us | here |", "| Call us. | here. |"),
    ("Rest..", "Rest."),
    ("Watch for\n\n- pain", "Watch for:\n\n- pain"),
    ("Llame al médico", "Llame al médico."),
    # the same blocks, laid out otherwise
    ("Call us\n- Rest\n", "Call us\n\n- Rest\n"),
    ("- Call us\n\n- Rest\n", "- Call us\n- Rest\n"),
    ("- Call us\n- Rest\n", "* Call us\n* Rest\n"),
    ("- Call us\n  - with fever\n", "- Call us\n    - with fever\n"),
    ("- Call us\n  with fever\n", "- Call us with fever\n"),
    ("- Cal us\n  - with fevr\n", "- Call us\n  - with fever\n"),
    ("1. Cal us\n2. Rest\n", "1. Call us\n2. Rest\n"),
    ("::: do\n- Eat.\n:::\n", "::: do\n\n- Eat.\n\n:::\n"),
    ("One\n\n\n\nmore.", "One\n\nmore."),
    ("Call us—today.", "Call us — today."),
    ("Pain (often) and feverr, chills; rest.", "Pain (often) and fever, chills; rest."),
    # letters and articles that nothing hangs on
    ("Ask a nurse.", "Ask nurse."),
    ("The hepatitis A vacine.", "The hepatitis A vaccine."),
    ("Vitamin A is godo.", "Vitamin A is good."),
    ("The few bonse.", "The few bones."),
    ("It lasts a few momments.", "It lasts a few moments."),
    ("Hay un poco de dolro.", "Hay un poco de dolor."),
    ("should i rest", "should I rest"),
    ("A bone.", "The bone."),
    ("A nurse calls.", "Nurse calls."),
    # one letter that makes no other word that matters
    ("The beast tissue.", "The breast tissue."),
    ("It will cuer you.", "It will cure you."),
    ("An injecton.", "An injection."),
    ("An infetion.", "An infection."),
    ("Your hart.", "Your heart."),
    ("Hair losss.", "Hair loss."),
    ("You haev a fevre.", "You have a fever."),
    ("Hypertensoin", "Hypertension"),
    ("Hypotensin", "Hypotension"),
    ("Hipertensin", "Hipertensión"),
    ("Una inyeccion.", "Una inyección."),
    ("Una infecion.", "Una infección."),
    ("Puede tomr agua.", "Puede tomar agua."),
    ("Está mejr.", "Está mejor."),
    ("Duele el huseo.", "Duele el hueso."),
    ("Away form home.", "Away from home."),
    ("Recieve care.", "Receive care."),
    ("Seperate rooms.", "Separate rooms."),
    ("Ocurred before.", "Occurred before."),
    ("Diarhea after meals.", "Diarrhea after meals."),
    ("Tendra nausea despues.", "Tendrá náusea después."),
    ("El tratamineto ayuda.", "El tratamiento ayuda."),
    ("Bone  is   tissue.", "Bone is tissue."),
    ("Bone is tissue.\n", "Bone is tissue.\n\n"),
    ("Bone is\ntissue.", "Bone is tissue."),
    ("Every where.", "Everywhere."),
    ("Healthcare team", "Health care team"),
    ("The patients chart", "The patient's chart"),
    ("“Bone”", '"Bone"'),
    ("Weeks 4–6.", "Weeks 4-6."),
    ("Take 4 mg with fod.", "Take 4 mg with food."),
    ("Don't worrry.", "Don't worry."),
    ("Do not wory.", "Do not worry."),
    ("Las proximas semanas", "Las próximas semanas"),
    ("El hueso es tejdio vivo.", "El hueso es tejido vivo."),
    ("Hueso es tejido.", "El hueso es tejido."),
    ("Señales de alarma", "señales de alarma"),
    ("La nina", "La niña"),
    ("Llame a su medico", "Llame a su médico"),
    ("[[drug:denosumab]] is givn.", "[[drug:denosumab]] is given."),
    ("Text [@a; @b, p. 12] and mroe.", "Text [@a; @b, p. 12] and more."),
    ("::: do\n- Eat wel.\n:::\n", "::: do\n- Eat well.\n:::\n"),
    ("## Waht is it?\n\nBone.", "## What is it?\n\nBone."),
    ("| A | B |\n|---|---|\n| lefft | here |\n", "| A | B |\n|---|---|\n| left | here |\n"),
    ("[cal us](https://a.example)", "[call us](https://a.example)"),
    ("**bone** tissue", "*bone* tissue"),
    ("caf\u00e9", "cafe\u0301"),
    (
        "::: care urgent\n### Call if:\n\n- Pain.\n:::\nMore txet.",
        "::: care urgent\n### Call if:\n\n- Pain.\n:::\nMore text.",
    ),
    ("", ""),
    ("Bone.", "Bone."),
]


def differences(before: object, after: object, **quoted) -> tuple[str, ...]:
    return clinical_differences(
        {"body": before},
        {"body": after},
        quoted_before=quoted.get("quoted_before", {}),
        quoted_after=quoted.get("quoted_after", {}),
    )


@pytest.mark.parametrize(("before", "after", "what"), REFUSED)
def test_this_is_more_than_a_typo(before, after, what):
    assert what in differences(before, after)
    assert differences(after, before), "and so is taking it back"


@pytest.mark.parametrize(("before", "after"), LEFT_ALONE)
def test_this_may_be_a_typo(before, after):
    assert differences(before, after) == ()


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_two_words_of_a_dangerous_pair_are_never_one(one, other):
    assert one != other
    assert differences(f"It is {one}.", f"It is {other}.")
    assert differences(f"It is {other.upper()}.", f"It is {one.upper()}.")


def test_there_are_enough_dangerous_pairs_in_each_language():
    assert len(ENGLISH.split()) >= 60 and len(SPANISH.split()) >= 60
    assert all(pair.count("/") == 1 and pair.replace("/", "").isalpha() and pair.islower() for pair in ENGLISH.split())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"serious": True}, {"serious": False}),
        ({"side_effects_complete": False}, {"side_effects_complete": True}),
        ({"band": "common"}, {"band": "rare"}),
        ({"severity": "ask-first"}, {"severity": "caution"}),
        ({"route": "oral"}, {"route": "topical"}),
        ({"frequency": 1}, {"frequency": 2}),
        ({"frequency": 1}, {"frequency": None}),
        ({"value": "4"}, {"value": None}),
        ({"value": None}, {"value": ""}),
        ({"citations": ["a", "b"]}, {"citations": ["a"]}),
        ({"brands": ["Zometa", "Reclast"]}, {"brands": ["Reclast", "Zometa"]}),
        ({"name": {"en": "nausea"}}, {"name": {"es": "nausea"}}),
        ({"condition": "asthma", "advice": "x"}, {"advice": "asthma", "condition": "x"}),
        (["a b", "c"], ["a", "b c"]),
        ([["a"], ["b"]], [["a", "b"]]),
        ({"a": "x"}, {"a": "x", "b": ""}),
    ],
)
def test_a_fact_is_never_a_typo(before, after):
    assert differences(before, after)
    assert differences(after, before)


def test_a_quoted_fact_that_changed_is_no_typo():
    for old, new in [({"drug:a": "1"}, {"drug:a": "2"}), ({}, {"drug:a": "1"}), ({"drug:a": "1"}, {})]:
        assert differences("Same.", "Same.", quoted_before=old, quoted_after=new) == ("quoted fact",)
    same = {"drug:a": "1", "term:b": "2"}
    assert differences("Same.", "Same.", quoted_before=same, quoted_after=dict(reversed(same.items()))) == ()


def test_every_kind_of_change_is_named_once():
    found = differences("Take 4 mg and 5 mg.", "Do not take 5 g [@a] and 6 weeks.")
    assert sorted(found) == sorted(set(found))
    assert {"number", "unit", "negation", "token"} <= set(found)


WORDS = st.lists(st.sampled_from(["bone", "tissue", "living", "the", "is", "[[drug:x]]", "|", "pain"]), max_size=8)


@given(WORDS)
def test_the_same_is_always_a_typo_at_most(words):
    assert only_spelling(words, list(words))


@given(WORDS, WORDS)
@settings(max_examples=200)
def test_what_is_let_through_says_the_same_words(before, after):
    """Words that are not misspellings of each other can only be repeated or be articles."""
    if only_spelling(before, after):
        assert squeezed(before) == squeezed(after)


def squeezed(words: list[str]) -> list[str]:
    kept = [word for word in words if word != "the"]
    return [w for n, w in enumerate(kept) if n == 0 or w != kept[n - 1] or not w.isalpha()]


@given(st.text(max_size=30), st.text(max_size=30))
def test_no_text_breaks_it(before, after):
    assert isinstance(differences(before, after), tuple)
    assert differences(before, before) == ()


@given(st.text(alphabet="abcñé", min_size=1, max_size=6), st.text(alphabet="abcñé", min_size=1, max_size=6))
def test_being_the_same_word_goes_both_ways(one, other):
    assert same_word(one, other) == same_word(other, one)


def test_a_long_text_takes_no_longer_than_reading_it():
    text = "a b " * 25_000
    started = time.monotonic()
    assert differences(text + "1", text + "2")
    assert differences(text, text.replace("b", "c"))
    assert time.monotonic() - started < 20  # a quadratic comparison would take minutes
