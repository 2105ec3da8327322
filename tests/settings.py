"""The product's settings for tests: development defaults, and password hashing that does not take most of the time."""

import os

os.environ["DEBUG"] = "1"

from config.settings import *  # noqa: F403 - the environment above must be set before these settings read it

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Static files come from the source folders: no test needs `collectstatic` first, and whitenoise does not warn about it.
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
# Every test starts with nothing kept: rolled-back databases give the same ids to other pages.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
