"""How well contradictions are found over all labelled texts: the goal, not a time."""

import pytest

from bench.dosing import PARTS, cases, score


def test_what_is_found_is_right_and_most_is_found():
    everything = [case for part in PARTS for case in cases(part)]
    done = score(everything)
    assert done.precision >= 0.9
    assert done.recall >= 0.8


@pytest.mark.parametrize("part", PARTS)
def test_each_part_holds_both_languages_and_about_as_many_to_leave_alone(part):
    several = cases(part)
    assert {case.language for case in several} == {"en", "es"}
    wrong = sum(bool(case.expected) for case in several)
    assert 0.4 <= wrong / len(several) <= 0.6


def test_there_are_enough_texts_and_a_good_part_was_never_tuned_on():
    held_out, tuning = cases("held_out"), cases("tuning")
    assert len(held_out) + len(tuning) >= 240
    assert len(held_out) / (len(held_out) + len(tuning)) > 0.28
    assert not {case.text for case in held_out} & {case.text for case in tuning}


def test_the_blind_part_is_large_enough_and_shares_no_text_with_the_others():
    blind = cases("blind")
    assert len(blind) >= 120
    assert not {case.text for case in blind} & {case.text for part in ("held_out", "tuning") for case in cases(part)}
