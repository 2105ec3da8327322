"""A bad value in the environment stops the start, and says what to do; a good one does not."""

import os
import subprocess
import sys

import pytest

from tests.house.files import ROOT

KEY = "k3Y-" * 15
GOOD = {
    "DEBUG": "0",
    "SECRET_KEY": KEY,
    "ALLOWED_HOSTS": "wellread.example.org",
    "SITE_URL": "https://wellread.example.org",
    "DATABASE_URL": "sqlite:///never-opened.sqlite3",
}
EXAMPLE_KEY = "for-local-work-only-never-use-this-key-where-patients-can-reach-it"
SHOW = (
    "from config import settings as s; "
    "print(s.DEBUG, s.SECURE_SSL_REDIRECT, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS > 0)"
)


def start(environment: dict[str, str | None], *, code: str = "import config.settings") -> subprocess.CompletedProcess:
    """Read the settings in a process of their own, with nothing in the environment but this."""
    values = {name: value for name, value in (GOOD | environment).items() if value is not None}
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "SYSTEMROOT") if name in os.environ}
    command = [sys.executable, "-W", "error", "-c", code]
    return subprocess.run(command, cwd=ROOT, env=kept | values, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"SECRET_KEY": None}, "SECRET_KEY"),
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "k" * 49}, "SECRET_KEY"),
        ({"SECRET_KEY": EXAMPLE_KEY}, "SECRET_KEY"),
        ({"SECRET_KEY": None, "DEBUG": None}, "SECRET_KEY"),
        ({"SECRET_KEY": None, "DEBUG": "no"}, "SECRET_KEY"),
        ({"DEBUG": "maybe"}, "DEBUG"),
        ({"TIME_ZONE": "Mars"}, "TIME_ZONE"),
        ({"ALLOWED_HOSTS": None}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "wellread.example.org,*"}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": " * "}, "ALLOWED_HOSTS"),
        ({"DATABASE_URL": "mysql://root@127.0.0.1/wellread"}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgrse://wellread:s3cret@db/wellread"}, "DATABASE_URL"),
        ({"DATABASE_URL": "oracle://root@127.0.0.1/wellread"}, "DATABASE_URL"),
        ({"DATABASE_URL": "nonsense"}, "DATABASE_URL"),
        ({"DATABASE_URL": "wellread.sqlite3"}, "DATABASE_URL"),
        ({"DATABASE_URL": ""}, "DATABASE_URL"),
        ({"SITE_URL": "wellread.example.org"}, "SITE_URL"),
        ({"SITE_URL": "ftp://wellread.example.org"}, "SITE_URL"),
        ({"SITE_URL": "https://"}, "SITE_URL"),
        ({"SITE_URL": "javascript:alert(1)"}, "SITE_URL"),
        ({"SITE_URL": "//wellread.example.org"}, "SITE_URL"),
        ({"EMAIL_HOST": "smtp.example.org/x"}, "EMAIL_HOST"),
        ({"EMAIL_HOST": ""}, "EMAIL_HOST"),
        ({"EMAIL_PORT": "many"}, "EMAIL_PORT"),
        ({"EMAIL_PORT": "0"}, "EMAIL_PORT"),
        ({"EMAIL_PORT": "65536"}, "EMAIL_PORT"),
        ({"EMAIL_TLS": "yes"}, "EMAIL_TLS"),
        ({"EMAIL_TIMEOUT": "-1"}, "EMAIL_TIMEOUT"),
        ({"EMAIL_TIMEOUT": "600"}, "EMAIL_TIMEOUT"),
        ({"EMAIL_USER": "press"}, "EMAIL_PASSWORD"),
        ({"EMAIL_PASSWORD": "s3cret"}, "EMAIL_PASSWORD"),
        (
            {"EMAIL_HOST": "smtp.example.org", "EMAIL_USER": "press", "EMAIL_PASSWORD": "s3cret", "EMAIL_TLS": "off"},
            "EMAIL_TLS",
        ),
        ({"REFERENCE_RESOLVERS": "crossref,everything"}, "REFERENCE_RESOLVERS"),
        ({"RESOLVER_TIMEOUT": "31"}, "RESOLVER_TIMEOUT"),
        ({"RESOLVER_MAIL": "Library <library@example.org>"}, "RESOLVER_MAIL"),
        ({"DEFAULT_FROM_EMAIL": "Wellread"}, "DEFAULT_FROM_EMAIL"),
        ({"DEFAULT_FROM_EMAIL": "a@example.org\nBcc: b@example.org"}, "DEFAULT_FROM_EMAIL"),
        ({"DEFAULT_FROM_EMAIL": "a@example.org, b@example.org"}, "DEFAULT_FROM_EMAIL"),
    ],
)
def test_a_bad_value_stops_the_start_and_is_named(changed, named):
    started = start(changed)
    assert started.returncode != 0
    assert "ImproperlyConfigured" in started.stderr
    assert named in started.stderr.strip().splitlines()[-1]
    assert KEY not in started.stderr and "s3cret" not in started.stderr


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"SECRET_KEY": "k" * 50},
        {"ALLOWED_HOSTS": "wellread.example.org,www.example.org"},
        {"ALLOWED_HOSTS": ".example.org"},
        {"DATABASE_URL": "postgres://wellread:secret@127.0.0.1:5432/wellread"},
        {"DATABASE_URL": "postgresql://wellread@db/wellread"},
        {"DATABASE_URL": None},
        {"SITE_URL": "http://127.0.0.1:8000"},
        {"SITE_URL": "https://wellread.example.org/"},
        {"EMAIL_HOST": "smtp.example.org", "EMAIL_USER": "press", "EMAIL_PASSWORD": "s3cret", "EMAIL_TLS": "tls"},
        {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": "1025", "EMAIL_TIMEOUT": "60"},
        {"DEFAULT_FROM_EMAIL": "Wellread <press@example.org>"},
        {"DEFAULT_FROM_EMAIL": "press@example.org"},
        {"REFERENCE_RESOLVERS": "Crossref, pubmed", "RESOLVER_MAIL": "library@example.org", "RESOLVER_TIMEOUT": "3"},
        {"DEBUG": "1", "SECRET_KEY": None, "ALLOWED_HOSTS": None, "SITE_URL": None, "DATABASE_URL": None},
    ],
)
def test_a_good_value_does_not(changed):
    started = start(changed)
    assert (started.returncode, started.stderr) == (0, "")


