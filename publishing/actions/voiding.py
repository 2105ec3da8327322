"""Telling both sides that an edit made an approval, or a request for one, void. Called by the verbs that save."""

from datetime import datetime

from publishing.actions.mailing import post
from publishing.models import ApprovalRequest, Invitation, Mail, Page, SignOff


def tell_of_void(*, page: Page, old_hash: str, new_hash: str, by, now: datetime) -> None:
    """Write once to each clinician whose approval is void and to whoever asked them; or, when nobody had decided, to those
    who were asked. Not to the person who made the edit: the box on the page tells them at once."""
    if old_hash == new_hash or not old_hash:
        return
    asked = page.approval_requests.filter(content_hash=old_hash).select_related("asked_by").order_by("-pk").first()
    approvals = list(SignOff.objects.filter(page=page.pk, content_hash=old_hash).counting())
    for approval in approvals:
        people = [{"user": approval.by, "reviewer": approval.reviewer}]
        if asked is not None:
            people.append({"user": asked.asked_by})
        _tell(people, page, by, now, key=f"approval-void:{approval.pk}", about={"sign_off": approval.pk})
    if not approvals and asked is not None and page.asked_hash == old_hash:
        people = [{"user": row.user, "reviewer": row.reviewer} for row in _waiting(asked)]
        people.append({"user": asked.asked_by})
        _tell(people, page, by, now, key=f"request-void:{asked.pk}", about={"request": asked.pk})


def _waiting(asked: ApprovalRequest):
    return Invitation.objects.open().filter(request=asked).select_related("user", "reviewer")


def _tell(people, page: Page, by, now: datetime, *, key: str, about: dict) -> None:
    for person in people:
        user, reviewer = person.get("user"), person.get("reviewer")
        if user is not None and user.pk == by.pk:
            continue
        post(
            kind=Mail.Kind.APPROVAL_VOID,
            key=f"{key}:{f'user-{user.pk}' if user else f'reviewer-{reviewer.pk}'}",
            now=now,
            user=user,
            reviewer=reviewer,
            data={**about, "page": page.pk},
        )
