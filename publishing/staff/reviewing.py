"""Recording reviews: of one page, or of several pages of one sitting."""

from django import forms
from django.contrib import admin, messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publishing import actions, permissions
from publishing.errors import NotPermitted
from publishing.forms_review import COLLEAGUE, ReviewOnePageForm, ReviewRowForm, WhoDecidedForm
from publishing.models import Page, ReviewAttachment
from publishing.staff.access import change_url, find_page, may_see, may_see_pages, model_of, staff_page
from publishing.staff.steps import carry_out, methods, posted, take_step

MOST_PAGES = 50
MOST_CHOSEN = 500  # their ids must fit into an address
ReviewRows = forms.formset_factory(ReviewRowForm, extra=0, max_num=MOST_PAGES, absolute_max=MOST_PAGES)


@staff_page
@methods
def review(request, pk: int) -> HttpResponse:
    page = find_page(request, pk)
    permissions.require_record_review(request.user)
    form = ReviewOnePageForm(posted(request), posted_files(request), initial=_first_answers(request.user))
    return take_step(
        request,
        page,
        lambda: carry_out(
            request,
            page,
            lambda: actions.record_review(page=page, by=request.user, now=timezone.now(), **form.answers()),
            done=_("Recorded. The page now shows this review."),
        ),
        title=_("Record a review"),
        button=_("Record the review"),
        form=form,
        explanation=_(
            "A review says that a clinician checked the live page against the evidence. It moves the review date that "
            "patients see; it changes no word of the page."
        ),
    )


@staff_page
@methods
def review_several(request) -> HttpResponse:
    """?pages=1,2,3: a row for each page with its own outcome and evidence. All rows are recorded, or none, and whatever was
    typed stays. Of more than fifty pages the first fifty are shown; the others come after them."""
    permissions.require_record_review(request.user)
    ids = _ids(request)
    now_ids, later_ids = ids[:MOST_PAGES], ids[MOST_PAGES:]
    pages = _pages(request, now_ids)
    live = [page for page in pages.values() if page.is_live]
    if not live and request.method != "POST":
        if later_ids:
            return redirect(_address(later_ids))
        messages.warning(request, _("Choose the live pages that were reviewed in a list first."))
        return redirect(reverse("admin:publishing_page_changelist"))
    who = WhoDecidedForm(posted(request), posted_files(request), initial=_first_answers(request.user))
    searched = {"evidence_searched_on": timezone.localdate()}
    rows = ReviewRows(posted(request), initial=[{"page": page.pk, **searched} for page in live], prefix="row")
    problems: list[str] = []
    # Both are asked, so that everything that is wrong is marked at once.
    if request.method == "POST" and all([who.is_valid(), rows.is_valid()]):
        said = [(row, dict(row.cleaned_data)) for row in rows.forms if row.cleaned_data.get("outcome")]
        problems = _record(request, said, pages, who) if said else [_("Choose an outcome for at least one page.")]
        if not problems:
            return _recorded(request, len(said), later_ids)
    context = admin.site.each_context(request) | {
        "title": _("Record reviews"),
        "who": who,
        "rows": rows,
        "pairs": [(pages.get(_page_id(row)), row) for row in rows.forms],
        "problems": problems,
        "later": len(later_ids),
        "files_again": bool(request.FILES),
        "media": who.media + rows.media,
    }
    return TemplateResponse(request, "admin/pages/review_several.html", context)


@staff_page
@methods
def review_attachment(request, pk: int) -> HttpResponse:
    """A file that proves what a clinician decided: always saved, never shown by the browser."""
    if not may_see_pages(request.user):
        raise NotPermitted(_("You are not allowed to see what is on record about pages."))
    attachment = ReviewAttachment.objects.filter(pk=pk).first()
    if attachment is None:
        return HttpResponse(_("There is no such file."), status=404, content_type="text/plain; charset=utf-8")
    response = HttpResponse(bytes(attachment.content), content_type=attachment.content_type)
    # Our own name for it: an ASCII copy of whatever it came as, so that no header can be misread.
    ending = attachment.name.rpartition(".")[2]
    response.headers["Content-Disposition"] = f'attachment; filename="review-{attachment.review_id}-{pk}.{ending}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def posted_files(request):
    return request.FILES if request.method == "POST" else None


def _first_answers(person) -> dict:
    today = timezone.localdate()
    mine = {"clinician": f"{COLLEAGUE}:{person.pk}"} if permissions.may_decide_review(person) else {}
    return {"reviewed_on": today, "evidence_searched_on": today, **mine}


def _ids(request) -> list[int]:
    """The pages named in the address, each once."""
    parts = request.GET.get("pages", "").split(",")[:MOST_CHOSEN]
    return list(dict.fromkeys(int(pk) for pk in parts if pk.isdecimal() and len(pk) < 19))


def _address(ids: list[int]) -> str:
    return f"{reverse('staff:review-several')}?pages={','.join(map(str, ids))}"


def _pages(request, ids: list[int]) -> dict[int, Page]:
    """The pages that this person may see, with what their rows show, by title."""
    pages = Page.objects.with_state().filter(pk__in=ids).order_by("title", "pk")
    pages = [page for page in pages if may_see(request.user, model_of(page.kind))]
    for page in pages:
        page.admin_url = change_url(page)
    return {page.pk: page for page in pages}


def _page_id(row: ReviewRowForm) -> int:
    value = str(row["page"].value())
    return int(value) if value.isdecimal() and len(value) < 19 else 0


def _record(request, said: list[tuple[ReviewRowForm, dict]], pages: dict[int, Page], who: WhoDecidedForm) -> list[str]:
    """Record them all; a row that is refused says why, and then none is recorded."""
    nothing = _("Nothing was recorded yet. Mend what is marked below; what you typed is still here.")
    shared = who.answers()
    answers = []
    for row, answer in said:
        page = pages.get(answer.pop("page"))
        if page is None:
            row.add_error(None, _("This page is not among those you chose. Go back to the list and choose again."))
        answers.append({"page": page, **shared, **answer})
    if any(row.non_field_errors() for row, _answer in said):
        return [nothing]
    try:
        actions.record_reviews(rows=answers, by=request.user, now=timezone.now())
    except actions.RowsRefused as refused:
        for position, reason in refused.reasons.items():
            said[position][0].add_error(None, reason)
        return [nothing]
    return []


def _recorded(request, count: int, later_ids: list[int]) -> HttpResponse:
    words = ngettext("%(n)d review recorded.", "%(n)d reviews recorded.", count) % {"n": count}
    if later_ids:
        more = ngettext(
            "%(n)d of the pages you chose is left.", "%(n)d of the pages you chose are left.", len(later_ids)
        )
        messages.success(request, f"{words} {more % {'n': len(later_ids)}}")
        return redirect(_address(later_ids))
    messages.success(request, words)
    return redirect(reverse("admin:publishing_page_changelist"))
