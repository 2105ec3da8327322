"""What stands in an audit binder, as plain JSON. Reads only; says nothing that no row says."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Prefetch

from publishing.differences import compare_sources, compare_texts
from publishing.models import (
    ApprovalRequest,
    Edition,
    Event,
    Page,
    Publication,
    Review,
    ReviewAttachment,
    ReviewObjection,
    SignOff,
)
from references.models import Reference

FORMAT = "wellread-audit-binder/1"


def binder_of(page: Page, *, now: datetime) -> dict[str, Any]:
    """Everything on record about a page: editions with what changed in each, approvals, reviews, events, where it is used,
    and what its sources are worth today. A fixed number of queries, whatever the number of editions."""
    editions = list(
        page.editions.order_by("number").select_related("approval", "published_by", "redacted_by", "redacted_with")
    )
    live = Publication.objects.live().filter(page=page.pk).select_related("edition").first()
    return {
        "format": FORMAT,
        "made_at": _time(now),
        "site": settings.SITE_URL,
        "page": _page(page, live),
        "addresses": [_address(row) for row in page.publications.order_by("first_published_at", "pk")],
        "editions": _editions(editions),
        "decisions": [_decision(row) for row in _decisions(page)],
        "requests": [_request(row) for row in _requests(page)],
        "reviews": [_review(row) for row in _reviews(page)],
        "events": [_event(row) for row in Event.objects.filter(page_id=page.pk).order_by("at", "pk")],
        "used_by": _used_by(page),
        "sources": _sources(live.edition if live else None),
    }


def _page(page: Page, live: Publication | None) -> dict:
    return {
        "id": page.pk,
        "kind": page.kind,
        "key": page.key,
        "language": page.language,
        "title": page.title,
        "risk_tier": page.risk_tier,
        "owner": _name(page.owner),
        "backup_owner": _name(page.backup_owner),
        "team": str(page.team) if page.team else "",
        "working_copy_is_live": bool(live and live.edition.content_hash == page.working_hash),
    }


def _address(row: Publication) -> dict:
    return {
        "path": row.path or "",
        "live_edition": row.edition.number if row.edition_id else None,
        "moved_to": row.moved_to,
        "withdrawn_at": _time(row.withdrawn_at),
        "withdrawn_cause": row.withdrawn_cause,
        "withdrawn_reason": row.withdrawn_reason,
        "reviewed_on": _day(row.reviewed_on),
        "reviewed_by": row.reviewed_by,
        "next_review_on": _day(row.next_review_on),
        "due_on": _day(row.due_on),
        "held": row.held,
    }


def _editions(editions: Iterable[Edition]) -> list[dict]:
    further = {}
    for row in SignOff.objects.filter(further_editions__edition__in=editions).values("pk", "further_editions__edition"):
        further.setdefault(row["further_editions__edition"], []).append(row["pk"])
    found, before = [], None
    for edition in editions:
        found.append(
            {
                "number": edition.number,
                "title": edition.title,
                "significance": edition.significance,
                "change_note": edition.change_note,
                "published_at": _time(edition.published_at),
                "published_by": _name(edition.published_by),
                "content_hash": edition.content_hash,
                "approved_hash": edition.approved_hash,
                "approval": edition.approval_id,
                "further_approvals": sorted(further.get(edition.pk, [])),
                "compiler_version": edition.compiler_version,
                "redacted": _redaction(edition),
                "changes": _changes(before, edition),
                "quoted": dict(edition.quoted),
                "references": [
                    {name: row.get(name) for name in ("number", "key", "text", "status")} for row in edition.references
                ],
                "text": edition.plain_text,
            }
        )
        before = edition
    return found


def _redaction(edition: Edition) -> dict | None:
    if edition.redacted_at is None:
        return None
    return {
        "at": _time(edition.redacted_at),
        "by": _name(edition.redacted_by),
        "with": _name(edition.redacted_with),
        "reason": edition.redaction_reason,
    }


def _changes(before: Edition | None, after: Edition) -> list[dict]:
    """What the edition changed, by field: lines of pieces {"kind": "gone" | "new" | "same", "text"}, or {"omitted": n} for
    unchanged lines that are left out."""
    if before is None or before.redacted_at or after.redacted_at:
        return []
    fields = [("text", compare_texts(before.plain_text, after.plain_text))]
    fields += [
        (change.name, change.lines) for change in compare_sources(before.source, after.source, leave_out={"body"})
    ]
    fields.append(("as written", compare_texts(before.source.get("body") or "", after.source.get("body") or "")))
    return [{"field": name, "lines": [_line(line) for line in lines]} for name, lines in fields if lines]


def _line(line) -> list[dict]:
    if line.omitted:
        return [{"omitted": line.omitted}]
    return [{"kind": piece.kind, "text": piece.text} for piece in line.pieces]


def _decisions(page: Page):
    return (
        page.sign_offs.order_by("at", "pk")
        .select_related("by", "reviewer")
        .prefetch_related("block_comments", "overruled__wish")
    )


def _decision(row: SignOff) -> dict:
    return {
        "id": row.pk,
        "decision": row.decision,
        "content_hash": row.content_hash,
        "name": row.name,
        "role": row.role,
        "credentials": row.credentials,
        "conflict_of_interest": row.conflict_of_interest,
        "account": row.by.username if row.by_id else "",
        "from_register": row.reviewer_id is not None,
        "change_set": row.change_set_id,
        "comment": row.comment,
        "comments_on_blocks": [
            {name: getattr(each, name) for name in ("position", "quoted", "comment", "proposed")}
            for each in row.block_comments.all()
        ],
        "approved_without": [
            {"wish": each.wish_id, "asked_by": each.wish.name, "asked_at": _time(each.wish.at), "reason": each.reason}
            for each in row.overruled.all()
        ],
        "at": _time(row.at),
    }


def _requests(page: Page):
    rows = ApprovalRequest.objects.filter(page=page.pk).order_by("asked_at", "pk").select_related("asked_by")
    return rows.prefetch_related("invitations__user", "invitations__reviewer")


def _request(row: ApprovalRequest) -> dict:
    return {
        "asked_at": _time(row.asked_at),
        "asked_by": _name(row.asked_by),
        "content_hash": row.content_hash,
        "due_on": _day(row.due_on),
        "note": row.note,
        "asked": [
            {
                "name": _name(each.user) or str(each.reviewer),
                "by_link": each.reviewer_id is not None,
                "opened_at": _time(each.opened_at),
                "revoked_at": _time(each.revoked_at),
                "answer": each.sign_off_id,
            }
            for each in row.invitations.all()
        ],
    }


def _reviews(page: Page):
    rows = page.reviews.order_by("reviewed_on", "pk").select_related(
        "recorded_by", "decided_by", "objection__check_by_code"
    )
    files = Prefetch("attachments", ReviewAttachment.objects.defer("content").order_by("pk"))
    return rows.select_related("edition").defer("edition__html", "edition__source").prefetch_related(files)


def _review(row: Review) -> dict:
    objection = getattr(row, "objection", None)
    return {
        "reviewed_on": _day(row.reviewed_on),
        "edition": row.edition.number,
        "scope": row.scope,
        "outcome": row.outcome,
        "name": row.name,
        "role": row.role,
        "credentials": row.credentials,
        "recorded_by": _name(row.recorded_by),
        "recorded_at": _time(row.recorded_at),
        "on_behalf": row.decided_by_id != row.recorded_by_id,
        "evidence_searched": row.evidence_searched,
        "evidence_searched_on": _day(row.evidence_searched_on),
        "checklist": row.checklist,
        "next_due_on": _day(row.next_due_on),
        "next_due_reason": row.next_due_reason,
        "proof_of_decision": row.proof_of_decision,
        "attachments": [
            {"name": each.name, "content_type": each.content_type, "sha256": each.sha256}
            for each in row.attachments.all()
        ],
        "objection": _objection(objection) if objection else None,
    }


def _objection(row: ReviewObjection) -> dict:
    """`confirmed_at`: when a code from the clinician's mailbox proved that it was they; None: the link in their mail is all."""
    return {"at": _time(row.at), "words": row.words, "confirmed_at": _time(row.confirmed_at)}


