"""The product's settings for measuring: as it runs for patients, but without https and without `collectstatic`, and on a
database of its own. DATABASE_URL says which engine; the database it names is never opened for writing."""

import os

os.environ["DEBUG"] = "1"  # lets the settings start without a secret key; measured is DEBUG off, below

from config.settings import *  # noqa: F403 - the environment above must be set before these settings read it
from config.settings import BASE_DIR, DATABASES, STORAGES

DEBUG = False
ROOT_URLCONF = "bench.urls"
ALLOWED_HOSTS = ["127.0.0.1"]
STATIC_ROOT = BASE_DIR / "static"  # as it is: names without hashes, sizes the same
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = False
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGGING_CONFIG = None
# Django's own way to a throw-away database: made before, dropped after. BENCH_DATABASE is set by bench/__main__.py.
DATABASES["default"]["TEST"] = {"NAME": os.environ.get("BENCH_DATABASE", f"wellread_bench_{os.getpid()}")}
