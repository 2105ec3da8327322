"""The binder in the order an auditor reads it: headings, pairs, tables, differences. Pure, but for the words' language."""

from collections.abc import Iterable
from typing import Any

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publishing.change_words import status_of_source
from publishing.models import Event, Review, Significance, SignOff, WithdrawalCause
from publishing.notices import fields_in_words

SHOWN_HASH = 16


def title_of(binder: dict[str, Any]) -> str:
    return _("Audit binder: %(title)s") % {"title": binder["page"]["title"]}


def blocks_of(binder: dict[str, Any]) -> list[dict]:
    """Everything of the binder as printable blocks: heading, paragraph, quote, pairs, table, diff."""
    return [
        _heading(1, title_of(binder)),
        _paragraph(
            _(
                "Made on %(when)s from the records of %(site)s. Every hash is a SHA-256; the JSON file holds them in full."
            )
            % {"when": _moment(binder["made_at"]), "site": binder["site"]}
        ),
        *_page(binder),
        *_editions(binder),
        *_reviews(binder),
        *_sources(binder),
        *_used_by(binder),
        *_requests(binder),
        *_events(binder),
    ]


def _page(binder) -> Iterable[dict]:
    page = binder["page"]
    yield _heading(2, _("The page"))
    yield _pairs(
        (_("Kind, key and language"), " · ".join(filter(None, (page["kind"], page["key"], page["language"])))),
        (_("Risk tier"), page["risk_tier"]),
        (_("Owner"), page["owner"] or "–"),
        (_("Backup owner"), page["backup_owner"] or "–"),
        (_("Team"), page["team"] or "–"),
        (
            _("Working copy"),
            _("is what patients read") if page["working_copy_is_live"] else _("differs from what patients read"),
        ),
    )
    yield _heading(2, _("Addresses"))
    for row in binder["addresses"]:
        yield _pairs((row["path"] or _("no address of its own"), _address(row)))
    if not binder["addresses"]:
        yield _paragraph(_("Never published."))


def _address(row) -> str:
    if row["moved_to"]:
        return _("moved to %(path)s") % {"path": row["moved_to"]}
    if row["withdrawn_at"]:
        return _("withdrawn on %(when)s (%(cause)s): %(reason)s") % {
            "when": _moment(row["withdrawn_at"]),
            "cause": _label(WithdrawalCause, row["withdrawn_cause"]),
            "reason": row["withdrawn_reason"],
        }
    words = [_("edition %(number)s is live") % {"number": row["live_edition"]}]
    if row["reviewed_on"]:
        words.append(
            _("reviewed on %(day)s by %(who)s") % {"day": _date(row["reviewed_on"]), "who": row["reviewed_by"]}
        )
        words.append(_("next review promised for %(day)s") % {"day": _date(row["next_review_on"])})
    else:
        words.append(_("never reviewed"))
    words += [_("held: %(fact)s") % {"fact": _held(held)} for held in row["held"]]
    return "; ".join(words)


def _held(row) -> str:
    """ "denosumab (dose, how often)"; of a source, which is held from nobody, its name alone."""
    title = row.get("title", "")
    return title if row.get("status") else f"{title} ({fields_in_words(row.get('fields'))})"


