"""Where words that a clinician proposed for one block stand in the Markdown of a page. Pure.

A clinician reads and changes plain words; the author's text has marks around them. So only what differs is put in, and only
where its surroundings are found once. Whether the page then says exactly what was proposed is for the caller to prove by
compiling it.
"""

import re

MOST_WORDS = 500
SINGLE_BREAK = re.compile(r"(?<!\n)\n(?!\n)")


def with_words(body: str, quoted: str, proposed: str) -> str | None:
    """The text with the proposed words of a block in place of those it has; None when that place is not certain."""
    before, after = quoted.splitlines(), [" ".join(line.split()) for line in proposed.splitlines()]
    after = [line for line in after if line]
    if len(before) != len(after) or before == after:
        return None
    for old, new in zip(before, after, strict=True):
        if old != new:
            replaced = _with_line(body, old, new)
            if replaced is None:
                return None
            body = replaced
    return body


def _with_line(body: str, old: str, new: str) -> str | None:
    was, now = old.split(" "), new.split(" ")
    if len(was) > MOST_WORDS or len(now) > MOST_WORDS:
        return None
    start = 0
    while start < min(len(was), len(now)) and was[start] == now[start]:
        start += 1
    ending = 0
    while ending < min(len(was), len(now)) - start and was[-1 - ending] == now[-1 - ending]:
        ending += 1
    # As many of the unchanged words around as stand there without a mark between them. Lines that were broken in the editor
    # are one line for a reader; every letter keeps its place.
    shadow = SINGLE_BREAK.sub(" ", body)
    first, last = start, len(was) - ending
    if first == last:  # words were put in: they need a neighbour to stand beside
        first, last = (first - 1, last) if first else (first, last + 1)
    if " ".join(was[first:last]) not in shadow:
        return None
    while first > 0 and " ".join(was[first - 1 : last]) in shadow:
        first -= 1
    while last < len(was) and " ".join(was[first : last + 1]) in shadow:
        last += 1
    found = " ".join(was[first:last])
    if shadow.count(found) != 1:
        return None
    place = shadow.index(found)
    words = " ".join(now[first : len(now) - (len(was) - last)])
    return body[:place] + words + body[place + len(found) :]
