"""Folders to import: a small good one, and a way to look at everything the database holds."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from django.apps import apps

from connect.importing import Imported, ImportRefused, import_content
from tests.connect.folders import GOOD, write


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    """Make the good folder; files given replace or join its own, None takes one away, bytes are written as they are."""

    def make(changes: Mapping[str, str | bytes | None] | None = None, *, only: bool = False) -> Path:
        root = tmp_path / "site"
        for name, content in ({} if only else GOOD).items():
            write(root, name, content)
        for name, content in (changes or {}).items():
            write(root, name, content)
        root.mkdir(exist_ok=True)
        return root

    return make


@pytest.fixture
def bring(author, administrator, now) -> Callable[..., Imported]:
    """Import a folder as the author, the site settings as the administrator."""

    def run(root: Path, **options) -> Imported:
        return import_content(root, by=author, now=now, site_by=administrator, **options)

    return run


@pytest.fixture
def problems(bring) -> Callable[[Path], list[tuple[str, int, str]]]:
    """Import a folder that must be refused: every problem as (file, line, message)."""

    def run(root: Path, **options) -> list[tuple[str, int, str]]:
        before = everything()
        with pytest.raises(ImportRefused) as refused:
            bring(root, **options)
        assert everything() == before, "a refused import must change nothing at all"
        return [tuple(problem) for problem in refused.value.problems]

    return run


OURS = ("people", "publishing", "references", "glossary", "drugs", "edu")


def everything() -> dict[str, list]:
    """Every row of every table of ours, whole."""
    models = [model for name in OURS for model in apps.get_app_config(name).get_models(include_auto_created=True)]
    return {model._meta.label: sorted(map(repr, model.objects.values_list())) for model in models}
