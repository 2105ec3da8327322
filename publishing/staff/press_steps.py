"""The steps that change what patients can read: publish, withdraw, move; now, or at a set time."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from publishing import actions, permissions, requirements
from publishing.actions.events import authors_of
from publishing.errors import Refused
from publishing.forms_press import MoveForm, PublishForm, WithdrawForm
from publishing.listing import page_of
from publishing.models import Page, Publication, Schedule, SiteSettings
from publishing.moments import in_words
from publishing.staff.access import find_page, staff_page
from publishing.staff.steps import carry_out, methods, posted, take_step

USES_A_PAGE = 50


@staff_page
@methods
def publish(request, pk: int) -> HttpResponse:
    page = find_page(request, pk)
    permissions.require_publish(request.user)
    first = not page.editions.exists()
    form = PublishForm(posted(request), first=first)
    return take_step(
        request,
        page,
        lambda: _now_or_later(
            request,
            page,
            form,
            Schedule.Does.PUBLISH,
            actions.publish,
            done=_("Published. Patients read it from now on."),
        ),
        title=_("Publish"),
        button=_("Publish"),
        form=form,
        explanation=_what_patients_will_read(page, first=first),
    )


def _what_patients_will_read(page: Page, *, first: bool) -> str:
    """Over a text whose approval is void nobody may be told that it was approved."""
    content_hash = page.compile().content_hash
    approvals = requirements.matching_approvals(page, content_hash, authors=authors_of(page))
    if len(approvals) >= SiteSettings.current().approvals_needed(page.risk_tier):
        return _("Patients will read exactly the text that was approved, within a minute.")
    if first:
        return _("This text is not approved as it stands, so it cannot be published. Ask for approval first.")
    return _(
        "This text is not approved as it stands. Only the mending of a typo may be published on the approval of the edition "
        "before; for anything else, ask for approval first. Patients would read the text as it stands, within a minute."
    )


@staff_page
@methods
def withdraw(request, pk: int) -> HttpResponse:
    page = find_page(request, pk)
    permissions.require_publish(request.user)
    form = WithdrawForm(posted(request), page=page)
    return take_step(
        request,
        page,
        lambda: _now_or_later(
            request,
            page,
            form,
            Schedule.Does.WITHDRAW,
            actions.withdraw,
            done=_("Withdrawn. The old address now says why, and where to go instead."),
        ),
        title=_("Withdraw"),
        button=_("Withdraw this page"),
        form=form,
        dangerous=True,
        used_by=page_of(request, pages_using(page), per_page=USES_A_PAGE),
        explanation=_(
            "Patients can no longer read the page. Nothing is deleted, and it can be published again later. Withdrawn for an "
            "error or for safety, its old versions can no longer be read either."
        ),
    )


def _now_or_later(request, page: Page, form, does: str, verb, *, done: str) -> HttpResponse | Refused:
    """Carry the deed out, or set the chosen time for it."""
    at, now, by = form.cleaned_data["at"], timezone.now(), request.user
    if at is None:
        return carry_out(request, page, lambda: verb(page=page, by=by, now=now, **form.answers()), done=done)
    words = _("Set. It will be published on %(at)s, if it is still approved then.")
    if does == Schedule.Does.WITHDRAW:
        words = _("Set. It will be withdrawn on %(at)s.")
    return carry_out(
        request,
        page,
        lambda: actions.set_time(page=page, does=does, at=at, by=by, now=now, **form.answers()),
        done=words % {"at": in_words(at)},
    )


@staff_page
@methods
def cancel_time(request, pk: int, does: str) -> HttpResponse:
    """Take a set time back."""
    page = find_page(request, pk)
    permissions.require_publish(request.user)
    if does not in Schedule.Does.values:
        raise Http404
    pending = Schedule.objects.pending().filter(page=page.pk, does=does).first()
    return take_step(
        request,
        page,
        lambda: carry_out(
            request,
            page,
            lambda: actions.cancel_time(page=page, does=does, by=request.user, now=timezone.now()),
            done=_("Taken back. Nothing will happen at that time."),
        ),
        title=_("Take the time back"),
        button=_("Take the time back"),
        explanation=_("It is set for %(at)s. Take this back, and nothing will happen then.")
        % {"at": in_words(pending.at)}
        if pending
        else _("No time is set."),
    )


@staff_page
@methods
def move(request, pk: int) -> HttpResponse:
    page = find_page(request, pk)
    permissions.require_publish(request.user)
    live = Publication.objects.live().filter(page=page.pk).first()
    form = MoveForm(posted(request), initial={"slug": page.slug})
    return take_step(
        request,
        page,
        lambda: carry_out(
            request,
            page,
            lambda: actions.move(page=page, by=request.user, now=timezone.now(), slug=form.cleaned_data["slug"]),
            done=_("Moved. The old address leads to the new one for ever."),
        ),
        title=_("Move to a new address"),
        button=_("Move the page"),
        form=form,
        address=live.path if live else None,
        explanation=_("Links and printed leaflets keep working: the old address leads to the new one."),
    )


def pages_using(page: Page):
    """Everything live that quotes this page or links to it, fact sheets included."""
    return Publication.objects.live().that_use([page.pk]).exclude(page=page.pk).by_title()
