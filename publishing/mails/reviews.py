"""Mails about reviews: recorded in somebody's name, and objected to."""

from datetime import datetime

from publishing import checklist, objections
from publishing.mails.addresses import absolute, form_of
from publishing.mails.needed import NotNeeded
from publishing.models import Mail, Publication, Review


def review_recorded(mail: Mail, now: datetime) -> dict:
    """For the clinician in whose name reviews were recorded, with a link for each to object. `data`: {"reviews": ids}.
    Reviews they objected to meanwhile are left out."""
    known = Review.objects.filter(pk__in=mail.data.get("reviews", ()), objection__isnull=True)
    reviews = list(known.select_related("page", "recorded_by").order_by("page__title", "pk"))
    if not reviews:
        raise NotNeeded
    paths = Publication.objects.pages().filter(page__in=[review.page_id for review in reviews])
    by_page = dict(paths.values_list("page", "path"))
    return {
        "page": reviews[0].page,
        "count": len(reviews),
        "recorded_by": reviews[0].recorded_by.get_display_name(),
        "rows": [
            {
                "review": review,
                "title": review.page.title,
                "checked": checklist.checked_in_words(review.checklist),
                "public_link": absolute(by_page[review.page_id]) if review.page_id in by_page else "",
                "link": absolute(objections.path_of(review.pk, mail.language, now=now)),
            }
            for review in reviews
        ],
        "days": objections.GOOD_FOR.days,
    }


def review_objected(mail: Mail, now: datetime) -> dict:
    """For whoever recorded the review, and for who looks after the page. `data`: {"review": id}."""
    review = (
        Review.objects.select_related("page", "objection__check_by_code").filter(pk=mail.data.get("review")).first()
    )
    if review is None or not hasattr(review, "objection"):
        raise NotNeeded
    live = Publication.objects.live().filter(page=review.page_id).first()
    return {
        "review": review,
        "page": review.page,
        "words": review.objection.words,
        "confirmed": bool(review.objection.confirmed_at),
        "reviewed_on": live.reviewed_on if live else None,
        "due_on": live.due_on if live else None,
        "link": form_of(review.page),
    }
