"""The admin site: links in the order of the work, and what waits for the person who looks."""

from dataclasses import replace

from django.contrib.admin import AdminSite
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from drugs.desk import differences_with_sources
from drugs.models import Drug
from drugs.staff.safety_desk import waiting_notices
from publishing.desk.numbers import desk_for
from publishing.staff.access import may_see, may_see_pages

# (heading, models in order); whatever is registered and not named here comes under "Other".
GROUPS = (
    (_("Content"), ("edu.Article", "edu.Topic", "glossary.Term", "publishing.Page")),
    (
        _("Medicines"),
        ("drugs.Drug", "drugs.DrugPage", "drugs.DrugClass", "drugs.Indication", "drugs.Effect", "drugs.Proposal"),
    ),
    (_("Evidence"), ("references.Reference", "references.Coverage", "publishing.Review", "publishing.SignOff")),
    (_("Record"), ("publishing.Edition", "publishing.Event", "publishing.Mail")),
    (_("People and site"), ("people.User", "people.Team", "people.Reviewer", "publishing.SiteSettings")),
)


class WellreadAdminSite(AdminSite):
    site_header = site_title = "Wellread"
    index_title = _("Desk")
    # The desk groups the same links by kind of work; beside a list they would only take its room.
    enable_nav_sidebar = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Pages are withdrawn, people made inactive, references marked: nothing is deleted by the dozen.
        self.disable_action("delete_selected")

    def get_app_list(self, request, app_label=None):
        """The models this person may open, by kind of work instead of by Python package."""
        stock = super().get_app_list(request, app_label)
        if app_label is not None:
            return stock
        models = {f"{app['app_label']}.{model['object_name']}": model for app in stock for model in app["models"]}
        groups = []
        for name, wanted in GROUPS:
            chosen = [models.pop(label) for label in wanted if label in models]
            if "publishing.Event" in wanted and request.user.has_perm("publishing.redact_page"):
                chosen.append(_link(_("Redactions"), "staff:redactions"))
            if "drugs.Drug" in wanted and may_see(request.user, Drug):
                chosen.append(_link(_("Safety notices"), "staff:safety-notices"))
            groups.append(_group(name, chosen))
        groups.append(_group(_("Other"), list(models.values())))
        return [group for group in groups if group["models"]]

    def index(self, request, extra_context=None):
        desk = None
        if may_see_pages(request.user):
            desk = desk_for(request.user, today=timezone.localdate(), whose=request.GET.get("whose", ""))
            desk = desk.with_lists(differences_with_sources(request.user))
            # Before anything else: it lapses within hours.
            desk = replace(desk, waiting=(*waiting_notices(request.user, now=timezone.now()), *desk.waiting))
        return super().index(request, {"desk": desk, **(extra_context or {})})


def _link(name, address: str) -> dict:
    """A page of ours among the lists of models."""
    return {
        "name": name,
        "object_name": "",
        "admin_url": reverse(address),
        "add_url": None,
        "view_only": True,
        "perms": {},
    }


def _group(name, models: list[dict]) -> dict:
    return {
        "name": name,
        "app_label": "",
        "app_url": reverse("admin:index"),
        "has_module_perms": True,
        "models": models,
    }
