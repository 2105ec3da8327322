"""A small library to compile samples against: drugs, terms, pages, pictures and references in two languages."""

from collections.abc import Mapping

from markup import (
    AssetFact,
    ClassFact,
    Document,
    DrugFact,
    Fact,
    Missing,
    Name,
    PageFact,
    ReferenceFact,
    Rendered,
    TermFact,
    parse,
    references_in,
    render,
    suggest,
)

_BISPHOSPHONATES = {
    "kind": "class",
    "key": "bisphosphonates",
    "name": {"en": "bisphosphonates", "es": "bisfosfonatos"},
    "side_effects": [
        {
            "key": "jaw-damage",
            "name": {"en": "Jaw bone damage", "es": "Daño en el hueso de la mandíbula"},
            "clinical_name": {"en": "osteonecrosis of the jaw", "es": "osteonecrosis mandibular"},
            "definition": {"en": "Part of the jaw bone stops healing.", "es": "Parte del hueso deja de sanar."},
            "frequency": {"en": "in rare cases", "es": "en casos raros"},
            "band": "rare",
            "serious": True,
            "at_risk": {"en": "People who have a tooth pulled", "es": "Personas a quienes les sacan un diente"},
            "prevention": {"en": "See a dentist first", "es": "Vaya antes al dentista"},
            "call_now": {"en": "your jaw hurts or is numb", "es": "le duele la mandíbula o no la siente"},
            "citations": ["jaw2019"],
        },
        {
            "key": "fever",
            "name": {"en": "Fever", "es": "Fiebre"},
            "band": "very-common",
            "onset": {"en": "in the first 3 days", "es": "en los primeros 3 días"},
            "duration": {"en": "1 to 3 days", "es": "de 1 a 3 días"},
            "what_to_do": {"en": "Rest and drink water", "es": "Descanse y beba agua"},
            "citations": ["fever2018", "jaw2019"],
        },
    ],
    "precautions": [
        {
            "key": "kidney-disease",
            "condition": {"en": "Kidney disease", "es": "Enfermedad de los riñones"},
            "advice": {"en": "You may need a lower dose.", "es": "Puede necesitar una dosis menor."},
            "severity": "ask-first",
            "citations": ["label2021"],
        }
    ],
    "side_effects_complete": False,
    "precautions_complete": False,
}


def _regimen(key, indication, brand, route, dose, frequency, duration=None):
    indications = {
        "bone-metastases": {"en": "bone metastases", "es": "metástasis óseas"},
        "osteoporosis": {"en": "osteoporosis", "es": "osteoporosis"},
    }
    return {
        "key": key,
        "indication_key": indication,
        "indication": indications[indication],
        "brand": brand,
        "route": route,
        "dose": dose,
        "frequency": frequency,
        "duration": duration or {},
        "dose_citations": ["label2021"],
        "timing_citations": ["label2021", "timing2020"],
        "checked_on": "2024-05-01",
    }


_SHOT = {"en": "injection under the skin", "es": "inyección debajo de la piel"}
_DRIP = {"en": "drip into a vein", "es": "goteo en una vena"}
_MONTHLY = {"en": "every 4 weeks", "es": "cada 4 semanas"}
_HALF_YEARLY = {"en": "every 6 months", "es": "cada 6 meses"}
_HOURS = {"en": "2 to 4 hours", "es": "de 2 a 4 horas"}

