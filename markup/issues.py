"""One problem found in what an editor wrote: where it is, what it is and how to mend it."""

from dataclasses import dataclass, replace
from typing import Literal

Severity = Literal["error", "warning", "hint"]
Stage = Literal["save", "preview", "publish"]


@dataclass(frozen=True, slots=True)
class Issue:
    """A problem in the text.

    `code` is stable and in kebab-case, so that tests, help pages and translations can rely on it.
    `line` counts from 1 as in the file; 0 means the text as a whole.
    `message` says what is wrong and `fix` how to mend it, for a reader who has never seen Markdown.
    `needs_answer`: a warning that stops publishing until the text itself answers it. `words` are those in question as they
    were typed; `instead` is what could take their place, and `keep` the same words marked as meant ("" for neither).
    """

    code: str
    severity: Severity
    line: int
    message: str
    fix: str = ""
    stage: Stage = "publish"
    needs_answer: bool = False
    words: str = ""
    instead: str = ""
    keep: str = ""

    @property
    def stops_publishing(self) -> bool:
        """Whether the text may not be published while this issue is there."""
        return self.severity == "error" or self.needs_answer

    def at(self, line: int) -> "Issue":
        """Return the same issue at another line."""
        return replace(self, line=line)


def error(code: str, line: int, message: str, fix: str = "") -> Issue:
    """Return an issue that stops publishing."""
    return Issue(code, "error", line, message, fix)


def warning(code: str, line: int, message: str, fix: str = "") -> Issue:
    """Return an issue that should be looked at but does not stop publishing."""
    return Issue(code, "warning", line, message, fix)


def hint(code: str, line: int, message: str, fix: str = "") -> Issue:
    """Return a suggestion."""
    return Issue(code, "hint", line, message, fix)


def in_order(issues: "list[Issue] | tuple[Issue, ...]") -> tuple[Issue, ...]:
    """Return the issues by line, each once, in the order they were found within a line."""
    return tuple(sorted(dict.fromkeys(issues), key=lambda issue: issue.line))
