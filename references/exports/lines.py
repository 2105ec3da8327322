"""The references as the site prints them, one a line."""

from collections.abc import Iterable, Iterator

from references.exports.works import Work


def write(works: Iterable[Work]) -> Iterator[str]:
    return (f"{work.line}\n" for work in works)


def write_numbered(works: Iterable[Work]) -> Iterator[str]:
    return (f"{number}. {work.line}\n" for number, work in enumerate(works, start=1))
