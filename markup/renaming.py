"""Rewriting citations: every `[@old]` of a text becomes `[@new]`, and nothing else of it changes."""

import re
from collections.abc import Mapping

from markup.parsing import parse

_GROUP = re.compile(r"\[@[^\[\]]{0,2000}\]")
# An item of a group as it stands in the file, where a quoted line begins with ">".
_KEY = re.compile(r"(?:(?<=\[)|(?<=;))([\s>]*@\s*)([A-Za-z0-9](?:[\w.:/-]*\w)?)(?=[\s>]*[,;\]])", re.ASCII)
_ITEM = re.compile(r"[\s>]*@\s*(?P<key>[\w.:/-]+)[\s>]*(?:,(?P<locator>.*))?", re.ASCII | re.DOTALL)


def rename_citations(text: str, names: Mapping[str, str]) -> str:
    """The text with every citation of a key of `names` changed to the key it stands for.

    A group that would then cite one reference twice at the same place cites it once. Code, escaped brackets, mail addresses
    and keys that only begin alike are left as they are: what counts is what `parse` reads as a citation.
    """
    groups = [match for match in _GROUP.finditer(text) if _named(match[0], names)] if names else []
    if not groups:
        return text
    read = _mentions(text, names)
    if not read:
        return text
    # Most texts hold citations only. Where one of the groups is none, each is tried alone.
    doubtful = read != sum(_mentions(match[0], names) for match in groups)
    pieces, position = [], 0
    for match in groups:
        if doubtful and _mentions(text[: match.start()] + "[@-]" + text[match.end() :], names) == read:
            continue
        pieces += [text[position : match.start()], _renamed(match[0], names)]
        position = match.end()
    return "".join([*pieces, text[position:]])


def _named(group: str, names: Mapping[str, str]) -> bool:
    return any(match[2] in names for match in _KEY.finditer(group))


def _mentions(text: str, names: Mapping[str, str]) -> int:
    """How often the text cites one of the keys."""
    return sum(each.name.kind == "reference" and each.name.key in names for each in parse(text).mentions)


def _renamed(group: str, names: Mapping[str, str]) -> str:
    changed = _KEY.sub(lambda match: f"{match[1]}{names.get(match[2], match[2])}", group)
    items, seen, targets = [], set(), set(names.values())
    for item in changed[1:-1].split(";"):
        read = _ITEM.fullmatch(item)
        what = (read["key"], " ".join((read["locator"] or "").split())) if read else None
        if what and what[0] in targets and what in seen:
            continue
        seen.add(what)
        items.append(item)
    return f"[{';'.join(items).strip()}]"
