"""The mail about facts of which a source outside says otherwise."""

from datetime import datetime

from publishing.mails.addresses import form_of
from publishing.mails.needed import NotNeeded
from publishing.models import Mail, Page

MOST = 20


def facts_differ(mail: Mail, now: datetime) -> dict:
    """For whoever looks after them. `data`: {"pages": ids}. Each form says what differs, and leads to it."""
    pages = Page.objects.filter(pk__in=mail.data["pages"]).order_by("title", "pk")
    if not pages:
        raise NotNeeded
    return {
        "pages": [{"title": page.title, "link": form_of(page)} for page in pages[:MOST]],
        "number": len(pages),
        "more": max(0, len(pages) - MOST),
    }
