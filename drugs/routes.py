"""How a drug is given: a controlled list, each with plain words. Pure.

Codes follow the common names of SNOMED CT's routes; the words are what patients read. The list is in the order in which a
pharmacist looks for a route: by mouth, injections, skin, breath, then the places that a few medicines go to.
"""

ROUTES: dict[str, dict[str, str]] = {
    "oral": {"en": "by mouth", "es": "por la boca"},
    "sublingual": {"en": "under the tongue", "es": "debajo de la lengua"},
    "buccal": {"en": "between the gum and the cheek", "es": "entre la encía y la mejilla"},
    "intravenous": {"en": "into a vein (IV)", "es": "en una vena (vía intravenosa)"},
    "subcutaneous": {"en": "injection under the skin", "es": "inyección debajo de la piel"},
    "intramuscular": {"en": "injection into a muscle", "es": "inyección en un músculo"},
    "intradermal": {"en": "injection into the skin", "es": "inyección en la piel"},
    "intrathecal": {
        "en": "injection into the fluid around the spine",
        "es": "inyección en el líquido que rodea la médula espinal",
    },
    "epidural": {"en": "injection beside the spine", "es": "inyección junto a la columna vertebral"},
    "intra-articular": {"en": "injection into a joint", "es": "inyección en una articulación"},
    "topical": {"en": "on the skin", "es": "sobre la piel"},
    "transdermal": {"en": "patch on the skin", "es": "parche sobre la piel"},
    "inhalation": {"en": "breathed in", "es": "inhalado por la boca"},
    "nasal": {"en": "in the nose", "es": "en la nariz"},
    "ophthalmic": {"en": "in the eye", "es": "en el ojo"},
    "otic": {"en": "in the ear", "es": "en el oído"},
    "rectal": {"en": "in the rectum", "es": "en el recto"},
    "vaginal": {"en": "in the vagina", "es": "en la vagina"},
    "intravesical": {"en": "into the bladder", "es": "dentro de la vejiga"},
}
ROUTE_CHOICES = [(code, words["en"]) for code, words in ROUTES.items()]


def route_words(route: str) -> dict[str, str]:
    """The plain words of a route in every language; {} when it is not stated or unknown."""
    return dict(ROUTES.get(route, {}))
