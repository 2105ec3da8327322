"""The text that one clinician read last: what has changed for them since, besides what changed since the last edition."""

from dataclasses import dataclass
from datetime import datetime

from people.models import Reviewer
from publishing.comparing import Changes, changes_since
from publishing.compiled import Compiled
from publishing.models import Edition, Invitation, Page, SavedCopy


@dataclass(frozen=True)
class LastRead:
    """`at`: when they decided on it, or opened it; `decision`: the words for what they decided, "" when nothing; `changes`:
    that text against the one of now, None when it is not kept any more."""

    at: datetime
    decision: str
    changes: Changes | None


def last_read_by(clinician, page: Page, compiled: Compiled, *, last: Edition | None) -> LastRead | None:
    """None when they never read another text of the page than this, or when it is that of the last edition, with which the
    page is compared anyway. `clinician`: a user or a reviewer of the register."""
    is_user = not isinstance(clinician, Reviewer)
    mine = {"by" if is_user else "reviewer": clinician.pk}
    decided = page.sign_offs.filter(**mine).order_by("-pk").first()
    content_hash, at, words = "", None, ""
    if decided is not None:
        content_hash, at, words = decided.content_hash, decided.at, decided.get_decision_display()
    if not is_user:
        opened = Invitation.objects.filter(reviewer=clinician, request__page=page.pk, opened_at__isnull=False)
        newest = opened.exclude(request__content_hash=compiled.content_hash).select_related("request")
        newest = newest.order_by("-opened_at").first()
        if newest is not None and (at is None or newest.opened_at > at):
            content_hash, at, words = newest.request.content_hash, newest.opened_at, ""
    if at is None or content_hash in ("", compiled.content_hash) or (last and last.content_hash == content_hash):
        return None
    return LastRead(at, words, _changes(page, content_hash, compiled))


def _changes(page: Page, content_hash: str, compiled: Compiled) -> Changes | None:
    edition = page.editions.filter(content_hash=content_hash, redacted_at__isnull=True).order_by("-number").first()
    if edition is not None:
        return changes_since(edition, compiled)
    copy = SavedCopy.objects.of(page.pk).filter(content_hash=content_hash).order_by("-version").first()
    return None if copy is None else changes_since(page.compile_source(copy.source), compiled)
