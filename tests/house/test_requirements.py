"""What we stand on: locked with hashes, explained in the README, and free of what must not come in."""

import re

import pytest

from tests.house.files import ROOT

LISTS = ("requirements", "requirements-dev")
# Django would prefer psycopg 3 silently, with other transaction and cursor behaviour than what is tested here.
NEVER = {"psycopg", "psycopg-binary", "psycopg-c"}


def normal(name: str) -> str:
    """A package's name the way the index compares names."""
    return re.sub(r"[-_.]+", "-", name).lower()


def asked_for(text: str) -> list[str]:
    """The packages that a requirements*.in names."""
    return [normal(match.group(1)) for match in re.finditer(r"^([A-Za-z0-9][\w.-]*)", text, re.MULTILINE)]


def locked(text: str) -> dict[str, int]:
    """Package → number of hashes, for each package in a lock."""
    packages: dict[str, int] = {}
    name = ""
    for line in text.splitlines():
        if match := re.match(r"([A-Za-z0-9][\w.-]*)(==\S+)?", line):
            name = normal(match.group(1)) if match.group(2) else f"{match.group(1)} (no exact version)"
            packages[name] = 0
        packages[name] = packages.get(name, 0) + line.count("--hash=sha256:") if name else 0
    packages.pop("", None)
    return packages


def lock_problems(wanted: str, lock: str) -> list[str]:
    """What is wrong with a lock, given what was asked for."""
    packages = locked(lock)
    problems = [f"{name}: asked for, not locked" for name in asked_for(wanted) if name not in packages]
    problems += [f"{name}: no hash" for name, hashes in packages.items() if not hashes]
    return problems + [f"{name}: must not come in" for name in packages if name in NEVER]


def unexplained(wanted: str, readme: str) -> list[str]:
    """Packages that no table row of the README begins with."""
    first_cells = [line.split("|")[1].lower() for line in readme.splitlines() if line.lstrip().startswith("|")]
    words = {normal(word) for cell in first_cells for word in re.findall(r"[\w.-]+", cell)}
    return [name for name in asked_for(wanted) if name not in words]


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", LISTS)
def test_every_package_is_locked_with_hashes(name: str) -> None:
    assert lock_problems(read(f"{name}.in"), read(f"{name}.txt")) == []


def test_both_locks_agree_on_versions() -> None:
    pins = [dict(re.findall(r"^([\w.-]+)==(\S+)", read(f"{name}.txt"), re.MULTILINE)) for name in LISTS]
    assert {name: version for name, version in pins[0].items() if pins[1].get(name, version) != version} == {}


@pytest.mark.parametrize("name", LISTS)
def test_the_readme_says_what_each_package_is_for(name: str) -> None:
    assert unexplained(read(f"{name}.in"), read("README.md")) == []


@pytest.mark.parametrize(
    ("wanted", "lock", "problem"),
    [
        ("nh3\n", "", "nh3: asked for, not locked"),
        ("nh3\n", "nh3==1.0\n    # via -r requirements.in\n", "nh3: no hash"),
        ("nh3\n", "nh3==1.0 --hash=sha256:0a\nx==2\nurl @ https://example.org/x.whl\n", "x: no hash"),
        ("", "psycopg==3.2 --hash=sha256:0a\n", "psycopg: must not come in"),
        ("nh3\n", "nh3>=1 --hash=sha256:0a\n", "nh3: asked for, not locked"),
    ],
)
def test_a_faulty_lock_is_found(wanted: str, lock: str, problem: str) -> None:
    assert problem in lock_problems(wanted, lock)


def test_a_good_lock_is_left_alone() -> None:
    lock = "# made by\nnh3==1.0 \\\n    --hash=sha256:0a \\\n    --hash=sha256:0b\n    # via -r requirements.in\n"
    assert lock_problems("# what for\nNH3>=1,<2\n", lock) == []


def test_a_package_the_readme_does_not_explain_is_found() -> None:
    readme = "| package | for |\n|---|---|\n| nh3 | cleans HTML, unlike PyYAML |\n| markdown-it-py, `uv` | text |\n"
    assert unexplained("nh3\nmarkdown_it_py\nuv\nPyYAML\n", readme) == ["pyyaml"]
