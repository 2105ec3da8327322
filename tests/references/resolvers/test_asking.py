"""One question over https: bounded in time and size, never led elsewhere, and clear about what went wrong."""

import urllib.request
from email.message import Message
from urllib.error import URLError

import pytest

from references.resolvers import asking
from references.resolvers.asking import CannotResolve, ask_json
from tests.references.resolvers.services import Answering


@pytest.fixture
def network(monkeypatch):
    def answering(*answers):
        stand_in = Answering(*answers)
        monkeypatch.setattr(asking, "_opener", stand_in)
        return stand_in

    return answering


def test_who_asks_says_so_and_waits_no_longer_than_set(network, settings):
    settings.RESOLVER_MAIL, settings.RESOLVER_TIMEOUT = "library@hospital.example", 7
    stand_in = network(b'{"a": 1}')
    assert ask_json("https://api.example/a", service="Service") == {"a": 1}
    assert "mailto:library@hospital.example" in stand_in.asked[0].get_header("User-agent")
    assert stand_in.timeout == 7


def test_without_an_address_of_its_own_the_senders_is_named(settings):
    settings.RESOLVER_MAIL, settings.DEFAULT_FROM_EMAIL = "", "Wellread <press@hospital.example>"
    assert "mailto:press@hospital.example)" in asking.user_agent()


@pytest.mark.parametrize(
    ("answer", "said", "unknown"),
    [
        (404, "Service does not know this number.", True),
        (400, "Service does not know this number.", True),
        (429, "asked too often", False),
        (503, "answered with an error (503)", False),
        (TimeoutError(), "did not answer within 5 seconds", False),
        (URLError(TimeoutError()), "did not answer within 5 seconds", False),
        (URLError("no such host"), "could not be reached", False),
        (ConnectionResetError(), "could not be reached", False),
        (b"<html>busy</html>", "not a record", False),
        (b"\xff\xfe", "not a record", False),
        (b"[" * 100_000, "not a record", False),
        (b"x" * (asking.MOST_BYTES + 1), "more than we read", False),
    ],
)
def test_what_went_wrong_is_said_with_the_name_of_the_service(network, settings, answer, said, unknown):
    settings.RESOLVER_TIMEOUT = 5
    network(answer)
    with pytest.raises(CannotResolve) as refused:
        ask_json("https://api.example/a", service="Service")
    assert said in refused.value.reason
    assert refused.value.unknown is unknown


@pytest.mark.parametrize("address", ["http://api.example/a", "file:/notes.txt", "ftp://api.example/a"])
def test_only_https_is_asked(network, address):
    stand_in = network(b"{}")
    with pytest.raises(ValueError, match="https"):
        ask_json(address, service="Service")
    assert stand_in.asked == []


@pytest.mark.parametrize(
    ("leads_to", "followed"),
    [
        ("https://api.example/b", True),
        ("http://api.example/b", False),
        ("https://elsewhere.example/b", False),
        ("https://api.example:8443/b", False),
        ("https://api.example@elsewhere.example/b", False),
    ],
)
def test_a_redirect_stays_with_the_host(leads_to, followed):
    request = urllib.request.Request("https://api.example/a")
    if followed:
        assert (
            asking._SameHost().redirect_request(request, None, 302, "Found", Message(), leads_to).full_url == leads_to
        )
    else:
        with pytest.raises(URLError):
            asking._SameHost().redirect_request(request, None, 302, "Found", Message(), leads_to)


def test_nothing_but_https_can_be_opened():
    assert set(asking._opener.handle_open) == {"https"}
