"""From the boxes a librarian fills in to a CSL-JSON record and back. Pure: what no box shows is kept as it was."""

from collections.abc import Mapping
from typing import Any

from references.kinds import LABELS, form_of, genre_for, kind_of

NAME_BOXES = {"authors": "author", "editors": "editor", "translators": "translator"}
DATE_BOXES = {"issued": "issued", "accessed": "accessed"}
_FIELD_OF_NAMES_AND_DATES = {field: box for box, field in (NAME_BOXES | DATE_BOXES).items()}
# CSL field → box, in the order of LABELS. CSL has no field for the licence of an abstract: it stands under `custom`.
BOX_OF = {field: _FIELD_OF_NAMES_AND_DATES.get(field) or field.lower().replace("-", "_") for field in ("type", *LABELS)}
LICENCE = "abstract-licence"
# Box → CSL field, for the fields that are plain text.
TEXT_BOXES = {
    box: field for field, box in BOX_OF.items() if field not in ("type", LICENCE) and box not in NAME_BOXES | DATE_BOXES
}


def boxes_from_record(csl: Mapping[str, Any]) -> dict[str, str]:
    """What the boxes show for a record. The box "type" has the kind of work."""
    boxes = {"type": kind_of(csl) if csl.get("type") else ""}
    boxes |= {box: str(csl.get(field, "")) for box, field in TEXT_BOXES.items()}
    boxes |= {box: date_as_text(csl.get(field)) for box, field in DATE_BOXES.items()}
    boxes |= {box: "\n".join(name_as_line(name) for name in csl.get(field, ())) for box, field in NAME_BOXES.items()}
    return boxes | {BOX_OF[LICENCE]: str(_custom(csl).get(LICENCE, ""))}


def record_from_boxes(boxes: Mapping[str, str], before: Mapping[str, Any]) -> dict[str, Any]:
    """The record with what the boxes say; a box that is not there leaves its field alone. An unchanged date or name keeps the
    parts that its box cannot show, an unchanged kind the type that its record has."""
    record = dict(before)
    for box, field in TEXT_BOXES.items():
        if box in boxes:
            record[field] = boxes[box].strip()
    for box, field in DATE_BOXES.items():
        text = boxes.get(box, "").strip()
        if box in boxes and text != date_as_text(before.get(field)):
            record[field] = text
    for box, field in NAME_BOXES.items():
        if box in boxes:
            known = {name_as_line(name): name for name in before.get(field, ())}
            lines = [" ".join(line.split()) for line in boxes[box].splitlines()]
            record[field] = [known.get(line) or name_from_line(line) for line in lines if line]
    if BOX_OF[LICENCE] in boxes:
        licence = boxes[BOX_OF[LICENCE]].strip()
        record["custom"] = {name: value for name, value in _custom(before).items() if name != LICENCE}
        record["custom"] |= {LICENCE: licence} if licence else {}
    kind = boxes.get("type", "")
    if kind and not (before.get("type") and kind == kind_of(before)):
        record["type"] = form_of(kind).type
        record["genre"] = genre_for(kind, record.get("genre", ""))
    return {field: value for field, value in record.items() if value not in ("", [], None, {})}


def _custom(csl: Mapping[str, Any]) -> dict[str, Any]:
    custom = csl.get("custom")
    return dict(custom) if isinstance(custom, Mapping) else {}


def name_as_line(name: Mapping[str, Any]) -> str:
    """ "Himelstein, Andrew L."; an organisation as it is."""
    family = " ".join(part for part in (name.get("non-dropping-particle", ""), name.get("family", "")) if part)
    given = " ".join(part for part in (name.get("given", ""), name.get("dropping-particle", "")) if part)
    line = f"{family}, {given}" if family and given else family or given or name.get("literal", "")
    return " ".join(f"{line}, {name['suffix']}".split() if name.get("suffix") else line.split())


def name_from_line(line: str) -> dict[str, str]:
    """ "Family, Given" or "Family, Given, Jr" is a person, and so is "Plato,"; without a comma it is an organisation."""
    family, *rest = [part.strip() for part in line.split(",", 2)]
    if not rest or not family:
        return {"literal": line.strip(" ,")}
    name = {"family": family, "given": rest[0]}
    if len(rest) > 1 and rest[1]:
        name["suffix"] = rest[1]
    return {part: text for part, text in name.items() if text}


def date_as_text(date: Any) -> str:
    """ "2017-01-03", "2017-01", "2017", a range as "2017-01/2017-02"; a date in words as it is."""
    if not isinstance(date, Mapping):
        return ""
    ends = ["-".join(f"{part:02d}" for part in end) for end in date.get("date-parts", ())]
    return "/".join(ends) or date.get("literal", "")
