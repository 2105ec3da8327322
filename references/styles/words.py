"""The words that styles add to a record, in the reader's language. Titles and names stay as published."""

from collections.abc import Mapping

LANGUAGES = ("en", "es")

WORDS: dict[str, Mapping[str, str]] = {
    "en": {
        "short months": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
        "months": "January February March April May June July August September October November December",
        "seasons": "Spring Summer Autumn Winter",
        "cited": "cited",
        "accessed": "Accessed",
        "available": "Available from",
        "in": "In",
        "editor": "editor",
        "editors": "editors",
        "ed": "ed",
        "eds": "eds",
        "edition": "ed.",
        "volume": "Vol.",
        "forthcoming": "Forthcoming",
        "in press": "In press",
        "published online": "Published online",
        "posted": "Posted",
        "preprint": "Preprint",
        "preprint posted": "Preprint posted online",
        "report": "Report No.",
        "report number": "Report",
        "identifier": "Identifier",
        "registry identifier": "{registry} identifier",
        "on the internet": "on the Internet",
        "dissertation": "dissertation",
        "masters": "master's thesis",
        "dataset": "dataset",
        "software": "software",
        "map": "map",
        "package insert": "package insert",
        "prescribing information": "prescribing information",
        "summary of characteristics": "summary of product characteristics",
        "label": "drug label",
        "in language": "in {language}",
    },
    "es": {
        "short months": "ene feb mar abr may jun jul ago sep oct nov dic",
        "months": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "seasons": "primavera verano otoño invierno",
        "cited": "citado",
        "accessed": "Consultado",
        "available": "Disponible en",
        "in": "En",
        "editor": "editor",
        "editors": "editores",
        "ed": "ed",
        "eds": "eds",
        "edition": "ed.",
        "volume": "Vol.",
        "forthcoming": "En prensa",
        "in press": "En prensa",
        "published online": "Publicado en línea",
        "posted": "Publicado",
        "preprint": "Preimpresión",
        "preprint posted": "Preimpresión publicada en línea",
        "report": "Informe n.º",
        "report number": "Informe",
        "identifier": "Identificador",
        "registry identifier": "Identificador de {registry}",
        "on the internet": "en Internet",
        "dissertation": "tesis doctoral",
        "masters": "tesis de maestría",
        "dataset": "conjunto de datos",
        "software": "software",
        "map": "mapa",
        "package insert": "prospecto",
        "prescribing information": "información para prescribir",
        "summary of characteristics": "ficha técnica",
        "label": "etiqueta del medicamento",
        "in language": "en {language}",
    },
}

# The languages that the evidence comes in: English and Spanish names under the two-letter code.
_NAMES = {
    "ar": ("Arabic", "árabe"),
    "ca": ("Catalan", "catalán"),
    "cs": ("Czech", "checo"),
    "da": ("Danish", "danés"),
    "de": ("German", "alemán"),
    "el": ("Greek", "griego"),
    "en": ("English", "inglés"),
    "es": ("Spanish", "español"),
    "fa": ("Persian", "persa"),
    "fi": ("Finnish", "finés"),
    "fr": ("French", "francés"),
    "he": ("Hebrew", "hebreo"),
    "hi": ("Hindi", "hindi"),
    "hu": ("Hungarian", "húngaro"),
    "it": ("Italian", "italiano"),
    "ja": ("Japanese", "japonés"),
    "ko": ("Korean", "coreano"),
    "nl": ("Dutch", "neerlandés"),
    "no": ("Norwegian", "noruego"),
    "pl": ("Polish", "polaco"),
    "pt": ("Portuguese", "portugués"),
    "ru": ("Russian", "ruso"),
    "sv": ("Swedish", "sueco"),
    "tr": ("Turkish", "turco"),
    "uk": ("Ukrainian", "ucraniano"),
    "zh": ("Chinese", "chino"),
}
# What MEDLINE and others write for the same language.
_CODES = {
    "ara": "ar", "cat": "ca", "cze": "cs", "ces": "cs", "dan": "da", "ger": "de", "deu": "de", "gre": "el",
    "ell": "el", "eng": "en", "spa": "es", "per": "fa", "fas": "fa", "fin": "fi", "fre": "fr", "fra": "fr", "heb": "he",
    "hin": "hi", "hun": "hu", "ita": "it", "jpn": "ja", "kor": "ko", "dut": "nl", "nld": "nl", "nor": "no", "nob": "no",
    "nb": "no", "nn": "no", "pol": "pl", "por": "pt", "rus": "ru", "swe": "sv", "tur": "tr", "ukr": "uk", "chi": "zh",
    "zho": "zh",
}  # fmt: skip


def language_code(said: str) -> str:
    """The two-letter code of a language given as a code or as its English name ("es-ES", "spa", "Spanish"); else ""."""
    word = said.strip().lower()
    short = word.replace("_", "-").split("-")[0]
    code = _CODES.get(short, short)
    if code in _NAMES:
        return code
    return next((code for code, names in _NAMES.items() if word in (names[0].lower(), names[1])), "")


def language_name(code: str, *, language: str) -> str:
    """The name of a language for readers of `language`: "Spanish", "español"."""
    return _NAMES[code][LANGUAGES.index(language)]
