"""Which outside tools this machine has, and what happens to the tests that need one it lacks.

A test says what it needs with `@pytest.mark.needs("vnu")`; `@pytest.mark.browser` implies Chromium. Without the tool
the test is skipped and the end of the run says how to get it. Where nothing may be skipped (`.ci/run`),
WELLREAD_REQUIRE names the tools, comma-separated, and a missing one is a failure.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True)
class Tool:
    """One outside tool: `find` answers where it is ("" when it is not here), `hint` says how to get it."""

    find: Callable[[], str]
    hint: str


def chromium() -> str:
    """The path of Chromium ($CHROMIUM first, then the usual names); "" without one, or with nothing to drive it."""
    names = (os.environ["CHROMIUM"],) if os.environ.get("CHROMIUM") else CHROMIUM_NAMES
    found = next((path for name in names if (path := shutil.which(name))), "")
    return found if found and driver_starts() else ""


@cache
def driver_starts() -> bool:
    """Whether Playwright's own program runs here: a bare Debian lacks a library that it needs."""
    command = [sys.executable, "-m", "playwright", "--version"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def vnu() -> str:
    """The path of the Nu HTML checker's jar: $VNU_JAR, or where `npm install` puts it under ~/.cache/wellread."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "wellread"
    jar = Path(os.environ.get("VNU_JAR") or cache / "node_modules/vnu-jar/build/dist/vnu.jar")
    return str(jar) if jar.is_file() and shutil.which("java") else ""


def postgres() -> str:
    """The database address when the tests run on PostgreSQL."""
    url = os.environ.get("DATABASE_URL", "")
    return url if url.startswith(("postgres://", "postgresql://")) else ""


TOOLS = {
    "chromium": Tool(chromium, "sudo apt install chromium libatomic1, or set CHROMIUM to the path of a Chromium"),
    "gettext": Tool(lambda: shutil.which("xgettext") or "", "sudo apt install gettext"),
    "postgres": Tool(postgres, "set DATABASE_URL=postgres://user:password@host:port/name"),
    "vnu": Tool(
        vnu,
        "sudo apt install default-jre-headless npm && npm install --prefix ~/.cache/wellread vnu-jar, or set VNU_JAR",
    ),
}


def required() -> frozenset[str]:
    """The tools that WELLREAD_REQUIRE says must be here."""
    names = frozenset(filter(None, (name.strip() for name in os.environ.get("WELLREAD_REQUIRE", "").split(","))))
    if unknown := names - TOOLS.keys():
        raise pytest.UsageError(f"WELLREAD_REQUIRE names {', '.join(sorted(unknown))}; it knows {', '.join(TOOLS)}")
    return names


def needed(item: pytest.Item) -> list[str]:
    """The tools that a test says it needs, in order, each once."""
    names = [name for marker in item.iter_markers("needs") for name in marker.args]
    if item.get_closest_marker("browser"):
        names.append("chromium")
    return list(dict.fromkeys(names))


def check_tool(name: str) -> None:
    """Skip the running test when the tool is missing; fail it when the tool is required."""
    if not TOOLS[name].find():
        message = f"needs {name}: {TOOLS[name].hint}"
        if name in required():
            pytest.fail(message, pytrace=False)
        pytest.skip(message)


def pytest_configure(config: pytest.Config) -> None:
    """Stop at once when the whole run could only fail."""
    missing = [name for name in sorted(required()) if not TOOLS[name].find()]
    if missing:
        raise pytest.UsageError("; ".join(f"WELLREAD_REQUIRE names {name}: {TOOLS[name].hint}" for name in missing))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Before any fixture: is what this test needs here?"""
    for name in needed(item):
        check_tool(name)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which database the tests ran on, and what was left out for want of a tool."""
    terminalreporter.write_line(f"Tests ran on {'PostgreSQL' if postgres() else 'SQLite'}.")
    skipped = [report for report in terminalreporter.stats.get("skipped", []) if "browser" in report.keywords]
    if skipped and not chromium():
        line = f"{len(skipped)} browser tests were skipped for want of Chromium. To run them: {TOOLS['chromium'].hint}."
        terminalreporter.write_line(line, yellow=True)
