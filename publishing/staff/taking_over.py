"""Taking over the words that a clinician proposed for one part of a page."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from publishing import actions
from publishing.models import BlockComment
from publishing.staff.access import find_page, staff_page
from publishing.staff.steps import carry_out, methods, require_change, take_step


@staff_page
@methods
def take_over(request, pk: int, comment: int) -> HttpResponse:
    """The button stands beside the proposal; opened as an address, the step says first what it does."""
    page = find_page(request, pk)
    require_change(request, page)
    row = get_object_or_404(BlockComment.objects.select_related("sign_off"), pk=comment, sign_off__page=page.pk)
    return take_step(
        request,
        page,
        lambda: carry_out(
            request,
            page,
            lambda: actions.take_over(comment=row, by=request.user, now=timezone.now()),
            done=_(
                "The proposed words stand in the text now, and are saved. Read them once more, then ask for approval."
            ),
        ),
        title=_("Take over the proposed words"),
        button=_("Take over these words"),
        explanation=_("It counts as your edit: a clinician approves the new text before patients read it."),
        remark=row,
    )
