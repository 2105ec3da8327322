"""The words of safety notices that are our own, in each language. Pure.

Whoever raises a notice writes its title and text; a language without them gets the standard sentence, which says no more
than that there is a notice and where to read it. None of these words is advice about a medicine.
"""

from collections.abc import Mapping
from types import MappingProxyType

FALLBACK = "en"
_ENGLISH = {
    "heading recall": "Recall: {drug}",
    "heading boxed-warning": "Serious warning (boxed warning): {drug}",
    "heading shortage": "Shortage: {drug}",
    "heading other": "Safety notice: {drug}",
    "standard recall": "There is a recall notice about {drug}. Its text is not in this language yet.",
    "standard boxed-warning": "There is a serious warning (boxed warning) about {drug}. Its text is not in this language yet.",
    "standard shortage": "There is a notice about a shortage of {drug}. Its text is not in this language yet.",
    "standard other": "There is a safety notice about {drug}. Its text is not in this language yet.",
    "lots": "{brand}, lot {lots}",
    "advice": "Talk to your care team or pharmacist before you change anything.",
}
_SPANISH = {
    "heading recall": "Retirada del mercado: {drug}",
    "heading boxed-warning": "Advertencia grave (en recuadro): {drug}",
    "heading shortage": "Escasez: {drug}",
    "heading other": "Aviso de seguridad: {drug}",
    "standard recall": "Hay un aviso de retirada del mercado sobre {drug}. Su texto todavía no está en este idioma.",
    "standard boxed-warning": "Hay una advertencia grave (en recuadro) sobre {drug}. Su texto todavía no está en este idioma.",
    "standard shortage": "Hay un aviso de escasez de {drug}. Su texto todavía no está en este idioma.",
    "standard other": "Hay un aviso de seguridad sobre {drug}. Su texto todavía no está en este idioma.",
    "lots": "{brand}, lote {lots}",
    "advice": "Hable con su equipo de atención o su farmacéutico antes de cambiar nada.",
}
WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType({"en": _ENGLISH, "es": _SPANISH})


def say(name: str, language: str, **values: str) -> str:
    """One of the words above in a language of the site, in English where a language has none yet."""
    return (WORDS.get(language) or WORDS[FALLBACK])[name].format(**values)
