"""Every pair of files under `cases/`: what an editor writes, and what it compiles to.

`name.md` is the text, `name.html` what it becomes and `name.issues` what is reported (no file: nothing). A name ending
in `.es` is compiled in Spanish. After a wanted change, `UPDATE_CASES=1 pytest tests/markup/test_cases.py` writes the
files anew; read the difference before keeping it.
"""

import os
from pathlib import Path

import pytest

from markup import Issue, sanitise
from tests.markup.samples import compiled

CASES = Path(__file__).parent / "cases"
NAMES = sorted(str(path.relative_to(CASES).with_suffix("")) for path in CASES.rglob("*.md"))


def _shown(issue: Issue) -> str:
    return f"{issue.line} {issue.severity} {issue.code}: {issue.message} | {issue.fix}\n"


@pytest.mark.parametrize("name", NAMES)
def test_text_compiles_to_the_expected_html_and_issues(name):
    source = CASES / f"{name}.md"
    rendered = compiled(source.read_text("utf-8"), "es" if name.endswith(".es") else "en")
    issues = "".join(map(_shown, rendered.issues))
    expected, expected_issues = CASES / f"{name}.html", CASES / f"{name}.issues"
    if os.environ.get("UPDATE_CASES"):
        expected.write_text(rendered.html, "utf-8")
        if issues:
            expected_issues.write_text(issues, "utf-8")
        else:
            expected_issues.unlink(missing_ok=True)
    assert rendered.html == expected.read_text("utf-8")
    assert issues == (expected_issues.read_text("utf-8") if expected_issues.exists() else "")


@pytest.mark.parametrize("name", NAMES)
def test_the_sanitiser_has_nothing_to_mend_in_what_we_write_ourselves(name):
    html = (CASES / f"{name}.html").read_text("utf-8")
    assert sanitise(html) == html


def test_no_case_is_left_without_its_text():
    expected = {path.with_suffix("") for suffix in ("html", "issues") for path in CASES.rglob(f"*.{suffix}")}
    assert expected <= {path.with_suffix("") for path in CASES.rglob("*.md")}
