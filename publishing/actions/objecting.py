"""A clinician who objected to a review proves by a mailed code that it was they. The objection counts without it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from publishing import link_secrets
from publishing.actions.codes import CodeResult, count_code, try_code
from publishing.actions.events import write_event
from publishing.actions.mailing import post
from publishing.errors import Refused
from publishing.models import Event, Mail, ObjectionCheck, ReviewObjection

CODE_KEY = "objection-code:{objection}:{number}"


@transaction.atomic
def send_objection_code(*, objection: ReviewObjection, now: datetime) -> Mail:
    """Mail a one-time code to the clinician whom the review names. Refused, with what to do, after too many."""
    check = _locked(objection)
    if check.confirmed_at is not None:
        raise Refused(_("You confirmed this objection already."))
    count_code(check, now=now)
    number = Mail.objects.filter(key__startswith=CODE_KEY.format(objection=objection.pk, number="")).count() + 1
    if number > link_secrets.MOST_CODES_EVER:
        raise Refused(_("Too many codes were sent for this link. Your objection counts without one."))
    check.save(update_fields=["codes_since", "codes_sent"])
    review = objection.review
    clinician = review.reviewer or review.decided_by
    address = link_secrets.masked(clinician.email)
    write_event(Event.Verb.CODE_SENT, page=review.page, by=clinician, now=now, to=address, objection=objection.pk)
    return post(
        kind=Mail.Kind.OBJECTION_CODE, key=CODE_KEY.format(objection=objection.pk, number=number), now=now,
        data={"objection": objection.pk}, user=review.decided_by, reviewer=review.reviewer,
        language=review.page.language or None,
    )  # fmt: skip


@transaction.atomic
def confirm_objection(*, objection: ReviewObjection, code: str, now: datetime) -> CodeResult:
    """Try a code. A wrong one is counted, so nothing is raised here: that would take the count back."""
    check = _locked(objection)
    result = try_code(check, link_secrets.hash_objection_code(code, objection_id=objection.pk), now=now)
    if result == CodeResult.RIGHT:
        check.confirmed_at = now
    check.save(update_fields=["code_hash", "code_tries", "confirmed_at"])
    return result


def _locked(objection: ReviewObjection) -> ObjectionCheck:
    ObjectionCheck.objects.get_or_create(objection=objection)
    return ObjectionCheck.objects.select_for_update().get(objection=objection.pk)
