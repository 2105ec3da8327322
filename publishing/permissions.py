"""Who may do what. Knows nothing of content; requirements.py knows nothing of people."""

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from publishing.errors import NotPermitted, Refused


def require(by, permission: str, *, to: str) -> None:
    """Refuse unless the person holds the permission; `to` finishes the sentence "You are not allowed to …"."""
    if by is None or not by.is_active or not by.has_perm(permission):
        raise NotPermitted(_("You are not allowed to %(to)s.") % {"to": to})


def require_edit(by, page) -> None:
    verb = "add" if page.pk is None else "change"
    require(by, f"{page._meta.app_label}.{verb}_{page._meta.model_name}", to=_("edit this page"))


def require_sign_off(by, *, authors) -> None:
    """A sign-off comes from a clinician who did not write what is being approved. Who wrote it is told so first: credentials
    or permissions would change nothing for them."""
    if by is not None and by.pk in authors:
        raise NotPermitted(
            _(
                "You wrote or edited this text, so you cannot approve it yourself. Ask a clinician who did not work on it."
            )
        )
    require(by, "publishing.sign_off_page", to=_("approve pages"))
    if not by.is_clinician:
        raise NotPermitted(
            _(
                "An approval names the clinician's role and credentials. Ask an administrator to add yours to your account."
            )
        )


def require_askable(user, *, authors) -> None:
    """Whoever is asked could approve: a clinician who did not write the text."""
    if not user.is_active or not user.has_perm("publishing.sign_off_page") or not user.is_clinician:
        raise Refused(_("%(who)s cannot approve pages, so there is no use in asking them.") % {"who": user})
    if user.pk in authors:
        raise Refused(_("%(who)s wrote part of this text. Nobody approves their own text.") % {"who": user})


def require_askable_reviewer(reviewer, *, authors, on) -> None:
    """The same of a reviewer of the register, whose credentials must be good on the day."""
    if not reviewer.may_be_asked(on=on):
        raise Refused(_("The register does not let %(who)s be asked now.") % {"who": reviewer})
    if has_account_among(reviewer, authors):
        raise Refused(_("%(who)s wrote part of this text. Nobody approves their own text.") % {"who": reviewer})


def require_invited(invitation, *, authors, now, on) -> None:
    """A reviewer answers their own invitation once, while it is open and the register stands by them."""
    if invitation.sign_off_id or invitation.revoked_at:
        raise NotPermitted(_("This invitation was answered or taken back."))
    if invitation.expires_at is None or invitation.expires_at <= now:
        raise NotPermitted(_("This invitation has expired."))
    if not invitation.reviewer.may_be_asked(on=on):
        raise NotPermitted(_("This invitation is no longer good. Please ask whoever sent it."))
    if has_account_among(invitation.reviewer, authors):
        raise NotPermitted(_("You edited this page. Nobody approves their own text: someone else must approve it."))


def has_account_among(reviewer, user_ids) -> bool:
    """Whether a reviewer of the register is one of these users under another name: the same e-mail address."""
    return get_user_model().objects.filter(pk__in=user_ids, email__iexact=reviewer.email).exists()


def require_publish(by) -> None:
    require(by, "publishing.publish_page", to=_("publish, move or withdraw pages"))


def require_record_review(by) -> None:
    require(by, "publishing.record_review", to=_("record reviews"))


def require_plan_reviews(by) -> None:
    require(by, "publishing.plan_reviews", to=_("plan reviews"))


def require_own_calendar(by, person) -> None:
    """Everybody who works with pages may have a calendar, and nobody handles another's address."""
    if by is None or not (by.is_active and by.is_staff) or by.pk != person.pk or not by.get_all_permissions():
        raise NotPermitted(_("You are not allowed to handle this calendar address."))


def may_decide_review(clinician) -> bool:
    """Whether a review may name this person as the clinician who decided."""
    return bool(clinician.is_active and clinician.is_clinician and clinician.has_perm("publishing.sign_off_page"))


def who_may_redact():
    """Everybody who may ask for a redaction, or confirm one that somebody else asked for."""
    people = get_user_model().objects.with_perm(
        "publishing.redact_page", backend="django.contrib.auth.backends.ModelBackend"
    )
    return people.filter(is_staff=True)


def require_redact(by) -> None:
    require(by, "publishing.redact_page", to=_("empty editions for good"))
