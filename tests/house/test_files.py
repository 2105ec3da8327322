"""Rules for every file: short enough to find one's way, nothing of one person's machine, nothing half done."""

import re

import pytest

from tests.house.files import findings, name_of, ours

LONGEST = 400
# Finished with by a machine, or read by one: their length says nothing about how easily a person finds the way.
LONG_BY_NATURE = re.compile(r"/migrations/|^locale/|^demo/|\.lock$|^requirements.*\.txt$")

BINARY = {".mo", ".png", ".jpg", ".jpeg", ".webp", ".ico", ".woff2", ".glb", ".pdf", ".pyc", ".gz", ".bin"}
BINARY |= {".sqlite3", ".sqlite3-shm", ".sqlite3-wal"}  # while the site runs here

FORBIDDEN = {
    "a path of one machine": re.compile(r"(?<![\w.~$}/-])/(?:root|work|home/\w+|Users/\w+)/\w|\b[A-Z]:\\\\?Users\b"),
    "a package index of one machine": re.compile(r"(?:--(?:extra-)?index-url|--find-links|file:///)\s*[=\w/]"),
    "something left undone": re.compile(r"\b(?:TODO|FIXME|XXX)\b"),
    "an unfinished merge": re.compile(r"^(?:<{7}|>{7}) ", re.MULTILINE),
    "an invisible or misleading character": re.compile("[\u200b\u202a-\u202e\u2066-\u2069\ufeff]"),
}


def too_long(text: str) -> list[str]:
    """The number of lines, when there are more than a newcomer reads in one go."""
    lines = text.count("\n") + (not text.endswith("\n"))
    return [f"{lines} lines; split it by noun"] if lines > LONGEST else []


def forbidden(text: str) -> list[str]:
    """Words that speak of one person's machine or of work that is not finished."""
    return [
        f"line {text.count(chr(10), 0, match.start()) + 1}: {what}: {match.group()!r}"
        for what, pattern in FORBIDDEN.items()
        for match in pattern.finditer(text)
    ]


def test_no_file_is_longer_than_a_newcomer_can_follow() -> None:
    paths = [path for path in ours(".py", ".html", ".css", ".js", ".sh") if not LONG_BY_NATURE.search(name_of(path))]
    assert findings(too_long, iter(paths)) == []


def test_no_file_speaks_of_one_machine_or_of_unfinished_work() -> None:
    # This file is the one that has to name what is forbidden.
    paths = [path for path in ours("") if path.suffix not in BINARY and name_of(path) != "tests/house/test_files.py"]
    assert findings(forbidden, iter(paths)) == []


def test_a_long_file_is_found() -> None:
    assert too_long("x = 1\n" * 401) == ["401 lines; split it by noun"]
    assert too_long("x = 1\n" * 400 + "y") == ["401 lines; split it by noun"]


def test_a_file_of_just_the_length_is_left_alone() -> None:
    assert too_long("x = 1\n" * 400) == []


@pytest.mark.parametrize(
    "text",
    [
        "run it in /root/wellread",
        "BASE = '/home/maria/wellread'",
        "open /Users/maria/Desktop",
        r"C:\Users\maria",
        "--index-url https://packages.example.org",
        "wellread @ file:///srv/wheels/wellread.whl",
        "# TODO: later",
        "x\n<<<<<<< HEAD\n",
        "dose\u200b",
    ],
)
def test_words_of_one_machine_and_unfinished_work_are_found(text: str) -> None:
    assert len(forbidden(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "https://wellread.example.org/home/about/",
        "/articles/bone-metastases/",
        "sudo install -d /srv/wellread",
        "${HOME}/work/x and ~/work/x",
        "sqlite:///db.sqlite3",
        "no-emit-index-url",
        "a to-do list, todos los días",
        "Title\n=======\n",
    ],
)
def test_addresses_and_ordinary_words_are_left_alone(text: str) -> None:
    assert forbidden(text) == []
