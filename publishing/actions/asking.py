"""Asking clinicians for approval, taking it back, and asking again."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils.timezone import get_current_timezone, localdate
from django.utils.translation import gettext as _

from people.models import Reviewer
from publishing import permissions
from publishing.actions.changing import refuse_unseen
from publishing.actions.events import authors_of, write_event
from publishing.actions.mailing import post
from publishing.actions.working import refuse_problems, store_hash
from publishing.errors import Refused
from publishing.models import ApprovalRequest, Event, Invitation, Mail, Page

MOST_PEOPLE = 10
LINK_LASTS = timedelta(days=14)
LINK_LASTS_AFTER_DUE = timedelta(days=7)
LONGEST_NOTE = 2_000


@transaction.atomic
def ask_for_approval(
    *,
    page: Page,
    by,
    now: datetime,
    users: Sequence = (),
    reviewers: Sequence[Reviewer] = (),
    due_on: date | None = None,
    note: str = "",
) -> Page:
    """Say that the working copy is ready, and ask these clinicians to decide; nobody named: any clinician may.

    `users` have accounts and find the page on their desk; `reviewers` of the register get a secret link. Refused, with
    every problem listed, while the text could not be published anyway. Asking again takes back what was asked before.
    """
    permissions.require_edit(by, page.specific)
    page = Page.objects.select_for_update().get(pk=page.pk).specific
    compiled = page.compile()
    refuse_problems(compiled, _("This page is not ready for approval yet."))
    if page.publications.live().filter(edition__content_hash=compiled.content_hash).exists():
        raise Refused(_("There is nothing to approve: this exact text is live already."))
    refuse_unseen(page, compiled.content_hash)
    users, reviewers = list(dict.fromkeys(users)), list(dict.fromkeys(reviewers))
    _refuse_people(page, users, reviewers, now)
    if due_on is not None and due_on < localdate(now):
        raise Refused(_("The day by which they should decide is past. Choose a later one."))
    revoked = _revoke(Invitation.objects.open().filter(request__page=page), by, now)
    page.asked_hash, page.asked_by, page.asked_at = compiled.content_hash, by, now
    page.save(update_fields=["asked_hash", "asked_by", "asked_at"])
    store_hash(page, compiled)
    request = ApprovalRequest.objects.create(
        page_id=page.pk,
        content_hash=compiled.content_hash,
        asked_by=by,
        asked_at=now,
        due_on=due_on,
        note=note.strip()[:LONGEST_NOTE],
    )
    for user in users:
        _send(Invitation.objects.create(request=request, user=user), now)
    for reviewer in reviewers:
        expires = link_expires(now=now, due_on=due_on)
        _send(Invitation.objects.create(request=request, reviewer=reviewer, expires_at=expires), now)
    write_event(
        Event.Verb.ASKED, page=page, by=by, now=now, hash=compiled.content_hash,
        asked=[str(person) for person in [*users, *reviewers]], took_back=revoked,
        due_on=due_on.isoformat() if due_on else "",
    )  # fmt: skip
    return page


def link_expires(*, now: datetime, due_on: date | None) -> datetime:
    """When a link stops opening anything: two weeks from now, or at the end of a week after the day that was asked for."""
    if due_on is None:
        return now + LINK_LASTS
    day = due_on + LINK_LASTS_AFTER_DUE
    return datetime.combine(day, time(23, 59), tzinfo=get_current_timezone())


def _refuse_people(page: Page, users, reviewers, now: datetime) -> None:
    """Refuse people who could not approve this page, each by name."""
    if len(users) + len(reviewers) > MOST_PEOPLE:
        raise Refused(_("Ask at most %(n)d people at once.") % {"n": MOST_PEOPLE})
    authors = authors_of(page)
    for user in users:
        permissions.require_askable(user, authors=authors)
    for reviewer in reviewers:
        permissions.require_askable_reviewer(reviewer, authors=authors, on=localdate(now))


def _send(invitation: Invitation, now: datetime, *, again: str = "") -> Mail | None:
    """The mail to one clinician: with the address of the page, or with a link that is made when the mail is."""
    kind = Mail.Kind.APPROVAL_ASKED if invitation.user_id else Mail.Kind.APPROVAL_LINK
    return post(
        kind=kind,
        key=f"{kind.value}:{invitation.pk}{again}",
        now=now,
        user=invitation.user,
        reviewer=invitation.reviewer,
        data={"invitation": invitation.pk, "page": invitation.request.page_id},
    )


def _revoke(invitations, by, now: datetime) -> list[str]:
    """Take invitations back; gives the names."""
    rows = list(invitations.select_for_update(of=("self",)).select_related("user", "reviewer"))
    for invitation in rows:
        invitation.revoked_at, invitation.revoked_by = now, by
        invitation.code_hash = ""
        invitation.save(update_fields=["revoked_at", "revoked_by", "code_hash"])
    return [str(invitation) for invitation in rows]


def _locked(invitation: Invitation, by) -> tuple[Page, Invitation]:
    """The page and the invitation, locked in that order, for whoever may edit the page."""
    page = Page.objects.select_for_update().get(pk=invitation.request.page_id).specific
    permissions.require_edit(by, page)
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("request", "user", "reviewer")
        .get(pk=invitation.pk)
    )
    if invitation.sign_off_id:
        raise Refused(_("%(who)s has decided already.") % {"who": invitation})
    if invitation.revoked_at:
        raise Refused(_("%(who)s is no longer asked.") % {"who": invitation})
    return page, invitation


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, by, now: datetime) -> Invitation:
    """Take back what was asked of one clinician: a link stops opening anything at once. With the last one goes the whole
    request, and the page is its author's again."""
    page, invitation = _locked(invitation, by)
    _revoke(Invitation.objects.filter(pk=invitation.pk), by, now)
    request = invitation.request
    if page.asked_hash == request.content_hash and not request.invitations.open().exists():
        Page.objects.filter(pk=page.pk).update(asked_hash="", asked_by=None, asked_at=None)
    write_event(Event.Verb.REVOKED, page=page, by=by, now=now, hash=request.content_hash, asked=[str(invitation)])
    invitation.refresh_from_db()
    return invitation


@transaction.atomic
def remind_invitation(*, invitation: Invitation, by, now: datetime) -> Mail:
    """Send the mail to one clinician again, at most once a day. A reviewer's new link replaces the one before."""
    page, invitation = _locked(invitation, by)
    if invitation.request.content_hash != page.working_hash:
        raise Refused(_("The page was edited since. Ask for approval of the new text instead."))
    if invitation.expires_at and invitation.expires_at <= now:
        raise Refused(_("The link has expired. Ask for approval again."))
    mail = _send(invitation, now, again=f":{localdate(now)}")
    if mail is None:
        raise Refused(_("%(who)s was reminded today already.") % {"who": invitation})
    write_event(Event.Verb.ASKED, page=page, by=by, now=now, hash=page.working_hash, reminded=[str(invitation)])
    return mail
