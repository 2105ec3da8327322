"""References of a folder: records of the library, and which of them replaces which."""

from dataclasses import dataclass

from connect.importing.fields import Reader
from connect.importing.problems import FileProblem
from connect.importing.yaml_lines import line_of
from references.csl import clean
from references.models import SEVERITY, Reference, Source, Status


@dataclass
class Wanted:
    """A reference as its file states it: `stored` is the row there is, `newer` the key of the one that replaces it."""

    key: str
    csl: dict
    status: str
    newer: str
    stored: Reference | None

    @property
    def is_stored(self) -> bool:
        """Whether the library says all of this already."""
        row = self.stored
        if row is None:
            return False
        if row.merged_into_id is not None:  # the library keeps it under another key
            return True
        replaced_by = row.superseded_by.key if row.superseded_by else ""
        return (row.csl, row.status, replaced_by) == (self.csl, self.status, self.newer)


def reference(reader: Reader, warnings: list[FileProblem]) -> Wanted:
    """Read and check one record; what had to be left out of it is a warning."""
    key = reader.text("key", required=True)
    status = reader.text("status", choices=tuple(Status.values))
    newer = reader.text("superseded_by")
    reader.text("evidence")
    given = reader.mapping_of("csl")
    reader.finish()
    if newer and status in (Status.CURRENT, Status.CORRECTED):
        reader.problem(f"“superseded_by” goes with the status “superseded”, not “{status}”", "superseded_by")
    if newer and newer == key:
        reader.problem("“superseded_by”: a reference cannot replace itself", "superseded_by")
    cleaned = clean({**given, "id": key})
    inside = reader.inside(given, "csl")
    for problem in cleaned.problems:
        if problem.fatal and "csl" not in reader.wrong:
            inside.problem(problem.message, problem.field if problem.field in given else None)
        elif not problem.fatal:
            line = line_of(given, problem.field)
            message = f"reference “{key}”, {problem.field}: {problem.message}"
            warnings.append(FileProblem(reader.record.file, line, f"warning: csl: {message}"))
    for field, column in (("DOI", "doi"), ("PMID", "pmid")):
        value = cleaned.csl.get(field, "").lower()  # as the columns hold them
        other = Reference.objects.filter(**{column: value}).exclude(key=key).first() if value else None
        if other is not None and not _are_merged(other, key):
            inside.problem(f"“{field}”: the reference “{other.key}” is the same work; cite that one", field)
    stored = Reference.objects.filter(key=key).select_related("superseded_by").first()
    status = status or (Status.SUPERSEDED if newer else Status.CURRENT)
    if stored is not None and SEVERITY[status] < SEVERITY[stored.status] and (source := _told_by(stored)):
        # A file that was written before takes no retraction back that was learnt of since.
        message = f"the reference “{key}” stays {stored.status}, as {source} says; only a librarian lifts that"
        warnings.append(FileProblem(reader.record.file, reader.record.line("key"), f"warning: status: {message}"))
        status = stored.status
        newer = newer or (stored.superseded_by.key if stored.superseded_by else "")
    return Wanted(key, cleaned.csl, status, newer, stored)


def _are_merged(other: Reference, key: str) -> bool:
    """Whether the two are one already, whichever was kept."""
    kept = other.merged_into or other
    return kept.key == key or kept.merged_from.filter(key=key).exists()


def _told_by(row: Reference) -> str:
    """The source that the status was learnt from; "" when a person gave it."""
    last = row.status_records.filter(changed=True).order_by("-pk").first()
    return "" if last is None or last.source == Source.PERSON else last.get_source_display()
