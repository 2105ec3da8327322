"""A change of facts in a few words: "every 4 weeks → every 6 weeks", or as sentences that name what changed. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

STATED = ("dose", "frequency", "route", "duration")
LONGEST = 200
MOST = 3
VALUES = {
    "dose": gettext_noop("The dose of %(title)s changed: %(values)s."),
    "frequency": gettext_noop("How often %(title)s is given changed: %(values)s."),
    "route": gettext_noop("How %(title)s is given changed: %(values)s."),
    "duration": gettext_noop("How long %(title)s is given changed: %(values)s."),
    "definition": gettext_noop("The meaning of %(title)s is explained in other words: %(values)s."),
    "status": gettext_noop("The status of %(title)s changed: %(values)s."),
}
# What became of a source, in words.
STATUSES = {
    "current": gettext_noop("current"),
    "corrected": gettext_noop("corrected"),
    "superseded": gettext_noop("superseded"),
    "concern": gettext_noop("expression of concern"),
    "retracted": gettext_noop("retracted"),
}
# The same as a mark beside the source, as readers see it.
MARKS = {
    "corrected": gettext_noop("[Corrected]"),
    "superseded": gettext_noop("[Superseded]"),
    "concern": gettext_noop("[Expression of concern]"),
    "retracted": gettext_noop("[Retracted]"),
}
LISTS = {
    ("name", "brands", "products", "aliases"): gettext_noop("The names of %(title)s changed."),
    ("side_effects", "side_effects_complete"): gettext_noop("The side effects of %(title)s changed."),
    ("precautions", "precautions_complete"): gettext_noop("The precautions with %(title)s changed."),
}


def change_words(before: Mapping[str, Any], after: Mapping[str, Any], language: str) -> str:
    """The values of regimens, the definition or the status that differ, in one language; "" when it is anything else."""
    pairs = list(dict.fromkeys(_pairs(before, after, language)))
    if not pairs:
        return ""
    shown = "; ".join(f"{old or '–'} → {new or '–'}" for old, new in pairs[:MOST])
    words = shown + (" …" if len(pairs) > MOST else "")
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"


def change_sentences(before: Mapping[str, Any], after: Mapping[str, Any], language: str, *, title: str) -> list[str]:
    """What changed about `title`, a sentence for each kind of fact: "The dose of denosumab changed: 120 mg → 60 mg."

    The words around are those of the language in force. Never empty: what has no name of its own is said in general."""
    values: dict[str, list[str]] = {}
    for name, old, new in _named_pairs(before, after, language):
        values.setdefault(name, []).append(f"{old or '–'} → {new or '–'}")
    sentences = [
        _(VALUES[name]) % {"title": title, "values": "; ".join(dict.fromkeys(said))} for name, said in values.items()
    ]
    keys = [[row["key"] for row in facts.get("regimens") or ()] for facts in (before, after)]
    if sorted(keys[0]) != sorted(keys[1]):
        sentences.append(_("The list of ways in which %(title)s is given changed.") % {"title": title})
    sentences += [
        _(words) % {"title": title}
        for names, words in LISTS.items()
        if any((before.get(name) or None) != (after.get(name) or None) for name in names)
    ]
    return sentences or [_("What is known about %(title)s changed.") % {"title": title}]


def _pairs(before, after, language: str) -> Iterable[tuple[str, str]]:
    for _name, old, new in _named_pairs(before, after, language):
        yield old, new


def _named_pairs(before, after, language: str) -> Iterable[tuple[str, str, str]]:
    old = {row["key"]: row for row in before.get("regimens") or ()}
    for row in after.get("regimens") or ():
        if row["key"] in old:
            for name in STATED:
                was, now = in_language(old[row["key"]].get(name), language), in_language(row.get(name), language)
                if was != now:
                    yield name, was, now
    was, now = in_language(before.get("definition"), language), in_language(after.get("definition"), language)
    if was != now:
        yield "definition", was, now
    if before.get("status") != after.get("status"):
        yield "status", _status_in(before, language), _status_in(after, language)


def _status_in(facts: Mapping[str, Any], language: str) -> str:
    with override(language or "en"):
        return status_of_source(facts.get("status") or "")


def status_of_source(code: str) -> str:
    """What became of a source, in the language in force: "expression of concern"."""
    return _(STATUSES[code]) if code in STATUSES else str(code)


def mark_of_source(code: str, language: str) -> str:
    """What readers of a page in this language see beside the source: "[Expression of concern]"; "" for nothing."""
    with override(language or "en"):
        return _(MARKS[code]) if code in MARKS else f"[{code}]" if code and code != "current" else ""


def in_language(value: Any, language: str) -> str:
    """Words of one language, else English, else nothing."""
    if isinstance(value, str):
        return value
    return (value or {}).get(language) or (value or {}).get("en") or ""
