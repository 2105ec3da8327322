"""The binder as a PDF. The words go to typst as JSON, so nothing in them can be taken for instructions."""

import json
import logging
import re
from pathlib import Path
from typing import Any

import typst

from connect.binder.layout import blocks_of, title_of

logger = logging.getLogger(__name__)
TEMPLATE = Path(__file__).with_name("binder.typ")
STANDARD = "ua-1"
LONG, PART = re.compile(r"\S{25,}"), re.compile(r"\S{1,12}")


class NotPrinted(Exception):
    """The PDF could not be made; the JSON still can."""


def print_binder(binder: dict[str, Any], *, language: str) -> bytes:
    """The binder as an accessible PDF (PDF/UA-1, checked while it is made). Raises NotPrinted."""
    printed = _breakable(
        {
            "title": title_of(binder),
            "running": f"{title_of(binder)} · {binder['made_at'][:16].replace('T', ' ')}",
            "site": binder["site"],
            "language": language,
            "blocks": blocks_of(binder),
        }
    )
    try:
        return typst.compile(
            str(TEMPLATE),
            root=str(TEMPLATE.parent),
            format="pdf",
            sys_inputs={"binder": json.dumps(printed, ensure_ascii=False)},
            pdf_standards=[STANDARD],
        )
    except (typst.TypstError, RuntimeError) as error:
        logger.exception("the audit binder of page %s could not be printed", binder["page"]["id"])
        raise NotPrinted(str(error)) from error


def _breakable(value: Any) -> Any:
    """The same with places to break in words too long for a line, such as addresses: paper has an edge."""
    if isinstance(value, dict):
        return {name: _breakable(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_breakable(inner) for inner in value]
    return LONG.sub(lambda word: "\u200b".join(PART.findall(word[0])), value) if isinstance(value, str) else value
