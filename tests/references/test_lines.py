"""The line of a place, in the text of the form."""

import pytest

from markup import parse, render
from references.lines import lines_of_anchors

TEXT = """Begin.

## One

::: callout
### Inside a box
:::

::: details More
::: side-effects denosumab
:::

### A [[term:bone]] heading

::: drug-table denosumab
::: precautions ibuprofen

::: drug-table pamidronate

#### Deep
"""


def outline(text: str) -> list[dict]:
    return [{"level": each.level, "id": each.id, "text": each.text} for each in render(parse(text), {}).outline]


def test_headings_and_blocks_by_their_ids():
    lines = lines_of_anchors(TEXT, [{"id": "s-one"}, {"id": "s-a-bone-heading"}])
    assert lines["s-one"] == 3
    assert lines["s-a-bone-heading"] == 13
    assert {name: lines[name] for name in ("dt1", "pc1", "dt2")} == {"dt1": 15, "pc1": 16, "dt2": 18}


@pytest.mark.parametrize(
    "text", ["", "Words only.\n", "##\n", "## \n\n## One\n", "::: drug-table\n", "::: unknown\n:::\n"]
)
def test_any_text_is_read(text):
    lines_of_anchors(text, outline("## One\n"))


def test_a_text_that_was_changed_since_is_matched_by_words():
    assert lines_of_anchors("Text.\n\n## New\n\n## One\n", outline("## One\n")) == {"s-new": 3, "s-one": 5}
