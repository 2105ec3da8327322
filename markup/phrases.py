"""Every word of our own that a patient can read in compiled pages, in each language."""

from collections.abc import Sequence
from datetime import date
from types import MappingProxyType

_ENGLISH = {
    "reference": "Reference {number}",
    "table": "Table",
    "not stated": "Not stated",
    "and": "and",
    "or": "or",
    # drug-table
    "caption one": "{drugs} at a glance",
    "caption several": "Comparing {drugs}",
    "row route": "How is it given?",
    "row dose": "How much is given?",
    "row frequency": "How often is it given?",
    "row duration": "How long is it given for?",
    "row brand": "Brand names",
    "row class": "Type of medicine",
    "row indication": "What is it for?",
    "row side-effects": "Possible side effects",
    "row infusion-time": "How long does it take to give?",
    "row population": "Who is it for?",
    "row max-daily-dose": "What is the most in one day?",
    "row monitoring": "What is checked during treatment?",
    "row kidney": "What if the kidneys are weak?",
    "row supplements": "What is taken with it?",
    "row checked-on": "When was this checked?",
    "checked on": "Checked {day}",
    "not a full list in brackets": "(not a full list)",
    "another dose": "Your care team may choose another dose or timing for you.",
    # drug-facts and drug-codes
    "names generic": "Generic name",
    "names inn": "International name",
    "names us-name": "Name in the United States",
    "names pronunciation": "How to say it",
    "names brand": "Brand names",
    "names biosimilar": "Similar medicines (biosimilars)",
    "names class": "Type of medicine",
    "names route": "How it is given",
    "names prescription": "Prescription",
    "prescription prescription": "Needed",
    "prescription over-the-counter": "Not needed",
    # regimens
    "regimen for": "For {indication}",
    "regimen for others": "What it is for is not stated",
    "no regimens": (
        "This site does not say how much {drug} is given, or how often. Follow what your care team, your pharmacist or the "
        "label tells you."
    ),
    # side-effects
    "how common": "How common is it?",
    "onset": "When can it start?",
    "duration": "How long can it last?",
    "at risk": "Who is more at risk?",
    "prevention": "How can it be prevented?",
    "what to do": "What can you do?",
    "call now": "Call your care team right away if:",
    "serious": "Serious",
    "band very-common": "very common (more than 1 in 10 people)",
    "band common": "common (up to 1 in 10 people)",
    "band uncommon": "uncommon (up to 1 in 100 people)",
    "band rare": "rare (up to 1 in 1,000 people)",
    "band very-rare": "very rare (up to 1 in 10,000 people)",
    "band not-known": "not known",
    "group very-common": "Very common: more than 1 in 10 people",
    "group common": "Common: up to 1 in 10 people",
    "group uncommon": "Uncommon: up to 1 in 100 people",
    "group rare": "Rare: up to 1 in 1,000 people",
    "group very-rare": "Very rare: up to 1 in 10,000 people",
    "group not-known": "How common these are is not known",
    "group other": "Other side effects",
    "side effects not complete": (
        "This is not a full list of side effects. Tell your care team about anything that worries you."
    ),
    "side-effects none": (
        "This site does not list side effects of {drugs}. That does not mean there are none. Ask your care team or your "
        "pharmacist."
    ),
    # precautions
    "severity avoid": "Avoid",
    "severity ask-first": "Ask first",
    "severity caution": "Be careful",
    "precaution avoid": "Do not take {drugs} before you talk to your care team if one of these applies to you:",
    "precaution ask-first": "Ask your care team or pharmacist before you take {drugs} if one of these applies to you:",
    "precaution caution": "Take special care with {drugs} if one of these applies to you:",
    "precaution other": "Tell your care team before you take {drugs} if one of these applies to you:",
    "precautions not complete": (
        "This is not a full list. Tell your care team about all your health conditions and medicines."
    ),
    "precautions none": (
        "This site does not list who should be careful with {drugs}. Tell your care team and your pharmacist about all your "
        "health conditions, and if you are or may be pregnant or breastfeeding."
    ),
    # the sections of a drug's page
    "section regimens": "How is it given, and how often?",
    "section side-effects": "What side effects can it have?",
    "section side-effects lead": "Tell your care team about any side effect, even if it seems unimportant.",
    "section precautions": "What should I check first?",
    "section notes": "What else should I know?",
    "section interactions": "Can I take it with other medicines?",
    "section interactions text": (
        "**This page does not cover interactions.** Another medicine, a vitamin, an herb or a food may change how this "
        "medicine works. Before you start anything new, ask your pharmacist or your care team, and show them a list of "
        "everything you take."
    ),
    "section questions": (
        "- Why do you suggest this medicine for me?\n"
        "- How will I take it or get it, and how often?\n"
        "- Which side effects should I look out for, and who do I call?\n"
        "- Which of my other medicines should you know about?"
    ),
    "section codes": "Codes for health professionals",
    # care cards
    "care emergency": "Emergency:",
    "care urgent": "Urgent:",
    "care nonurgent": "Not urgent:",
    # blocks
    "key points": "Key points",
    "warning": "Warning",
    "do": "Do",
    "dont": "Do not",
    "details": "More information",
    "questions": "Questions to ask your care team",
    "callout": "Good to know",
}

