"""The block rule for `:::` directives, which finds for every opening line its closing line.

A block closes with as many colons as opened it. An opening line whose closing line is missing is reported, and what
follows it is read as ordinary text: a forgotten `:::` never swallows a page.
"""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from markup.directives import DIRECTIVES
from markup.issues import Issue, error
from markup.names import suggest

_FENCE = re.compile(r"((?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*)(:{3,})[ \t]*(.*)$")
_CODE = re.compile(r"(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(`{3,}(?=[^`]*$)|~{3,})")
_ENDS_CODE = re.compile(r"(`{3,}|~{3,})[ \t]*$")
_CODE_INDENT = 4
_LONGEST_ARGUMENTS = 500


def install(md: MarkdownIt) -> None:
    """Add the rule before every other block rule, and let it end paragraphs, quotes, lists and tables."""
    md.block.ruler.before("table", "directive", _directive, {"alt": ["paragraph", "reference", "blockquote", "list"]})


def line_text(state: StateBlock, line: int) -> str:
    """Return a line without the indentation and the quote marks that its container takes away."""
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def is_leaf(name: str) -> bool:
    """Whether a directive is one line, without a closing one; for an unknown name that of its nearest neighbour."""
    if name not in DIRECTIVES:
        near = suggest(name, DIRECTIVES, 1)
        if not near:
            return False
        name = near[0]
    return not DIRECTIVES[name].closes


def _directive(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    position = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith(":::", position) or state.is_code_block(start):
        return False
    if silent:
        return True
    fence = _FENCE.match(line_text(state, start))
    words = _words(fence)
    issues: list[Issue] = state.env["issues"]
    line = start + state.env["first_line"]
    state.line = start + 1
    if not words:
        issues.append(_stray(line, state.env.get("last_leaf", "")))
        return True
    written, *rest = words.split(maxsplit=1)
    name, arguments = written.lower(), "".join(rest)
    if len(arguments) > _LONGEST_ARGUMENTS:
        issues.append(_too_long(name, line))
        arguments = arguments[:_LONGEST_ARGUMENTS]
    meta = {"name": name, "arguments": arguments}
    if name not in DIRECTIVES:
        issues.append(_unknown(written, line))
    if is_leaf(name):
        state.env["last_leaf"] = name
        token = state.push("directive", "", 0)
        token.meta = meta
        token.map = [start, start + 1]
        return True
    close = _closing_line(state, start)
    state.env["last_leaf"] = ""
    if close is None:
        if name in DIRECTIVES:
            issues.append(_unclosed(name, fence[2], line))
        return True
    _block(state, start, close, meta)
    return True


def _words(fence: re.Match[str]) -> str:
    """Return what follows the colons; colons at the end of the line are ornament."""
    return fence[3].rstrip(" \t:").strip()


def _block(state: StateBlock, start: int, close: int, meta: dict) -> None:
    token = state.push("directive_open", "", 1)
    token.meta = meta
    token.map = [start, close + 1]
    limit, parent = state.lineMax, state.parentType
    state.lineMax, state.parentType = close, "directive"
    state.md.block.tokenize(state, start + 1, close)
    state.lineMax, state.parentType = limit, parent
    state.push("directive_close", "", -1)
    state.line = close + 1


def _closing_line(state: StateBlock, start: int) -> int | None:
    """Return the line that closes the block opened at `start`, or None.

    One scan answers for every opening line of the same container, which keeps a page of nothing but openings linear.
    """
    known: dict[tuple[int, int, int], int | None] = state.env["closing_lines"]
    key = (start, state.blkIndent, state.bMarks[start])
    if key not in known:
        for opening, closing in _scan(state, start).items():
            known[opening, state.blkIndent, state.bMarks[opening]] = closing
    return known[key]


def _scan(state: StateBlock, start: int) -> dict[int, int | None]:
    closing: dict[int, int | None] = {}
    opened: list[tuple[int, str, str]] = []  # line, colons, name
    too_short: list[tuple[int, int]] = []  # outer line, inner line
    code = ""
    for line in range(start, state.lineMax):
        if state.isEmpty(line):
            continue
        if state.sCount[line] < state.blkIndent:
            break
        if state.sCount[line] - state.blkIndent >= _CODE_INDENT:
            continue
        text = line_text(state, line)
        if code:
            ends = _ENDS_CODE.match(text)
            if ends and ends[1].startswith(code):
                code = ""
            continue
        if begins := _CODE.match(text):
            code = begins[1]
            continue
        fence = _FENCE.match(text)
        if not fence:
            continue
        if words := _words(fence):
            name = words.split()[0].lower()
            if is_leaf(name):
                continue
            closing[line] = None
            if opened and len(opened[-1][1]) <= len(fence[2]):
                too_short.append((opened[-1][0], line))
            opened.append((line, fence[2], name))
        elif not fence[1]:
            _close(opened, closing, fence[2], line)
    for outer, inner in too_short:
        if closing.get(outer) is not None and closing.get(inner) is not None:
            state.env["issues"].append(_fence_too_short(outer + state.env["first_line"], inner, state))
    return closing


def _close(opened: list[tuple[int, str, str]], closing: dict[int, int | None], colons: str, line: int) -> None:
    """Let a closing line close the innermost block with as many colons, else the innermost with fewer."""
    for fits in (lambda each: each == colons, lambda each: len(each) < len(colons)):
        for index in range(len(opened) - 1, -1, -1):
            if fits(opened[index][1]):
                closing[opened[index][0]] = line
                del opened[index:]
                return


def _stray(line: int, last_leaf: str) -> Issue:
    fix = "Delete this line, or write the opening line (such as ::: warning) that it should close."
    if last_leaf:
        fix += f" A '{last_leaf}' is one line and needs no closing line."
    return error("stray-closing", line, "This ::: closes nothing.", fix)


def _unknown(written: str, line: int) -> Issue:
    near = suggest(written.lower(), DIRECTIVES)
    quoted = f"; did you mean {' or '.join(repr(each) for each in near)}?" if near else "."
    shown = written if len(written) <= 40 else f"{written[:39]}…"
    fix = f"The blocks are {', '.join(sorted(DIRECTIVES))}."
    return error("unknown-directive", line, f"There is no block '{shown}'{quoted}", fix)


def _too_long(name: str, line: int) -> Issue:
    message = f"The words after '{name[:40]}' are longer than {_LONGEST_ARGUMENTS} characters; the rest was left out."
    return error("arguments-too-long", line, message, "Put the text on the lines below.")


def _unclosed(name: str, colons: str, line: int) -> Issue:
    message = f"The block '{name}' that begins here is never closed."
    return error("unclosed-directive", line, message, f"Put {colons} alone on a line where the block ends.")


def _fence_too_short(line: int, inner: int, state: StateBlock) -> Issue:
    inner_line = inner + state.env["first_line"]
    message = f"The block that begins here holds another block (line {inner_line}) with as many colons or more."
    fix = "Write more colons on the opening and the closing line of the outer block, for example ::::."
    return error("outer-fence-too-short", line, message, fix)