def _event(row: Event) -> dict:
    return {"at": _time(row.at), "verb": row.verb, "by": row.actor_name, "data": row.data}


def _used_by(page: Page) -> list[dict]:
    """Every edition of another page that quotes this one or links to it, and whether patients read it today."""
    rows = page.used_by.exclude(edition__page=page.pk).order_by("edition__page_id", "edition__number", "how")
    return [
        {"kind": row[0], "key": row[1], "language": row[2], "edition": row[3], "how": row[4], "live": row[5] is not None}
        for row in rows.values_list(
            "edition__page__kind", "edition__page__key", "edition__language", "edition__number", "how",
            "edition__publications__pk",
        )
    ]  # fmt: skip


def _sources(edition: Edition | None) -> list[dict]:
    """The references of the live edition, with what the library says of each today."""
    if edition is None:
        return []
    now_is = {row.key: row for row in Reference.objects.keyed([row["key"] for row in edition.references])}
    return [
        {
            "number": row["number"],
            "key": row["key"],
            "text": row["text"],
            "status_then": row["status"],
            "status_now": now_is[row["key"]].status if row["key"] in now_is else "",
        }
        for row in edition.references
    ]


def _name(person) -> str:
    return person.get_display_name() if person else ""


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _day(day) -> str | None:
    return day.isoformat() if day else None
