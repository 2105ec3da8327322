"""Rules for Python files that no linter we use can express, or that nobody may switch off with a comment."""

import ast

import pytest

from tests.house.files import ROOT, findings, name_of, ours

# Where Python may declare a string safe to print, and why it is.
MARKED_SAFE: dict[str, str] = {}
# Views that answer a POST without Django's CSRF token, and what protects them instead.
CSRF_EXEMPT: dict[str, str] = {
    "publishing/views_objecting.py": "the signed address is the secret; readers get no cookie",
}

SAFE_MAKERS = {"mark_safe", "SafeString", "SafeText", "SafeData", "html_safe"}


def imports_inside_functions(text: str) -> list[str]:
    """Imports that wait inside a function: they hide circles and cost time on a request."""
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    lines = {
        inner.lineno
        for function in functions
        for inner in ast.walk(function)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    }
    return [f"line {line}: import inside a function" for line in sorted(lines)]


def uses_of(names: set[str], text: str) -> list[str]:
    """Lines on which one of the names is used, however it was imported."""
    lines = set()
    for node in ast.walk(ast.parse(text)):
        named = getattr(node, "id", None) or getattr(node, "attr", None)
        if named in names and isinstance(node, ast.Name | ast.Attribute):
            lines.add(node.lineno)
        if isinstance(node, ast.ImportFrom) and names & {alias.name for alias in node.names}:
            lines.add(node.lineno)
    return [f"line {line}: {' or '.join(sorted(names))}" for line in sorted(lines)]


def product_files() -> list:
    return [path for path in ours(".py") if not name_of(path).startswith("tests/")]


def test_no_import_waits_inside_a_function() -> None:
    assert findings(imports_inside_functions, ours(".py")) == []


@pytest.mark.parametrize(
    "text",
    [
        "def f():\n    import os\n",
        "async def f():\n    from os import path\n",
        "class A:\n    def f(self):\n        if True:\n            import os\n",
        "def f():\n    class A:\n        import os\n",
    ],
)
def test_an_import_inside_a_function_is_found(text: str) -> None:
    assert len(imports_inside_functions(text)) == 1


@pytest.mark.parametrize("text", ["import os\n", "if True:\n    import os\n", "def f():\n    '''import os'''\n"])
def test_imports_at_the_top_are_left_alone(text: str) -> None:
    assert imports_inside_functions(text) == []


@pytest.mark.parametrize(("names", "places"), [(SAFE_MAKERS, MARKED_SAFE), ({"csrf_exempt"}, CSRF_EXEMPT)])
def test_strings_and_views_are_trusted_in_named_places_only(names: set[str], places: dict[str, str]) -> None:
    found = {name_of(path) for path in product_files() if uses_of(names, path.read_text(encoding="utf-8"))}
    assert sorted(found - places.keys()) == []
    assert sorted(places.keys() - found) == [], "these places no longer need it: take them off the list"


@pytest.mark.parametrize(
    "text",
    [
        "from django.utils.safestring import mark_safe\n",
        "from django.utils import safestring\nsafestring.mark_safe('<b>')\n",
        "from django.utils.safestring import SafeString as plain\n",
        "x = SafeString(y)\n",
    ],
)
def test_marking_a_string_safe_is_found(text: str) -> None:
    assert len(uses_of(SAFE_MAKERS, text)) == 1


@pytest.mark.parametrize(
    "text", ["format_html('<b>{}</b>', x)\n", "x = 'mark_safe'\n", "# mark_safe\n", "remark_safe(1)\n"]
)
def test_escaping_and_talking_about_it_is_left_alone(text: str) -> None:
    assert uses_of(SAFE_MAKERS, text) == []


def test_the_house_has_python_files_to_look_at() -> None:
    assert ROOT / "manage.py" in product_files()
