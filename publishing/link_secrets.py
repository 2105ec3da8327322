"""The secrets of a link by which a clinician without an account signs off, and what may be kept of them. Pure, but for the
site's SECRET_KEY.

The token (256 bits) stands in the link and nowhere else; the database keeps its SHA-256. The one-time code has six digits, so
a plain hash of it could be undone by trying a million: it is keyed with SECRET_KEY, which is not in the database.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

TOKEN_BYTES = 32
CODE_LIVES = timedelta(minutes=15)
MOST_TRIES = 5  # of one code
CODES_WINDOW = timedelta(hours=1)
MOST_CODES = 5  # in one window
# Of one invitation, ever: whoever holds only the link can guess a hundred times in a million, and no more.
MOST_CODES_EVER = 20
ENTRY_LIVES = timedelta(hours=8)
ENTRY_COOKIE = "sign_off"

_SALT = "publishing.link_secrets"


def new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def hash_token(token: str) -> str:
    """What the database keeps of a token, as 64 hex digits."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def new_code() -> str:
    return f"{secrets.randbelow(1_000_000):06d}"


def hash_code(code: str, *, invitation_id: int) -> str:
    """What the database keeps of a one-time code; the same digits of another invitation hash differently."""
    return salted_hmac(f"{_SALT}.code", f"{invitation_id}:{code}", algorithm="sha256").hexdigest()


def hash_objection_code(code: str, *, objection_id: int) -> str:
    """The same for the code by which a clinician confirms an objection."""
    return salted_hmac(f"{_SALT}.objection", f"{objection_id}:{code}", algorithm="sha256").hexdigest()


def same_hash(one: str, other: str) -> bool:
    return bool(one) and constant_time_compare(one, other)


def make_entry(*, invitation_id: int, token_hash: str, now: datetime) -> str:
    """What the cookie of a clinician who gave the right code says, signed: this invitation, by this token, until then."""
    until = int((now + ENTRY_LIVES).timestamp())
    return signing.dumps([invitation_id, token_hash, until], salt=f"{_SALT}.pass")


def is_entry(value: str, *, invitation_id: int, token_hash: str, now: datetime) -> bool:
    """Whether a cookie opens this invitation: signed by us, not older than a working day, and for the token in use."""
    try:
        *what, until = signing.loads(value, salt=f"{_SALT}.pass")
    except (signing.BadSignature, ValueError, TypeError):
        return False
    return what == [invitation_id, token_hash] and now.timestamp() < until


def masked(address: str) -> str:
    """An e-mail address that its owner recognises and nobody else learns: "m•••@example.org"."""
    name, _at, domain = address.partition("@")
    return f"{name[:1]}•••@{domain}"
