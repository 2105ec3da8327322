"""What keeps any text cheap to read and keeps anything from vanishing: limits on length and on nesting."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.fence import fence as code_fence
from markdown_it.rules_core import StateCore

from markup.fences import line_text
from markup.issues import Issue, error, warning

MOST_BYTES = 100_000
MOST_LINES = 5_000
LONGEST_PARAGRAPH = 5_000
DEEPEST = 16  # levels; a quote or a block is one, a list two. The parser itself drops text beyond its own limit of 20.
_MOST_TOO_DEEP = (
    20  # A text with more of them is not written by a person; what is nested after that is made flat sooner,
)
_DEEPEST_AFTER_THAT = 4  # because thousands of lines nested to the limit would take seconds.
_MOST_SIGNS = 200  # A paragraph with more signs than these, if they are also
_MOST_SIGNS_SHARE = 0.4  # more than this share of it, is no text.

_NEWLINES = re.compile(r"\r\n?")
_UNREADABLE = re.compile("[\x00\ud800-\udfff\ufffd]")
_CONTROLS = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_HIDDEN = re.compile("[\u200b\u202a-\u202e\u2060-\u2069\ufeff]")
_MARKERS = re.compile(r"(?:[>#*+\-\s]|\d{1,9}[.)](?=\s|$))*")
_OURS = re.compile(r"\[\[|\]\]|\[@|:{3,}")
_ENDS_CODE = re.compile(r"(`{3,}|~{3,})\s*$")


def tidy(text: str, first_line: int) -> tuple[str, list[Issue]]:
    """Return the text with plain line ends and without characters that no page can show, and what was wrong.

    An over-long text comes back empty.
    """
    text = _NEWLINES.sub("\n", text.removeprefix("\ufeff"))
    size = len(text.encode("utf-8", "replace"))
    lines = text.count("\n") + 1
    if size > MOST_BYTES or lines > MOST_LINES:
        much = (
            f"{size:,} bytes, at most {MOST_BYTES:,}"
            if size > MOST_BYTES
            else f"{lines:,} lines, at most {MOST_LINES:,}"
        )
        message = f"The text is too long ({much}), so nothing of it is shown."
        return "", [error("too-long", first_line, message, "Split it into several pages.")]
    issues = [
        *_found(_UNREADABLE, text, first_line, _unreadable),
        *_found(_HIDDEN, text, first_line, _hidden),
    ]
    text = _UNREADABLE.sub("\ufffd", text)
    return _CONTROLS.sub(" ", _HIDDEN.sub("", text)), issues


def without_markup(text: str) -> str:
    """Return text for printing as it is, without anything that reads like our own constructs."""
    return _OURS.sub(" ", text)


def install(md: MarkdownIt) -> None:
    """Add the limits to the parser."""
    md.block.ruler.before("directive", "too_deep", _too_deep)
    md.block.ruler.at("fence", _fence, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    md.core.ruler.before("inline", "long_paragraph", _long_paragraph)


def _found(pattern: re.Pattern[str], text: str, first_line: int, issue) -> list[Issue]:
    lines = dict.fromkeys(first_line + text.count("\n", 0, match.start()) for match in _some(pattern, text))
    return [issue(line) for line in lines]


def _some(pattern: re.Pattern[str], text: str) -> list[re.Match[str]]:
    """Return at most 100 matches: counting lines for each of very many would take too long."""
    return [match for match, _ in zip(pattern.finditer(text), range(100), strict=False)]


def _too_deep(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Print a too deeply nested part as one plain paragraph with the same lines, and say so."""
    too_deep_so_far = state.env.get("too_deep", 0)
    if silent or state.level <= (DEEPEST if too_deep_so_far < _MOST_TOO_DEEP else _DEEPEST_AFTER_THAT):
        return False
    state.env["too_deep"] = too_deep_so_far + 1
    state.env["issues"].append(_nested_too_deep(start + state.env["first_line"]))
    lines: list[str] = []
    line = start
    while line < end and (state.isEmpty(line) or state.sCount[line] >= state.blkIndent):
        lines.append(line_text(state, line)[_MARKERS.match(line_text(state, line)).end() :])
        line += 1
    state.push("paragraph_open", "p", 1).map = [start, line]
    token = state.push("inline", "", 0)
    token.map = [start, line]
    token.content = "  \n".join(lines).rstrip()  # two spaces break the line
    token.children = []
    state.push("paragraph_close", "p", -1)
    state.line = line
    return True


def _fence(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A code fence that says when it is not closed."""
    if not code_fence(state, start, end, silent):
        return False
    if not silent:
        last = state.line - 1
        closing = _ENDS_CODE.match(line_text(state, last)) if last > start else None
        if not closing or not closing[1].startswith(state.tokens[-1].markup):
            state.env["issues"].append(_unclosed_code(start + state.env["first_line"], state.tokens[-1].markup))
    return True


def _long_paragraph(state: StateCore) -> None:
    for token in state.tokens:
        if token.type != "inline":
            continue
        line = token.map[0] + state.env["first_line"]
        if len(token.content) > LONGEST_PARAGRAPH:
            state.env["issues"].append(_paragraph_too_long(line))
        elif _is_mostly_signs(token.content):
            state.env["issues"].append(_too_many_signs(line))
        else:
            continue
        token.meta["plain"] = without_markup(token.content)
        token.content = ""


def _is_mostly_signs(text: str) -> bool:
    if len(text) <= _MOST_SIGNS:
        return False
    signs = sum(map(text.count, "[!*_`<&"))
    return signs > max(_MOST_SIGNS, len(text) * _MOST_SIGNS_SHARE)


def _unreadable(line: int) -> Issue:
    message = "This line holds a character that could not be read; it is shown as �."
    return error("unreadable-character", line, message, "Type the character again.")


def _hidden(line: int) -> Issue:
    message = "This line holds an invisible character, which was left out."
    return warning(
        "hidden-character", line, message, "It often comes from copying. Type the words again if they look wrong."
    )


def _nested_too_deep(line: int) -> Issue:
    message = "Lists, quotes and blocks are nested too deep here, so that this part is shown as a plain paragraph."
    return error("nested-too-deep", line, message, "Use fewer levels.")


def _unclosed_code(line: int, marks: str) -> Issue:
    message = f"Everything after this {marks} is shown as computer code, because it is never closed."
    return error(
        "unclosed-code", line, message, f"Delete this line, or put {marks} alone on a line where the code ends."
    )


def _too_many_signs(line: int) -> Issue:
    message = "This paragraph is mostly signs such as [ or *, so that it is shown without any formatting."
    return error("too-many-signs", line, message, "Take the extra signs away.")


def _paragraph_too_long(line: int) -> Issue:
    message = (
        f"This paragraph has more than {LONGEST_PARAGRAPH:,} characters, so that it is shown without any formatting."
    )
    return error("paragraph-too-long", line, message, "Split it with an empty line.")
