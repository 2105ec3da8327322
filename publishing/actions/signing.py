"""A clinician's decision on exactly what they saw."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from publishing import permissions
from publishing.actions.events import authors_of, write_event
from publishing.actions.mailing import post
from publishing.actions.overruling import others_are_waited_for, overrule, wishes_to_overrule
from publishing.actions.working import refuse_problems, store_hash
from publishing.blocks import blocks_of, plain_lines
from publishing.compiled import Compiled
from publishing.errors import Refused
from publishing.models import BlockComment, Event, Invitation, Mail, Page, SignOff


@dataclass(frozen=True)
class Remark:
    """What a clinician says about one block: `position` counts from 1; `proposed`: the words they would put instead."""

    position: int
    comment: str = ""
    proposed: str = ""


@transaction.atomic
def sign_off(
    *,
    page: Page,
    now: datetime,
    seen_hash: str,
    by=None,
    invitation: Invitation | None = None,
    decision: str = SignOff.Decision.APPROVE,
    comment: str = "",
    block_comments: Sequence[Remark] = (),
    name: str = "",
    role: str = "",
    credentials: str = "",
    conflict_of_interest: str | None = None,
    seen_wishes: Collection[int] = (),
    despite: str = "",
) -> SignOff:
    """Record one clinician's decision: a user's (`by`), or that of a reviewer of the register (their `invitation`).

    `seen_hash` is the content hash of what was on their screen: when the page changed since, the decision is refused,
    because it would be about other words. `conflict_of_interest`: as they state it now; None: as their account or the
    register has it. `name`, `role`, `credentials` count for reviewers only, who confirm or mend what the register says.

    While another clinician's wish for changes stands against this text, an approval is refused unless that wish was on the
    screen (`seen_wishes`: ids) and `despite` says why the text is right without it.
    """
    page = Page.objects.select_for_update().get(pk=page.pk).specific
    authors = authors_of(page)
    if invitation is None:
        permissions.require_sign_off(by, authors=authors)
    else:
        invitation = _locked(invitation, page)
        permissions.require_invited(invitation, authors=authors, now=now, on=localdate(now))
    compiled = page.compile()
    asked_for = seen_hash if invitation is None else invitation.request.content_hash
    if not compiled.content_hash == seen_hash == asked_for:
        raise Refused(_("The page changed after you opened it. Please read it again, then decide."))
    remarks = _remarks(compiled, block_comments)
    if decision == SignOff.Decision.APPROVE:
        refuse_problems(compiled, _("This page cannot be approved yet, because it could not be published."))
        if any(remark.proposed for remark in remarks):
            raise Refused(
                _("You proposed other words, and an approval is for the words as they stand. Ask for changes instead.")
            )
    elif not comment.strip() and not remarks:
        raise Refused(_("Say what should change, so that the author knows."))
    reviewer = invitation.reviewer if invitation else None
    clinician = reviewer or by
    wishes = []
    if decision == SignOff.Decision.APPROVE:
        _refuse_same_person(page, seen_hash, clinician, is_listed=reviewer is not None)
        wishes = wishes_to_overrule({(page.pk, seen_hash)}, clinician=clinician, seen=seen_wishes, despite=despite)
    decided = SignOff.objects.create(
        page_id=page.pk,
        content_hash=compiled.content_hash,
        decision=decision,
        by=by if reviewer is None else None,
        reviewer=reviewer,
        name=(reviewer and name.strip()) or clinician.get_display_name(),
        role=(reviewer and role.strip()) or clinician.role,
        credentials=(reviewer and credentials.strip()) or clinician.credentials,
        conflict_of_interest=(
            clinician.conflicts_of_interest if conflict_of_interest is None else conflict_of_interest.strip()
        ),
        comment=comment.strip(),
        at=now,
    )
    for remark in remarks:
        BlockComment.objects.create(
            sign_off=decided,
            position=remark.position,
            quoted=remark.quoted,
            comment=remark.comment,
            proposed=remark.proposed,
        )
    overrule(wishes=wishes, approvals=[decided], despite=despite, now=now)
    _answer(page, decided, invitation)
    store_hash(page, compiled)
    _tell(page, decided, now)
    asked = Invitation.objects.filter(request__page=page.pk, request__content_hash=decided.content_hash)
    if decision != SignOff.Decision.APPROVE and not others_are_waited_for(asked, now=now):
        # It waits for its author now. While others who were asked by name can still decide, it waits for them too.
        Page.objects.filter(pk=page.pk).update(asked_hash="", asked_by=None, asked_at=None)
    write_event(
        Event.Verb.SIGNED_OFF, page=page, by=clinician, now=now, hash=compiled.content_hash, decision=str(decision),
        name=decided.name, credentials=decided.credentials, by_link=reviewer is not None,
        overruled=[wish.name for wish in wishes],
    )  # fmt: skip
    return decided


def _locked(invitation: Invitation, page: Page) -> Invitation:
    """The invitation of a reviewer, locked; it must be about this page."""
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("request", "reviewer")
    return rows.get(pk=invitation.pk, request__page=page.pk, reviewer__isnull=False)


def _refuse_same_person(page: Page, content_hash: str, clinician, *, is_listed: bool) -> None:
    """One clinician counts once: who has an account and an entry in the register (by their address) approves as one of them."""
    address = clinician.email.strip()
    other = {"by__email__iexact" if is_listed else "reviewer__email__iexact": address}
    given = page.sign_offs.unspent().filter(content_hash=content_hash, decision=SignOff.Decision.APPROVE, **other)
    if address and given.exists():
        raise Refused(
            _(
                "You have approved this exact text already: your address stands here twice, and one clinician counts once."
            )
        )


@dataclass(frozen=True)
class _Placed(Remark):
    quoted: str = ""


def _remarks(compiled: Compiled, remarks: Sequence[Remark]) -> list[_Placed]:
    """Remarks that say something, each with the words of its block as the clinician read them."""
    blocks = {block.position: block for block in blocks_of(compiled.html)}
    placed = []
    for remark in sorted(remarks, key=lambda each: each.position):
        comment, proposed = remark.comment.strip(), remark.proposed.strip()
        if remark.position not in blocks:
            raise Refused(_("This page has no part with the number %(n)d.") % {"n": remark.position})
        quoted = blocks[remark.position].text
        if plain_lines(proposed) == quoted:
            proposed = ""
        if comment or proposed:
            placed.append(_Placed(remark.position, comment, proposed, quoted))
    return placed


def _answer(page: Page, decided: SignOff, invitation: Invitation | None) -> None:
    """The decision answers the invitation: the reviewer's, or the open one that a user has for this very text."""
    mine = Invitation.objects.open().filter(request__page=page.pk, request__content_hash=decided.content_hash)
    mine = mine.filter(pk=invitation.pk) if invitation else mine.filter(user=decided.by)
    newest = mine.order_by("-pk").first()
    if newest is not None:
        newest.sign_off, newest.code_hash = decided, ""
        newest.save(update_fields=["sign_off", "code_hash"])


def _tell(page: Page, decided: SignOff, now: datetime) -> None:
    """Tell whoever asked, and the owner, once each; the clinician knows. An approval that nobody asked for, such as those of
    a first load of content, waits for nobody."""
    if page.asked_by is None and decided.decision == SignOff.Decision.APPROVE:
        return
    for person in {page.asked_by, page.owner} - {None, decided.by}:
        post(
            kind=Mail.Kind.DECISION,
            key=f"decision:{decided.pk}:{person.pk}",
            now=now,
            user=person,
            data={"sign_off": decided.pk, "page": page.pk},
        )
