"""Titles of blocks: the plain words after the name on the opening line."""

import re

from markup.directive import Reading
from markup.issues import error
from markup.tokens import plain_words

_MARKUP = re.compile(r"\[\[|\[@|\]\(|\*\*|__|`|<[a-zA-Z/!]|:{3,}")
_TOKEN = re.compile(r"\[\[(.*?)\]\]")
_CITATION = re.compile(r"\[@[^\]]*\]?")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_LEFT_OVER = re.compile(r"\[\[|\]\]|\*\*|__|`|<[^>]*>|:{3,}")


def read_title(arguments: str, line: int) -> Reading:
    """Read a title that may be left out."""
    if not _MARKUP.search(arguments):
        return Reading(" ".join(arguments.split()))
    plain = _TOKEN.sub(lambda match: plain_words(match[1]), arguments)
    plain = _LINK.sub(r"\1", _CITATION.sub(" ", plain))
    plain = " ".join(_LEFT_OVER.sub(" ", plain).split())
    message = f"The title '{arguments[:60]}' holds links, tokens or formatting."
    fix = "A title is plain words; put the rest on the next lines."
    return Reading(plain, issues=(error("markup-in-title", line, message, fix),))


def read_needed_title(arguments: str, line: int) -> Reading:
    """Read a title that must be there."""
    reading = read_title(arguments, line)
    if reading.arguments:
        return reading
    missing = error(
        "title-missing", line, "This block has no title.", "Write it on the same line: ::: details What to expect"
    )
    return reading._replace(issues=(*reading.issues, missing))


def read_nothing(arguments: str, line: int) -> Reading:
    """Read an opening line that has nothing after the name."""
    if not arguments:
        return Reading(())
    message = f"'{arguments[:60]}' after the name of this block is not shown."
    fix = "This block has no title of its own; put the words on the next line."
    return Reading((), issues=(error("unexpected-argument", line, message, fix),))
