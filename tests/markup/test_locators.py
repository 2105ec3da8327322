"""Places in a source, in the words of the page's language."""

import pytest

from markup.locators import is_bare_number, write_locator


@pytest.mark.parametrize(
    ("typed", "english", "spanish"),
    [
        ("p. 12", "p. 12", "pág. 12"),
        ("p.12", "p. 12", "pág. 12"),
        ("page 12", "p. 12", "pág. 12"),
        ("Página 12", "p. 12", "pág. 12"),
        ("pp. 3-5", "pp. 3–5", "págs. 3–5"),
        ("p. 3–5", "pp. 3–5", "págs. 3–5"),
        ("pages 123-9", "pp. 123–9", "págs. 123–9"),
        ("pp. 3, 7", "pp. 3, 7", "págs. 3, 7"),
        ("p. e12", "p. e12", "p. e12"),
        ("p. iv", "p. iv", "pág. iv"),
        ("chapter 3", "chapter 3", "cap. 3"),
        ("cap. 3", "chapter 3", "cap. 3"),
        ("chap. 3, p. 9", "chapter 3, p. 9", "cap. 3, pág. 9"),
        ("§4.2", "section 4.2", "sección 4.2"),
        ("section 4-2", "section 4-2", "sección 4-2"),
        ("table 2", "table 2", "tabla 2"),
        ("tablas 2-4", "tables 2–4", "tablas 2–4"),
        ("Table S1", "table S1", "tabla S1"),
        ("figure 1", "fig. 1", "fig. 1"),
        ("box 3", "box 3", "recuadro 3"),
        ("appendix B", "appendix B", "apéndice B"),
    ],
)
def test_a_place_is_written_in_the_language_of_the_page(typed, english, spanish):
    assert (write_locator(typed, "en"), write_locator(typed, "es")) == (english, spanish)
    assert write_locator(english, "en") == english
    assert write_locator(spanish, "es") == spanish


@pytest.mark.parametrize(
    "typed",
    [
        "", "12", "the whole book", "see also page", "p53", "table", "chapter", "figurative 3", "lines 4-6", "p. about 12",
        "the table 3", "Chapman 3", "sección", "par excellence", f"p. {'1, ' * 99}", f"p. {'9' * 5000}-{'9' * 5000}",
    ],
)  # fmt: skip
def test_other_words_are_left_alone(typed):
    assert write_locator(typed, "en") == write_locator(typed, "es") == typed


@pytest.mark.parametrize("typed", ["12", "12-15", "12–15", "3, 7", "123 - 9"])
def test_numbers_alone_are_told_from_places(typed):
    assert is_bare_number(typed)


@pytest.mark.parametrize("typed", ["", "p. 12", "12 to 15", "e12", "table 2", "the whole book", "§4.2", "9" * 300])
def test_a_place_with_its_word_is_no_bare_number(typed):
    assert not is_bare_number(typed)
