"""How a drug is given: a controlled list, each with plain words. Pure.

Codes follow the common names of SNOMED CT's routes; the words are what patients read.
"""

ROUTES: dict[str, dict[str, str]] = {
    "intravenous": {"en": "into a vein (IV)", "es": "en una vena (vía intravenosa)"},
    "subcutaneous": {"en": "injection under the skin", "es": "inyección debajo de la piel"},
    "intramuscular": {"en": "injection into a muscle", "es": "inyección en un músculo"},
    "oral": {"en": "by mouth", "es": "por la boca"},
    "topical": {"en": "on the skin", "es": "sobre la piel"},
}
ROUTE_CHOICES = [(code, words["en"]) for code, words in ROUTES.items()]


def route_words(route: str) -> dict[str, str]:
    """The plain words of a route in every language; {} when it is not stated or unknown."""
    return dict(ROUTES.get(route, {}))
