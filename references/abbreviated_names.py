"""People typed as PubMed abbreviates them, "Himelstein AL", where a name without a comma is an organisation's. A proposal:
only a person knows who is one. Pure."""

import re
from collections.abc import Mapping

from references.formats.values import is_institution, is_rank
from references.record_forms import name_as_line, name_from_line

# "AL", "A", "A. L.", "J-P": what may be initials, after at least one word.
_ABBREVIATED = re.compile(
    r"(?P<family>\S.*?) (?P<initials>[^\W\d_](?:[.\- ]{0,2}[^\W\d_]){0,2}\.?)(?: (?P<rank>\S{2,4}))?"
)
_PARTICLES = frozenset("da dal de del della den der di do dos du el la le los ten ter van von y zu".split())
_MOST_WORDS = 2  # of a family name, particles aside: "García López"
# Endings of companies, countries and bodies that look like initials. A person of these initials is not pointed out: better
# that than calling a company a person.
_OF_ORGANISATIONS = frozenset(
    "AB AG AS BV CE CO CV EU GB HQ INC KG KK LP LTD NHS NIH NCI NV NZ OY PBC PLC PTY SA SAS SE SL SPA SRL UAE UK UN US USA "
    "WHO ACS BBC CDC EMA FDA HSE MSD TV".split()
)
_WORDS_OF_ORGANISATIONS = frozenset(
    "agencia arm asociación biotech care centro charity class clinical cohort comité consejería consejo company departamento "
    "disease equipo friends gobierno grupo hepatitis house international junta liga national news observatorio patients "
    "pharma pharmaceuticals phase plan plataforma press protocol public red section servicio servicios sistema study "
    "support therapeutics trial trust type unidad unit vitamin voices world".split()
)
# Capitals inside a word are a company's, "AstraZeneca", but for these beginnings of family names.
_INNER_CAPITAL = re.compile(r"[a-zß-ÿ][A-ZÀ-Þ]")
_BEGINS_A_NAME = re.compile(r"(?:Mc|Mac|De|Del|Della|Di|Du|Da|La|Le|Van|Von|Vander|Fitz|Saint|St)(?=[A-ZÀ-Þ])")


def as_person(literal: str) -> str:
    """ "Himelstein AL" → "Himelstein, A. L."; "" for what may be an organisation."""
    text = " ".join(literal.split())
    found = _ABBREVIATED.fullmatch(text) if len(text) <= 100 else None
    if not found or is_institution(text):
        return ""
    letters = re.sub(r"[^\w]", "", found["initials"])
    rank = found["rank"] or ""
    if not letters.isupper() or letters in _OF_ORGANISATIONS or (is_rank(letters) and len(letters) > 1):
        return ""
    if (rank and not is_rank(rank)) or not _is_family_name(found["family"]):
        return ""
    given = re.sub(r"([^\W\d_])\.?", r"\1. ", found["initials"])
    given = " ".join(re.sub(r"\s*-\s*", "-", given).split())
    return f"{found['family']}, {given}" + (f", {rank}" if rank else "")


def as_people(name: Mapping[str, object]) -> list[str]:
    """The lines that the box should have for this name: one for "Himelstein AL", and one each for "Himelstein AL, Foster JC"
    on one line, which reads as a family name with a given name; none where nothing is to be mended."""
    line = name_as_line(name)
    if name.get("literal") and not (name.get("family") or name.get("given")):
        return [person] if (person := as_person(line)) else []
    if ", " not in line:
        return []
    each = [as_person(part) for part in line.split(",")]
    return each if all(each) else []


def better_lines(text: str) -> str:
    """What stands in a box of names, with every abbreviated person as "Family, Initials" on a line of its own."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    return "\n".join(better for line in lines if line for better in as_people(name_from_line(line)) or [line])


def _is_family_name(text: str) -> bool:
    words = [word for word in text.split() if word.lower() not in _PARTICLES]
    return 0 < len(words) <= _MOST_WORDS and all(map(_is_part_of_a_family_name, words))


def _is_part_of_a_family_name(word: str) -> bool:
    """ "Khatcheressian", "O'Brien", "Pérez-Fidalgo", "McDonald"; not "NHS", "AstraZeneca", "S0307" or "Leukaemia's"."""
    if not re.fullmatch(r"[^\W\d_]+(?:['’\-‐‑][^\W\d_]+)*", word) or word.isupper() or not word[0].isupper():
        return word[:2] in ("d'", "d’", "l'", "l’") and len(word) > 3 and _is_part_of_a_family_name(word[2:])
    if word.lower() in _WORDS_OF_ORGANISATIONS or re.search(r"['’]s$", word):
        return False
    return not _INNER_CAPITAL.search(_BEGINS_A_NAME.sub("", word))
