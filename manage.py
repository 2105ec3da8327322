#!/usr/bin/env python
"""Runs Django's commands for Wellread."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        execute_from_command_line(sys.argv)
    except (ImproperlyConfigured, OperationalError) as error:
        # A wrong setting, or a database that cannot be reached, is the operator's to mend: a few lines say what is wrong, a
        # traceback would bury them.
        sys.exit(f"manage.py: {str(error).strip()}")