_DRUGS = {
    "denosumab": {
        "name": {"en": "denosumab", "es": "denosumab"},
        "brands": ["Xgeva", "Prolia"],
        "regimens": [
            _regimen("xgeva", "bone-metastases", "Xgeva", _SHOT, {"en": "120 mg", "es": "120 mg"}, _MONTHLY),
            _regimen("prolia", "osteoporosis", "Prolia", _SHOT, {"en": "60 mg", "es": "60 mg"}, _HALF_YEARLY),
        ],
        "side_effects": [
            {
                "key": "low-calcium",
                "name": {"en": "Low calcium", "es": "Calcio bajo"},
                "clinical_name": {"en": "hypocalcemia", "es": "hipocalcemia"},
                "band": "common",
                "serious": True,
                "citations": ["label2021"],
            }
        ],
        "precautions": [
            {
                "key": "pregnancy",
                "condition": {"en": "Pregnancy", "es": "Embarazo"},
                "advice": {"en": "It can harm an unborn baby.", "es": "Puede dañar al bebé."},
                "severity": "avoid",
                "citations": ["label2021"],
            }
        ],
        "side_effects_complete": True,
        "precautions_complete": True,
    },
    "zoledronic-acid": {
        "name": {"en": "zoledronic acid", "es": "ácido zoledrónico"},
        "brands": ["Zometa", "Reclast"],
        "classes": ["bisphosphonates"],
        "regimens": [
            _regimen("monthly", "bone-metastases", "Zometa", _DRIP, {"en": "4 mg", "es": "4 mg"}, _MONTHLY),
            _regimen(
                "quarterly",
                "bone-metastases",
                "Zometa",
                _DRIP,
                {"en": "4 mg", "es": "4 mg"},
                {"en": "every 12 weeks", "es": "cada 12 semanas"},
            ),
        ],
        "side_effects": [
            {"key": "fever", "name": {"en": "Fever and chills", "es": "Fiebre y escalofríos"}, "band": "common"}
        ],
    },
    "pamidronate": {
        "name": {"en": "pamidronate", "es": "pamidronato"},
        "brands": ["Aredia"],
        "classes": ["bisphosphonates"],
        "regimens": [
            _regimen("usual", "bone-metastases", "Aredia", _DRIP, {"en": "90 mg", "es": "90 mg"}, _MONTHLY, _HOURS)
        ],
    },
    # Everything that can be stated of a drug: bands, natural numbers, every severity, notes, products.
    "ibuprofen": {
        "name": {"en": "ibuprofen", "es": "ibuprofeno"},
        "inn": "ibuprofenum",
        "us_name": "ibuprofen (USP)",
        "pronunciation": "eye-byoo-PROH-fen",
        "prescription": "over-the-counter",
        "brands": ["Advil", "Motrin"],
        "codes": {"rxnorm": "5640", "atc": "M01AE01"},
        "products": [
            {"brand": "Advil", "strength": "200 mg"},
            {"brand": "Ibusim", "biosimilar": True, "nonproprietary_name": "ibuprofen-abcd"},
        ],
        "regimens": [
            {
                "key": "tablets",
                "brand": "Advil",
                "population": {"en": "adults", "es": "adultos"},
                "route": {"en": "by mouth", "es": "por la boca"},
                "dose": {"en": "200 mg", "es": "200 mg"},
                "frequency": {"en": "every 6 hours", "es": "cada 6 horas"},
                "max_daily_dose": {"en": "1,200 mg", "es": "1200 mg"},
                "dose_citations": ["label2021"],
                "checked_on": "2024-12-31",
            },
            {
                "key": "drip",
                "indication_key": "fever",
                "indication": {"en": "fever", "es": "fiebre"},
                "route": {"en": "into a vein (IV)", "es": "por la vena (IV)"},
                "infusion_time": {"en": "at least 30 minutes", "es": "al menos 30 minutos"},
            },
        ],
        "side_effects": [
            {
                "key": "bleeding",
                "name": {"en": "Stomach bleeding", "es": "Sangrado del estómago"},
                "band": "rare",
                "serious": True,
                "call_now": {"en": "your stool is black", "es": "sus heces son negras"},
                "citations": ["label2021"],
            },
            {
                "key": "heartburn",
                "name": {"en": "Heartburn", "es": "Acidez"},
                "band": "common",
                "natural": {"en": "about 3 in 100 people", "es": "alrededor de 3 de cada 100 personas"},
                "what_to_do": {"en": "Take it with food", "es": "Tómelo con comida"},
            },
            {
                "key": "rash",
                "name": {"en": "Rash", "es": "Sarpullido"},
                "frequency": {"en": "seldom", "es": "pocas veces"},
            },
        ],
        "precautions": [
            {
                "key": "pregnancy",
                "condition": {"en": "The last 3 months of pregnancy", "es": "Los últimos 3 meses del embarazo"},
                "severity": "avoid",
                "citations": ["label2021"],
            },
            {
                "key": "kidneys",
                "condition": {
                    "en": "Kidneys that do not work normally",
                    "es": "Riñones que no funcionan con normalidad",
                },
                "advice": {"en": "Your provider may advise against it.", "es": "Quizás le aconsejen no tomarlo."},
                "severity": "ask-first",
            },
            {"key": "asthma", "condition": {"en": "Asthma", "es": "Asma"}, "severity": "caution"},
            {"key": "age", "condition": {"en": "Age over 65", "es": "Más de 65 años"}},
        ],
        "notes": [
            {
                "kind": "kidney",
                "words": {"en": "A lower dose may be needed.", "es": "Puede hacer falta una dosis menor."},
                "citations": ["timing2020"],
            },
            {"kind": "monitoring", "words": {"en": "Blood pressure.", "es": "La presión."}},
            {
                "kind": "monitoring",
                "words": {"en": "Kidney tests.", "es": "Análisis de los riñones."},
                "citations": ["jaw2019"],
            },
            {"kind": "supplements", "words": {"en": "Vitamin D, 10 mcg a day.", "es": "Vitamina D, 10 mcg al día."}},
        ],
    },
    # Nothing is known about it yet, and its page is not live.
    "ibandronate": {"name": {"en": "ibandronate", "es": "ibandronato"}, "classes": ["bisphosphonates"]},
}

