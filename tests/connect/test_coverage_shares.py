"""Parts of a whole, rounded so that none and all are said only when they are."""

import pytest

from connect.coverage.shares import Share, percent


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (0, 0, 0), (0, 5, 0), (5, 5, 100), (1, 2, 50), (214, 260, 82), (999, 1000, 99), (1, 1000, 1), (199, 200, 99), (1, 3, 33),
        (2, 3, 67),
    ],
)  # fmt: skip
def test_percent(part, whole, said):
    assert percent(part, whole) == said


def test_a_share_as_json():
    assert Share("sections", 1, 4, "words").as_dict() == {"of": 4, "number": 1, "percent": 25}
