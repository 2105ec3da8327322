"""Which edit made an approval, or a request for one, void: asked by the box on the page's form and by the mails."""

from dataclasses import dataclass

from publishing.differences import FieldChange, compare_sources
from publishing.models import ApprovalRequest, Page, SavedCopy, SignOff


@dataclass(frozen=True)
class Void:
    """`was`: the approval, or the request that nobody had answered. `edit`: the first save whose text is another; None when
    nothing was saved, but a quoted fact changed. `before`: the copy that was approved or asked about."""

    was: SignOff | ApprovalRequest
    edit: SavedCopy | None = None
    before: SavedCopy | None = None

    @property
    def is_approval(self) -> bool:
        return isinstance(self.was, SignOff)

    def changes(self) -> list[FieldChange]:
        """What that one edit changed, word by word; [] when the copy before it was not kept."""
        if self.edit is None or self.before is None:
            return []
        return compare_sources(self.before.source, self.edit.source)


def voided(page: Page, content_hash: str) -> list[Void]:
    """Approvals and an unanswered request of this page that were about another text than this one: the newest approved
    text's, else the newest request's; [] when the newest decision or question is about this very text."""
    newest = page.sign_offs.unspent().order_by("-pk").first()
    request = page.approval_requests.select_related("asked_by").order_by("-pk").first()
    if request is not None and page.asked_hash == request.content_hash != content_hash:
        voids = [void_of(request)]
    else:
        voids = []
    if newest is None or newest.decision != SignOff.Decision.APPROVE or newest.content_hash == content_hash:
        return voids
    same = page.sign_offs.unspent().filter(content_hash=newest.content_hash, decision=SignOff.Decision.APPROVE)
    return [void_of(sign_off) for sign_off in same.order_by("pk")]


def void_of(was: SignOff | ApprovalRequest) -> Void:
    """The first save after the text that `was` is about, found by the order of versions and not by clocks."""
    copies = SavedCopy.objects.filter(page=was.page_id)
    before = copies.filter(content_hash=was.content_hash).order_by("-version").first()
    later = copies.exclude(content_hash=was.content_hash).select_related("by").order_by("version")
    if before is not None:
        return Void(was, later.filter(version__gt=before.version).first(), before)
    at = was.at if isinstance(was, SignOff) else was.asked_at
    return Void(was, later.filter(at__gt=at).first())
