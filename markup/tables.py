"""The block rule for pipe tables: as in GitHub's Markdown, but nothing an editor wrote is dropped in silence."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from markup.fences import line_text
from markup.issues import Issue, error, warning

MOST_COLUMNS = 20
_BAR = re.compile(r"(?<!\\)\|")
_DASHES = re.compile(r":?-+:?")


def install(md: MarkdownIt) -> None:
    """Replace the parser's own table rule."""
    md.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})


def split_row(text: str) -> list[str]:
    """Return the cells of a row; a bar written as `\\|` is part of its cell."""
    cells = [cell.replace("\\|", "|").strip() for cell in _BAR.split(text.strip())]
    if len(cells) > 1 and not cells[0]:
        del cells[0]
    if len(cells) > 1 and not cells[-1]:
        del cells[-1]
    return cells


def alignments(text: str) -> list[str] | None:
    """Read the line of dashes under the headings: "", "left", "center" or "right" for each column."""
    if not text or text[0] not in "|-:" or text[:2] in ("- ", "-\t") or not set(text) <= set("|-: \t"):
        return None
    found: list[str] = []
    for cell in split_row(text):
        if not _DASHES.fullmatch(cell):
            return None
        left, right = cell.startswith(":"), cell.endswith(":")
        found.append("center" if left and right else "left" if left else "right" if right else "")
    return found


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if start + 2 > end or state.sCount[start + 1] < state.blkIndent:
        return False
    aligned = alignments(line_text(state, start + 1))
    if aligned is None or state.is_code_block(start) or state.is_code_block(start + 1):
        return False
    header = line_text(state, start)
    if "|" not in header:
        return False
    cells = split_row(header)
    if len(cells) != len(aligned):
        return False
    if len(cells) > MOST_COLUMNS:
        if not silent:
            state.env["issues"].append(_too_wide(start + state.env["first_line"], len(cells)))
        return False
    if silent:
        return True
    _push_table(state, start, end, cells, aligned)
    return True


def _push_table(state: StateBlock, start: int, end: int, header: list[str], aligned: list[str]) -> None:
    parent, state.parentType = state.parentType, "table"
    ending_rules = state.md.block.ruler.getRules("blockquote")
    opening = state.push("table_open", "table", 1)
    opening.meta = {"aligned": aligned}
    _push_row(state, start, header)
    line = start + 2
    while line < end and not state.isEmpty(line) and state.sCount[line] >= state.blkIndent:
        if state.is_code_block(line) or any(rule(state, line, end, True) for rule in ending_rules):
            break
        _push_row(state, line, _fitted(state, line, len(header)))
        line += 1
    opening.map = [start, line]
    state.push("table_close", "table", -1)
    state.parentType = parent
    state.line = line


def _fitted(state: StateBlock, line: int, width: int) -> list[str]:
    """Return the cells of a row; cells beyond the last column are kept in it and reported."""
    cells = split_row(line_text(state, line))
    if len(cells) > width:
        state.env["issues"].append(_too_many_cells(line + state.env["first_line"], len(cells), width))
        return [*cells[: width - 1], " | ".join(cells[width - 1 :])]
    if len(cells) < width:
        state.env["issues"].append(_too_few_cells(line + state.env["first_line"], len(cells), width))
    return cells


def _push_row(state: StateBlock, line: int, cells: list[str]) -> None:
    state.push("row_open", "tr", 1).map = [line, line + 1]
    for cell in cells:
        token = state.push("inline", "", 0)
        token.map = [line, line + 1]
        token.content = cell
        token.children = []
    state.push("row_close", "tr", -1)


def _too_wide(line: int, width: int) -> Issue:
    message = f"This table has {width} columns; at most {MOST_COLUMNS} can be shown."
    return error("table-too-wide", line, message, "Split it into several tables.")


def _too_many_cells(line: int, found: int, width: int) -> Issue:
    message = f"This row has more cells ({found}) than the table has columns ({width})."
    fix = "Take a cell away. A bar inside a cell, as in [[page:key\\|words]], is written \\| with a backslash."
    return error("table-row-too-long", line, message, fix)


def _too_few_cells(line: int, found: int, width: int) -> Issue:
    message = f"This row has fewer cells ({found}) than the table has columns ({width}); the last ones stay empty."
    return warning("table-row-too-short", line, message, "Write every cell, even an empty one, between bars: | |.")
