"""Names of people and organisations in CSL records, as NLM writes them."""

import re
from collections.abc import Mapping
from typing import Any

from references.csl_text import folded, plain_text
from references.csl_vocabulary import MAX_NAMES

_RANKS = {"jr": "Jr", "sr": "Sr", "ii": "2nd", "2nd": "2nd", "iii": "3rd", "3rd": "3rd", "iv": "4th", "4th": "4th"}
_BETWEEN_NAMES = re.compile(r"[\s.\-‐‑–]+")
_FAMILY_RANK = re.compile(r"^(.+?),?\s+(Jr|Sr|II|III|IV|2nd|3rd|4th)\.?$")


def name_texts(names: object) -> list[str]:
    """The names of a CSL name field as NLM writes them, in order; unusable ones left out."""
    return [text for text in map(name_text, name_list(names)) if text]


def is_organisation(name: object) -> bool:
    """Whether a CSL name is a group's (it then stands after a semicolon)."""
    return isinstance(name, str) or (isinstance(name, Mapping) and not (name.get("family") or name.get("given")))


def name_text(name: object, *, ranks: Mapping[str, str] | None = None) -> str:
    """ "Van Poznak C", "Velasco MR Jr", "World Health Organization"; "" when there is no name.

    Citing Medicine's rules: at most two initials, hyphens and periods of given names dropped, particles and capitals of
    surnames kept, ranks written Jr, 2nd, 3rd, degrees and a leading "The" left out. Accents stay: a name is spelled as
    its owner spells it, and PubMed prints them too. `ranks`: how another style writes the ranks.
    """
    if isinstance(name, str):
        name = {"literal": name}
    if not isinstance(name, Mapping):
        return ""
    if is_organisation(name):
        literal = plain_text(name.get("literal")) or plain_text(name.get("name"))
        return re.sub(r"^The\s+(?=\w)", "", literal).strip(" ,;:")
    family, suffix = family_name(name), plain_text(name.get("suffix"))
    in_family = _FAMILY_RANK.match(family)
    if in_family and not suffix:
        family, suffix = in_family[1], in_family[2]
    rank = (ranks or _RANKS).get(suffix.strip(" .,").lower(), "")
    parts = [family, _initials(plain_text(name.get("given"))), rank] if family else [plain_text(name.get("given"))]
    return " ".join(part for part in parts if part).strip(" ,;:")


def family_name(name: Mapping[str, Any]) -> str:
    """The surname with its particles: "van Poznak", "d'Arcy"."""
    family = plain_text(name.get("family"))
    for field in ("non-dropping-particle", "dropping-particle"):
        particle = plain_text(name[field]) if name.get(field) else ""
        if particle and family:
            family = particle + ("" if particle[-1] in "'’ʼ-" else " ") + family
    return family.strip(" ,;:")


def _initials(given: str) -> str:
    letters = []
    for word in _BETWEEN_NAMES.split(given):
        word = word if word.isalnum() else re.sub(r"^\W+|\W+$", "", word)
        if not word or (letters and word.islower() and word in _LITTLE_WORDS):
            continue
        # "DA" and "JB" are initials already written together; "Al" and "Jo" are names.
        letters.extend(word if word.isupper() and word.isalpha() and len(word) <= 3 else word[0].upper()[:1])
    return "".join(letters[:2])


_LITTLE_WORDS = frozenset("a al da das de del den der di do dos du e el la las le los of san st van von y zu".split())


def name_list(names: object) -> list[Mapping[str, Any]]:
    """The entries of a name field as mappings, whatever form they came in; what cannot be a name is left out."""
    if isinstance(names, str | Mapping):
        names = [names]
    if not isinstance(names, list | tuple):
        return []
    names = [{"literal": name} if isinstance(name, str) else name for name in names[:MAX_NAMES]]
    return [name for name in names if isinstance(name, Mapping)]


def acronym(literal: str) -> str:
    """ "World Health Organization" → "who", "Cancer.org" → "cancerorg"."""
    capitals = [word[0] for word in literal.split() if word[0].isupper() and word.lower() != "the"]
    return folded("".join(capitals)) if len(capitals) >= 3 else folded(literal)
