"""What changed between two texts: found, and the rest left alone."""

import time

import pytest

from publishing.differences import compare_sources, compare_texts


def told(before: str, after: str, **options) -> str:
    """A comparison in one line: [-taken out-] {+put in+}, | between lines, … for what is left out."""
    marks = {"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}
    lines = compare_texts(before, after, **options)
    return "|".join(
        f"…{line.omitted}" if line.omitted else "".join(marks[piece.kind].format(piece.text) for piece in line.pieces)
        for line in lines
    )


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("Take 4 mg.", "Take 8 mg.", "Take [-4-]{+8+} mg."),
        ("Do it.", "Do not do it.", "Do{+ not do+} it."),
        ("", "New.", "{+New.+}"),
        ("Old.", "", "[-Old.-]"),
        ("a\nb\nc", "a\nx\nc", "a|[-b-]{+x+}|c"),
        ("a\nb\nc\nd\ne", "a\nb\nc\nd\nx", "…3|d|[-e-]{+x+}"),
        ("a\nb\nc\nd\ne", "x\nb\nc\nd\ne", "[-a-]{+x+}|b|…3"),
        ("a\nb", "a\nb\nc", "…1|b|{+c+}"),
        ("a\nb", "b", "[-a-]|b"),
        ("una década", "una decada", "una [-década-]{+decada+}"),
    ],
)
def test_a_change_is_shown_where_it_is(before: str, after: str, expected: str) -> None:
    assert told(before, after) == expected


@pytest.mark.parametrize("text", ["", "One line.", "a\nb\nc", "a\r\nb"])
def test_the_same_text_has_no_changes(text: str) -> None:
    assert compare_texts(text, text) == []


@pytest.mark.parametrize(
    ("before", "after", "names"),
    [
        ({"title": "a"}, {"title": "b"}, ["title"]),
        ({"title": "a", "body": "x"}, {"title": "a", "body": "y"}, []),
        ({"words": ["a"]}, {"words": ["a", "b"]}, ["words"]),
        ({"name": {"en": "a"}}, {"name": {"en": "a", "es": "b"}}, ["name · es"]),
        (
            {"regimens": [{"key": "monthly", "dose": {"value": "4"}}]},
            {"regimens": [{"key": "weekly", "dose": None}, {"key": "monthly", "dose": {"value": "8"}}]},
            ["regimens · monthly · dose · value", "regimens · weekly · key"],
        ),
        ({"side_effects": []}, {"side_effects": []}, []),
        ({"a": None}, {"a": ""}, []),
    ],
)
def test_fields_that_differ_are_named_by_where_they_stand(before: dict, after: dict, names: list[str]) -> None:
    changes = compare_sources(before, after, leave_out={"body"})
    assert [change.name for change in changes] == names
    assert all(change.lines for change in changes)


def test_long_rewritten_lines_do_not_keep_anybody_waiting() -> None:
    old, new = " ".join(f"a{n}" for n in range(40_000)), " ".join(f"b{n}" for n in range(40_000))
    started = time.process_time()
    compare_texts(old, new)
    assert time.process_time() - started < 5
