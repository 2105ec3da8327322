"""What is wrong with a file, and where."""

from collections.abc import Sequence
from typing import NamedTuple


class FileProblem(NamedTuple):
    """One problem of an import: the file (relative to its folder), the line (0: the whole file), and how to mend it."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {self.message}"


class ImportRefused(Exception):
    """Nothing was imported; `problems` lists every reason found."""

    def __init__(self, problems: Sequence[FileProblem]):
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)
