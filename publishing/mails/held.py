"""The mail about pages held back after a fact changed."""

from datetime import datetime

from django.urls import reverse

from publishing.change_words import change_words, in_language
from publishing.mails.addresses import absolute, form_of
from publishing.mails.needed import NotNeeded
from publishing.models import ChangeSet, Mail, Page, Publication
from publishing.source_news import news_of

MOST = 20


def pages_held(mail: Mail, now: datetime) -> dict:
    """For whoever looks after them. `data`: {"fact", "change_set": id or None, "pages": ids}. Pages mended meanwhile are
    left out."""
    fact = mail.data["fact"]
    live = Publication.objects.live().filter(page__in=mail.data["pages"]).by_title()
    held = {row.page_id: row for row in live.defer("edition") if any(each["fact"] == fact for each in row.held)}
    if not held:
        raise NotNeeded
    change_set = ChangeSet.objects.filter(pk=mail.data.get("change_set") or 0).first()
    titles = [each["title"] for row in held.values() for each in row.held if each["fact"] == fact]
    pages = Page.objects.in_bulk(list(held)[:MOST])
    return {
        "title": (change_set and in_language(change_set.after.get("name"), mail.language)) or titles[0],
        "news": news_of(change_set) if change_set else None,
        "words": change_words(change_set.before, change_set.after, mail.language) if change_set else "",
        "pages": [
            {"title": row.title, "due_on": row.due_on, "link": form_of(pages[pk])}
            for pk, row in held.items()
            if pk in pages
        ],
        "number": len(held),
        "more": max(0, len(held) - MOST),
        "link": absolute(reverse("staff:change", args=[change_set.pk])) if change_set else "",
    }
