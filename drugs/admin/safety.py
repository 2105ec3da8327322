"""Safety notices on the form of the drug that they are about: what waits or is on show, and the way to raise one."""

from django.utils import timezone

from drugs.models import SafetyNotice
from publishing.models import Publication

MOST = 20  # of each, on the form; the list of all notices has every one


class ShowsSafetyNotices:
    """For the ModelAdmin of drugs."""

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            now, rows = timezone.now(), SafetyNotice.objects.filter(drug=obj.pk).select_related("drug")
            may_raise = request.user.has_perm("drugs.raise_safetynotice")
            context["safety"] = {
                "waiting": rows.waiting(now=now).order_by("lapses_at", "pk")[:MOST],
                "current": rows.current(now=now).order_by("over_at", "pk")[:MOST],
                # About a drug that no reader can see there is nothing to say to readers.
                "may_raise": may_raise and Publication.objects.live().filter(page=obj.pk).exists(),
            }
        return super().render_change_form(request, context, add, change, form_url, obj)
