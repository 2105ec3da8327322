"""The direction of imports: no package is left out of the contract, and the contract can fail."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house.files import ROOT

NOT_LAYERS = {"tests"}


def settings() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]


def packages(top: Path) -> set[str]:
    """The packages at the top of the house."""
    return {path.parent.name for path in top.glob("*/__init__.py")} - NOT_LAYERS


def left_out(top: Path, contract: dict) -> list[str]:
    """Packages that no layer holds, or that the linter never opens."""
    layers = {layer.strip("()") for layer in contract["contracts"][0]["layers"]}
    roots = set(contract["root_packages"])
    return sorted((packages(top) - layers) | (packages(top) ^ roots))


def test_every_package_has_its_layer() -> None:
    assert left_out(ROOT, settings()) == []


def test_a_package_without_a_layer_is_found(tmp_path: Path) -> None:
    for name in [*settings()["root_packages"], "billing"]:
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").touch()
    assert left_out(tmp_path, settings()) == ["billing"]


@pytest.fixture
def small_house(tmp_path: Path) -> Path:
    """Every package, empty, under the real contract."""
    shutil.copyfile(ROOT / "pyproject.toml", tmp_path / "pyproject.toml")
    for name in settings()["root_packages"]:
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").touch()
    return tmp_path


def lint_imports(top: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--no-logo"]
    return subprocess.run(command, cwd=top, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("package", "line"),
    [
        ("people", "import drugs\n"),
        ("glossary", "from drugs import models\n"),
        ("markup", "from django.conf import settings\n"),
    ],
)
def test_an_import_in_the_wrong_direction_is_found(small_house: Path, package: str, line: str) -> None:
    (small_house / "drugs/models.py").touch()
    (small_house / package / "wrong.py").write_text(line, encoding="utf-8")
    result = lint_imports(small_house)
    assert result.returncode == 1
    assert f"{package}.wrong ->" in result.stdout


def test_an_import_in_the_right_direction_is_left_alone(small_house: Path) -> None:
    (small_house / "drugs/models.py").write_text("import people\nimport markup\nimport django\n", encoding="utf-8")
    result = lint_imports(small_house)
    assert result.returncode == 0, result.stdout + result.stderr
