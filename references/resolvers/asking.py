"""One question to one service over https: short, small, and never led elsewhere."""

import json
import time
import urllib.error
import urllib.request
from email.utils import parseaddr
from http.client import HTTPException
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

MOST_BYTES = 4_000_000
_PIECE = 65_536


class CannotResolve(Exception):
    """A service gave no record. The message is for the person who asked; `unknown` when the service answered that it has
    none, so that asking again is of no use."""

    def __init__(self, reason: str, *, unknown: bool = False):
        super().__init__(reason)
        self.reason, self.unknown = reason, unknown


class _SameHost(urllib.request.HTTPRedirectHandler):
    """Follows a redirect only to the same host over https."""

    def redirect_request(self, req, fp, code, msg, headers, newurl):
        before, after = urlsplit(req.full_url), urlsplit(newurl)
        if after.scheme != "https" or after.netloc != before.netloc:
            raise urllib.error.URLError("redirected to another host")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


# Only https: no file:, no ftp:, and no proxy but the one that the environment names.
_opener = urllib.request.OpenerDirector()
for _handler in (
    urllib.request.ProxyHandler,
    urllib.request.HTTPSHandler,
    urllib.request.HTTPDefaultErrorHandler,
    urllib.request.HTTPErrorProcessor,
    _SameHost,
):
    _opener.add_handler(_handler())


def ask_json(url: str, *, service: str) -> Any:
    """The parsed JSON that stands at an https address. `service`: its name in messages. Raises CannotResolve.

    Each step of the network may take settings.RESOLVER_TIMEOUT seconds, the whole answer twice that, and 4 MB.
    """
    if urlsplit(url).scheme != "https":
        raise ValueError("Services are asked over https only.")
    seconds = settings.RESOLVER_TIMEOUT
    request = urllib.request.Request(url, headers={"User-Agent": user_agent(), "Accept": "application/json"})  # noqa: S310
    try:
        with _opener.open(request, timeout=seconds) as response:
            body = _read(response, until=time.monotonic() + 2 * seconds)
    except urllib.error.HTTPError as error:
        error.close()
        raise _refusal(error.code, service) from error
    except TimeoutError as error:
        raise _too_slow(service) from error
    except urllib.error.URLError as error:
        if isinstance(error.reason, TimeoutError):
            raise _too_slow(service) from error
        raise CannotResolve(_("%(service)s could not be reached. Fill in by hand.") % {"service": service}) from error
    except (OSError, HTTPException) as error:
        raise CannotResolve(_("%(service)s could not be reached. Fill in by hand.") % {"service": service}) from error
    if body is None:
        raise CannotResolve(_("%(service)s sent more than we read. Fill in by hand.") % {"service": service})
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise CannotResolve(
            _("%(service)s sent something that is not a record. Fill in by hand.") % {"service": service}
        ) from error


def user_agent() -> str:
    """Who asks, with an address to write to: the services ask for it, and serve such clients first."""
    mail = settings.RESOLVER_MAIL or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return f"Wellread/{settings.RELEASE} ({settings.SITE_URL}; mailto:{mail})"


def _read(response, *, until: float) -> bytes | None:
    """The whole body; None when it is too large. A trickle of bytes does not hold us for ever."""
    pieces, size = [], 0
    while piece := response.read1(_PIECE):
        size += len(piece)
        if size > MOST_BYTES:
            return None
        if time.monotonic() > until:
            raise TimeoutError
        pieces.append(piece)
    return b"".join(pieces)


def _too_slow(service: str) -> CannotResolve:
    return CannotResolve(
        _("%(service)s did not answer within %(seconds)s seconds. Fill in by hand, or try again later.")
        % {"service": service, "seconds": settings.RESOLVER_TIMEOUT}
    )


def _refusal(code: int, service: str) -> CannotResolve:
    if code in (400, 404, 410):
        return CannotResolve(_("%(service)s does not know this number.") % {"service": service}, unknown=True)
    if code == 429:
        return CannotResolve(
            _("%(service)s was asked too often. Wait a minute, or fill in by hand.") % {"service": service}
        )
    return CannotResolve(
        _("%(service)s answered with an error (%(code)s). Fill in by hand, or try again later.")
        % {"service": service, "code": code}
    )
