"""Finding a medicine by whatever somebody typed."""

import pytest

from drugs.finding import Entry, Index, Kind, distance, fold, sound


def drug(title, *, key="", brands=(), called=(), language="en", path=""):
    key = key or fold(title).replace(" ", "-")
    names = [(title, Kind.TITLE), *((brand, Kind.BRAND) for brand in brands), *((each, Kind.CALLED) for each in called)]
    return Entry(key, path or f"/drugs/{key}/", title, language, tuple(brands), names=tuple(names))


INDEX = Index(
    (
        drug("Denosumab", brands=("Xgeva", "Prolia"), called=("denosumbab",)),
        drug("Zoledronic acid", brands=("Zometa", "Reclast")),
        drug("Ácido zoledrónico", key="zoledronic-acid", brands=("Zometa",), language="es", path="/es/drugs/acido/"),
        drug("Pamidronate", brands=("Aredia",)),
        drug("Ibuprofen", brands=("Advil", "Motrin")),
        drug("Celecoxib", brands=("Celebrex",)),
        drug("Prednisone"),
        drug("Prednisolone"),
        drug("Twice told", key="one", brands=("Shared",)),
        drug("Told twice", key="two", brands=("Shared",)),
    )
)


@pytest.mark.parametrize(
    ("asked", "key", "for_good"),
    [
        ("denosumab", "denosumab", True),
        ("  DENOSUMAB ", "denosumab", True),
        ("Zometa", "zoledronic-acid", True),
        ("zoledronic-acid", "zoledronic-acid", True),
        ("zoledronic   acid", "zoledronic-acid", True),
        ("denosumbab", "denosumab", False),
        ("Zometta", "zoledronic-acid", False),
        ("pamidronat", None, False),  # begins a name: shown, not followed
        ("ibuprofin", "ibuprofen", False),
        ("ibuporfen", "ibuprofen", False),
    ],
)
def test_what_is_meant(asked, key, for_good):
    found = INDEX.find(asked, "en")
    assert (found.sure.key if found.sure else None, found.for_good) == (key, for_good)


@pytest.mark.parametrize(
    ("asked", "keys"),
    [
        ("zol", ["zoledronic-acid"]),
        ("acid", ["zoledronic-acid"]),
        ("predniso", ["prednisolone", "prednisone"]),
        ("prednisonne", ["prednisone", "prednisolone"]),
        ("ibuprophin", ["ibuprofen"]),
        ("Shared", ["one", "two"]),
        ("advl", ["ibuprofen"]),
    ],
)
def test_what_it_may_be_is_offered_and_never_followed(asked, keys):
    found = INDEX.find(asked, "en")
    assert found.sure is None
    assert [entry.key for entry in found.entries] == keys


@pytest.mark.parametrize(
    "asked", ["Celexa", "aspirin", "xg", "", "   ", "\x00", "💊", "a" * 10_000, "é" * 300, "%", "'; --", "х" * 20]
)
def test_what_is_no_name_here_finds_nothing_sure(asked):
    found = INDEX.find(asked, "en")
    assert found.sure is None
    assert len(found.entries) <= 10


def test_a_page_in_the_language_of_the_reader_is_preferred():
    assert INDEX.find("Zometa", "es").sure.path == "/es/drugs/acido/"
    assert INDEX.find("ácido zoledrónico", "en").sure.path == "/drugs/zoledronic-acid/"


def test_a_drug_without_a_page_in_the_language_is_offered_in_another():
    found = INDEX.find("Xgeva", "es")
    assert found.sure is None
    assert [entry.path for entry in found.entries] == ["/drugs/denosumab/"]


def test_entries_stand_in_the_order_of_their_letters():
    assert [entry.letter for entry in INDEX.in_language("es")] == ["A"]
    assert [entry.title for entry in INDEX.in_language("en")][:3] == ["Celecoxib", "Denosumab", "Ibuprofen"]
    assert drug("9-bromo").letter == "#"


@pytest.mark.parametrize(
    ("one", "other", "most", "far"),
    [
        ("zometa", "zometa", 2, 0),
        ("zometta", "zometa", 2, 1),
        ("zomtea", "zometa", 2, 1),
        ("zomata", "zometa", 2, 1),
        ("zmta", "zometa", 2, 2),
        ("zomig", "zometa", 2, 3),
        ("", "ab", 2, 2),
        ("abcdef", "a", 2, 3),
    ],
)
def test_how_far_two_words_are(one, other, most, far):
    assert distance(one, other, most) == far
    assert distance(other, one, most) == far


def test_words_that_sound_alike():
    assert sound("ibuprophen") == sound("ibuprofen")
    assert sound("acetaminofen") == sound("acetaminophen")
    assert sound("morphine") != sound("naproxen")


@pytest.mark.parametrize(("asked", "guessed"), [("denosumb", True), ("denosum", False), ("xgev", False)])
def test_half_a_misspelling_is_called_a_guess(asked, guessed):
    found = INDEX.find(asked, "en")
    assert ([entry.key for entry in found.entries], found.guessed) == (["denosumab"], guessed)
