"""Words for amounts, times and ways of giving in prose, in each language, folded: small letters, no accents."""

HOUR, DAY = 1.0, 24.0
WEEK, MONTH, YEAR = 7 * DAY, (28 * DAY, 31 * DAY), (336 * DAY, 372 * DAY)


def _hours(*shortest_and_longest: float) -> tuple[float, float]:
    return shortest_and_longest[0], shortest_and_longest[-1]


_UNITS_OF_TIME = {
    "en": {
        "hour hours hr hrs h": _hours(HOUR),
        "day days morning mornings evening evenings night nights bedtime": _hours(DAY),
        "week weeks wk wks": _hours(WEEK),
        "monday tuesday wednesday thursday friday saturday sunday": _hours(WEEK),
        "fortnight fortnights": _hours(2 * WEEK),
        "month months": MONTH,
        "year years": YEAR,
    },
    "es": {
        "hora horas h": _hours(HOUR),
        "dia dias manana mananas noche noches": _hours(DAY),
        "semana semanas sem lunes martes miercoles jueves viernes sabado sabados domingo domingos": _hours(WEEK),
        "mes meses": MONTH,
        "ano anos": YEAR,
    },
}
# A month is 28 to 31 days: "monthly" and "every 4 weeks" do not contradict each other in prose.
UNITS_OF_TIME = {
    language: {word: span for words, span in rows.items() for word in words.split()}
    for language, rows in _UNITS_OF_TIME.items()
}
ADVERBS = {
    "en": {
        "hourly": _hours(HOUR), "daily": _hours(DAY), "nightly": _hours(DAY), "weekly": _hours(WEEK),
        "fortnightly": _hours(2 * WEEK), "monthly": MONTH, "quarterly": (84 * DAY, 93 * DAY),
        "yearly": YEAR, "annually": YEAR, "annual": YEAR,
    },
    "es": {
        "diario": _hours(DAY), "diaria": _hours(DAY), "diarios": _hours(DAY), "diarias": _hours(DAY),
        "diariamente": _hours(DAY), "semanal": _hours(WEEK), "semanales": _hours(WEEK), "semanalmente": _hours(WEEK),
        "quincenal": (14 * DAY, 16 * DAY), "quincenalmente": (14 * DAY, 16 * DAY), "mensual": MONTH,
        "mensuales": MONTH, "mensualmente": MONTH, "bimestral": (56 * DAY, 62 * DAY),
        "trimestral": (84 * DAY, 93 * DAY), "trimestralmente": (84 * DAY, 93 * DAY),
        "semestral": (168 * DAY, 186 * DAY), "anual": YEAR, "anuales": YEAR, "anualmente": YEAR,
    },
}  # fmt: skip
EVERY = {"en": frozenset({"every", "each"}), "es": frozenset({"cada"})}
# Between "twice" and "day": a day, per day, each day.
PER = {
    "en": (("a",), ("an",), ("per",), ("each",), ("every",), ("in", "a"), ("in", "each")),
    "es": (("al",), ("a", "la"), ("por",), ("cada",), ("en", "un"), ("en", "una")),
}
TIMES = {"en": frozenset({"times", "time"}), "es": frozenset({"veces", "vez"})}
ONCE = {"en": {"once": 1, "twice": 2, "thrice": 3}, "es": {}}
NUMBERS = {
    "en": {
        **{word: n for n, word in enumerate(
            "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split(), 1)},
        "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90,
    },
    "es": {
        **{word: n for n, word in enumerate(
            "uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince".split(), 1)},
        "un": 1, "una": 1, "veinte": 20, "treinta": 30, "cuarenta": 40, "cincuenta": 50, "sesenta": 60, "noventa": 90,
    },
}  # fmt: skip
TO = {
    "en": frozenset({"to", "or", "and", "-", "–", "—", "through"}),
    "es": frozenset({"a", "o", "u", "y", "-", "–", "—"}),
}
# unit → dimension and how many of its base
_AMOUNTS = {
    "mg milligram milligrams miligramo miligramos mgs": ("mg", 1),
    "g gram grams gramo gramos": ("mg", 1000),
    "mcg ug μg microgram micrograms microgramo microgramos": ("mg", 0.001),
    "ml milliliter milliliters millilitre millilitres mililitro mililitros cc": ("ml", 1),
    "unit units unidad unidades iu ui": ("units", 1),
    "meq": ("meq", 1),
    "mmol": ("mmol", 1),
    "gy": ("gy", 1),
    "tablet tablets pill pills tableta tabletas pastilla pastillas comprimido comprimidos": ("tablets", 1),
    "capsule capsules capsula capsulas": ("capsules", 1),
    "drop drops gota gotas": ("drops", 1),
    "puff puffs inhalacion inhalaciones": ("puffs", 1),
    "patch patches parche parches": ("patches", 1),
}
AMOUNTS = {word: value for words, value in _AMOUNTS.items() for word in words.split()}
MILLION = frozenset({"million", "millones", "millon"})
# After a unit: for each of these makes another dimension. What else follows a slash is a concentration or a lab value.
FOR_EACH = {
    ("kg",): "/kg", ("kilogram",): "/kg", ("kilo",): "/kg", ("kilogramo",): "/kg",
    ("m", "2"): "/m2", ("m²",): "/m2", ("m2",): "/m2", ("square", "meter"): "/m2", ("metro", "cuadrado"): "/m2",
    ("h",): "/h", ("hour",): "/h", ("hr",): "/h", ("hora",): "/h",
}  # fmt: skip
LAB = frozenset("dl l ml liter litre deciliter litro decilitro mm min minute".split())

INJECTION = frozenset(
    {"intravenous", "subcutaneous", "intramuscular", "intradermal", "intrathecal", "epidural", "intra-articular"}
)
_ROUTES = {
    "en": {
        "oral": "by mouth|orally|tablet|tablets|pill|pills|capsule|capsules|swallow|swallowed",
        "sublingual": "under the tongue|under your tongue|sublingual",
        "buccal": "between the gum and the cheek",
        "intravenous": (
            "into a vein|into your vein|into the vein|in a vein|in your vein|through a vein|through the vein|iv|i . v"
            "|intravenous|intravenously|infusion|infusions|infused|drip|drips"
        ),
        "subcutaneous": (
            "under the skin|under your skin|beneath the skin|subcutaneous|subcutaneously|injection under the skin"
        ),
        "intramuscular": (
            "into a muscle|into the muscle|into your muscle|in a muscle|in the muscle|intramuscular|intramuscularly"
            "|injection into a muscle"
        ),
        "intradermal": "injection into the skin|into the skin",
        "intrathecal": "injection into the fluid around the spine|intrathecal",
        "epidural": "injection beside the spine|epidural",
        "intra-articular": "injection into a joint|into a joint|into the joint",
        "topical": "on the skin|on your skin|cream|ointment",
        "transdermal": "patch on the skin|patch|patches|skin patch",
        "inhalation": "breathed in|inhaled|inhaler|breathe in",
        "nasal": "in the nose|nasal spray|nose spray|in your nose",
        "ophthalmic": "in the eye|eye drops|eye drop",
        "otic": "in the ear|ear drops",
        "rectal": "in the rectum|suppository|suppositories|into the rectum",
        "vaginal": "in the vagina|into the vagina",
        "intravesical": "into the bladder",
        "injection": "injection|injections|shot|shots|injected|inject|needle",
    },
    "es": {
        "oral": (
            "por la boca|por boca|por via oral|via oral|tableta|tabletas|pastilla|pastillas|comprimido|comprimidos"
            "|capsula|capsulas|trague|tragar"
        ),
        "sublingual": "debajo de la lengua|sublingual",
        "buccal": "entre la encia y la mejilla",
        "intravenous": (
            "en una vena|en la vena|en su vena|por la vena|por vena|por una vena|intravenosa|intravenoso|via intravenosa"
            "|infusion|infusiones|goteo|suero|a traves de una vena"
        ),
        "subcutaneous": "debajo de la piel|bajo la piel|subcutanea|subcutaneo|inyeccion debajo de la piel",
        "intramuscular": "en un musculo|en el musculo|intramuscular|inyeccion en un musculo|dentro del musculo",
        "intradermal": "inyeccion en la piel",
        "intrathecal": "inyeccion en el liquido que rodea la medula espinal|intratecal",
        "epidural": "inyeccion junto a la columna vertebral|epidural",
        "intra-articular": "inyeccion en una articulacion|en una articulacion",
        "topical": "sobre la piel|crema|pomada|unguento",
        "transdermal": "parche sobre la piel|parche|parches",
        "inhalation": "inhalado por la boca|inhalado|inhalada|inhalador|se inhala",
        "nasal": "en la nariz|aerosol nasal",
        "ophthalmic": "en el ojo|gotas para los ojos",
        "otic": "en el oido|gotas para los oidos",
        "rectal": "en el recto|supositorio|supositorios",
        "vaginal": "en la vagina",
        "intravesical": "dentro de la vejiga|en la vejiga",
        "injection": "inyeccion|inyecciones|inyecta|inyectan|inyectado|pinchazo",
    },
}


def _by_first_word(rows):
    found: dict[str, list[tuple[tuple[str, ...], frozenset[str]]]] = {}
    for code, phrases in rows.items():
        for phrase in phrases.split("|"):
            words = tuple(phrase.split())
            codes = INJECTION if code == "injection" else frozenset({code})
            found.setdefault(words[0], []).append((words, codes))
    return {first: sorted(several, key=lambda each: -len(each[0])) for first, several in found.items()}


# language → first word → (all words, codes of drugs.routes), the longest first
ROUTES = {language: _by_first_word(rows) for language, rows in _ROUTES.items()}
