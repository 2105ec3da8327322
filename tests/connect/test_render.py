"""`render`: the HTML on stdout, the issues on stderr, the verdict in the exit code."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from references.actions import save_reference
from references.models import Status
from tests import stories
from tests.house.files import ROOT

pytestmark = pytest.mark.django_db


@pytest.fixture
def render(tmp_path):
    """Write a file and render it: (exit code, stdout, stderr)."""

    def run(content: str | bytes, **options) -> tuple[int, str, str]:
        path = tmp_path / "page.md"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        out, problems = io.StringIO(), io.StringIO()
        code = 0
        try:
            call_command("render", str(path), stdout=out, stderr=problems, **options)
        except SystemExit as stopped:
            code = stopped.code
        return code, out.getvalue(), problems.getvalue().replace(str(path), "FILE")

    return run


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Hello.\n", "<p>Hello.</p>\n"),
        ("---\ntitle: T\n---\n\nHello.\n", "<p>Hello.</p>\n"),
        ("---\ntitle: T\n---\n", ""),
        ("", ""),
        ("\ufeffHello.\n", "<p>Hello.</p>\n"),
        ("---\r\ntitle: T\r\n---\r\nHello.\r\n", "<p>Hello.</p>\n"),
        ("¿Cómo está?\n", "<p>¿Cómo está?</p>\n"),
    ],
)
def test_a_good_text_is_printed_and_nothing_is_said(render, text, html):
    assert render(text) == (0, html, "")


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("See [@nobody].\n", 1, "FILE:1: error: unknown-reference: There is no reference 'nobody'"),
        ("---\ntitle: T\n---\n\n\n[[page:nowhere]]\n", 1, "FILE:6: error: unknown-page: There is no page 'nowhere'"),
        ("## A\n\n::: warning\ntext\n", 1, "FILE:3: error: unclosed-directive: "),
        ("---\nlanguage: es\n---\n[@nadie]\n", 1, "FILE:4: error: unknown-reference: "),
    ],
)
def test_issues_are_said_with_file_line_severity_and_code(render, text, code, said):
    exit_code, _html, problems = render(text)
    assert (exit_code, problems.splitlines()[0][: len(said)]) == (code, said)


def test_an_issue_that_does_not_stop_publishing_is_said_and_the_exit_code_is_0(render, author, now):
    newer = stories.add_reference(by=author, key="new2024", title="A new guideline")
    older = stories.add_reference(by=author, key="old2014", title="An old guideline")
    save_reference(reference=older, by=author, now=now, record=older.csl, status=Status.SUPERSEDED, superseded_by=newer)
    code, html, problems = render("One course is enough\n[@old2014].\n")
    assert (code, problems) == (
        0,
        "FILE:2: warning: superseded-reference: The reference 'old2014' has been replaced by 'new2024'.\n",
    )
    assert 'href="#ref-1"' in html


def test_the_words_we_add_are_in_the_language_of_the_file_unless_another_is_asked_for(render):
    text = "::: key-points\n- Uno\n:::\n"
    spanish = f"---\nlanguage: es\n---\n{text}"
    assert "Key points" in render(text)[1]
    assert render(spanish)[1] == render(text, language="es")[1]
    assert "Key points" not in render(spanish)[1]
    assert render(spanish, language="en")[1] == render(text)[1]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"one\ntwo\ncaf\xe9\n", ":3: is not UTF-8 text; save it as UTF-8"),
        ("---\ntitle: a: b\n---\n", ":2: cannot be read as YAML"),
        ("---\ntitle: T\nlanguage: nl\n---\n", ":3: “language” must be one of en, es"),
    ],
)
def test_a_file_that_cannot_be_read_is_said_with_its_line(render, content, said):
    with pytest.raises(CommandError, match=said):
        render(content)


@pytest.mark.parametrize(("name", "why"), [("missing.md", "No such file or directory"), ("", "Is a directory")])
def test_a_file_that_is_not_there_is_said(tmp_path, name, why):
    with pytest.raises(CommandError, match=why):
        call_command("render", str(tmp_path / name))


def test_standard_input_is_read_for_a_dash(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("---\ntitle: T\n---\n\nA é [@x]\n".encode())))
    out, problems = io.StringIO(), io.StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("render", "-", stdout=out, stderr=problems)
    assert stopped.value.code == 1
    assert out.getvalue().startswith("<p>A é ")
    assert problems.getvalue().startswith("-:5: error: unknown-reference: ")


def test_the_bytes_are_utf_8_whatever_the_machine_speaks(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("Más café.\n", encoding="utf-8")
    database = tmp_path / "db.sqlite3"
    done = subprocess.run(
        [sys.executable, "manage.py", "render", str(page)],
        cwd=ROOT,
        env={"DEBUG": "1", "DATABASE_URL": f"sqlite:///{database}", "PYTHONIOENCODING": "latin-1", "PATH": ""},
        capture_output=True,
        check=True,
    )
    assert done.stdout == "<p>Más café.</p>\n".encode()
    assert not list(Path(tmp_path).glob("*.html"))
