"""Asking for the sample site too early."""

import os
import subprocess
import sys

from tests.house.files import ROOT


def test_on_a_database_without_tables_it_says_what_to_do_first(tmp_path):
    environment = os.environ | {"DEBUG": "1", "DATABASE_URL": f"sqlite:///{tmp_path}/empty.sqlite3"}
    done = subprocess.run(
        [sys.executable, "manage.py", "demo"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.strip().endswith("Run manage.py migrate first, then demo again.")
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
