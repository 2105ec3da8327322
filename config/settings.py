"""All settings. What differs between machines comes from the environment, and a bad value stops the start.

DEBUG          1 for local work; anything a patient can reach runs without it
SECRET_KEY     required when DEBUG is off: at least 50 characters, not one of our own examples
ALLOWED_HOSTS  required when DEBUG is off: comma-separated host names
DATABASE_URL   sqlite:////path/to.sqlite3 (default: db.sqlite3 here) or postgres://user:password@host:port/name
SITE_URL       the public address, as printed in the sitemap (default http://127.0.0.1:8000)
HTTPS          1 (default when DEBUG is off): redirect to https, secure cookies, HSTS
TRUST_PROXY    1 when a proxy in front of us sets X-Forwarded-Proto and removes it from what clients send
EMAIL_…        where mails go out: EMAIL_HOST, EMAIL_PORT, EMAIL_TLS (starttls, tls or off), EMAIL_USER, EMAIL_PASSWORD,
               EMAIL_TIMEOUT in seconds, and DEFAULT_FROM_EMAIL
REFERENCE_…    REFERENCE_RESOLVERS: services that librarians may look references up with: crossref, pubmed, openlibrary
               (default: none); RESOLVER_TIMEOUT in seconds, and RESOLVER_MAIL, the address that we name to them
"""

import re
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import available_timezones

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config import __version__

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()


def flag(name: str, *, default: bool) -> bool:
    """A setting that is on or off. A misspelt one is refused: "maybe" must not quietly mean off, nor "yess"."""
    value = env.str(name, default="1" if default else "0").strip().lower()
    if value not in ("1", "true", "yes", "on", "0", "false", "no", "off", ""):
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}")
    return value in ("1", "true", "yes", "on")


def whole_number(name: str, *, default: int, most: int) -> int:
    """A setting that is a number from 1 to `most`."""
    value = env.str(name, default=str(default)).strip()
    if not value.isdecimal() or not 1 <= int(value) <= most:
        raise ImproperlyConfigured(f"{name} must be a whole number from 1 to {most}, not {value!r}")
    return int(value)


DEBUG = flag("DEBUG", default=False)
RELEASE = __version__

INSECURE_SECRET_KEY = "for-local-work-only-never-use-this-key-where-patients-can-reach-it"  # noqa: S105 - refused below
SECRET_KEY = env.str("SECRET_KEY", default=INSECURE_SECRET_KEY if DEBUG else "")
if not DEBUG and (len(SECRET_KEY) < 50 or SECRET_KEY == INSECURE_SECRET_KEY):
    raise ImproperlyConfigured(
        "SECRET_KEY must be set to a random value of at least 50 characters when DEBUG is off. Make one with: "
        "python3 -c 'import secrets; print(secrets.token_urlsafe(60))'. For local work, set DEBUG=1 instead."
    )

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"] if DEBUG else [])
ALLOWED_HOSTS = [host.strip() for host in ALLOWED_HOSTS if host.strip()]
if not DEBUG and (not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS):
    raise ImproperlyConfigured(
        "ALLOWED_HOSTS must name the hosts we answer for (no *), for example wellread.example.org"
    )

SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
if urlsplit(SITE_URL).scheme not in ("http", "https") or not urlsplit(SITE_URL).netloc:
    raise ImproperlyConfigured(f"SITE_URL must look like https://wellread.example.org, not {SITE_URL!r}")

INSTALLED_APPS = [
    "config.apps.WellreadConfig",
    "config.apps.WellreadAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "markdownx",
    "people",
    "publishing",
    "references",
    "glossary",
    "drugs",
    "edu",
    "connect",
]

# Sessions, CSRF and login stand here because the admin's checks ask for them, but they are lazy: a public view that never
# touches request.user or request.session sets no cookie and no Vary: Cookie (tests/config/test_headers.py watches that).
MIDDLEWARE = [
    "config.middleware.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.middleware.LanguageFromPath",
    "config.middleware.OurNotFound",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
    # The text of mails, where an apostrophe is an apostrophe. Nothing here is ever shown by a browser.
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "NAME": "text",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {"autoescape": False},
    },
]
# The admin's stock widgets, but found through our template folder first, so that an override is one file there.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS.append("django.forms")

database_url = env.str("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'db.sqlite3'}")
if urlsplit(database_url).scheme not in ("sqlite", "postgres", "postgresql"):
    # Without the value: it may hold a password.
    raise ImproperlyConfigured("DATABASE_URL must be sqlite:///… or postgres://…")
