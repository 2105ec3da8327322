"""The README is true: its map names the folders there are, and its commands exist."""

import re
from collections.abc import Collection
from pathlib import Path

import pytest
from django.core.management import get_commands

from tests.house.files import MADE_HERE, ROOT

# A section whose heading speaks of the map; in it, each folder is written as `name/`.
MAP = re.compile(r"^##+ [^\n]*\bmap\b[^\n]*\n(.*?)(?=^##? |\Z)", re.MULTILINE | re.DOTALL | re.IGNORECASE)
FOLDER = re.compile(r"(?<![\w/.-])([A-Za-z_.][\w.-]*)/(?![\w<*/])")


def folders_here(top: Path) -> set[str]:
    """The top folders a newcomer meets."""
    return {path.name for path in top.iterdir() if path.is_dir() and path.name not in MADE_HERE and path.name[0] != "."}


def map_problems(readme: str, folders: Collection[str], inner: Collection[str] = ()) -> list[str]:
    """Folders that the map forgets, and folders that it invents; it may name `inner` ones, and need not."""
    section = MAP.search(readme)
    if not section:
        return ["no section with a map of the folders"]
    named = {name for name in FOLDER.findall(section.group(1)) if not name.startswith(".")}
    forgotten = [f"{name}/ is not on the map" for name in sorted(set(folders) - named)]
    return forgotten + [f"{name}/ is on the map but not here" for name in sorted(named - set(folders) - set(inner))]


def unknown_commands(readme: str, targets: Collection[str], commands: Collection[str]) -> list[str]:
    """Commands that the README tells people to run and that do not exist."""
    code = "\n".join(re.findall(r"```.*?```|`[^`\n]+`", readme, re.DOTALL))
    unknown = [f"make {name}" for name in re.findall(r"\bmake ([a-z][\w-]*)", code) if name not in targets]
    return unknown + [f"manage.py {name}" for name in re.findall(r"\bmanage\.py (\w+)", code) if name not in commands]


def make_targets(makefile: str) -> set[str]:
    return set(re.findall(r"^([a-z][\w-]*):", makefile, re.MULTILINE))


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_map_names_the_folders_there_are() -> None:
    folders = folders_here(ROOT)
    inner = {name for folder in folders for name in folders_here(ROOT / folder)}
    assert map_problems(read("README.md"), folders, inner) == []


def test_the_commands_it_names_exist() -> None:
    assert unknown_commands(read("README.md"), make_targets(read("Makefile")), get_commands()) == []


def test_every_target_is_phony_and_explained() -> None:
    makefile = read("Makefile")
    phony = set(re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE).group(1).split())
    explained = set(re.findall(r"^([a-z][\w-]*):.*## \S", makefile, re.MULTILINE))
    assert make_targets(makefile) == phony == explained


@pytest.mark.parametrize(
    ("readme", "problem"),
    [
        ("# Wellread\n", "no section with a map of the folders"),
        ("## Map\n| `edu/` | topics |\n", "drugs/ is not on the map"),
        ("## A map of the house\n    edu/  drugs/\n    billing/  money\n", "billing/ is on the map but not here"),
        ("## Map\n`edu/`\n## Other\n`drugs/`\n", "drugs/ is not on the map"),
    ],
)
def test_a_wrong_map_is_found(readme: str, problem: str) -> None:
    assert map_problems(readme, {"edu", "drugs"}) == [problem]


@pytest.mark.parametrize(
    "readme",
    [
        "## Map\n    edu/    topics\n    drugs/  facts, see /drugs/<slug>/\n",
        "### The map\n- `edu/` with `admin/`\n- `drugs/` and `.ci/`\n",
    ],
)
def test_a_true_map_is_left_alone(readme: str) -> None:
    assert map_problems(readme, {"edu", "drugs"}, {"admin"}) == []


def test_commands_that_do_not_exist_are_found() -> None:
    readme = (
        "We make up `make run`, `make fly`\n```\nmake test\n.venv/bin/python manage.py demo\nmanage.py dance\n```\n"
    )
    assert unknown_commands(readme, {"run", "test"}, {"demo"}) == ["make fly", "manage.py dance"]
