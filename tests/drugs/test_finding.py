"""Finding a medicine by whatever somebody typed."""

from dataclasses import replace

import pytest

from drugs.finding import Entry, Group, Index, Kind, Shelf, Words
from drugs.names import distance, fold, sound, stem


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
        ("pamidronat", None, False),  # begins a name: shown, not followed
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
        ("ibuporfen", ["ibuprofen"]),
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


@pytest.mark.parametrize(
    ("asked", "like"),
    [("Zometta", "Zometa"), ("ibuprofin", "Ibuprofen"), ("ibuporfen", "Ibuprofen"), ("advl", ""), ("prednisonne", "")],
)
def test_one_name_that_is_much_like_it_is_named_and_never_followed(asked, like):
    found = INDEX.find(asked, "en")
    assert (found.sure, found.guessed, found.like) == (None, True, like)


def test_a_listed_misspelling_is_sure_only_where_the_page_can_say_so():
    assert INDEX.find("Denosumbab", "en").as_called == "denosumbab"
    index = Index((drug("A", key="a"), drug("Á", key="a", language="es", called=("aaaa",))))
    found = index.find("aaaa", "en")
    assert (found.sure, found.guessed, [entry.title for entry in found.entries]) == (None, True, ["A"])


def shelved(title, *, classes=(), conditions=(), **more):
    """A drug with one class way and conditions, given as {language: name}."""

    def group(names):
        return Group(fold(names["en"]).replace(" ", "-"), tuple(Words(text, code) for code, text in names.items()))

    return replace(drug(title, **more), classes=(tuple(map(group, classes)),), conditions=tuple(map(group, conditions)))


SHELVES = Index(
    (
        shelved(
            "Zoledronic acid",
            classes=({"en": "bisphosphonates", "es": "bifosfonatos"}, {"en": "bone-modifying agents"}),
            conditions=({"en": "bone metastases", "es": "metástasis óseas"}, {"en": "bone loss"}),
        ),
        shelved("Denosumab", classes=({"en": "bone-modifying agents"},), conditions=({"en": "bone metastases"},)),
        shelved("Morphine", classes=({"en": "opioids", "es": "opioides"},), conditions=({"en": "pain"},)),
    )
)


@pytest.mark.parametrize(
    ("asked", "place"),
    [
        ("bisphosphonates", (Shelf.CLASS, "bisphosphonates")),
        ("Bisphosphonate", (Shelf.CLASS, "bisphosphonates")),
        ("BIFOSFONATO", (Shelf.CLASS, "bisphosphonates")),
        ("opioide", (Shelf.CLASS, "opioids")),
        ("bone metastasis", (Shelf.CONDITION, "bone-metastases")),
        ("bone-metastases", (Shelf.CONDITION, "bone-metastases")),
        ("metastasis osea", (Shelf.CONDITION, "bone-metastases")),
        ("bone modifying agent", (Shelf.CLASS, "bone-modifying-agents")),
    ],
)
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_type_or_condition_is_found_by_its_name_in_any_language_one_or_many(asked, place, language):
    found = SHELVES.find(asked, language)
    assert (found.place.shelf, found.place.group.key) == place
    assert found.sure is None


@pytest.mark.parametrize(
    ("asked", "keys", "guessed"),
    [
        ("bone", ["bone-loss", "bone-metastases", "bone-modifying-agents"], False),
        ("metastas", ["bone-metastases"], False),
        ("bisphosphonats", ["bisphosphonates"], False),
        ("biphosphonates", ["bisphosphonates"], True),
        ("bifosfonados", ["bisphosphonates"], True),
    ],
)
def test_types_and_conditions_that_may_be_meant_are_offered(asked, keys, guessed):
    found = SHELVES.find(asked, "en")
    assert [place.group.key for place in found.places] == keys
    assert (found.place, found.sure) == (None, None) or found.place.group.key == keys[0]
    assert found.guessed == guessed


def test_a_medicine_goes_before_a_type_of_the_same_name():
    index = Index((shelved("Statin", key="statin", classes=({"en": "statins"},)),))
    assert index.find("statin", "en").sure.key == "statin"
    assert index.find("statins", "en").place.group.key == "statins"


def test_a_type_and_a_condition_of_one_name_are_both_offered():
    index = Index((shelved("Some drug", classes=({"en": "shared"},), conditions=({"en": "shared"},)),))
    found = index.find("shared", "en")
    assert (found.place, [place.shelf for place in found.places]) == (None, [Shelf.CLASS, Shelf.CONDITION])


def test_what_has_no_page_in_the_language_is_listed_in_the_first_language_else_in_any():
    index = Index(
        (
            drug("Uno", key="one", language="fr"),
            drug("One", key="one"),
            drug("Deux", key="two", language="fr"),
            drug("Tres", key="three", language="es"),
            drug("Three", key="three"),
        )
    )
    assert [(each.title, each.language) for each in index.listed_in("es")] == [
        ("Deux", "fr"),
        ("One", "en"),
        ("Tres", "es"),
    ]


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("bisphosphonate", "bisphosphonates"),
        ("metastasis", "metastases"),
        ("antibody", "antibodies"),
        ("pain", "pain"),
        ("disease", "diseases"),
        ("opioide", "opioids"),
        ("tumor", "tumores"),
        ("osea", "oseas"),
    ],
)
def test_one_and_many_have_the_same_stem(one, many):
    assert stem(one) == stem(many)


def test_short_words_keep_their_endings():
    assert stem("mes") == "mes" and stem("gas") == "gas"


def test_a_page_in_the_language_of_the_reader_is_preferred():
    assert INDEX.find("Zometa", "es").sure.path == "/es/drugs/acido/"
    assert INDEX.find("ácido zoledrónico", "en").sure.path == "/drugs/zoledronic-acid/"


def test_a_drug_without_a_page_in_the_language_is_offered_in_another():
    found = INDEX.find("Xgeva", "es")
    assert found.sure is None
    assert [entry.path for entry in found.entries] == ["/drugs/denosumab/"]


def test_entries_stand_in_the_order_of_their_letters():
    assert [entry.letter for entry in INDEX.listed_in("es")][:3] == ["A", "C", "D"]
    assert [entry.title for entry in INDEX.listed_in("en")][:3] == ["Celecoxib", "Denosumab", "Ibuprofen"]
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
