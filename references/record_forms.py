"""From the boxes a librarian fills in to a CSL-JSON record and back. Pure: what no box shows is kept as it was."""

from collections.abc import Mapping
from typing import Any

# Box → CSL field, for the fields that are plain text.
TEXT_BOXES = {
    "type": "type",
    "title": "title",
    "container_title": "container-title",
    "volume": "volume",
    "issue": "issue",
    "page": "page",
    "doi": "DOI",
    "pmid": "PMID",
    "publisher": "publisher",
    "publisher_place": "publisher-place",
    "url": "URL",
}
DATE_BOXES = {"issued": "issued", "accessed": "accessed"}


def boxes_from_record(csl: Mapping[str, Any]) -> dict[str, str]:
    """What the boxes show for a record."""
    boxes = {box: str(csl.get(field, "")) for box, field in TEXT_BOXES.items()}
    boxes |= {box: date_as_text(csl.get(field)) for box, field in DATE_BOXES.items()}
    return boxes | {"authors": "\n".join(name_as_line(name) for name in csl.get("author", ()))}


def record_from_boxes(boxes: Mapping[str, str], before: Mapping[str, Any]) -> dict[str, Any]:
    """The record with what the boxes say. An unchanged date or author keeps the parts that its box cannot show."""
    record = dict(before)
    for box, field in TEXT_BOXES.items():
        record[field] = boxes.get(box, "").strip()
    for box, field in DATE_BOXES.items():
        text = boxes.get(box, "").strip()
        if text != date_as_text(before.get(field)):
            record[field] = text
    known = {name_as_line(name): name for name in before.get("author", ())}
    lines = [" ".join(line.split()) for line in boxes.get("authors", "").splitlines()]
    record["author"] = [known.get(line) or name_from_line(line) for line in lines if line]
    return {field: value for field, value in record.items() if value not in ("", [], None)}


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
