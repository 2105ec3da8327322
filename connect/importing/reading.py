"""Reading one file of a folder that may come from anyone: only real files inside it, of a sensible size, in UTF-8."""

import os
import stat
from pathlib import Path

from connect.importing.problems import FileProblem

MAX_BYTES = 2_000_000
NOT_ALLOWED_INVISIBLE = "\0"  # PostgreSQL cannot store it, and nobody means it


class CannotRead(Exception):
    """A file that cannot be read; `problem` says why."""

    def __init__(self, problem: FileProblem):
        super().__init__(str(problem))
        self.problem = problem


def read_text(root: Path, path: Path) -> str:
    """The text of a file inside `root`, without a byte-order mark. Raises CannotRead.

    A link is followed only to a file in the same folder tree: one that leads out could publish a file of the machine.
    """
    file = path.relative_to(root).as_posix()

    def refuse(message: str, line: int = 0) -> CannotRead:
        return CannotRead(FileProblem(file, line, message))

    try:
        real = path.resolve(strict=True)
        if not real.is_relative_to(root.resolve(strict=True)):
            raise refuse("is a link that leads out of the folder; put the file itself here")
        # Looked at before it is opened, because opening a pipe waits for ever.
        if not stat.S_ISREG(real.stat().st_mode):
            raise refuse("is not a file")
        with open(real, "rb", opener=_without_links) as opened:
            data = opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise refuse(f"cannot be read: {error.strerror or error}") from error
    except RuntimeError as error:  # Python 3.11's word for links in a circle
        raise refuse("cannot be read: its link leads back to itself") from error
    if len(data) > MAX_BYTES:
        raise refuse(f"is larger than {MAX_BYTES:,} bytes; split it")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refuse("is not UTF-8 text; save it as UTF-8", data[: error.start].count(b"\n") + 1) from error
    if NOT_ALLOWED_INVISIBLE in text:
        line = text.count("\n", 0, text.index(NOT_ALLOWED_INVISIBLE)) + 1
        raise refuse("the invisible character U+0000 is not allowed; delete it", line)
    return text


def _without_links(name: str, flags: int) -> int:
    """Open a path that was resolved a moment ago; refused when it became a link since."""
    return os.open(name, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
