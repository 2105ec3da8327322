import pytest

from references.formatting import STYLES, format_reference
from tests.references.records import article

WORK = article("Li, A.", [2020, 1, 5], title="T", short="J X", volume="3", page="148-159")


def test_each_style_writes_its_own_line():
    assert format_reference(WORK, style="nlm") == "Li A. T. J X. 2020 Jan 5;3:148-59."
    assert format_reference(WORK, style="ama") == "Li A. T. J X. 2020;3:148-159."


def test_without_a_style_it_is_nlm():
    assert format_reference(WORK) == format_reference(WORK, style="nlm")


def test_an_unknown_style_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match="nlm, ama"):
        format_reference({}, style="apa")


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("nothing", [None, [], "text", 3, {}])
def test_what_is_no_record_gives_an_empty_line(style, nothing):
    assert format_reference(nothing, style=style) == ""