def _editions(binder) -> Iterable[dict]:
    decisions = {row["id"]: row for row in binder["decisions"]}
    yield _heading(2, _("Editions and approvals"))
    if any(edition["changes"] for edition in binder["editions"]):
        yield _paragraph(_("In differences, [−words−] were taken out and [+words+] were put in."))
    for edition in reversed(binder["editions"]):
        yield _heading(
            3,
            _("Edition %(number)s, %(when)s") % {"number": edition["number"], "when": _moment(edition["published_at"])},
        )
        yield _pairs(
            (_("Title"), edition["title"] or "–"),
            (_("Published by"), edition["published_by"]),
            (_("Kind of change"), _kind_of_change(edition)),
            (_("Told to patients"), edition["change_note"] or "–"),
            (_("Content hash"), edition["content_hash"][:SHOWN_HASH]),
            (_("Approved hash"), edition["approved_hash"][:SHOWN_HASH]),
            *(
                (_("Approved by"), _decided(decisions[pk]))
                for pk in (edition["approval"], *edition["further_approvals"])
                if pk in decisions
            ),
        )
        if edition["redacted"]:
            gone = edition["redacted"]
            yield _paragraph(
                _("Redacted on %(when)s by %(by)s and %(other)s: %(reason)s")
                % {"when": _moment(gone["at"]), "by": gone["by"], "other": gone["with"], "reason": gone["reason"]}
            )
        for change in edition["changes"]:
            yield _paragraph(_("Changed: %(field)s") % {"field": change["field"]})
            yield {"type": "diff", "lines": _lines(change["lines"])}
    used = {pk for edition in binder["editions"] for pk in (edition["approval"], *edition["further_approvals"])}
    others = [row for row in binder["decisions"] if row["id"] not in used]
    if others:
        yield _heading(2, _("Decisions that no edition rests on"))
        yield from (_quote(_decided(row)) for row in others)


def _lines(lines: list[list[dict]]) -> list[list[dict]]:
    """Lines with something on them: an empty line put in or taken out says nothing on paper."""
    shown = [[_piece(piece) for piece in line] for line in lines]
    return [line for line in shown if any(piece.get("omitted") or piece.get("text", "").strip() for piece in line)]


def _piece(piece: dict) -> dict:
    if "omitted" in piece:
        n = piece["omitted"]
        return {"omitted": ngettext("(%(n)d line unchanged)", "(%(n)d lines unchanged)", n) % {"n": n}}
    return piece


def _decided(row) -> str:
    words = [
        _("%(decision)s: %(name)s, %(role)s, %(credentials)s, on %(when)s")
        % {
            "decision": _label(SignOff.Decision, row["decision"]),
            "name": row["name"],
            "role": row["role"],
            "credentials": row["credentials"],
            "when": _moment(row["at"]),
        },
        _("by secret link and one-time code")
        if row["from_register"]
        else _("with an account (%(name)s)") % {"name": row["account"]},
        _("content hash %(hash)s") % {"hash": row["content_hash"][:SHOWN_HASH]},
        _("conflict of interest: %(words)s") % {"words": row["conflict_of_interest"] or _("none stated")},
    ]
    words += [row["comment"]] if row["comment"] else []
    words += [
        _("approved without what %(who)s asked for on %(when)s, because: %(reason)s")
        % {"who": each["asked_by"], "when": _moment(each["asked_at"]), "reason": each["reason"]}
        for each in row["approved_without"]
    ]
    for each in row["comments_on_blocks"]:
        words.append(f"“{each['quoted']}” → {each['comment']} {each['proposed']}".strip())
    return "; ".join(words)


def _reviews(binder) -> Iterable[dict]:
    yield _heading(2, _("Reviews"))
    if not binder["reviews"]:
        yield _paragraph(_("Never reviewed."))
    for row in reversed(binder["reviews"]):
        yield _heading(
            3,
            _("%(day)s: %(outcome)s")
            % {"day": _date(row["reviewed_on"]), "outcome": _label(Review.Outcome, row["outcome"])},
        )
        recorded = _("recorded by %(who)s on %(when)s") % {
            "who": row["recorded_by"],
            "when": _moment(row["recorded_at"]),
        }
        rows = [
            (_("Decided by"), f"{row['name']}, {row['role']}, {row['credentials']}"),
            (_("Recorded"), f"{recorded} {_('on their behalf')}" if row["on_behalf"] else recorded),
            (_("What was checked"), f"{_label(Review.Scope, row['scope'])} ({_('edition')} {row['edition']})"),
            (_("Evidence looked at"), row["evidence_searched"] or "–"),
            (_("Searched on"), _date(row["evidence_searched_on"]) or "–"),
            (_("Next review due"), " ".join(filter(None, (_date(row["next_due_on"]), row["next_due_reason"])))),
        ]
        rows += [(str(each.get("key", "")), str(each.get("answer", ""))) for each in row["checklist"]]
        if row["proof_of_decision"]:
            rows.append((_("The clinician's own words"), row["proof_of_decision"]))
        rows += [(_("Attached"), f"{each['name']} ({each['sha256'][:SHOWN_HASH]})") for each in row["attachments"]]
        if row["objection"]:
            said = row["objection"]
            rows.append((_("Objection"), f"{_moment(said['at'])}: {said['words']}"))
            confirmed = (
                _moment(said["confirmed_at"]) if said["confirmed_at"] else _("no: it came by the link in their mail")
            )
            rows.append((_("Objection confirmed by a mailed code"), confirmed))
        yield _pairs(*rows)


