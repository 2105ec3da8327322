"""The power goes while a page is being published: whatever the step, readers find entirely the old page or the new one."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from publishing.models import Edition, Event, Schedule
from tests import stories
from tests.house.files import ROOT


def database_for_others(folder: Path) -> str:
    """The address of this test's database for another process. SQLite's is in memory, so the other gets a copy in a file."""
    if connection.vendor == "sqlite":
        path = folder / "killed.sqlite3"
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(path)])
        return f"sqlite:///{path}"
    name = connection.settings_dict["NAME"]
    return os.environ["DATABASE_URL"].rsplit("/", 1)[0] + f"/{name}"


def die_at_each_step(page, by, folder: Path) -> list[dict]:
    command = [sys.executable, "-m", "tests.publishing.killing", str(page.pk), str(by.pk), stories.NOW.isoformat()]
    environment = os.environ | {
        "DATABASE_URL": database_for_others(folder),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr[-2_000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.django_db(transaction=True)
def test_a_process_killed_at_any_step_of_publishing_leaves_the_old_page_or_the_new_one(author, reviewer, tmp_path):
    stories.add_reference(by=author)
    drug = stories.write_drug(by=author)
    stories.publish(drug, by=author, reviewer=reviewer)
    page = stories.write_article(by=author, key="bones", body="First words.\n")
    stories.publish(page, by=author, reviewer=reviewer, change_note="")
    linking = stories.write_article(by=author, key="linking", body="See [[page:bones]].\n")
    stories.publish(linking, by=author, reviewer=reviewer, change_note="")
    stories.edit(page, by=author, body="New words: [[drug:denosumab#frequency]], [[page:linking]] [@himelstein2017].\n")
    stories.approve(page, by=reviewer)
    Schedule.objects.create(
        page=page, does="publish", at=stories.NOW, significance="clinical", set_by=author, set_at=stories.NOW
    )
    events, editions = Event.objects.count(), Edition.objects.count()

    steps = die_at_each_step(page, author, tmp_path)

    assert len(steps) > 20, "publishing has many steps, and each was tried"
    assert all(step["died"] for step in steps), steps
    states = [step["state"] for step in steps]
    assert len(set(states[:-1])) == 1, "as long as it was not finished, nothing at all was written"
    assert states[-1] != states[0], "the last one was killed after its commit"
    if connection.vendor == "postgresql":  # this test's own database, and not a copy
        assert Edition.objects.count() == editions + 1 and Event.objects.count() == events + 1
        assert "New words" in stories.live(page).edition.html
