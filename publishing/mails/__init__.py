"""What each kind of mail says: made when it is sent, in the language of its page, as text and as HTML.

One function a kind, `context_of(mail, now) -> dict`, gives what its templates (templates/mail/<kind>.txt and .html)
print; the first line of the text is the subject. It raises NotNeeded when the news is no longer true. It runs in a
transaction that is committed before the mail goes out, so it may store the hash of a secret it has just made.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from publishing.fields import words_in
from publishing.mails.addresses import absolute
from publishing.mails.approvals import approval_asked, approval_void, decision, wish_overruled
from publishing.mails.differing import facts_differ
from publishing.mails.held import pages_held
from publishing.mails.links import approval_code, approval_link, objection_code
from publishing.mails.needed import NotNeeded
from publishing.mails.redactions import redaction_asked, redaction_decided
from publishing.mails.reviews import review_objected, review_recorded
from publishing.mails.reviews_due import reviews_due
from publishing.mails.second_person import second_person
from publishing.mails.set_times import schedule_refused
from publishing.models import Mail, SiteSettings

CONTEXT_OF: dict[str, Callable[[Mail, datetime], dict]] = {
    Mail.Kind.PAGES_HELD: pages_held,
    Mail.Kind.FACTS_DIFFER: facts_differ,
    Mail.Kind.APPROVAL_ASKED: approval_asked,
    Mail.Kind.APPROVAL_VOID: approval_void,
    Mail.Kind.DECISION: decision,
    Mail.Kind.WISH_OVERRULED: wish_overruled,
    Mail.Kind.APPROVAL_LINK: approval_link,
    Mail.Kind.APPROVAL_CODE: approval_code,
    Mail.Kind.REVIEW_RECORDED: review_recorded,
    Mail.Kind.REVIEW_OBJECTED: review_objected,
    Mail.Kind.OBJECTION_CODE: objection_code,
    Mail.Kind.REVIEW_REMINDER: reviews_due,
    Mail.Kind.SCHEDULE_REFUSED: schedule_refused,
    Mail.Kind.REDACTION_ASKED: redaction_asked,
    Mail.Kind.REDACTION_DECIDED: redaction_decided,
    Mail.Kind.SECOND_PERSON: second_person,
    Mail.Kind.SECOND_PERSON_DONE: second_person,
}
LONGEST_SUBJECT = 200

__all__ = ["CONTEXT_OF", "Letter", "NotNeeded", "absolute", "compose"]


@dataclass(frozen=True)
class Letter:
    """A mail ready to be sent."""

    subject: str
    text: str
    html: str


def compose(mail: Mail, *, now: datetime) -> Letter:
    """The mail's words. Raises NotNeeded when there is nothing left to tell."""
    with translation.override(mail.language):
        context = {
            "language": mail.language,
            "person": mail.user or mail.reviewer,
            "site_name": words_in(SiteSettings.current().name, mail.language) or "Wellread",
            "site_url": settings.SITE_URL,
            **CONTEXT_OF[mail.kind](mail, now),
        }
        subject, _line, text = render_to_string(f"mail/{mail.kind}.txt", context, using="text").strip().partition("\n")
        subject = one_line(subject)
        html = render_to_string(f"mail/{mail.kind}.html", {**context, "subject": subject})
    return Letter(subject, text.strip() + "\n", html)


def one_line(words: str) -> str:
    """A subject: no line breaks or control characters, whatever a title holds, so that nobody can add a header."""
    kept = (" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in words)
    return " ".join("".join(kept).split())[:LONGEST_SUBJECT]
