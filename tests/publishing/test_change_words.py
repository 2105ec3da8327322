"""A change of facts in sentences that name what changed."""

import pytest
from django.utils.translation import override

from publishing.change_words import change_sentences, change_words


def usual(**words):
    return {"regimens": [{"key": "usual", "dose": {"en": "120 mg"}, "frequency": {"en": "every 4 weeks"}} | words]}


@pytest.mark.parametrize(
    ("before", "after", "sentences"),
    [
        (usual(), usual(dose={"en": "60 mg"}), ["The dose of denosumab changed: 120 mg → 60 mg."]),
        (
            usual(),
            usual(dose={"en": "60 mg"}, frequency={"en": "every 6 months"}),
            [
                "The dose of denosumab changed: 120 mg → 60 mg.",
                "How often denosumab is given changed: every 4 weeks → every 6 months.",
            ],
        ),
        (usual(), usual(route={"en": "by mouth"}), ["How denosumab is given changed: – → by mouth."]),
        (usual(duration={"en": "2 years"}), usual(), ["How long denosumab is given changed: 2 years → –."]),
        (usual(), {"regimens": []}, ["The list of ways in which denosumab is given changed."]),
        ({"brands": ["Xgeva"]}, {"brands": ["Xgeva", "Prolia"]}, ["The names of denosumab changed."]),
        ({}, {"side_effects": [{"key": "nausea"}]}, ["The side effects of denosumab changed."]),
        ({"precautions": [{"key": "a"}]}, {"precautions": []}, ["The precautions with denosumab changed."]),
        (
            {"definition": "salt"},
            {"definition": "a salt"},
            ["The meaning of denosumab is explained in other words: salt → a salt."],
        ),
        (
            {"status": "current"},
            {"status": "concern"},
            ["The status of denosumab changed: current → expression of concern."],
        ),
        ({"status": "odd"}, {"status": "retracted"}, ["The status of denosumab changed: odd → retracted."]),
        ({"status": "current"}, {}, ["The status of denosumab changed: current → –."]),
        ({"codes": {}}, {"codes": {"rxnorm": "1"}}, ["What is known about denosumab changed."]),
        ({"names": []}, {"names": []}, ["What is known about denosumab changed."]),
        ({"brands": []}, {}, ["What is known about denosumab changed."]),
    ],
)
def test_a_change_names_the_fact(before, after, sentences):
    with override("en"):
        assert change_sentences(before, after, "en", title="denosumab") == sentences


def test_what_became_of_a_source_is_told_in_the_language_of_the_reader():
    with override("en"):
        words = change_words({"status": "superseded"}, {"status": "retracted"}, "es")
    assert words == "reemplazada → retractada"
