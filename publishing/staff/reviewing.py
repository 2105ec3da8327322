"""Recording reviews: of one page, or of several pages of one sitting."""

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publishing import actions, permissions
from publishing.errors import NotPermitted, Refused
from publishing.forms import ReviewOnePageForm, ReviewRowForm, WhoDecidedForm
from publishing.models import Page
from publishing.staff.access import change_url, find_page, may_see, model_of, staff_page
from publishing.staff.steps import carry_out, methods, posted, show_step

MOST_PAGES = 50
ReviewRows = forms.formset_factory(ReviewRowForm, extra=0)


@staff_page
@methods
def review(request, pk: int) -> HttpResponse:
    page = find_page(request, pk)
    permissions.require_record_review(request.user)
    today = timezone.localdate()
    mine = {"decided_by": request.user.pk} if permissions.may_decide_review(request.user) else {}
    form = ReviewOnePageForm(posted(request), initial={"reviewed_on": today, **mine})
    refused = None
    if request.method == "POST" and form.is_valid():
        result = carry_out(
            request,
            page,
            lambda: actions.record_review(page=page, by=request.user, now=timezone.now(), **form.cleaned_data),
            done=_("Recorded. The page now shows this review."),
        )
        if not isinstance(result, Refused):
            return result
        refused = result
    return show_step(
        request,
        page,
        title=_("Record a review"),
        button=_("Record the review"),
        form=form,
        refused=refused,
        explanation=_(
            "A review says that a clinician checked the live page against the evidence. It moves the review date that "
            "patients see; it changes no word of the page."
        ),
    )


@staff_page
@methods
def review_several(request) -> HttpResponse:
    """?pages=1,2,3: a row for each page with its own outcome and evidence. All rows are recorded, or none."""
    permissions.require_record_review(request.user)
    pages = _chosen(request)
    if not pages:
        messages.warning(request, _("Choose the live pages that were reviewed in a list first."))
        return redirect(reverse("admin:publishing_page_changelist"))
    who = WhoDecidedForm(posted(request), initial={"reviewed_on": timezone.localdate()})
    rows = ReviewRows(posted(request), initial=[{"page": page.pk} for page in pages], prefix="row")
    problems: list[str] = []
    if request.method == "POST" and who.is_valid() and rows.is_valid():
        by_id = {page.pk: page for page in pages}
        said = [row.cleaned_data for row in rows.forms if row.cleaned_data.get("outcome")]
        chosen = [(by_id.get(row.pop("page")), row) for row in said]
        if not chosen:
            problems.append(_("Choose an outcome for at least one page."))
        elif any(page is None for page, _row in chosen):
            problems.append(_("One of these pages is no longer live. Go back to the list and choose again."))
        else:
            problems = _record(request, chosen, who.cleaned_data)
            if not problems:
                words = ngettext("%(n)d review recorded.", "%(n)d reviews recorded.", len(chosen)) % {"n": len(chosen)}
                messages.success(request, words)
                return redirect(reverse("admin:publishing_page_changelist"))
    context = admin.site.each_context(request) | {
        "title": _("Record reviews"),
        "who": who,
        "rows": rows,
        "pairs": list(zip(pages, rows.forms, strict=False)),
        "problems": problems,
        "media": who.media + rows.media,
    }
    return TemplateResponse(request, "admin/pages/review_several.html", context)


def _chosen(request) -> list[Page]:
    """The live pages named in the address that this person may see, with what their rows show."""
    ids = [int(pk) for pk in request.GET.get("pages", "").split(",") if pk.isdecimal() and len(pk) < 19]
    pages = Page.objects.with_state().filter(pk__in=ids[:MOST_PAGES], is_live=True).order_by("title", "pk")
    pages = [page for page in pages if may_see(request.user, model_of(page.kind))]
    for page in pages:
        page.admin_url = change_url(page)
    return pages


def _record(request, chosen, who: dict) -> list[str]:
    """Record them all; the reasons when one is refused, and then none is recorded."""
    now = timezone.now()
    try:
        with transaction.atomic():
            for page, said in chosen:
                try:
                    actions.record_review(page=page, by=request.user, now=now, **who, **said)
                except NotPermitted:
                    raise
                except Refused as refused:
                    raise Refused(f"{page.title}: {refused.reason}") from refused
    except NotPermitted:
        raise
    except Refused as refused:
        return [refused.reason, _("Nothing was recorded.")]
    return []
