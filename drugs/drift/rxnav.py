"""RxNav's history of a code (`rxcuiStatusHistory`): whether it is still in use, and what took its place."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from drugs.drift.records import RXNAV, Record, text_in

# As RxNav writes them → in our words.
STATUSES = {
    "active": "active",
    "obsolete": "obsolete",
    "remapped": "remapped",
    "quantified": "quantified",
    "notcurrent": "not current",
}
_TAKES_ITS_PLACE = (("remappedConcept", "remapped"), ("quantifiedConcept", "quantified"))


def is_history(record: Mapping[str, Any]) -> bool:
    return "rxcuiStatusHistory" in record


def read_history(record: Mapping[str, Any], *, line: int) -> Iterator[Record]:
    history = _box(record, "rxcuiStatusHistory")
    attributes, told = _box(history, "attributes"), text_in(_box(history, "metaData").get("status"))
    code = text_in(attributes.get("rxcui"))
    status = STATUSES.get(re.sub(r"[^a-z]", "", told.lower()), "")
    if told.lower() in ("unknown", "") and not code:
        yield Record(RXNAV, line, problem="RxNav does not know the code that it was asked for.")
    elif not re.fullmatch(r"[1-9][0-9]{0,7}", code):
        yield Record(RXNAV, line, problem="The history does not say which code it is about (“attributes.rxcui”).")
    elif not status:
        known = "Active, Obsolete, Remapped, Quantified or NotCurrent"
        yield Record(RXNAV, line, code, problem=f"The status of {code} is “{told[:40]}”; we know {known}.")
    else:
        yield Record(
            RXNAV,
            line,
            code,
            title=text_in(attributes.get("name")),
            rxnorm=(code,),
            status=status,
            remapped=tuple(dict.fromkeys(_new_codes(_box(history, "derivedConcepts")))),
        )


def _new_codes(derived: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """One to many. RxNav writes “remappedRxCui” beside “quantifiedRxcui”."""
    for name, prefix in _TAKES_ITS_PLACE:
        concepts = derived.get(name)
        for concept in concepts if isinstance(concepts, list) else []:
            if isinstance(concept, Mapping):
                fields = {key.lower(): text_in(value) for key, value in concept.items() if isinstance(key, str)}
                if re.fullmatch(r"[1-9][0-9]{0,7}", code := fields.get(f"{prefix}rxcui", "")):
                    yield code, fields.get(f"{prefix}name", "")


def _box(record: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    box = record.get(name)
    return box if isinstance(box, Mapping) else {}
