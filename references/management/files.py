"""Opening a file that a command was given: what cannot be read is said with its name and line."""

import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import CommandError

from references.formats import CannotRead

MAX_BYTES = 2_000_000_000


@contextmanager
def opened(path: Path, read: Callable[[BinaryIO], Any]) -> Iterator[Any]:
    """What `read` makes of the file, such as references.formats.Source; its `text` is closed afterwards. Raises CommandError."""
    try:
        with _regular(path) as raw:
            source = read(raw)
            with source.text:
                yield source
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror or error}") from error
    except CannotRead as refused:
        where = f"{path}:{refused.line}" if refused.line else str(path)
        raise CommandError(f"{where}: {refused.reason}") from refused


def _regular(path: Path) -> BinaryIO:
    """Looked at before it is opened, because opening a pipe waits for ever."""
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise CommandError(f"{path}: is not a file")
    if found.st_size > MAX_BYTES:
        raise CommandError(f"{path}: is larger than {MAX_BYTES:,} bytes; split it")
    return path.open("rb")
