"""Our own words in compiled pages."""

import string

import pytest

from markup.phrases import PHRASES, join_words, phrase


def test_every_language_has_the_same_phrases():
    assert set(PHRASES["en"]) == set(PHRASES["es"])


def test_every_language_fills_the_same_gaps():
    def gaps(text):
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    assert {key: gaps(text) for key, text in PHRASES["en"].items()} == {
        key: gaps(text) for key, text in PHRASES["es"].items()
    }


def test_no_phrase_is_empty_or_left_in_english():
    alike = {key for key, text in PHRASES["es"].items() if text == PHRASES["en"][key]}
    assert alike == set()
    assert all(text.strip() for words in PHRASES.values() for text in words.values())


def test_gaps_are_filled():
    assert phrase("reference", "en", number=3) == "Reference 3"


@pytest.mark.parametrize(
    ("words", "language", "conjunction", "joined"),
    [
        ([], "en", "and", ""),
        (["a"], "en", "and", "a"),
        (["a", "b"], "en", "and", "a and b"),
        (["a", "b", "c"], "en", "or", "a, b or c"),
        (["a", "b"], "es", "and", "a y b"),
        (["a", "ibandronato"], "es", "and", "a e ibandronato"),
        (["a", "hierro"], "es", "and", "a y hierro"),
        (["a", "hidróxido"], "es", "and", "a e hidróxido"),
        (["a", "Ibuprofeno"], "es", "and", "a e Ibuprofeno"),
        (["a", "otro"], "es", "or", "a u otro"),
        (["a", "b"], "es", "or", "a o b"),
    ],
)
def test_words_are_joined_as_one_says_them(words, language, conjunction, joined):
    assert join_words(words, language, conjunction) == joined
