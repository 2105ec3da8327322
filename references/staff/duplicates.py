"""Possible duplicates: pairs that a librarian merges, or calls different works."""

from django.contrib import admin, messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from publishing import permissions
from publishing.errors import NotPermitted, Refused
from publishing.listing import page_of
from publishing.staff.access import staff_page
from publishing.staff.steps import methods
from references.actions import set_apart
from references.likeness import reasons
from references.models import Citation, PossibleDuplicate, Reference

PAIRS_A_PAGE = 20
LONGEST_KEY = 80


def require_librarian(person) -> None:
    permissions.require(person, "references.change_reference", to=_("change the reference library"))


@staff_page
@methods
def duplicates(request) -> HttpResponse:
    """Every pair that nobody decided about, with why it is one; the surest first."""
    require_librarian(request.user)
    if request.method == "POST":
        return _set_apart(request)
    if "one" in request.GET or "other" in request.GET:
        return _find_two(request)
    rows = PossibleDuplicate.objects.to_decide().select_related("first", "second")
    page = page_of(request, rows, per_page=PAIRS_A_PAGE)
    pairs = list(page.object_list)
    cited = cited_on_live_pages(reference for pair in pairs for reference in (pair.first, pair.second))
    shown = [
        {
            "pk": pair.pk,
            "records": [{"reference": each, "cited": cited.get(each.pk, 0)} for each in (pair.first, pair.second)],
            "why": why(pair.first, pair.second),
        }
        for pair in pairs
    ]
    context = admin.site.each_context(request) | {"title": _("Possible duplicates"), "page": page, "pairs": shown}
    return TemplateResponse(request, "admin/references/duplicates.html", context)


def cited_on_live_pages(references) -> dict[int, int]:
    """How many live pages cite each, by id; one query."""
    rows = Citation.objects.filter(reference__in=[each.pk for each in references], edition__publications__isnull=False)
    return dict(rows.order_by().values("reference").annotate(n=Count("edition")).values_list("reference", "n"))


def why(one: Reference, other: Reference) -> str:
    """ "Same title, same first author, one year apart." """
    words = {
        "same-isbn": _("same ISBN"),
        "same-title": _("same title"),
        "same-main-title": _("same title without its subtitle"),
        "near-title": _("nearly the same title"),
        "same-author": _("same first author"),
        "near-author": _("nearly the same first author"),
        "same-year": _("same year"),
        "next-year": _("one year apart"),
    }
    said = ", ".join(words[code] for code in reasons(one.csl, other.csl) if code in words)
    return f"{said[:1].upper()}{said[1:]}." if said else ""


def _set_apart(request) -> HttpResponse:
    pair = PossibleDuplicate.objects.filter(pk=_number(request.POST.get("different"))).first()
    try:
        if pair is None:
            raise Refused(_("Somebody has decided about this pair already."))
        set_apart(pairs=[pair], by=request.user, now=timezone.now())
    except NotPermitted:
        raise
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, _("Remembered: they are different works, and are not proposed again."))
    return redirect("staff:duplicates")


def _find_two(request) -> HttpResponse:
    """Any two records, by the keys that somebody typed."""
    typed = [
        request.GET.get(name, "").replace("\x00", "").strip(" @[]").lower()[:LONGEST_KEY] for name in ("one", "other")
    ]
    rows = {row.key: row.stands_for for row in Reference.objects.filter(key__in=typed).select_related("merged_into")}
    for key in typed:
        if key not in rows:
            messages.error(request, _("The library has no reference with the key “%(key)s”.") % {"key": key})
            return redirect("staff:duplicates")
    one, other = (rows[key] for key in typed)
    if one.pk == other.pk:
        messages.error(request, _("Both keys lead to the same record: %(reference)s") % {"reference": one})
        return redirect("staff:duplicates")
    return redirect("staff:merge-references", one=min(one.pk, other.pk), other=max(one.pk, other.pk))


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 16 else 0
