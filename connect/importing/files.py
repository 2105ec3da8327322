"""Reading the files of a folder into records, each with its file and lines. No database here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from connect.importing.problems import FileProblem
from connect.importing.reading import CannotRead, read_text
from connect.importing.yaml_lines import Lines, YamlProblem, line_of, read_yaml
from markup import suggest

MAX_FILES = 5_000
MAX_TOTAL = 50_000_000  # characters of all files together
FENCE = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
OPENING = re.compile(r"\A---[ \t]*\r?(?:\n|\Z)")

# kind of record → (folder or file, ending); the order is the order of import.
FOLDERS = {
    "drugclass": ("drug-classes", ".yaml"),
    "drug": ("drugs", ".yaml"),
    "term": ("glossary", ".md"),
    "topic": ("topics", ".md"),
    "article": ("articles", ".md"),
    "drugpage": ("drug-pages", ".md"),
}
LISTS = {"reference": "references.yaml", "indication": "indications.yaml", "effect": "effects.yaml"}
SITE = "site.yaml"


@dataclass(eq=False)
class Record:
    """One thing to import: its kind, its fields with their lines, and for Markdown the text and the line it starts at."""

    kind: str
    file: str
    fields: Lines
    body: str = ""
    body_line: int = 1

    def line(self, key: str | None = None) -> int:
        return line_of(self.fields, key)

    def problem(self, message: str, key: str | None = None) -> FileProblem:
        return FileProblem(self.file, self.line(key), message)


@dataclass
class Folder:
    """Everything read from a folder, in import order; what could not be read, and what was left out."""

    records: list[Record] = field(default_factory=list)
    site: Record | None = None
    problems: list[FileProblem] = field(default_factory=list)
    warnings: list[FileProblem] = field(default_factory=list)
    read: int = 0

    def of(self, kind: str) -> list[Record]:
        return [record for record in self.records if record.kind == kind]


def read_folder(root: Path) -> Folder:
    """Read every file we know in the folder. Problems are collected, so that one run shows them all."""
    found = Folder()
    try:
        if not root.is_dir():
            missing = "is not a folder" if root.exists() else "does not exist"
            return _refused(found, FileProblem(str(root), 0, missing))
        there = sorted(islice(root.iterdir(), MAX_FILES + 1))
        paths = {kind: list(_files(root / folder, ending, found)) for kind, (folder, ending) in FOLDERS.items()}
    except OSError as error:
        return _refused(found, FileProblem(str(root), 0, f"cannot be read: {error.strerror or error}"))
    if len(there) > MAX_FILES or sum(map(len, paths.values())) > MAX_FILES:
        return _refused(found, FileProblem(str(root), 0, f"holds more than {MAX_FILES:,} files; import them in parts"))
    _note_near_names(there, found)
    if root / SITE in there:
        _read_site(root, found)
    for kind, name in LISTS.items():
        if root / name in there:
            _read_list(root, root / name, kind, found)
    for kind, files in paths.items():
        for path in files:
            _read_file(root, path, kind, found)
            if found.read > MAX_TOTAL:
                message = f"holds more than {MAX_TOTAL:,} characters; import it in parts"
                return _refused(found, FileProblem(str(root), 0, message))
    if not found.records and found.site is None and not found.problems:
        expected = ", ".join([*LISTS.values(), *(f"{folder}/*{ending}" for folder, ending in FOLDERS.values())])
        found.problems.append(FileProblem(str(root), 0, f"holds nothing to import; expected some of: {expected}"))
    return found


def _refused(found: Folder, problem: FileProblem) -> Folder:
    return Folder(problems=[*found.problems, problem])


def _files(folder: Path, ending: str, found: Folder) -> Iterator[Path]:
    """The files of a folder with the ending, in a fixed order; others but hidden ones are told, never left out in silence.
    Stops soon after MAX_FILES, whatever the folder holds."""
    if not folder.is_dir():
        if folder.exists() or folder.is_symlink():
            found.problems.append(FileProblem(folder.name, 0, "is not a folder"))
        return
    if not folder.resolve().is_relative_to(folder.parent.resolve()):
        message = "is a link that leads out of the folder; put the files themselves here"
        found.problems.append(FileProblem(folder.name, 0, message))
        return
    for path in sorted(islice(folder.iterdir(), MAX_FILES + 1)):
        if path.name.startswith("."):
            continue
        if path.suffix == ending:
            yield path
        else:
            message = f"was not read: only files ending in {ending} are, and none in folders inside this one"
            found.warnings.append(FileProblem(f"{folder.name}/{path.name}", 0, message))


def _note_near_names(there: list[Path], found: Folder) -> None:
    """A misspelt folder or list would be left out in silence; anything else beside ours is no business of ours."""
    known = [SITE, *LISTS.values(), *(folder for folder, _ending in FOLDERS.values())]
    for path in there:
        near = () if path.name in known or path.name.startswith(".") else suggest(path.name, known)
        if near:
            found.warnings.append(FileProblem(path.name, 0, f"was not read; did you mean “{near[0]}”?"))


def _text(root: Path, path: Path, found: Folder) -> str | None:
    try:
        text = read_text(root, path)
    except CannotRead as error:
        found.problems.append(error.problem)
        return None
    found.read += len(text)
    return text


def _yaml(root: Path, path: Path, found: Folder) -> Any:
    """The value of a YAML file; None when it cannot be read or says nothing."""
    text = _text(root, path, found)
    try:
        return None if text is None else read_yaml(text, file=path.relative_to(root).as_posix())
    except YamlProblem as error:
        found.problems.append(error.problem)
        return None


def _read_site(root: Path, found: Folder) -> None:
    value = _yaml(root, root / SITE, found)
    if isinstance(value, Lines):
        found.site = Record("site", SITE, value)
    elif value is not None:
        found.problems.append(FileProblem(SITE, 1, "must be a set of named fields, such as “name: …”"))


def _read_list(root: Path, path: Path, kind: str, found: Folder) -> None:
    value = _yaml(root, path, found)
    if value is None:
        return
    if not isinstance(value, list):
        found.problems.append(FileProblem(path.name, 1, "must be a list (each entry starts with “- ”)"))
        return
    for number, entry in enumerate(value, start=1):
        if isinstance(entry, Lines):
            found.records.append(Record(kind, path.name, entry))
        else:
            message = (
                f"entry {number}, {entry!r:.60}, is not a set of named fields; write “- key: …” and the others below"
            )
            found.problems.append(FileProblem(path.name, 0, message))


def _read_file(root: Path, path: Path, kind: str, found: Folder) -> None:
    file = path.relative_to(root).as_posix()
    text = _text(root, path, found)
    if text is None:
        return
    markdown = path.suffix == ".md"
    body, first, front = "", 1, text
    if markdown:
        match = FENCE.match(text)
        if match is None:
            found.problems.append(FileProblem(file, 1, _front_matter_problem(text)))
            return
        front = match.group(1)
        body, first = split_front_matter(text)
    try:
        value = read_yaml(front, file=file, first_line=2 if markdown else 1)
    except YamlProblem as error:
        found.problems.append(error.problem)
        return
    if not isinstance(value, Lines):
        found.problems.append(FileProblem(file, 1, "expected named fields such as “title: …”"))
        return
    if value.get("key") is None:
        value["key"] = path.stem
    found.records.append(Record(kind, file, value, body=body, body_line=first))


def _front_matter_problem(text: str) -> str:
    if OPENING.match(text):
        return "the front matter that opens here is never closed: put a line “---” after its last field"
    return "expected front matter: a line “---”, named fields such as “title: …”, and another line “---”"


def split_front_matter(text: str) -> tuple[str, int]:
    """The Markdown after the front matter, if there is any, without blank lines around it, and the line it starts at."""
    match = FENCE.match(text)
    start = match.end() if match else 0
    body = text[start:].replace("\r\n", "\n")
    lead = len(body) - len(body.lstrip("\n"))
    body = body.strip("\n")
    return (body + "\n" if body.strip() else ""), text[:start].count("\n") + lead + 1
