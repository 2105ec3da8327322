"""One-time codes by mail: how many may be sent, and what comes of one that is typed in.

`row` is whatever keeps the code: an Invitation, or the ObjectionCheck of an objection. Part of verbs that locked it and store
it afterwards.
"""

from datetime import datetime
from enum import StrEnum
from math import ceil

from django.utils.translation import ngettext

from publishing import link_secrets
from publishing.errors import Refused


class CodeResult(StrEnum):
    """What came of a code that was typed in."""

    RIGHT = "right"
    WRONG = "wrong"
    EXPIRED = "expired"
    SPENT = "spent"
    NONE = "none"


def count_code(row, *, now: datetime) -> None:
    """Count one more code that is sent. Refused, with what to do, after too many within an hour."""
    since = row.codes_since
    if since is None or now - since >= link_secrets.CODES_WINDOW:
        row.codes_since, row.codes_sent = now, 0
    elif row.codes_sent >= link_secrets.MOST_CODES:
        left = ceil((since + link_secrets.CODES_WINDOW - now).total_seconds() / 60)
        raise Refused(
            ngettext(
                "Five codes were sent within an hour. Please look for the newest one in your mailbox, also under junk mail, "
                "or come back in %(n)d minute.",
                "Five codes were sent within an hour. Please look for the newest one in your mailbox, also under junk mail, "
                "or come back in %(n)d minutes.",
                left,
            )
            % {"n": left}
        )
    row.codes_sent += 1


def try_code(row, typed_hash: str, *, now: datetime) -> CodeResult:
    """Compare, and count a wrong try. A right code is used up."""
    if not row.code_hash:
        return CodeResult.NONE
    if row.code_expires_at <= now:
        return CodeResult.EXPIRED
    if row.code_tries >= link_secrets.MOST_TRIES:
        return CodeResult.SPENT
    if not link_secrets.same_hash(row.code_hash, typed_hash):
        row.code_tries += 1
        return CodeResult.SPENT if row.code_tries >= link_secrets.MOST_TRIES else CodeResult.WRONG
    row.code_hash = ""
    return CodeResult.RIGHT
