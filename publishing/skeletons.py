"""The blocks an editor can insert, each with words to replace, in the language of the page. Pure."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _


class Skeleton(NamedTuple):
    """`label`: what the menu says; `text`: what is inserted, as Markdown."""

    label: str
    text: str


_TEXTS = {
    "en": {
        "key-points": "::: key-points\n- The first thing to know\n- The second thing to know\n:::",
        "emergency": "::: care emergency\n### Call the emergency number if:\n- what someone would notice\n:::",
        "urgent": "::: care urgent\n### Call your care team today if:\n- what someone would notice\n:::",
        "nonurgent": "::: care nonurgent\n### Talk to your care team if:\n- what someone would notice\n:::",
        "do": "::: do\n- something that helps\n:::",
        "dont": "::: dont\n- something to avoid\n:::",
        "warning": "::: warning\nWhat to be careful about.\n:::",
        "callout": "::: callout A short title\nSomething worth knowing.\n:::",
        "details": "::: details A short title\nText that opens when someone wants to know more.\n:::",
        "questions": "::: questions\n- A question to ask?\n:::",
        "table": "| First column | Second column |\n| --- | --- |\n| words | words |",
        "drug-table": "::: drug-table first-drug second-drug",
        "regimens": "::: regimens drug-key",
        "side-effects": "::: side-effects drug-key",
        "side-effects-grouped": "::: side-effects drug-key by=frequency",
        "precautions": "::: precautions drug-key",
        "drug-notes": "::: drug-notes drug-key",
    },
    "es": {
        "key-points": "::: key-points\n- Lo primero que hay que saber\n- Lo segundo que hay que saber\n:::",
        "emergency": "::: care emergency\n### Llame al número de emergencias si:\n- lo que la persona notaría\n:::",
        "urgent": "::: care urgent\n### Llame hoy a su equipo de atención si:\n- lo que la persona notaría\n:::",
        "nonurgent": "::: care nonurgent\n### Hable con su equipo de atención si:\n- lo que la persona notaría\n:::",
        "do": "::: do\n- algo que ayuda\n:::",
        "dont": "::: dont\n- algo que conviene evitar\n:::",
        "warning": "::: warning\nCon qué hay que tener cuidado.\n:::",
        "callout": "::: callout Un título corto\nAlgo que conviene saber.\n:::",
        "details": "::: details Un título corto\nTexto que se abre cuando alguien quiere saber más.\n:::",
        "questions": "::: questions\n- ¿Una pregunta para hacer?\n:::",
        "table": "| Primera columna | Segunda columna |\n| --- | --- |\n| palabras | palabras |",
        "drug-table": "::: drug-table primer-medicamento segundo-medicamento",
        "regimens": "::: regimens medicamento",
        "side-effects": "::: side-effects medicamento",
        "side-effects-grouped": "::: side-effects medicamento by=frequency",
        "precautions": "::: precautions medicamento",
        "drug-notes": "::: drug-notes medicamento",
    },
}
_LABELS = {
    "key-points": _("Key points"),
    "emergency": _("Care card: emergency"),
    "urgent": _("Care card: urgent"),
    "nonurgent": _("Care card: not urgent"),
    "do": _("Do"),
    "dont": _("Do not"),
    "warning": _("Warning"),
    "callout": _("Callout"),
    "details": _("Details to open"),
    "questions": _("Questions to ask"),
    "table": _("Table"),
    "drug-table": _("Table that compares drugs"),
    "regimens": _("How a drug is given"),
    "side-effects": _("Side effects of a drug"),
    "side-effects-grouped": _("Side effects of a drug, by how common they are"),
    "precautions": _("Precautions of a drug"),
    "drug-notes": _("Checks, supplements and kidneys with a drug"),
}


def skeletons(language: str) -> list[Skeleton]:
    """Every block, in the order of the menu; English words where a language has none of its own."""
    texts = _TEXTS.get(language, _TEXTS["en"])
    return [Skeleton(str(label), texts[name]) for name, label in _LABELS.items()]