def test_without_anything_said_nothing_is_in_debug_and_everything_goes_over_https():
    assert start({"DEBUG": None}, code=SHOW).stdout.split() == ["False", "True", "True", "True", "True"]


def test_debug_is_for_local_work_without_https():
    assert start({"DEBUG": "1"}, code=SHOW).stdout.split() == ["True", "False", "False", "False", "False"]


def test_a_proxys_word_is_taken_only_when_it_is_trusted():
    ask = "from config import settings as s; print(getattr(s, 'SECURE_PROXY_SSL_HEADER', None))"
    assert start({}, code=ask).stdout.strip() == "None"
    assert "HTTP_X_FORWARDED_PROTO" in start({"TRUST_PROXY": "1"}, code=ask).stdout


MAILS = (
    "from config import settings as s; "
    "print(s.EMAIL_BACKEND.split('.')[-2], s.EMAIL_PORT, s.EMAIL_USE_TLS, s.EMAIL_USE_SSL, s.DEFAULT_FROM_EMAIL)"
)


@pytest.mark.parametrize(
    ("changed", "shown"),
    [
        ({}, "smtp 25 False False wellread@wellread.example.org"),
        ({"EMAIL_HOST": "smtp.example.org"}, "smtp 587 True False wellread@wellread.example.org"),
        ({"EMAIL_HOST": "smtp.example.org", "EMAIL_TLS": "tls"}, "smtp 465 False True wellread@wellread.example.org"),
        ({"DEBUG": "1", "EMAIL_HOST": "smtp.example.org"}, "console 587 True False wellread@wellread.example.org"),
    ],
)
def test_mails_go_out_safely_by_default_and_are_printed_in_development(changed, shown):
    assert start(changed, code=MAILS).stdout.strip() == shown