_SPANISH = {
    "reference": "Referencia {number}",
    "table": "Tabla",
    "not stated": "No se indica",
    "and": "y",
    "or": "o",
    "caption one": "{drugs} de un vistazo",
    "caption several": "Comparación de {drugs}",
    "row route": "¿Cómo se administra?",
    "row dose": "¿Qué cantidad se administra?",
    "row frequency": "¿Con qué frecuencia se administra?",
    "row duration": "¿Durante cuánto tiempo se administra?",
    "row brand": "Nombres comerciales",
    "row class": "Tipo de medicamento",
    "row indication": "¿Para qué se usa?",
    "row side-effects": "Posibles efectos secundarios",
    "row infusion-time": "¿Cuánto tarda en administrarse?",
    "row population": "¿Para quién es?",
    "row max-daily-dose": "¿Cuál es el máximo en un día?",
    "row monitoring": "¿Qué se controla durante el tratamiento?",
    "row kidney": "¿Y si los riñones están débiles?",
    "row supplements": "¿Qué se toma junto con él?",
    "row checked-on": "¿Cuándo se comprobó esto?",
    "checked on": "Comprobado el {day}",
    "not a full list in brackets": "(no es una lista completa)",
    "another dose": "Su equipo de atención puede elegir otra dosis u otro horario para usted.",
    "names generic": "Nombre genérico",
    "names inn": "Nombre internacional",
    "names us-name": "Nombre en los Estados Unidos",
    "names pronunciation": "Cómo se pronuncia",
    "names brand": "Nombres comerciales",
    "names biosimilar": "Medicamentos similares (biosimilares)",
    "names class": "Tipo de medicamento",
    "names route": "Cómo se administra",
    "names prescription": "Receta",
    "prescription prescription": "Necesaria",
    "prescription over-the-counter": "No es necesaria",
    "regimen for": "Para {indication}",
    "regimen for others": "No se indica para qué es",
    "no regimens": (
        "Este sitio no dice qué cantidad de {drug} se administra ni con qué frecuencia. Siga lo que le indiquen su equipo de "
        "atención, su farmacéutico o la etiqueta."
    ),
    "how common": "¿Es frecuente?",
    "onset": "¿Cuándo puede empezar?",
    "duration": "¿Cuánto puede durar?",
    "at risk": "¿Quién tiene más riesgo?",
    "prevention": "¿Cómo se puede prevenir?",
    "what to do": "¿Qué puede hacer?",
    "call now": "Llame de inmediato a su equipo de atención si:",
    "serious": "Grave",
    "band very-common": "muy frecuente (más de 1 de cada 10 personas)",
    "band common": "frecuente (hasta 1 de cada 10 personas)",
    "band uncommon": "poco frecuente (hasta 1 de cada 100 personas)",
    "band rare": "raro (hasta 1 de cada 1000 personas)",
    "band very-rare": "muy raro (hasta 1 de cada 10 000 personas)",
    "band not-known": "no se conoce",
    "group very-common": "Muy frecuentes: más de 1 de cada 10 personas",
    "group common": "Frecuentes: hasta 1 de cada 10 personas",
    "group uncommon": "Poco frecuentes: hasta 1 de cada 100 personas",
    "group rare": "Raros: hasta 1 de cada 1000 personas",
    "group very-rare": "Muy raros: hasta 1 de cada 10 000 personas",
    "group not-known": "No se sabe con qué frecuencia ocurren",
    "group other": "Otros efectos secundarios",
    "side effects not complete": (
        "Esta no es una lista completa de los efectos secundarios. "
        "Informe a su equipo de atención de cualquier cosa que le preocupe."
    ),
    "severity avoid": "Evítelo",
    "severity ask-first": "Pregunte antes",
    "severity caution": "Tenga cuidado",
    "precaution avoid": "No tome {drugs} sin hablar antes con su equipo de atención si está en uno de estos casos:",
    "precaution ask-first": (
        "Pregunte a su equipo de atención o a su farmacéutico antes de tomar {drugs} si está en uno de estos casos:"
    ),
    "precaution caution": "Tenga especial cuidado con {drugs} si está en uno de estos casos:",
    "precaution other": "Avise a su equipo de atención antes de tomar {drugs} si está en uno de estos casos:",
    "precautions not complete": (
        "Esta no es una lista completa. "
        "Informe a su equipo de atención de todas sus enfermedades y de todos sus medicamentos."
    ),
    "side-effects none": (
        "Este sitio no enumera los efectos secundarios de {drugs}. Eso no quiere decir que no haya ninguno. Pregunte a su "
        "equipo de atención o a su farmacéutico."
    ),
    "precautions none": (
        "Este sitio no enumera quién debe tener cuidado con {drugs}. Informe a su equipo de atención y a su farmacéutico de "
        "todas sus enfermedades, y de si está o puede estar embarazada o si amamanta."
    ),
    "section regimens": "¿Cómo se administra y con qué frecuencia?",
    "section side-effects": "¿Qué efectos secundarios puede tener?",
    "section side-effects lead": "Informe a su equipo de atención de cualquier efecto secundario, aunque le parezca poca cosa.",
    "section precautions": "¿Qué debo comprobar antes?",
    "section notes": "¿Qué más debo saber?",
    "section interactions": "¿Puedo tomarlo con otros medicamentos?",
    "section interactions text": (
        "**Esta página no trata las interacciones.** Otro medicamento, una vitamina, una hierba o un alimento puede cambiar "
        "el efecto de este medicamento. Antes de empezar algo nuevo, pregunte a su farmacéutico o a su equipo de atención, y "
        "muéstreles una lista de todo lo que toma."
    ),
    "section questions": (
        "- ¿Por qué me recomienda este medicamento?\n"
        "- ¿Cómo lo tomaré o lo recibiré, y con qué frecuencia?\n"
        "- ¿A qué efectos secundarios debo estar atento, y a quién llamo?\n"
        "- ¿De cuáles de mis otros medicamentos debe saber usted?"
    ),
    "section codes": "Códigos para profesionales de la salud",
    "care emergency": "Emergencia:",
    "care urgent": "Urgente:",
    "care nonurgent": "No urgente:",
    "key points": "Puntos clave",
    "warning": "Advertencia",
    "do": "Qué hacer",
    "dont": "Qué no hacer",
    "details": "Más información",
    "questions": "Preguntas para su equipo de atención",
    "callout": "Conviene saber",
}

