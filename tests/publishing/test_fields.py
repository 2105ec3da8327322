"""Words in each language, and lists of lines: what editors type and what is stored."""

import pytest
from django.core.exceptions import ValidationError

from drugs.models import Indication
from edu.models import Article
from publishing.fields import MAX_LINES, LinesFormField, WordsField, WordsFormField, words_in


@pytest.mark.parametrize(
    ("words", "language", "found"),
    [
        ({"en": "bone", "es": "hueso"}, "es", "hueso"),
        ({"en": "bone", "es": "hueso"}, "en", "bone"),
        ({"en": "bone"}, "es", "bone"),
        ({"en": "bone", "es": ""}, "es", "bone"),
        ({"es": "hueso"}, "en", ""),
        ({}, "en", ""),
        (None, "en", ""),
        ({"en": "bone"}, "xx", "bone"),
        ({"en": "bone"}, "", "bone"),
    ],
)
def test_words_are_found_in_a_language_or_the_first(words, language, found):
    assert words_in(words, language) == found


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (["bone", "hueso"], {"en": "bone", "es": "hueso"}),
        (["  bone  ", "hueso"], {"en": "bone", "es": "hueso"}),
        (["bone", ""], {"en": "bone"}),
        (["bone", "   "], {"en": "bone"}),
        (["", "hueso"], {"es": "hueso"}),
        (["<b>bone</b>", ""], {"en": "<b>bone</b>"}),
        (["😀", "ñ"], {"en": "😀", "es": "ñ"}),
    ],
)
def test_what_is_typed_is_stored_without_blanks(typed, stored):
    assert WordsFormField().clean(typed) == stored


@pytest.mark.parametrize("typed", [["", ""], [], None, [" ", " "], ["x" * 501, ""], ["a\x00b", ""]])
def test_words_that_are_missing_too_long_or_broken_are_refused(typed):
    with pytest.raises(ValidationError):
        WordsFormField().clean(typed)


def test_words_may_be_left_out_when_they_need_not_be_given():
    assert WordsFormField(required=False).clean(["", ""]) == {}
    assert WordsFormField(required=False).clean(None) == {}


def test_the_form_shows_what_is_stored():
    field = WordsFormField()
    assert field.widget.decompress({"en": "bone", "es": "hueso"}) == ["bone", "hueso"]
    assert field.widget.decompress({"es": "hueso"}) == ["", "hueso"]
    for broken in (None, "", "text", [], 5):
        assert field.widget.decompress(broken) == ["", ""]


@pytest.mark.parametrize(
    ("stored", "typed", "changed"),
    [
        ({"en": "bone"}, ["bone", ""], False),
        ({"en": "bone"}, [" bone ", " "], False),
        ({}, ["", ""], False),
        (None, ["", ""], False),
        ({"en": "bone"}, ["Bone", ""], True),
        ({"en": "bone"}, ["bone", "hueso"], True),
        ({"en": "bone"}, ["", ""], True),
    ],
)
def test_a_form_that_was_only_looked_at_has_not_changed(stored, typed, changed):
    assert WordsFormField().has_changed(stored, typed) is changed


@pytest.mark.parametrize(
    "broken",
    [[], "text", 5, {"en": 5}, {"en": None}, {"xx": "bone"}, {"en": ["bone"]}, {"en": "x" * 501}, {"en": {"a": "b"}}],
)
def test_a_words_field_refuses_anything_else(broken):
    with pytest.raises(ValidationError):
        Indication(key="a", name=broken).full_clean(validate_unique=False, validate_constraints=False)


@pytest.mark.parametrize("good", [{"en": "bone"}, {"es": "hueso"}, {"en": "bone", "es": "hueso"}, {"en": "x" * 500}])
def test_a_words_field_takes_words(good):
    Indication(key="a", name=good).full_clean(validate_unique=False, validate_constraints=False)


def test_a_words_field_survives_a_migration():
    for field in (WordsField(), WordsField(max_length=90, rows=3, blank=True)):
        _name, path, args, kwargs = field.deconstruct()
        again = WordsField(*args, **kwargs)
        assert path == "publishing.fields.WordsField"
        assert again.words_max_length == field.words_max_length
        assert again.deconstruct()[1:] == field.deconstruct()[1:]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("one\ntwo", ["one", "two"]),
        ("one\r\ntwo\r\n", ["one", "two"]),
        ("  one  \n\n\n two ", ["one", "two"]),
        ("one\none\ntwo\none", ["one", "two"]),
        ("", []),
        ("\n \n", []),
        ("a, b", ["a, b"]),
        ("é\ne\u0301", ["é", "e\u0301"]),
        ("\n".join(str(n) for n in range(MAX_LINES)), [str(n) for n in range(MAX_LINES)]),
    ],
)
def test_lines_are_stored_as_a_list(typed, stored):
    assert LinesFormField(required=False).clean(typed) == stored


@pytest.mark.parametrize("typed", ["\n".join(str(n) for n in range(MAX_LINES + 1)), "a\x00b"])
def test_too_many_or_broken_lines_are_refused(typed):
    with pytest.raises(ValidationError):
        LinesFormField(required=False).clean(typed)


def test_lines_come_back_as_they_were_typed():
    field = LinesFormField()
    assert field.prepare_value(["one", "two"]) == "one\ntwo"
    assert field.prepare_value("one\nstill typing") == "one\nstill typing"
    assert field.clean(field.prepare_value(["one", "two"])) == ["one", "two"]


@pytest.mark.parametrize(
    ("stored", "typed", "changed"),
    [(["a"], "a\n", False), ([], "", False), (None, None, False), (["a"], "b", True), (["a", "b"], "b\na", True)],
)
def test_lines_that_were_only_looked_at_have_not_changed(stored, typed, changed):
    assert LinesFormField().has_changed(stored, typed) is changed


@pytest.mark.parametrize("broken", ["text", 5, {"a": 1}, [5], [None], [["a"]], ["x" * 201]])
def test_a_lines_field_refuses_anything_else(broken):
    with pytest.raises(ValidationError):
        Article._meta.get_field("keywords").clean(broken, None)


def test_a_line_of_just_the_length_is_taken():
    assert Article._meta.get_field("keywords").clean(["x" * 200], None) == ["x" * 200]
