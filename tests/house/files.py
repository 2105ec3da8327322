"""The files of this house, as the rules see them."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# What is made on the machine and never committed.
MADE_HERE = {"node_modules", "__pycache__", "staticfiles", "media", "htmlcov"}
# Other people's files, kept as they came.
VENDORED = "vendor"


def ours(*suffixes: str, under: str = "", top: Path = ROOT) -> Iterator[Path]:
    """Every file we wrote with one of these suffixes ("" as a suffix: every file), in a fixed order."""
    for folder, folders, names in os.walk(top / under):
        folders[:] = sorted(name for name in folders if keeps(name))
        for name in sorted(names):
            path = Path(folder, name)
            if path.suffix in suffixes or "" in suffixes:
                yield path


def keeps(folder: str) -> bool:
    """Whether a folder can hold files of ours."""
    return folder not in MADE_HERE and folder != VENDORED and (not folder.startswith(".") or folder == ".ci")


def name_of(path: Path, top: Path = ROOT) -> str:
    """The path as a person names it: from the top of the house, with slashes."""
    return path.relative_to(top).as_posix()


def findings(check: Callable[[str], list[str]], paths: Iterator[Path]) -> list[str]:
    """Every "file: problem" that a rule finds; `check` gets a file's text and answers with its problems."""
    return [f"{name_of(path)}: {problem}" for path in paths for problem in check(path.read_text(encoding="utf-8"))]
