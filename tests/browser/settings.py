"""The product's settings as patients meet them (DEBUG off), with files in a folder of the test's own."""

import os
from pathlib import Path

from config.settings import *  # noqa: F403

FOLDER = Path(os.environ["WELLREAD_BROWSER_FOLDER"])
STATIC_ROOT = FOLDER / "static"
MEDIA_ROOT = FOLDER / "media"
# Mails go where a test can read them, as their owners would.
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = FOLDER / "mails"
