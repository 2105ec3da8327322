"""The product's settings as patients meet them (DEBUG off), with files in a folder of the test's own."""

import os
from pathlib import Path

from config.settings import *  # noqa: F403

FOLDER = Path(os.environ["WELLREAD_BROWSER_FOLDER"])
STATIC_ROOT = FOLDER / "static"
MEDIA_ROOT = FOLDER / "media"
