"""Drugs for the labelled sentences: their numbers are plausible but made up, and nobody is to be treated by them."""

from markup import DrugFact, ProductFact, RegimenFact

_WORDS = {
    "en": {
        "iv": "into a vein (IV)", "sc": "injection under the skin", "im": "injection into a muscle", "oral": "by mouth",
        "patch": "patch on the skin",
    },
    "es": {
        "iv": "en una vena (vía intravenosa)", "sc": "inyección debajo de la piel", "im": "inyección en un músculo",
        "oral": "por la boca", "patch": "parche sobre la piel",
    },
}  # fmt: skip
_FREQUENCY_ES = {
    "every 4 weeks": "cada 4 semanas", "every 12 weeks": "cada 12 semanas", "every 3 to 4 weeks": "cada 3 a 4 semanas",
    "once a year": "una vez al año", "every 6 to 8 hours as needed": "cada 6 a 8 horas según sea necesario",
    "every 12 hours": "cada 12 horas", "every 6 hours": "cada 6 horas", "every 3 days": "cada 3 días",
    "once a day": "una vez al día", "once a month": "una vez al mes", "once a week": "una vez a la semana",
    "every 3 weeks": "cada 3 semanas",
}  # fmt: skip
_BONES, _BREAST, _PAIN = "bone-metastases", "breast-cancer", "pain"
_INDICATIONS = {
    "en": {_BONES: "bone metastases", _BREAST: "breast cancer", _PAIN: "pain", "osteoporosis": "osteoporosis",
           "arthritis": "rheumatoid arthritis", "low-white-cells": "low white blood cells"},
    "es": {_BONES: "metástasis en los huesos", _BREAST: "cáncer de mama", _PAIN: "dolor", "osteoporosis": "osteoporosis",
           "arthritis": "artritis reumatoide", "low-white-cells": "glóbulos blancos bajos"},
}  # fmt: skip
# key, English name, Spanish name, other names, brands, regimens as (brand, indication, route, dose, frequency)
_ROWS = [
    ("denosumab", "denosumab", "denosumab", (), ("Xgeva",), [("Xgeva", _BONES, "sc", "120 mg", "every 4 weeks")]),
    ("zoledronic-acid", "zoledronic acid", "ácido zoledrónico", ("zoledronate",), ("Zometa", "Reclast"), [
        ("Zometa", _BONES, "iv", "4 mg", "every 12 weeks"), ("Zometa", _BONES, "iv", "4 mg", "every 3 to 4 weeks"),
        ("Reclast", "osteoporosis", "iv", "5 mg", "once a year")]),
    ("pamidronate", "pamidronate", "pamidronato", (), ("Aredia",), [
        ("Aredia", _BONES, "iv", "90 mg", "every 3 to 4 weeks")]),
    ("ibuprofen", "ibuprofen", "ibuprofeno", (), ("Advil", "Motrin"), [
        ("", _PAIN, "oral", "400 mg", "every 6 to 8 hours as needed")]),
    ("morphine", "morphine", "morfina", (), ("MS Contin",), [("MS Contin", _PAIN, "oral", "15 mg", "every 12 hours")]),
    ("tramadol", "tramadol", "tramadol", (), ("Ultram",), [("", _PAIN, "oral", "50 mg", "every 6 hours")]),
    ("fentanyl", "fentanyl", "fentanilo", (), ("Duragesic",), [("Duragesic", _PAIN, "patch", "", "every 3 days")]),
    ("letrozole", "letrozole", "letrozol", (), ("Femara",), [("Femara", _BREAST, "oral", "2.5 mg", "once a day")]),
    ("filgrastim", "filgrastim", "filgrastim", (), ("Neupogen",), [
        ("Neupogen", "low-white-cells", "sc", "300 mcg", "once a day")]),
    ("fulvestrant", "fulvestrant", "fulvestrant", (), ("Faslodex",), [
        ("Faslodex", _BREAST, "im", "500 mg", "once a month")]),
    ("methotrexate", "methotrexate", "metotrexato", (), ("Trexall",), [
        ("", "arthritis", "oral", "15 mg", "once a week")]),
    ("acetaminophen", "acetaminophen", "paracetamol", ("paracetamol",), ("Tylenol",), [
        ("", _PAIN, "oral", "500 to 1,000 mg", "every 6 hours")]),
    ("trastuzumab", "trastuzumab", "trastuzumab", (), ("Herceptin", "Herceptin Hylecta"), [
        ("Herceptin", _BREAST, "iv", "6 mg per kg", "every 3 weeks"),
        ("Herceptin Hylecta", _BREAST, "sc", "600 mg", "every 3 weeks")]),
]  # fmt: skip


def _amount(words: str, language: str) -> str:
    words = words.replace("per kg", "per kg of body weight" if language == "en" else "por kg de peso corporal")
    words = words.replace("mcg", "micrograms" if language == "en" else "microgramos")
    return words.replace(" to ", " a ").replace("1,000", "1000") if language == "es" else words


def library(language: str) -> list[DrugFact]:
    """Every drug with its facts in the language."""
    return [
        DrugFact(
            key=key,
            name=spanish if language == "es" else english,
            inn=other[0] if other else "",
            brands=brands,
            products=tuple(ProductFact(brand=brand) for brand in brands),
            regimens=tuple(
                RegimenFact(
                    key=f"r{number}",
                    brand=brand,
                    indication_key=indication,
                    indication=_INDICATIONS[language][indication],
                    route=_WORDS[language][route],
                    dose=_amount(dose, language),
                    frequency=_FREQUENCY_ES[frequency] if language == "es" else frequency,
                )
                for number, (brand, indication, route, dose, frequency) in enumerate(regimens, 1)
            ),
        )
        for key, english, spanish, other, brands, regimens in _ROWS
    ]
