"""A tool that is missing skips a test with a hint, and fails it where nothing may be skipped."""

import pytest

from tests import tools


@pytest.fixture
def no_chromium(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "no-such-browser")
    monkeypatch.delenv("WELLREAD_REQUIRE", raising=False)


@pytest.mark.usefixtures("no_chromium")
def test_a_missing_tool_skips_the_test_and_says_how_to_get_it() -> None:
    with pytest.raises(pytest.skip.Exception, match="needs chromium: sudo apt install chromium libatomic1"):
        tools.check_tool("chromium")


@pytest.mark.usefixtures("no_chromium")
def test_a_missing_tool_that_is_required_fails_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WELLREAD_REQUIRE", "gettext, chromium")
    with pytest.raises(pytest.fail.Exception, match="needs chromium"):
        tools.check_tool("chromium")


@pytest.mark.usefixtures("no_chromium")
def test_a_run_that_lacks_a_required_tool_stops_at_once(
    monkeypatch: pytest.MonkeyPatch, pytestconfig: pytest.Config
) -> None:
    monkeypatch.setenv("WELLREAD_REQUIRE", "chromium")
    with pytest.raises(pytest.UsageError, match="chromium"):
        tools.pytest_configure(pytestconfig)


def test_a_misspelt_requirement_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WELLREAD_REQUIRE", "chromum")
    with pytest.raises(pytest.UsageError, match="chromum"):
        tools.required()


@pytest.mark.browser
@pytest.mark.needs("vnu", "chromium")
def test_what_a_test_needs_is_read_from_its_marks(request: pytest.FixtureRequest) -> None:
    assert tools.needed(request.node) == ["vnu", "chromium"]


def test_a_test_without_marks_needs_nothing(request: pytest.FixtureRequest) -> None:
    assert tools.needed(request.node) == []
