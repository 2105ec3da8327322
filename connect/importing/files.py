"""Reading the files of a folder into records, each with its file and lines. No database here."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from connect.importing.problems import FileProblem
from connect.importing.yaml_lines import Lines, YamlProblem, line_of, read_yaml

MAX_BYTES = 2_000_000
MAX_FILES = 20_000
FENCE = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)

# kind of record → (folder or file, ending); the order is the order of import.
FOLDERS = {
    "drugclass": ("drug-classes", ".yaml"),
    "drug": ("drugs", ".yaml"),
    "term": ("glossary", ".md"),
    "topic": ("topics", ".md"),
    "article": ("articles", ".md"),
    "drugpage": ("drug-pages", ".md"),
}
LISTS = {"reference": "references.yaml", "indication": "indications.yaml"}


@dataclass
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
    """Everything read from a folder, in import order, and what could not be read."""

    records: list[Record] = field(default_factory=list)
    site: Record | None = None
    problems: list[FileProblem] = field(default_factory=list)

    def of(self, kind: str) -> list[Record]:
        return [record for record in self.records if record.kind == kind]


def read_folder(root: Path) -> Folder:
    """Read every file we know in the folder. Problems are collected, so that one run shows them all."""
    found = Folder()
    if not root.is_dir():
        found.problems.append(FileProblem(str(root), 0, "is not a folder"))
        return found
    if (root / "site.yaml").is_file():
        value = _yaml(root, root / "site.yaml", found)
        if isinstance(value, Lines):
            found.site = Record("site", "site.yaml", value)
        elif value is not None:
            found.problems.append(FileProblem("site.yaml", 1, "must be a set of named fields"))
    for kind, name in LISTS.items():
        if (root / name).is_file():
            _read_list(root, root / name, kind, found)
    count = 0
    for kind, (folder, ending) in FOLDERS.items():
        for path in sorted((root / folder).glob(f"*{ending}")):
            count += 1
            if count > MAX_FILES:
                found.problems.append(FileProblem(folder, 0, f"more than {MAX_FILES} files: import them in parts"))
                return found
            _read_file(root, path, kind, found)
    if not found.records and found.site is None and not found.problems:
        expected = ", ".join([*LISTS.values(), *(f"{folder}/*{ending}" for folder, ending in FOLDERS.values())])
        found.problems.append(FileProblem(str(root), 0, f"holds nothing to import; expected some of: {expected}"))
    return found


def _text(root: Path, path: Path, found: Folder) -> str | None:
    file = path.relative_to(root).as_posix()
    if path.stat().st_size > MAX_BYTES:
        found.problems.append(FileProblem(file, 0, f"is larger than {MAX_BYTES:,} bytes"))
        return None
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        found.problems.append(FileProblem(file, line, "is not UTF-8 text; save it as UTF-8"))
        return None


def _yaml(root: Path, path: Path, found: Folder) -> Any:
    text = _text(root, path, found)
    if text is None:
        return None
    try:
        return read_yaml(text, file=path.relative_to(root).as_posix())
    except YamlProblem as error:
        found.problems.append(error.problem)
        return None


def _read_list(root: Path, path: Path, kind: str, found: Folder) -> None:
    value = _yaml(root, path, found)
    if value is None:
        return
    if not isinstance(value, list):
        found.problems.append(FileProblem(path.name, 1, "must be a list (each entry starts with “- ”)"))
        return
    for entry in value:
        if isinstance(entry, Lines):
            found.records.append(Record(kind, path.name, entry))
        else:
            found.problems.append(FileProblem(path.name, 0, f"an entry is not a set of named fields: {entry!r:.80}"))


def _read_file(root: Path, path: Path, kind: str, found: Folder) -> None:
    file = path.relative_to(root).as_posix()
    text = _text(root, path, found)
    if text is None:
        return
    body, first = "", 1
    if path.suffix == ".md":
        match = FENCE.match(text)
        if match is None:
            found.problems.append(
                FileProblem(file, 1, "expected front matter: a line “---”, named fields, and another line “---”")
            )
            return
        front = match.group(1)
        body, first = split_front_matter(text)
    else:
        front = text
    try:
        value = read_yaml(front, file=file, first_line=2 if path.suffix == ".md" else 1)
    except YamlProblem as error:
        found.problems.append(error.problem)
        return
    if not isinstance(value, Lines):
        found.problems.append(FileProblem(file, 1, "expected named fields such as “title: …”"))
        return
    value.setdefault("key", path.stem)
    found.records.append(Record(kind, file, value, body=body, body_line=first))


def split_front_matter(text: str) -> tuple[str, int]:
    """The Markdown after the front matter, if there is any, without blank lines around it, and the line it starts at."""
    match = FENCE.match(text)
    start = match.end() if match else 0
    body = text[start:].replace("\r\n", "\n")
    lead = len(body) - len(body.lstrip("\n"))
    body = body.strip("\n")
    return (body + "\n" if body.strip() else ""), text[:start].count("\n") + lead + 1
