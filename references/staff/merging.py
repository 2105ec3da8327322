"""Two records beside each other, field by field; then what merging them changes; then it is done."""

from datetime import datetime

from django.contrib import admin, messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publishing.errors import NotPermitted, Refused
from publishing.models import SiteSettings
from publishing.staff.access import change_url, staff_page
from publishing.staff.steps import methods
from references import csl
from references.actions import Merged, merge_references
from references.choosing import ONE, OTHER, SIDES, chosen_record, differences
from references.formatting import format_reference
from references.merging import graver, prints_the_same, working_copies_citing
from references.models import Reference, pages_citing
from references.staff.duplicates import cited_on_live_pages, require_librarian, why

CHOICE = "field-"  # and the name of the CSL field


@staff_page
@methods
def merge(request, one: int, other: int) -> HttpResponse:
    """The choices; with them posted, what they change; with `merge` pressed, the merge."""
    require_librarian(request.user)
    if one > other:
        return redirect("staff:merge-references", one=other, other=one)
    rows = {row.pk: row for row in Reference.objects.as_printed().filter(pk__in=(one, other))}
    if len(rows) < 2:
        raise Http404
    pair = {ONE: rows[one], OTHER: rows[other]}
    if merged := next((row for row in pair.values() if row.merged_into), None):
        messages.info(request, _("%(key)s was merged into this one.") % {"key": merged.key})
        return redirect("admin:references_reference_change", merged.merged_into_id)
    refused = None
    sides, keep = _sides(request), request.POST.get("keep")
    if request.method == "POST" and keep in SIDES:
        record = chosen_record(pair[ONE].csl, pair[OTHER].csl, sides)
        fatal = [problem.message for problem in csl.clean(record).problems if problem.fatal]
        refused = Refused(" ".join(fatal)) if fatal else None
        if not fatal and "merge" in request.POST:
            result = _merge(request, pair, keep, record)
            if not isinstance(result, Refused):
                return result
            refused = result
        elif not fatal and "back" not in request.POST:
            return _show_changes(request, pair, keep, record)
    return _show_choices(request, pair, sides, keep, refused)


def _sides(request) -> dict[str, str]:
    """The side that was chosen for each field."""
    return {
        name.removeprefix(CHOICE): side
        for name, side in request.POST.items()
        if name.startswith(CHOICE) and side in SIDES
    }


def _merge(request, pair, keep: str, record) -> HttpResponse | Refused:
    for side, row in pair.items():
        row.changed_at = _seen(request, side) or row.changed_at
    drop = OTHER if keep == ONE else ONE
    try:
        done = merge_references(keep=pair[keep], drop=pair[drop], record=record, by=request.user, now=timezone.now())
    except NotPermitted:
        raise
    except Refused as refused:
        return refused
    _say_what_was_done(request, done, pair[drop])
    return redirect("admin:references_reference_change", done.reference.pk)


def _say_what_was_done(request, done: Merged, drop: Reference) -> None:
    messages.success(
        request, _("Merged. [@%(old)s] leads to [@%(new)s] from now on.") % {"old": drop.key, "new": done.reference.key}
    )
    number = len(done.pages_kept) + len(done.pages_changed)
    if number:
        messages.info(
            request,
            ngettext("%(n)d working copy was rewritten.", "%(n)d working copies were rewritten.", number)
            % {"n": number},
        )
    if done.pages_changed:
        number = len(done.pages_changed)
        messages.warning(
            request,
            ngettext(
                "%(n)d page prints another source list now, and has to be approved before it is published next.",
                "%(n)d pages print another source list now, and have to be approved before they are published next.",
                number,
            )
            % {"n": number},
        )


def _seen(request, side: str) -> datetime | None:
    """When the record was last changed, as the person saw it."""
    try:
        return parse_datetime(request.POST.get(f"seen-{side}", ""))
    except ValueError:
        return None


def _show_choices(request, pair, sides, keep, refused) -> HttpResponse:
    cited = cited_on_live_pages(pair.values())
    fields = [
        {
            "name": f"{CHOICE}{each.field}",
            "label": each.label,
            "options": [
                {"side": side, "lines": getattr(each, side), "chosen": sides.get(each.field, each.proposed) == side}
                for side in SIDES
            ],
        }
        for each in differences(pair[ONE].csl, pair[OTHER].csl)
    ]
    keep = keep if keep in SIDES else _proposed_key(pair, cited)
    context = {
        "title": _("Merge two references"),
        "records": [
            {"side": side, "reference": row, "cited": cited.get(row.pk, 0), "kept": side == keep}
            for side, row in pair.items()
        ],
        "fields": fields,
        "why": why(pair[ONE], pair[OTHER]),
        "grave": _grave(pair),
        "refused": refused,
    }
    return _answer(request, "admin/references/merge.html", context)


def _proposed_key(pair, cited) -> str:
    """The one that more live pages cite; else the one in more working copies; else the older."""
    if cited.get(pair[ONE].pk, 0) != cited.get(pair[OTHER].pk, 0):
        return max(SIDES, key=lambda side: cited.get(pair[side].pk, 0))
    written = {side: len(working_copies_citing(row)) for side, row in pair.items()}
    return OTHER if written[OTHER] > written[ONE] else ONE


def _grave(pair) -> Reference | None:
    """The one whose status the kept record takes, when they differ."""
    one, other = pair.values()
    return graver(one, other) if one.status != other.status else None


def _show_changes(request, pair, keep: str, record) -> HttpResponse:
    kept, dropped = pair[keep], pair[OTHER if keep == ONE else ONE]
    working = working_copies_citing(dropped)
    same = prints_the_same(keep=kept, drop=dropped, record=record)
    style, language = SiteSettings.current().citation_style, request.LANGUAGE_CODE
    context = {
        "title": _("Merge two references"),
        "kept": kept,
        "dropped": dropped,
        "line": format_reference(csl.clean(record).csl, style=style, language=language),
        "grave": _grave(pair),
        "working": [
            {"page": page, "url": change_url(page), "stays": same and not page_cites(page, kept)} for page in working
        ],
        "kept_changes": kept.text != format_reference(csl.clean(record).csl),
        "live": [publication for publication, _number in pages_citing(dropped)],
        "hidden": [
            *((name, value) for name, value in request.POST.items() if name.startswith((CHOICE, "seen-"))),
            ("keep", keep),
        ],
    }
    return _answer(request, "admin/references/merge_changes.html", context)


def page_cites(page, reference: Reference) -> bool:
    return f"reference:{reference.key}" in page.compile().quoted


def _answer(request, template: str, context) -> HttpResponse:
    return TemplateResponse(request, template, admin.site.each_context(request) | context)
