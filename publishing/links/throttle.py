"""Who tries made-up links is slowed down. Counted in the memory of this process, under a keyed hash of the address: no address
of a visitor is written down anywhere."""

from django.core.cache import cache
from django.utils.crypto import salted_hmac

MOST_UNKNOWN = 20
WINDOW_SECONDS = 600


def is_guessing(request) -> bool:
    """Count one unknown link of this visitor, and say whether there have been too many. A link that exists is never counted
    and never refused, so that nobody is locked out by a neighbour behind the same address."""
    key = _key(request)
    if cache.add(key, 1, WINDOW_SECONDS):
        return False
    try:
        return cache.incr(key) > MOST_UNKNOWN
    except ValueError:  # it ran out between the two lines
        return False


def _key(request) -> str:
    address = request.META.get("REMOTE_ADDR", "")
    return f"sign-off:{salted_hmac('publishing.links.throttle', address, algorithm='sha256').hexdigest()}"
