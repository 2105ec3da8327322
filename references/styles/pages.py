"""Page ranges: NLM leaves repeated digits out, AMA writes both numbers in full."""

import re

_RANGE = re.compile(r"(?<![\w.-])([A-Za-z]{0,4})(\d{1,9})-([A-Za-z]{0,4})(\d{1,9})(?![\w.-])")


def short_pages(pages: str) -> str:
    """Pages with the repeated digits left out as NLM does: "3978-3986" → "3978-86", "S93-S99" → "S93-9".

    Letters after a number keep both numbers whole ("126A-127A"), as do ranges that do not rise.
    """
    return _RANGE.sub(_shortened, _plain(pages))


def full_pages(pages: str) -> str:
    """Pages with every digit written as AMA does: "3978-86" → "3978-3986", "S93-9" → "S93-S99"."""
    return _RANGE.sub(_written_out, _plain(pages))


def _plain(pages: str) -> str:
    pages = re.sub(r"\s*[-‐‑‒–—−]+\s*", "-", pages.strip())
    return re.sub(r"^(?:pp?\.|págs?\.)\s*", "", pages, flags=re.IGNORECASE)


def _shortened(found: re.Match[str]) -> str:
    letters, first, last_letters, last = found.groups()
    if last_letters not in ("", letters):
        return found[0]
    if len(first) == len(last):
        if int(last) == int(first):
            return f"{letters}{first}"
        if int(last) < int(first):
            return found[0]
        same = next(place for place, (ours, theirs) in enumerate(zip(first, last, strict=True)) if ours != theirs)
        return f"{letters}{first}-{last[same:]}"
    return f"{letters}{first}-{last}" if len(last) > len(first) else found[0]


def _written_out(found: re.Match[str]) -> str:
    letters, first, last_letters, last = found.groups()
    if last_letters not in ("", letters):
        return found[0]
    if len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    if int(last) == int(first):
        return f"{letters}{first}"
    return f"{letters}{first}-{letters}{last}" if int(last) > int(first) else found[0]
