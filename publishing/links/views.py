"""The four pages of a link: who asks, the code, the text with the decision, and the thanks.

Opening any of them changes nothing, so that mail scanners may follow every link; only what is posted does.
"""

from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from publishing import actions, link_secrets
from publishing.actions.codes import CodeResult
from publishing.actions.events import authors_of
from publishing.actions.inviting import CODE_KEY
from publishing.blocks import blocks_of
from publishing.comparing import changes_since, last_edition
from publishing.errors import Refused
from publishing.forms_decision import DecisionForm
from publishing.invitations import LinkState
from publishing.last_read import last_read_by
from publishing.links.forms import CodeForm, words_of_code
from publishing.links.visiting import Visit, edit_since, let_in, link_page, show
from publishing.models import Mail
from publishing.requirements import problems_of_content
from publishing.staff.showing import public_page
from publishing.staff.steps import posted
from publishing.wishes import wishes_about
from publishing.withdrawals import withdrawal_of


@link_page
def start(request, visit: Visit) -> HttpResponse:
    """Who asks for what, and the button that mails a code."""
    if visit.state == LinkState.ANSWERED:
        return answered(request, visit)
    if visit.is_let_in:
        return redirect("sign_off:read", token=visit.token)
    refused = None
    if request.method == "POST":
        refused = _send_code(visit)
        if refused is None:
            return redirect("sign_off:code", token=visit.token)
    return show(
        request,
        "sign_off/start.html",
        status=429 if refused else 200,
        token=visit.token,
        page_title=visit.page.title,
        page=visit.page,
        invitation=visit.invitation,
        address=link_secrets.masked(visit.invitation.reviewer.email),
        refused=refused,
    )


def _send_code(visit: Visit) -> Refused | None:
    try:
        actions.send_code(invitation=visit.invitation, now=visit.now)
    except Refused as refused:
        return refused
    return None


@link_page
def code(request, visit: Visit) -> HttpResponse:
    """The six digits. They are tried when they are posted, never from an address."""
    if visit.state == LinkState.ANSWERED:
        return answered(request, visit)
    if visit.is_let_in:
        return redirect("sign_off:read", token=visit.token)
    form = CodeForm(posted(request))
    problem = ""
    if request.method == "POST" and form.is_valid():
        result = actions.enter_code(invitation=visit.invitation, code=form.cleaned_data["code"], now=visit.now)
        if result == CodeResult.RIGHT:
            return let_in(redirect("sign_off:read", token=visit.token), visit)
        visit.invitation.refresh_from_db(fields=["code_tries"])
        problem = words_of_code(result, tries=visit.invitation.code_tries)
        form = CodeForm()
    mail = (
        Mail.objects.filter(key__startswith=CODE_KEY.format(invitation=visit.invitation.pk, number=""))
        .order_by("-pk")
        .first()
    )
    return show(
        request,
        "sign_off/code.html",
        token=visit.token,
        page_title=_("Type the code"),
        page=visit.page,
        invitation=visit.invitation,
        address=link_secrets.masked(visit.invitation.reviewer.email),
        minutes=int(link_secrets.CODE_LIVES.total_seconds() // 60),
        form=form,
        problem=problem,
        mail=mail,
    )


@link_page
def read(request, visit: Visit) -> HttpResponse:
    """The page exactly as patients will see it, what changed, and the decision."""
    if visit.state == LinkState.ANSWERED:
        return redirect("sign_off:done", token=visit.token)
    if not visit.is_let_in:
        return redirect("sign_off:start", token=visit.token)
    reviewer = visit.invitation.reviewer
    wishes = wishes_about(visit.page, visit.compiled)
    form = DecisionForm(
        posted(request),
        clinician=reviewer,
        blocks=blocks_of(visit.compiled.html),
        wishes=[wish.decided.pk for wish in wishes if wish.is_open and wish.decided.reviewer_id != reviewer.pk],
        # Name and credentials were checked by an administrator; the post one holds changes.
        mends=("role",),
        initial={"seen_hash": visit.compiled.content_hash},
    )
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.sign_off(page=visit.page, invitation=visit.invitation, now=visit.now, **form.answers())
        except Refused as reason:
            refused = reason
            form.show_again_for(visit.compiled.content_hash)
        else:
            return redirect("sign_off:done", token=visit.token)
    page, compiled = visit.page, visit.compiled
    last = last_edition(page)
    context = {
        "page": page,
        "invitation": visit.invitation,
        "reviewer": reviewer,
        "form": form,
        "refused": refused,
        "blocking": problems_of_content(compiled),
        "authors": get_user_model().objects.filter(pk__in=authors_of(page)).order_by("display_name"),
        "wishes": wishes,
        "withdrawal": withdrawal_of(page, compiled),
        "changes": changes_since(last, compiled),
        "last_read": last_read_by(reviewer, page, compiled, last=last),
    }
    top = render_to_string("sign_off/read_top.html", context, request)
    bottom = render_to_string("sign_off/read_bottom.html", context, request)
    return public_page(request, page, compiled, top=top, bottom=bottom, template="sign_off/public_page.html")


@link_page
def done(request, visit: Visit) -> HttpResponse:
    """Thanks, and the decision as it stands on record."""
    if visit.state != LinkState.ANSWERED:
        return redirect("sign_off:start", token=visit.token)
    return answered(request, visit)


def answered(request, visit: Visit) -> HttpResponse:
    """The decision, read-only, and what became of it. What was said about the text only in the browser that gave the code: a
    forwarded link shows no more than that, when and as whom somebody decided."""
    decision = visit.invitation.sign_off
    resting = visit.page.editions.filter(approval=decision).order_by("number").first()
    return show(
        request,
        "sign_off/done.html",
        page_title=_("Your decision"),
        page=visit.page,
        invitation=visit.invitation,
        decision=decision,
        in_full=visit.is_let_in,
        edition=resting,
        changed=visit.compiled.content_hash != decision.content_hash,
        edit=edit_since(visit),
    )
