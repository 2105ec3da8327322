import pytest

from references.styles.words import LANGUAGES, WORDS, language_code, language_name


def test_every_language_has_the_same_words():
    assert set(WORDS) == set(LANGUAGES)
    assert set(WORDS["en"]) == set(WORDS["es"])
    for key in ("short months", "months", "seasons"):
        assert len(WORDS["en"][key].split()) == len(WORDS["es"][key].split())


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("es", "es"),
        ("es-MX", "es"),
        ("pt_BR", "pt"),
        ("spa", "es"),
        ("ENG", "en"),
        ("Spanish", "es"),
        ("español", "es"),
        ("nob", "no"),
        # left alone
        ("", ""),
        ("xx", ""),
        ("Klingon", ""),
        ("mul", ""),
        ("english and spanish", ""),
    ],
)
def test_a_language_is_known_however_it_is_written(said, code):
    assert language_code(said) == code


def test_a_language_is_named_for_its_reader():
    assert language_name("de", language="en") == "German"
    assert language_name("de", language="es") == "alemán"
