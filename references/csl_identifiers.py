"""DOI, PubMed numbers, ISBN and web addresses, each in its one form.

The readers in `IDENTIFIERS` raise ValueError with a sentence for what they cannot use.
"""

import re
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext as _

from references.csl_text import plain_text, quoted
from references.csl_vocabulary import MAX_TEXT

_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+")


def bare_doi(value: object) -> str:
    """The DOI without address or prefix, in the case given; "" when the value is none."""
    text = plain_text(value, markup=False)
    address = re.match(r"(?:https?://)?(?:dx\.|www\.)?doi\.org/", text, re.IGNORECASE)
    text = (
        unquote(text[address.end() :]) if address else re.sub(r"^doi:?\s*(?:10\.)?", "10.", text, flags=re.IGNORECASE)
    )
    text = plain_text(text, markup=False).rstrip(".,;")
    return text if _DOI.fullmatch(text) and len(text) <= 200 else ""


def _doi(value: object) -> str:
    if doi := bare_doi(value):
        return doi  # as its publisher writes it; whoever compares DOIs folds the case
    raise ValueError(
        _("%(value)s is not a DOI (one looks like 10.1001/jama.2016.19425); it was left out.")
        % {"value": quoted(value)}
    )


def _pmid(value: object) -> str:
    text = re.sub(r"^https?://[a-z.]*nlm\.nih\.gov/(?:pubmed/)?", "", plain_text(value), flags=re.IGNORECASE)
    if found := re.fullmatch(r"(?:PMID:?\s*)?0*([1-9][0-9]{0,8})/?", text, re.IGNORECASE):
        return found[1]
    raise ValueError(_("%(value)s is not a PubMed number; it was left out.") % {"value": quoted(value)})


def _pmcid(value: object) -> str:
    text = re.sub(r"^https?://[a-z./]*/(?=PMC)", "", plain_text(value), flags=re.IGNORECASE)
    if found := re.fullmatch(r"(?:PMCID:?\s*)?(?:PMC)?([1-9][0-9]{0,8})(?:\.[0-9]+)?/?", text, re.IGNORECASE):
        return f"PMC{found[1]}"
    raise ValueError(_("%(value)s is not a PubMed Central number; it was left out.") % {"value": quoted(value)})


def _isbn(value: object) -> str:
    """The ISBNs in the value as digits, those with a right check digit, separated by a space."""
    text = re.sub(r"[‐‑–]", "-", plain_text(value))
    candidates = re.findall(r"(?<![0-9])(?:97[89][- ]?)?(?:[0-9][- ]?){9}[0-9Xx](?![0-9])", text)
    numbers = [re.sub(r"[- ]", "", candidate).upper() for candidate in candidates]
    if right := list(dict.fromkeys(number for number in numbers if _checks(number))):
        return " ".join(right)
    words = (
        _("%(value)s has a wrong check digit; it was left out.")
        if numbers
        else _("%(value)s is not an ISBN; it was left out.")
    )
    raise ValueError(words % {"value": quoted(value)})


def _checks(isbn: str) -> bool:
    digits = [10 if digit == "X" else int(digit) for digit in isbn]
    if len(digits) == 10:
        return sum(weight * digit for weight, digit in zip(range(10, 0, -1), digits, strict=True)) % 11 == 0
    return "X" not in isbn and sum(digits[0::2]) % 10 == -3 * sum(digits[1::2]) % 10


def isbns(value: object) -> list[str]:
    """The ISBNs in the value, each with thirteen digits, in order and once: 0-306-40615-2 is 9780306406157."""
    try:
        numbers = _isbn(value).split()
    except ValueError:
        return []
    return list(dict.fromkeys(number if len(number) == 13 else _with_thirteen(number) for number in numbers))


def _with_thirteen(isbn: str) -> str:
    body = f"978{isbn[:9]}"
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(body))
    return f"{body}{-total % 10}"


def is_issn(text: str) -> bool:
    """Whether "1234-5679" has the right check digit."""
    found = re.fullmatch(r"(\d{4})-?(\d{3})([\dXx])", text.strip())
    if not found:
        return False
    total = sum(weight * int(digit) for weight, digit in zip(range(8, 1, -1), found[1] + found[2], strict=True))
    return (total + (10 if found[3] in "Xx" else int(found[3]))) % 11 == 0


def is_orcid(text: str) -> bool:
    """Whether "0000-0002-1825-0097", with or without its address, has the right check digit (ISO 7064, MOD 11-2)."""
    found = re.fullmatch(r"(?:https?://orcid\.org/)?((?:\d{4}-){3}\d{3}[\dXx])/?", text.strip())
    if not found:
        return False
    *digits, last = found[1].replace("-", "")
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2
    return (12 - total % 11) % 11 == (10 if last in "Xx" else int(last))


def web_address(value: object) -> str:
    """The http or https address; "" for anything else (javascript:, file:, a password in front of the host …)."""
    text = plain_text(value, markup=False)
    try:
        address = urlsplit(text)
    except ValueError:
        return ""
    usable = address.scheme in ("http", "https") and address.hostname and "@" not in address.netloc
    return text if usable and " " not in text and len(text) <= MAX_TEXT else ""


def _url(value: object) -> str:
    if address := web_address(value):
        return address
    raise ValueError(
        _("%(value)s is not a web address starting with https:// or http://; it was left out.")
        % {"value": quoted(value)}
    )


IDENTIFIERS = {"DOI": _doi, "PMID": _pmid, "PMCID": _pmcid, "ISBN": _isbn, "URL": _url}