_TERMS = {
    "hypercalcemia": (
        {"en": "hypercalcemia", "es": "hipercalcemia"},
        {"en": "Too much calcium in the blood.", "es": "Demasiado calcio en la sangre."},
        "/glossary/hypercalcemia/",
    ),
    "fracture": ({"en": "fracture", "es": "fractura"}, {"en": "a broken bone", "es": "un hueso roto"}, None),
}

_PAGES = {
    "bone-metastases": ({"en": "Bone metastases", "es": "Metástasis óseas"}, "/articles/bone-metastases/"),
    "spinal-cord-compression": ({"en": "Spinal cord compression", "es": "Compresión de la médula espinal"}, None),
}

_REFERENCES = [
    *("label2021", "timing2020", "jaw2019", "fever2018", "himelstein2017"),
    *("a2001", "b2002", "c2003", "d2004", "e2005", "f2006"),
]


def sample_facts(language: str = "en") -> dict[Name, Fact]:
    """Return everything in the sample library."""
    base = "/es" if language == "es" else ""
    bisphosphonates = ClassFact.from_json(_BISPHOSPHONATES, language, url=f"{base}/drugs/bisphosphonates/")
    facts: dict[Name, Fact] = {Name("class", "bisphosphonates"): bisphosphonates}
    for key, data in _DRUGS.items():
        facts[Name("drug", key)] = DrugFact.from_json(
            {"kind": "drug", "key": key, **data},
            language,
            url=None if key == "ibandronate" else f"{base}/drugs/{key}/",
            classes=[bisphosphonates] if data.get("classes") else [],
        )
    for key, (name, definition, url) in _TERMS.items():
        facts[Name("term", key)] = TermFact(key, name[language], definition[language], url and base + url)
    for key, (title, url) in _PAGES.items():
        facts[Name("page", key)] = PageFact(key, title[language], url and base + url)
    for key in _REFERENCES:
        facts[Name("reference", key)] = ReferenceFact(key, f"Author A. Title of {key}.", f"/references/{key}/")
    facts[Name("reference", "withdrawn2010")] = ReferenceFact("withdrawn2010", "Title.", "/r/", status="retracted")
    facts[Name("reference", "doubtful2019")] = ReferenceFact("doubtful2019", "Title.", "/r/", status="concern")
    facts[Name("reference", "old2005")] = ReferenceFact(
        "old2005", "Title.", "/r/", status="superseded", superseded_by="label2021"
    )
    facts[Name("asset", "spine")] = AssetFact(
        "spine",
        "/media/spine.png",
        alt="A spine with a broken vertebra",
        caption="A break in the spine",
        credit="A. Artist",
        licence="CC BY 4.0",
        width=640,
        height=480,
        next_review="2030-01-01",
    )
    facts[Name("asset", "bare")] = AssetFact("bare", "/media/bare.png", width=10, height=10)
    return facts


def sample_lookups(document: Document, language: str = "en") -> Mapping[Name, Fact | Missing]:
    """Return what the names of a document stand for, with suggestions for those that are missing."""
    facts = sample_facts(language)
    lookups: dict[Name, Fact | Missing] = {}
    for name in document.names:
        near = suggest(name.key, [each.key for each in facts if each.kind == name.kind])
        lookups[name] = facts.get(name, Missing(near))
    for name in references_in(lookups.values()):
        lookups[name] = facts.get(name, Missing())
    return lookups


def compiled(text: str, language: str = "en", **options) -> Rendered:
    """Compile a text against the sample library."""
    document = parse(text)
    return render(document, sample_lookups(document, language), language=language, **options)


def codes(text: str, language: str = "en") -> list[tuple[str, int]]:
    """Return the code and the line of every issue of a text."""
    return [(issue.code, issue.line) for issue in compiled(text, language).issues]
