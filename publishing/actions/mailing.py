"""The outbox: a mail is written with the news it tells, sent after the commit, and kept until it went out.

A mail that fails is tried again after growing waits, by the command send_mails; after the last wait it is given up and
stays in sight (MailQuerySet.in_trouble). Whoever tries claims the mail first, so two processes never send it twice; a
claim of a process that died runs out, and the mail's next try is another's.
"""

import logging
import smtplib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import make_msgid, parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import override

from publishing import permissions
from publishing.mails import Letter, NotNeeded, compose
from publishing.models import Mail, Page

logger = logging.getLogger(__name__)

CLAIM = timedelta(minutes=5)  # far longer than a server may take to answer (settings.EMAIL_TIMEOUT)
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 4 * 60, 12 * 60, 24 * 60, 24 * 60, 24 * 60))
LONGEST_ERROR = 500
# The server's own trouble, which the next mail would meet too; other errors are about one mail. All SMTP errors are
# OSErrors in Python, so those about one mail are named.
ABOUT_ONE_MAIL = (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError)


@transaction.atomic
def post(*, kind: str, key: str, now: datetime, data=None, user=None, reviewer=None, language=None) -> Mail | None:
    """Write a mail to a member of staff or a reviewer of the register, and try to send it after the commit.

    `key` names the news: a second mail with it is not written, and None comes back. `data`: plain JSON, ids only.
    Without `language` it is that of data["page"], else the reviewer's, else the site's first.
    """
    data = data or {}
    mail, made = Mail.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "user": user,
            "reviewer": reviewer,
            "language": language or _language(data, reviewer),
            "data": data,
            "made_at": now,
            "next_try_at": now,
        },
    )
    if not made:
        return None
    transaction.on_commit(lambda: _try_at_once(mail.pk, now), robust=True)
    return mail


def _language(data: dict, reviewer) -> str:
    page = Page.objects.filter(pk=data.get("page")).first() if data.get("page") else None
    return (page and page.language) or (reviewer and reviewer.language) or settings.LANGUAGE_CODE


def _try_at_once(mail_id: int, now: datetime) -> None:
    """Not while the server is known to be away: whoever pressed a button must not wait for each of ten mails."""
    if not Mail.objects.server_away(now=now).exists():
        deliver(mail_id=mail_id, now=now)


def deliver(*, mail_id: int, now: datetime) -> str:
    """Claim one mail, make its words, send it, and note what came of it. Gives "sent", "failed", "away" (the server cannot
    be reached), "not needed", or "not ours" when it is not this mail's turn or somebody else is sending it.

    Not one transaction, on purpose: the claim and a link's hash are committed before the mail leaves, and no lock is held
    while a server takes its time.
    """
    mine = Mail.objects.waiting(now=now).filter(pk=mail_id).order_by()
    if not mine.update(next_try_at=now + CLAIM, tries=F("tries") + 1):
        return "not ours"
    mail = Mail.objects.select_related("user", "reviewer").get(pk=mail_id)
    try:
        address = _address_of(mail)
        with transaction.atomic():
            letter = compose(mail, now=now)
    except NotNeeded:
        Mail.objects.filter(pk=mail_id).update(given_up_at=now, last_error="")
        return "not needed"
    except ValidationError as problem:
        # No later try would do better: it waits for somebody to mend the address.
        Mail.objects.filter(pk=mail_id).update(given_up_at=now, last_error=problem.messages[0])
        return "failed"
    except Exception as error:
        logger.exception("Mail %s (%s) could not be composed", mail_id, mail.kind)
        _put_back(mail, f"It could not be composed: {type(error).__name__}", now)
        return "failed"
    try:
        _send(letter, address)
    except ABOUT_ONE_MAIL as error:
        return _failed(mail, f"The mail server refused it: {_said(error)}", now)
    except OSError as error:
        _failed(mail, f"{Mail.AWAY} ({_said(error)})", now)
        return "away"
    except Exception as error:
        return _failed(mail, f"It could not be sent: {_said(error)}", now)
    Mail.objects.filter(pk=mail_id).update(sent_at=now, last_error="")
    return "sent"


def _address_of(mail: Mail) -> str:
    """Where the mail goes. Raises ValidationError with a sentence for the staff when it can go nowhere."""
    address = (mail.user or mail.reviewer).email.strip()
    with override(settings.LANGUAGE_CODE):
        if mail.user and not mail.user.is_active:
            raise ValidationError(_("The account of this person is switched off."))
        if not address:
            raise ValidationError(_("This person has no e-mail address. Add it to their account."))
        try:
            validate_email(address)
        except ValidationError:
            raise ValidationError(_("The e-mail address of this person is not one.")) from None
    return address


def _send(letter: Letter, address: str) -> None:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    headers = {"Message-ID": make_msgid(domain=domain), "Auto-Submitted": "auto-generated"}
    message = EmailMultiAlternatives(
        letter.subject,
        letter.text,
        settings.DEFAULT_FROM_EMAIL,
        [address],
        headers=headers,
        connection=get_connection(),
    )
    message.attach_alternative(letter.html, "text/html")
    message.send()


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def _failed(mail: Mail, reason: str, now: datetime) -> str:
    logger.warning("Mail %s (%s), try %s: %s", mail.pk, mail.kind, mail.tries, reason)
    _put_back(mail, reason, now)
    return "failed"


def _put_back(mail: Mail, reason: str, now: datetime) -> None:
    """Try again later, or, after the last wait, never; either way it stays in sight."""
    changes = {"last_error": reason[:LONGEST_ERROR]}
    if mail.tries <= len(WAITS):
        changes["next_try_at"] = now + WAITS[mail.tries - 1]
    else:
        changes["given_up_at"] = now
    Mail.objects.filter(pk=mail.pk).update(**changes)


@dataclass
class Round:
    """What one round of the outbox did: numbers of mails. `away`: the server could not be reached, and the rest waits."""

    sent: int = 0
    failed: int = 0
    not_needed: int = 0
    away: bool = False
    mails: list[int] = field(default_factory=list)


def deliver_waiting(*, now: datetime, most: int = 500) -> Round:
    """Send every mail whose turn it is, the longest waiting first. Stops when the server is away."""
    done = Round()
    for mail_id in list(Mail.objects.waiting(now=now).values_list("pk", flat=True)[:most]):
        outcome = deliver(mail_id=mail_id, now=now)
        if outcome == "not ours":
            continue
        done.mails.append(mail_id)
        done.sent += outcome == "sent"
        done.failed += outcome in ("failed", "away")
        done.not_needed += outcome == "not needed"
        if outcome == "away":
            done.away = True
            break
    return done


@transaction.atomic
def try_again(*, mail: Mail, by, now: datetime) -> bool:
    """Send a mail in trouble now, also one that was given up; its waits begin anew. False when it is not in trouble. For
    whoever keeps the mails, or may edit the page it is about."""
    page = Page.objects.filter(pk=mail.data.get("page")).first() if mail.data.get("page") else None
    if page is None or by.has_perm("publishing.change_mail"):
        permissions.require(by, "publishing.change_mail", to=_("send mails again"))
    else:
        permissions.require_edit(by, page.specific)
    changed = Mail.objects.in_trouble().filter(pk=mail.pk).update(next_try_at=now, tries=0, given_up_at=None)
    if changed:
        transaction.on_commit(lambda: deliver(mail_id=mail.pk, now=now), robust=True)
    return bool(changed)