DATABASES = {"default": env.db_url_config(database_url)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE takes the write lock when a transaction begins: two editors queue instead of failing halfway ("database is
    # locked"); WAL lets patients read meanwhile.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA recursive_triggers=ON;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"]["CONN_MAX_AGE"] = 60
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Finished pages are kept in the process's memory, under keys that change with their content.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 1_000}},
}

AUTH_USER_MODEL = "people.User"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "admin:login"
SESSION_COOKIE_AGE = 12 * 60 * 60

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", default="UTC")
if TIME_ZONE not in available_timezones():
    raise ImproperlyConfigured(f"TIME_ZONE must be a name such as America/New_York, not {TIME_ZONE!r}")

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
MEDIA_ROOT = BASE_DIR / "media"
WHITENOISE_USE_FINDERS = DEBUG

# Our own staff-only views stand at these addresses (config/urls.py); markdownx reads the settings, not URL names. There is
# no upload view: pictures wait for the asset library, and the package's own upload accepts anything from anyone.
MARKDOWNX_URLS_PATH = "/admin/preview/"
MARKDOWNX_UPLOAD_URLS_PATH = "/admin/uploads-are-off/"
MARKDOWNX_SERVER_CALL_LATENCY = 400

# Security headers. 'self' without a nonce: cacheable, and the stock admin runs clean under it.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
HTTPS = flag("HTTPS", default=not DEBUG)
SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "config.views.csrf_failed"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 63_072_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
if flag("TRUST_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3_000

# In development mails are printed where the server runs.
EMAIL_BACKEND = (
    "django.core.mail.backends.console.EmailBackend" if DEBUG else "django.core.mail.backends.smtp.EmailBackend"
)
EMAIL_HOST = env.str("EMAIL_HOST", default="localhost").strip()
if not re.fullmatch(r"[A-Za-z0-9.:_-]+", EMAIL_HOST):
    raise ImproperlyConfigured(f"EMAIL_HOST must be a host name such as smtp.example.org, not {EMAIL_HOST!r}")
at_home = EMAIL_HOST in ("localhost", "127.0.0.1", "::1")
email_tls = env.str("EMAIL_TLS", default="off" if at_home else "starttls").strip().lower()
if email_tls not in ("starttls", "tls", "off"):
    raise ImproperlyConfigured(f"EMAIL_TLS must be starttls, tls or off, not {email_tls!r}")
EMAIL_USE_TLS, EMAIL_USE_SSL = email_tls == "starttls", email_tls == "tls"
EMAIL_PORT = whole_number("EMAIL_PORT", default={"starttls": 587, "tls": 465, "off": 25}[email_tls], most=65_535)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = env.str("EMAIL_USER", default=""), env.str("EMAIL_PASSWORD", default="")
if bool(EMAIL_HOST_USER) != bool(EMAIL_HOST_PASSWORD):
    raise ImproperlyConfigured("EMAIL_USER and EMAIL_PASSWORD are given together or not at all")
if EMAIL_HOST_PASSWORD and email_tls == "off" and not at_home:
    raise ImproperlyConfigured("EMAIL_TLS=off would send EMAIL_PASSWORD in the clear: choose starttls or tls")
EMAIL_TIMEOUT = whole_number("EMAIL_TIMEOUT", default=5, most=60)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"wellread@{urlsplit(SITE_URL).hostname}").strip()
if not re.fullmatch(r"([^<>\r\n]*<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)", DEFAULT_FROM_EMAIL):
    raise ImproperlyConfigured(
        f"DEFAULT_FROM_EMAIL must look like Wellread <press@example.org>, not {DEFAULT_FROM_EMAIL!r}"
    )

# Services outside that librarians may look a reference up with. None of them is asked unless it is named here.
REFERENCE_RESOLVERS = [name.strip().lower() for name in env.list("REFERENCE_RESOLVERS", default=[]) if name.strip()]
if unknown := sorted({*REFERENCE_RESOLVERS} - {"crossref", "pubmed", "openlibrary"}):
    raise ImproperlyConfigured(f"REFERENCE_RESOLVERS may name crossref, pubmed and openlibrary, not {unknown[0]!r}")
RESOLVER_TIMEOUT = whole_number("RESOLVER_TIMEOUT", default=5, most=30)
RESOLVER_MAIL = env.str("RESOLVER_MAIL", default="").strip()
if RESOLVER_MAIL and not re.fullmatch(r"[^<>@\s]+@[^<>@\s]+", RESOLVER_MAIL):
    raise ImproperlyConfigured(f"RESOLVER_MAIL must look like library@example.org, not {RESOLVER_MAIL!r}")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"no secrets": {"()": "config.logs.HideSecretPaths"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["no secrets"]}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
