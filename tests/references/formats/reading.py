"""Reading a file of references in one line of a test."""

import io

from references.formats import Entry, Source, open_source


def opened(data: str | bytes) -> Source:
    return open_source(io.BytesIO(data.encode() if isinstance(data, str) else data))


def entries(data: str | bytes) -> list[Entry]:
    return list(opened(data).entries)


def one(data: str | bytes) -> dict:
    """The only record of a file, which must be readable."""
    (entry,) = entries(data)
    assert entry.problem == ""
    return entry.record


def told(data: str | bytes) -> list[tuple[int, str, str]]:
    """(line, key, "" or the first words of the problem) of every record."""
    return [(entry.line, entry.key, entry.problem) for entry in entries(data)]
