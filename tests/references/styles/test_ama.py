"""Both styles against one table, so that their differences stand side by side; and what AMA alone must hold to."""

import re

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from references.csl import TYPES, clean
from references.formatting import format_reference
from tests.references.records import article
from tests.references.styles.lines_left_alone_and_in_spanish import LEFT_ALONE, SPANISH
from tests.references.styles.lines_of_articles_in_both import JOURNALS
from tests.references.styles.lines_of_other_works_in_both import BOOKS, OTHERS
from tests.references.styles.made_up import FIELDS, json_values, plausible

ROWS = JOURNALS + BOOKS + OTHERS + LEFT_ALONE
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


@pytest.mark.parametrize(("csl", "nlm", "ama"), ROWS)
def test_a_work_is_written_as_each_style_says(csl, nlm, ama):
    assert (format_reference(csl, style="nlm"), format_reference(csl, style="ama")) == (nlm, ama)


@pytest.mark.parametrize(("csl", "nlm", "ama"), ROWS)
def test_a_record_of_the_library_is_written_the_same(csl, nlm, ama):
    kept = clean(csl).csl
    assert (format_reference(kept), format_reference(kept, style="ama")) == (nlm, ama)


@pytest.mark.parametrize(("csl", "nlm", "ama"), SPANISH)
def test_the_words_around_a_work_are_in_the_readers_language(csl, nlm, ama):
    assert format_reference(csl, style="nlm", language="es") == nlm
    assert format_reference(csl, style="ama", language="es-US") == ama


@unhurried
@given(st.dictionaries(st.sampled_from(FIELDS) | st.text(max_size=5), json_values), st.sampled_from(["en", "es"]))
def test_any_json_gives_a_line_without_doubled_punctuation(csl, language):
    csl = {field: value for field, value in csl.items() if field not in ("DOI", "URL")}  # printed as they are
    line = format_reference(csl, style="ama", language=language)
    assert ".." not in line
    assert " ," not in line
    assert line == " ".join(line.split())


@unhurried
@given(plausible, st.sampled_from(["en", "es"]))
def test_missing_parts_leave_no_stray_punctuation(csl, language):
    line = format_reference(csl, style="ama", language=language)
    stray = r"\(\)|\[\]|[,;:(\[] ?[.,;)\]]|\. ?[,;:]|[;:,]$|^[^\w\[(]"
    assert not re.search(stray, re.sub(r"\b(ed|al)\.", r"\1", line))


@unhurried
@given(
    plausible, plausible, st.sampled_from([field for field in FIELDS if field != "type"]), st.sampled_from(["en", "es"])
)
def test_what_ama_prints_differently_nlm_prints_differently_too(one, other, field, language):
    """The hash of a page covers the NLM line: nothing may change under another style that it does not see. (What kind of
    work it is only moves the same facts about.)"""
    one.setdefault("title", "T")
    changed = {name: value for name, value in one.items() if name != field} | {"title": one["title"]}
    if field in other:
        changed[field] = other[field]
    assume(changed != one)
    if format_reference(one) == format_reference(changed):
        for style in ("nlm", "ama"):
            before = format_reference(one, style=style, language=language)
            assert format_reference(changed, style=style, language=language) == before


@pytest.mark.parametrize("kind", sorted(TYPES))
def test_every_kind_of_work_says_who_and_what(kind):
    csl = article("Li, A.", [2020], title="Some work") | {"type": kind}
    line = format_reference(csl, style="ama")
    assert line.startswith("Li A. Some work.")
    assert "2020" in line
