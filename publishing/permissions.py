"""Who may do what. Knows nothing of content; requirements.py knows nothing of people."""

from django.utils.translation import gettext as _

from publishing.errors import NotPermitted


def require(by, permission: str, *, to: str) -> None:
    """Refuse unless the person holds the permission; `to` finishes the sentence "You are not allowed to …"."""
    if by is None or not by.is_active or not by.has_perm(permission):
        raise NotPermitted(_("You are not allowed to %(to)s.") % {"to": to})


def require_edit(by, page) -> None:
    verb = "add" if page.pk is None else "change"
    require(by, f"{page._meta.app_label}.{verb}_{page._meta.model_name}", to=_("edit this page"))


def require_sign_off(by, *, authors) -> None:
    """A sign-off comes from a clinician who did not write what is being approved."""
    require(by, "publishing.sign_off_page", to=_("approve pages"))
    if not by.is_clinician:
        raise NotPermitted(
            _(
                "An approval names the clinician's role and credentials. Ask an administrator to add yours to your account."
            )
        )
    if by.pk in authors:
        raise NotPermitted(
            _(
                "You edited this page since its last edition. Nobody approves their own text: someone else must approve it."
            )
        )


def require_publish(by) -> None:
    require(by, "publishing.publish_page", to=_("publish, move or withdraw pages"))


def require_record_review(by) -> None:
    require(by, "publishing.record_review", to=_("record reviews"))


def require_plan_reviews(by) -> None:
    require(by, "publishing.plan_reviews", to=_("plan reviews"))


def may_decide_review(clinician) -> bool:
    """Whether a review may name this person as the clinician who decided."""
    return bool(clinician.is_active and clinician.is_clinician and clinician.has_perm("publishing.sign_off_page"))
