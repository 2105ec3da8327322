"""What is wrong with facts is said in the language of whoever edits them."""

from decimal import Decimal

import pytest
from django.utils import translation

from drugs import doses, frequencies, timing
from drugs.frequencies import NAMES, frequency_problems


def test_a_band_that_does_not_fit_is_named_in_the_language_of_the_editor():
    with translation.override("es"):
        ((_field, said),) = frequency_problems(3, 100, "rare")
        assert str(NAMES["common"]) in said and str(NAMES["rare"]) in said


@pytest.mark.parametrize(
    "problems",
    [
        lambda: doses.problems(doses.Dose(Decimal(-1), None, "furlong")),
        lambda: timing.problems(timing.Timing(frequency=3)),
        lambda: timing.problems(timing.Timing(period=Decimal(-1), period_unit="wk")),
        lambda: frequency_problems(None, 100, ""),
    ],
)
def test_what_is_wrong_with_a_number_is_looked_up_in_the_language_of_the_editor(problems, monkeypatch):
    asked = []
    for module in (doses, timing, frequencies):
        monkeypatch.setattr(module, "_", lambda text: asked.append(text) or text)
    assert list(problems()) and asked