def _sources(binder) -> Iterable[dict]:
    yield _heading(2, _("Sources of the live edition, and their status today"))
    rows = [
        [
            str(row["number"]),
            row["text"],
            status_of_source(row["status_then"]),
            status_of_source(row["status_now"]) or _("not in the library"),
        ]
        for row in binder["sources"]
    ]
    yield _table(rows, [_("Number"), _("Source"), _("When published"), _("Today")], [1, 8, 2, 2])


def _used_by(binder) -> Iterable[dict]:
    yield _heading(2, _("Where the page was used"))
    rows = [
        [
            f"{row['kind']} {row['key']}",
            row["language"] or "–",
            str(row["edition"]),
            row["how"],
            _("yes") if row["live"] else _("no"),
        ]
        for row in binder["used_by"]
    ]
    yield _table(rows, [_("Page"), _("Language"), _("Edition"), _("How"), _("Live today")], [5, 2, 2, 2, 2])


def _requests(binder) -> Iterable[dict]:
    yield _heading(2, _("Requests for approval"))
    rows = []
    for row in binder["requests"]:
        asked = ", ".join(
            f"{each['name']}{' (' + _('by link') + ')' if each['by_link'] else ''}" for each in row["asked"]
        )
        rows.append([_moment(row["asked_at"]), row["asked_by"], asked or "–", row["note"] or "–"])
    yield _table(rows, [_("When"), _("By"), _("Asked"), _("Note")], [3, 3, 4, 4])


def _events(binder) -> Iterable[dict]:
    yield _heading(2, _("Events"))
    rows = [
        [_moment(row["at"]), row["by"], _label(Event.Verb, row["verb"]), _short(row["data"])]
        for row in binder["events"]
    ]
    yield _table(rows, [_("When"), _("By"), _("What"), _("Details")], [3, 3, 3, 5])


def _short(data: dict) -> str:
    """Details of an event on one line; hashes are cut, as everywhere on paper."""
    data = {name: value[:SHOWN_HASH] if name.endswith("hash") else value for name, value in data.items() if value}
    return "; ".join(f"{name}: {str(value)[:80]}" for name, value in data.items())


def _table(rows: list[list[str]], head: list[str], widths: list[int]) -> dict:
    return {"type": "table", "head": head, "rows": rows, "widths": widths} if rows else _paragraph(_("None."))


def _heading(level: int, text: str) -> dict:
    return {"type": "heading", "level": level, "text": text}


def _paragraph(text: str) -> dict:
    return {"type": "paragraph", "text": text}


def _quote(text: str) -> dict:
    return {"type": "quote", "text": text}


def _pairs(*rows: tuple[str, str]) -> dict:
    return {"type": "pairs", "rows": [[str(name), str(value)] for name, value in rows]}


def _kind_of_change(edition) -> str:
    return _("first published") if edition["number"] == 1 else _label(Significance, edition["significance"])


def _label(choices, value: str) -> str:
    return str(choices(value).label) if value in choices.values else value


def _moment(text: str | None) -> str:
    return date_format(localtime(parse_datetime(text)), "DATETIME_FORMAT") if text else ""


def _date(text: str | None) -> str:
    return date_format(parse_date(text), "DATE_FORMAT") if text else ""
