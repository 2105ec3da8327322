"""What is wrong between the files of a folder: two that claim the same key or address, and topics that go in a circle."""

from collections.abc import Iterable, Sequence

from django.conf import settings

from connect.importing.files import Record
from connect.importing.problems import FileProblem
from edu.models import Topic
from publishing.models import Page

NEUTRAL = ("reference", "indication", "effect", "drugclass", "drug")


def language_of(record: Record) -> str:
    """The language a record is in; "" for facts, which have none."""
    stated = record.fields.get("language")
    known = stated in dict(settings.LANGUAGES) if isinstance(stated, str) else False
    return "" if record.kind in NEUTRAL else stated if known else settings.LANGUAGE_CODE


def claimed_twice(records: Iterable[Record]) -> list[tuple[Record, FileProblem]]:
    """Records with the key, or the address, of one before: importing both would let the second overwrite the first."""
    found, seen = [], {}
    for record in records:
        key = record.fields.get("key")
        claims = [("key", key)]
        if record.kind not in ("reference", "indication", "effect"):
            claims.append(("slug", record.fields.get("slug") or key))
        for field, value in claims:
            if not isinstance(value, str | int) or value == "":
                continue
            claim = (record.kind, language_of(record), field, str(value))
            first = seen.setdefault(claim, record)
            if first is not record:
                line = first.fields.lines.get(field)  # one that was not written has no line
                where = f"{first.file}:{line}" if line else first.file
                message = f"“{field}”: {where} has “{value}” too; choose another, or keep one"
                found.append((record, record.problem(message, field)))
                break
    return found


def parents_first(records: Sequence[Record], model: type[Page] = Topic) -> tuple[list[Record], list[FileProblem]]:
    """Topics, or classes of drugs, in an order in which each stands after its parent, and a problem for each that is part of
    a circle.

    Parents that only the database knows count too: a file may hang one under another that is already below it.
    """
    noun = str(model._meta.verbose_name_plural)
    rows = model.objects.values_list("language", "key", "parent__key")
    parents = {(language, key): (language, parent) for language, key, parent in rows if parent}
    waiting = {}
    for record in records:
        language, parent = language_of(record), record.fields.get("parent")
        place = (language, str(record.fields.get("key")))
        waiting[place] = record
        parents.pop(place, None)
        if isinstance(parent, str | int) and parent != "":
            parents[place] = (language, str(parent))
    ordered, problems = [], []
    for place, record in waiting.items():
        above = [place]
        while (parent := parents.get(above[-1])) and parent not in above:
            above.append(parent)
        if parent == place:
            way = " → ".join(key for _language, key in [*above, parent])
            message = f"“parent”: the {noun} go round in a circle ({way}); give one of them another parent, or none"
            problems.append(record.problem(message, "parent"))
        ordered.append((len(above), record))
    ordered.sort(key=lambda pair: pair[0])
    return [record for _depth, record in ordered], problems
