"""The page on which an author asks clinicians for approval, and the buttons beside those who were asked."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from publishing import actions
from publishing.actions.events import authors_of
from publishing.actions.mailing import try_again
from publishing.errors import NotPermitted, Refused
from publishing.forms_asking import AskForm
from publishing.models import Invitation, Mail
from publishing.staff.access import change_url, find_page, staff_page
from publishing.staff.steps import carry_out, methods, posted, require_change, take_step

USUAL_DAYS = timedelta(days=14)


@staff_page
@methods
def ask(request, pk: int) -> HttpResponse:
    page = find_page(request, pk)
    require_change(request, page)
    before = page.approval_requests.order_by("-pk").first()
    invited = before.invitations.select_related("sign_off") if before else ()
    # Who approved this very text need not be asked about it again.
    invited = [each for each in invited if not each.sign_off or each.sign_off.content_hash != page.working_hash]
    form = AskForm(
        posted(request),
        authors=authors_of(page),
        today=timezone.localdate(),
        initial={
            "users": [each.user_id for each in invited if each.user_id],
            "reviewers": [each.reviewer_id for each in invited if each.reviewer_id],
            "due_on": timezone.localdate() + USUAL_DAYS,
        },
    )
    return take_step(
        request,
        page,
        lambda: carry_out(
            request,
            page,
            lambda: actions.ask_for_approval(page=page, by=request.user, now=timezone.now(), **form.cleaned_data),
            done=_("Asked. Each of them gets a mail; the box below says who has answered."),
        ),
        title=_("Ask for approval"),
        button=_("Ask for approval"),
        form=form,
        shows_problems=True,
        explanation=_(
            "A clinician who did not write this text will read it as patients see it, and approve it or ask for changes. "
            "If you edit the page afterwards, ask again: an approval is for exactly these words."
        ),
    )


@staff_page
@require_POST
def asked(request, pk: int) -> HttpResponse:
    """The buttons of the box: take back what was asked of one clinician, remind them, send a failed mail again."""
    page = find_page(request, pk)
    require_change(request, page)
    now = timezone.now()
    try:
        done = _carry_out(request, page, now)
    except NotPermitted:
        raise
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, done)
    return redirect(change_url(page))


def _carry_out(request, page, now) -> str:
    do = request.POST.get("do")
    if do == "send-again":
        mail = _row(Mail.objects.filter(data__page=page.pk), request)
        again = try_again(mail=mail, by=request.user, now=now)
        return _("The mail is on its way again.") if again else _("This mail has gone out meanwhile.")
    invitation = _row(Invitation.objects.filter(request__page=page.pk).select_related("request"), request)
    if do == "take-back":
        actions.revoke_invitation(invitation=invitation, by=request.user, now=now)
        return _("Taken back. %(who)s is no longer asked.") % {"who": invitation}
    if do == "remind":
        actions.remind_invitation(invitation=invitation, by=request.user, now=now)
        return _("%(who)s gets another mail.") % {"who": invitation}
    raise Refused(_("This button does nothing any more. Please look at the page again."))


def _row(rows, request):
    """The row a button names, among those of this page."""
    number = request.POST.get("row", "")
    row = rows.filter(pk=number).first() if number.isdecimal() and len(number) < 19 else None
    if row is None:
        raise Refused(_("This button does nothing any more. Please look at the page again."))
    return row
