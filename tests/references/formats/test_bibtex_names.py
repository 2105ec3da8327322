"""Names as BibTeX writes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from references.formats.bibtex_names import names


def person(family="", given="", particle="", suffix="") -> dict[str, str]:
    parts = {"non-dropping-particle": particle, "family": family, "given": given, "suffix": suffix}
    return {part: text for part, text in parts.items() if text}


def body(literal: str) -> dict[str, str]:
    return {"literal": literal}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Himelstein, Andrew L.", [person("Himelstein", "Andrew L.")]),
        ("Andrew L. Himelstein", [person("Himelstein", "Andrew L.")]),
        ("Himelstein, A and Foster, J", [person("Himelstein", "A"), person("Foster", "J")]),
        ("A B\n and C D\tAND E F", [person("B", "A"), person("D", "C"), person("F", "E")]),
        ("van Poznak, Catherine", [person("Poznak", "Catherine", "van")]),
        ("Catherine van Poznak", [person("Poznak", "Catherine", "van")]),
        ("Ludwig van der Berg Smith", [person("Berg Smith", "Ludwig", "van der")]),
        ("de la Cruz, Ana María", [person("Cruz", "Ana María", "de la")]),
        ("Velasco, Jr, Mario R.", [person("Velasco", "Mario R.", suffix="Jr")]),
        ("Velasco, Mario R., Jr.", [person("Velasco", "Mario R.", suffix="Jr.")]),
        ("von Braun, III, Werner", [person("Braun", "Werner", "von", "III")]),
        ("Plato", [person("Plato")]),
        (r"M{\"u}ller, J{\"o}rg", [person("Müller", "Jörg")]),
        (r"{\"U}nal, Ay{\c s}e", [person("Ünal", "Ayşe")]),
        ("{World Health Organization}", [body("World Health Organization")]),
        ("{Barnes and Noble}", [body("Barnes and Noble")]),
        ("World Health Organization", [body("World Health Organization")]),
        ("{CheckMate 067 Investigators} and Smith, J", [body("CheckMate 067 Investigators"), person("Smith", "J")]),
        (r"{Soci{\'e}t{\'e} and Friends}", [body("Société and Friends")]),
        ("{von Last}, First", [person("von Last", "First")]),
        ("d'Arcy, Jane", [person("d'Arcy", "Jane")]),
        ("family=Poznak, given=Catherine, prefix=van", [person("Poznak", "Catherine", "van")]),
        ("Smith, J. and  and Jones, K.", [person("Smith", "J."), person("Jones", "K.")]),
        ("Anderson, Sandy", [person("Anderson", "Sandy")]),
        ("", []),
        ("{}", []),
        (",", []),
    ],
)
def test_names_are_taken_apart_before_they_are_decoded(written, read):
    assert names(written) == (read, False)


def test_and_others_is_no_name_but_is_told():
    assert names("Smith, J. and others") == ([person("Smith", "J.")], True)


@given(st.text(alphabet=st.sampled_from("aB{}\\, and~'\"=")))
def test_no_name_breaks_it(text):
    found, _others = names(text)
    assert all(all(isinstance(part, str) and part for part in name.values()) for name in found)
