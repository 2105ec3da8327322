"""The link by which a clinician objects to a review recorded in their name: signed, for one review, for 90 days.

Nothing is stored. The signature is made with SECRET_KEY and good for this purpose only.
"""

from datetime import datetime, timedelta

from django.core import signing
from django.urls import reverse

from publishing.places import localised

GOOD_FOR = timedelta(days=90)
LONGEST = 300
_SIGNER = signing.Signer(salt="publishing.objections")


class BadLink(Exception):
    """No link of ours. `too_old`: it was one, but its time is over."""

    def __init__(self, *, too_old: bool = False):
        super().__init__("too old" if too_old else "not ours")
        self.too_old = too_old


def path_of(review_id: int, language: str, *, now: datetime) -> str:
    """The path of the page, in the language, on which the clinician may object to a review."""
    signed = _SIGNER.sign_object({"review": review_id, "until": int((now + GOOD_FOR).timestamp())})
    return localised(reverse("review-objection", args=[signed]), language)


def review_of(signed: str, *, now: datetime) -> int:
    """The id of the review that a link is about. Raises BadLink."""
    if len(signed) > LONGEST:
        raise BadLink
    try:
        said = _SIGNER.unsign_object(signed)
        review, until = int(said["review"]), int(said["until"])
    except (signing.BadSignature, KeyError, TypeError, ValueError) as error:
        raise BadLink from error
    if now.timestamp() >= until:
        raise BadLink(too_old=True)
    return review
