"""Codes of medicines, of their products and of conditions: whether one can be right at all. Pure: no list is asked.

A code that passes may still be somebody else's. A check digit finds every single wrong digit and most swaps of two; where a
system has none, only the form of the code is checked.
"""

import re
import string
from collections.abc import Callable

from django.utils.translation import gettext as _

_RXNORM = re.compile(r"[1-9][0-9]{0,7}")
_UNII = re.compile(r"[0-9A-Z]{10}")
# Fourteen anatomical groups; five levels, of which only the last names a substance.
_ATC = re.compile(r"[ABCDGHJLMNPRSV][0-9]{2}[A-Z]{2}[0-9]{2}")
_SNOMED = re.compile(r"[1-9][0-9]{5,17}")
_NDC = re.compile(r"[0-9]{4}-[0-9]{4}-[0-9]{2}|[0-9]{5}-[0-9]{3}-[0-9]{2}|[0-9]{5}-[0-9]{4}-[0-9]{1,2}")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
_ICD10CM = re.compile(r"[A-Z][0-9][0-9AB](\.[0-9A-Z]{1,4})?")

# Verhoeff's check digit: the multiplication of the group of ten symmetries of a pentagon, and the permutation of digits that is
# applied once more for each place from the right.
_TIMES = (
    "0123456789", "1234067895", "2340178956", "3401289567", "4012395678",
    "5987604321", "6598710432", "7659821043", "8765932104", "9876543210",
)  # fmt: skip
_TURNED = (
    "0123456789", "1576283094", "5803796142", "8916043527", "9453126870", "4286573901", "2793806415", "7046913258",
)  # fmt: skip
_LETTERS = string.digits + string.ascii_uppercase


def code_problem(system: str, code: str) -> str:
    """One sentence on what is wrong with the code and how to mend it; "" when nothing is, or there is no code."""
    if system not in _CHECKS:
        return _("“%(system)s” is not a code system used here; known are %(known)s.") % {
            "system": str(system)[:40],
            "known": ", ".join(SYSTEMS),
        }
    return _CHECKS[system](code) if code else ""


def normal_ndc(code: str) -> str:
    """An NDC as eleven digits, 5 + 4 + 2, as sellers and payers write it. ValueError when it is none."""
    if not _NDC.fullmatch(code):
        raise ValueError(_ndc(code))
    labeler, product, package = code.split("-")
    return f"{labeler:0>5}{product:0>4}{package:0>2}"


def _form(pattern: re.Pattern, code: str, sentence: str) -> str:
    return "" if pattern.fullmatch(code) else sentence % {"code": code[:40]}


def _rxnorm(code: str) -> str:
    return _form(_RXNORM, code, _("“%(code)s” is not an RxNorm code: write its digits alone, such as 77655."))


def _unii(code: str) -> str:
    if not _UNII.fullmatch(code):
        return _("“%(code)s” is not a UNII: it has ten capital letters and digits, such as R16CO5Y76E.") % {
            "code": code[:40]
        }
    if sum(map(_LETTERS.index, code[:9])) % 36 == _LETTERS.index(code[9]):
        return ""
    return _("The last character of the UNII “%(code)s” does not fit the others: compare it with its source.") % {
        "code": code
    }


def _atc(code: str) -> str:
    return _form(
        _ATC, code, _("“%(code)s” is not an ATC code of a substance: it has seven characters, such as M05BA08.")
    )


def _snomed(code: str) -> str:
    if not _SNOMED.fullmatch(code):
        return _("“%(code)s” is not a SNOMED CT code: it has 6 to 18 digits, such as 94222008.") % {"code": code[:40]}
    if not _verhoeff(code):
        return _(
            "The last digit of the SNOMED CT code “%(code)s” does not fit the others: compare it with its source."
        ) % {"code": code}
    if code[-2] != "0":
        return _("“%(code)s” is the SNOMED CT code of a description or a relation: give that of the concept.") % {
            "code": code
        }
    return ""


def _verhoeff(digits: str) -> bool:
    checked = "0"
    for place, digit in enumerate(reversed(digits)):
        checked = _TIMES[int(checked)][int(_TURNED[place % 8][int(digit)])]
    return checked == "0"


def _ndc(code: str) -> str:
    sentence = _(
        "“%(code)s” is not an NDC: write it with its hyphens, divided 4-4-2, 5-3-2, 5-4-1 or 5-4-2, such as 0078-0590-61."
    )
    return _form(_NDC, code, sentence)


def _spl_set_id(code: str) -> str:
    sentence = _(
        "“%(code)s” is not an SPL set id: it has 32 digits and letters a to f in groups of 8-4-4-4-12, as in the label's address "
        "at DailyMed."
    )
    return _form(_UUID, code, sentence)


def _icd10cm(code: str) -> str:
    return _form(_ICD10CM, code, _("“%(code)s” is not an ICD-10-CM code: it is written such as C79.51, with its dot."))


_CHECKS: dict[str, Callable[[str], str]] = {
    "rxnorm": _rxnorm,
    "unii": _unii,
    "atc": _atc,
    "snomed": _snomed,
    "ndc": _ndc,
    "spl_set_id": _spl_set_id,
    "icd10cm": _icd10cm,
}
SYSTEMS: tuple[str, ...] = tuple(_CHECKS)
