"""Every word of our own that a patient can read in compiled pages, in each language."""

from collections.abc import Sequence
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
    "not a full list in brackets": "(not a full list)",
    "another dose": "Your care team may choose another dose or timing for you.",
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
    "side effects not complete": (
        "This is not a full list of side effects. Tell your care team about anything that worries you."
    ),
    # precautions
    "severity avoid": "Avoid",
    "severity ask-first": "Ask first",
    "severity caution": "Be careful",
    "precautions not complete": (
        "This is not a full list. Tell your care team about all your health conditions and medicines."
    ),
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
    "not a full list in brackets": "(no es una lista completa)",
    "another dose": "Su equipo de atención puede elegir otra dosis u otro horario para usted.",
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
    "side effects not complete": (
        "Esta no es una lista completa de los efectos secundarios. "
        "Informe a su equipo de atención de cualquier cosa que le preocupe."
    ),
    "severity avoid": "Evítelo",
    "severity ask-first": "Pregunte antes",
    "severity caution": "Tenga cuidado",
    "precautions not complete": (
        "Esta no es una lista completa. "
        "Informe a su equipo de atención de todas sus enfermedades y de todos sus medicamentos."
    ),
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
