"""The numbers of a section in the admin: the list, and the steps that change how its references are numbered."""

from django.contrib import admin, messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from edu import actions
from edu.models import Topic
from publishing import permissions
from publishing.actions import prepare_change_set
from publishing.compiled import NUMBERING
from publishing.errors import NotPermitted, Refused
from publishing.listing import page_of
from publishing.models import ChangeSet, Page
from publishing.staff.access import change_url, find_page, staff_page
from publishing.staff.steps import methods
from references.models import CollectionNumber

A_LIST = 100
A_CHUNK = 100


@staff_page
@methods
def numbers(request, pk: int) -> HttpResponse:
    """The list of a topic's section, and what may be done about it."""
    topic = find_page(request, pk)
    if not isinstance(topic, Topic):
        raise Http404
    refused = None
    if request.method == "POST":
        permissions.require_edit(request.user, topic)
        try:
            change = _carry_out(request, topic)
        except NotPermitted:
            raise
        except Refused as reason:
            refused = reason
        else:
            if change is not None:
                return redirect("staff:change", pk=change.pk)
            messages.success(request, _("Done. No live page cites anything yet, so it holds at once."))
            return redirect(request.path)
    numbering = Topic.objects.numbering_at(topic.pk)
    own = numbering is not None and numbering.page_id == topic.pk
    rows = CollectionNumber.objects.in_use_at(topic.pk)
    context = admin.site.each_context(request) | {
        "title": _("Numbers of the section “%(title)s”") % {"title": topic.title},
        "topic": topic,
        "own": own,
        "above": Page.objects.get(pk=numbering.page_id) if numbering and not own else None,
        "pages": len(topic.get_numbered_ids()),
        "screen": page_of(request, rows, per_page=A_LIST),
        "waiting": ChangeSet.objects.open().filter(subject=f"{NUMBERING}{topic.pk}").first(),
        "orders": actions.Order.choices,
        "may_change": request.user.has_perm("edu.change_topic"),
        "public_list": f"{topic.get_public_path()}references/" if own else "",
        "refused": refused,
        "change_url": change_url(topic),
        "opts": topic._meta,
    }
    return TemplateResponse(request, "admin/pages/numbers.html", context)


def _carry_out(request, topic: Topic) -> ChangeSet | None:
    """What the pressed button asks for: the change that was opened, worked out as far as it goes at once."""
    now = timezone.now()
    if "share" in request.POST:
        order = request.POST.get("order", "")
        if order not in actions.Order.values:
            raise Refused(_("Choose the order of the numbers."))
        change = actions.share_numbers(topic=topic, by=request.user, now=now, order=order)
    elif "each-page" in request.POST:
        change = actions.number_each_page(topic=topic, by=request.user, now=now)
    else:
        raise Refused(_("Choose what to do."))
    if change is not None:
        prepare_change_set(change_set=change, now=now, most=A_CHUNK)
    return change