PHRASES = MappingProxyType({"en": MappingProxyType(_ENGLISH), "es": MappingProxyType(_SPANISH)})


def known_language(language: str) -> str:
    """Return the language whose phrases are used for `language`: "es-MX" gives "es", an unknown one "en"."""
    short = language.replace("_", "-").split("-")[0].lower()
    return short if short in PHRASES else "en"


def has_phrase(key: str) -> bool:
    """Whether there is such a phrase (every language has the same ones)."""
    return key in _ENGLISH


def phrase(key: str, language: str, **values: object) -> str:
    """Return one phrase in the language, with its gaps filled."""
    return PHRASES[known_language(language)][key].format(**values)


_MONTHS = {
    "en": "January February March April May June July August September October November December".split(),
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(),
}


def day_words(day: str, language: str) -> str:
    """Return an ISO date as it is written in the language: "1 May 2024"; what is no date is returned as it is."""
    try:
        read = date.fromisoformat(day)
    except ValueError:
        return day
    month = _MONTHS[known_language(language)][read.month - 1]
    if known_language(language) == "es":
        return f"{read.day} de {month} de {read.year}"
    return f"{read.day} {month} {read.year}"


def join_words(words: Sequence[str], language: str, conjunction: str = "and") -> str:
    """Return "a, b and c" in the language; `conjunction` is "and" or "or"."""
    if len(words) < 2:
        return "".join(words)
    joint = phrase(conjunction, language)
    if known_language(language) == "es":
        joint = _spanish_joint(joint, words[-1])
    return f"{', '.join(words[:-1])} {joint} {words[-1]}"


def _spanish_joint(joint: str, following: str) -> str:
    """In Spanish "y" becomes "e" before the sound i, and "o" becomes "u" before the sound o."""
    start = following.strip().lower()
    if joint == "y" and start.startswith(("i", "í", "hi", "hí")) and not start.startswith(("hie", "ia", "io", "ie")):
        return "e"
    if joint == "o" and start.startswith(("o", "ó", "ho", "hó")):
        return "u"
    return joint
