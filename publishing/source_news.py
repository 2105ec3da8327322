"""What became of a source, in sentences for whoever has to decide what it means: who says so, when, why, and where."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from publishing.models import ChangeSet


@dataclass(frozen=True)
class News:
    """`words`: sentences; `newer`: the source that takes its place; `links`: (name, address) of the notice."""

    words: tuple[str, ...]
    reason: str = ""
    newer: str = ""
    links: tuple[tuple[str, str], ...] = ()


def news_of(change: ChangeSet) -> News | None:
    """None for a change that is about no source."""
    if not change.source:
        return None
    notice: Mapping[str, Any] = change.after.get("notice") or {}
    words = [_what_happened(change.after.get("status") or "")]
    if source := notice.get("source"):
        words.append(_("So says %(source)s.") % {"source": source})
    else:
        words.append(_("%(who)s noted it in the library.") % {"who": change.asked_by.get_display_name()})
    if notice.get("dated"):
        words.append(_("The notice is from %(day)s.") % {"day": day_in_words(notice["dated"])})
    links = tuple((name, address) for name, address in notice.get("links") or ())
    return News(tuple(filter(None, words)), notice.get("reason") or "", change.after.get("superseded_by") or "", links)


def _what_happened(status: str) -> str:
    return {
        "retracted": _("This source was retracted: its findings cannot be relied on."),
        "concern": _("There are doubts about this source: its journal warns that its findings may not hold."),
        "corrected": _("A correction of this source was published."),
        "superseded": _("A newer source takes the place of this one."),
        "current": _("This source counts as current again."),
    }.get(status, "")


def day_in_words(dated: str) -> str:
    """ "2010-02-06", "2010-02" or "2010", as precise as it is."""
    parts = [int(part) for part in dated.split("-")]
    try:
        day = date(*[*parts, 1, 1][:3])
    except ValueError:  # 30 February
        return dated
    return date_format(day, {1: "Y", 2: "YEAR_MONTH_FORMAT"}.get(len(parts), "DATE_FORMAT"))
