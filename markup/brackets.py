"""Inline rules of our Markdown: `[[tokens]]`, `[@citations]`, links, and stray colons.

Tokens and citations are read before links. Links are read here and not by the parser's own rule, because that rule
gives up on a link with a token in its text, and takes quadratic time on runs of brackets.
"""

import re
from bisect import bisect_right

from markdown_it import MarkdownIt
from markdown_it.common.utils import unescapeAll
from markdown_it.rules_inline import StateInline

from markup.names import suggest
from markup.tokens import LOOKS_LIKE_TOKEN, TOKEN_KINDS

_CITATION = re.compile(r"\[@([^\[\]]{0,2000})\]")
_CITATION_START = re.compile(r"\[@[ \t]*((?:[\w.:/-]*\w)?)")
_TOKEN_START = re.compile(r"\[\[\s{0,9}([^\W\d][\w-]*)\s{0,9}:\s{0,9}([\w.-]*(?:#\w*)?)")
_LONGEST_TOKEN = 1000
_COLONS = re.compile(r"[ \t]*:{3,}[ \t]*")
_LETTER = re.compile(r"[^\W\d_]")
_LINK_TAIL = re.compile(
    r"""\([ \t\n]{0,99}
        (?: <(?P<pointed>(?:[^<>\\\n]|\\.){0,2000})>
          | (?P<bare>(?:[^\s()<>\\\x00-\x1f]|\\[^\s]|\((?:[^\s()\\]|\\[^\s]){0,500}\)){0,2000}) )
        (?: [ \t\n]{1,99} (?: "(?P<double>(?:[^"\\]|\\.){0,500})" | '(?P<single>(?:[^'\\]|\\.){0,500})'
            | \((?P<round>(?:[^()\\]|\\.){0,500})\) ) )?
        [ \t\n]{0,99}\)""",
    re.VERBOSE | re.DOTALL,
)
_STEPS = re.compile(r"\\.|`+|<[a-zA-Z][^<>\s]{1,500}>|\[@[^\[\]]{0,2000}\]|\[\[|\[|\]", re.DOTALL)
_BACKTICKS = re.compile(r"`+")
_PAIRS = -1  # the parser's cache has positions as keys, which are never negative


def install(md: MarkdownIt) -> None:
    """Put the rules of this file in place of the parser's own link and image rules."""
    ruler = md.inline.ruler
    ruler.before("link", "token", _token)
    ruler.before("link", "citation", _citation)
    ruler.before("link", "colons", _colons)
    ruler.at("link", _link)
    ruler.at("image", _bang)


def _citation(state: StateInline, silent: bool) -> bool:
    """`[@key]`; without its closing bracket only the key is taken, so that the rest of the text stays."""
    if not state.src.startswith("[@", state.pos):
        return False
    match = _CITATION.match(state.src, state.pos, state.posMax)
    closed = match is not None
    match = match or _CITATION_START.match(state.src, state.pos, state.posMax)
    if not silent:
        token = state.push("citation", "", 0)
        token.content = f"@{match[1]}" if closed else match[1]
        token.meta = {"pos": state.pos, "closed": closed}
    state.pos = match.end()
    return True


def _token(state: StateInline, silent: bool) -> bool:
    """`[[kind:key]]`, and whatever looks enough like it that nobody means it as plain text."""
    end, closed = _token_end(state.src, state.pos, state.posMax)
    if end < 0:
        return False
    if not silent:
        token = state.push("token", "", 0)
        token.content = state.src[state.pos + 2 : end - 2 if closed else end]
        token.meta = {"pos": state.pos, "closed": closed}
    state.pos = end
    return True


def _token_end(src: str, start: int, limit: int) -> tuple[int, bool]:
    """Return where the token at `start` ends and whether it is closed; -1 when there is no token."""
    if not src.startswith("[[", start):
        return -1, False
    close = src.find("]]", start + 2, min(limit, start + _LONGEST_TOKEN))
    if close >= 0 and src.find("[[", start + 2, close) < 0:
        raw = src[start + 2 : close]
        if LOOKS_LIKE_TOKEN.match(raw) or ("[" not in raw and "]" not in raw and _LETTER.search(raw)):
            return close + 2, True
        return -1, False
    opened = _TOKEN_START.match(src, start, limit)
    if opened and suggest(opened[1].lower(), TOKEN_KINDS, 1):
        return opened.end(), False
    return -1, False


def _colons(state: StateInline, silent: bool) -> bool:
    """Three colons inside a line or too far indented: they belong to a block that is not one."""
    if state.src[state.pos] != ":":
        return False
    match = _COLONS.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    if not silent:
        state.push("colons", "", 0).meta = {"pos": state.pos}
    state.pos = match.end()
    return True


def _bang(state: StateInline, silent: bool) -> bool:
    """An exclamation mark before a link makes it a picture; the tree builder looks for this token before a link."""
    if not state.src.startswith("![", state.pos) or state.pos + 2 > state.posMax:
        return False
    if not silent:
        state.push("bang", "", 0).content = "!"
    state.pos += 1
    return True


def _link(state: StateInline, silent: bool) -> bool:
    """`[words](address "title")`, where the words hold no other link."""
    start = state.pos
    if state.src[start] != "[" or state.linkLevel:
        return False
    close = _pairs(state).get(start, -1)
    if not 0 <= close < state.posMax:
        return False
    tail = _LINK_TAIL.match(state.src, close + 1, state.posMax)
    if not tail:
        return False
    if not silent:
        limit = state.posMax
        address = tail["pointed"] if tail["pointed"] is not None else tail["bare"]
        token = state.push("link_open", "a", 1)
        token.attrs = {"href": unescapeAll(address)}
        token.meta = {"pos": start, "title": tail["double"] or tail["single"] or tail["round"] or ""}
        state.pos, state.posMax = start + 1, close
        state.linkLevel += 1
        state.md.inline.tokenize(state)
        state.linkLevel -= 1
        state.push("link_close", "a", -1)
        state.posMax = limit
    state.pos = tail.end()
    return True


def _pairs(state: StateInline) -> dict[int, int]:
    """Return, for every `[` that can begin a link, the position of its `]`; found once for each paragraph."""
    found = state.cache.get(_PAIRS)
    if found is None:
        found = state.cache[_PAIRS] = _find_pairs(state.src)
    return found


def _find_pairs(src: str) -> dict[int, int]:
    runs: dict[int, list[int]] = {}
    for run in _BACKTICKS.finditer(src):
        runs.setdefault(len(run[0]), []).append(run.start())
    pairs: dict[int, int] = {}
    opened: list[list] = []  # [position, whether a link stands inside]
    position = 0
    while match := _STEPS.search(src, position):
        position = match.end()
        step = match[0]
        if step[0] == "`":
            starts = runs[len(step)]
            following = bisect_right(starts, match.start())
            if following < len(starts):
                position = starts[following] + len(step)
        elif step == "[[":
            end, _ = _token_end(src, match.start(), len(src))
            if end >= 0:
                position = end
            else:
                position = match.start() + 1
                opened.append([match.start(), False])
        elif step == "[":
            opened.append([match.start(), False])
        elif step == "]" and opened:
            start, holds_link = opened.pop()
            is_link = src.startswith("(", position)
            if not holds_link:
                pairs[start] = match.start()
            if opened and (holds_link or is_link):
                opened[-1][1] = True
    return pairs
