"""Publish and withdraw what was set for a time that has come."""

import json
import sys
from dataclasses import asdict

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone
from tqdm import tqdm

from publishing.actions import do_at_set_time
from publishing.actions.scheduling import Outcome
from publishing.models import Schedule


class Command(BaseCommand):
    help = (
        "Publish and withdraw every page whose set time has come. Requirements and approval are checked again at this moment; "
        "a refusal is kept with its reasons and mailed to whoever looks after the page. Run it every minute by cron or a "
        "timer; running it again, or twice at once, does nothing twice. Exit code 1 when something was refused or failed."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="say what would happen now and change nothing")
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def handle(self, *args, dry_run, **options):
        now = timezone.now()
        due = list(Schedule.objects.come_due(now=now).select_related("page"))
        outcomes = [
            self._do(schedule, now, dry_run=dry_run) for schedule in tqdm(due, unit="page", disable=None, leave=False)
        ]
        outcomes = [outcome for outcome in outcomes if outcome.result != "not ours"]
        if options["json"]:
            rows = [asdict(outcome) for outcome in outcomes]
            self.stdout.write(json.dumps({"dry_run": dry_run, "set_times": rows}, ensure_ascii=False, indent=1))
        else:
            self._print(outcomes, dry_run=dry_run)
        if any(outcome.result != "done" for outcome in outcomes):
            sys.exit(1)

    def _do(self, schedule: Schedule, now, *, dry_run: bool) -> Outcome:
        """Each page in a transaction of its own: what breaks on one page keeps no other from its time."""
        try:
            with transaction.atomic():
                outcome = do_at_set_time(schedule=schedule, now=now)
                transaction.set_rollback(dry_run)
        except Exception as error:
            # Nothing was changed, and the next run tries again.
            reason = f"{type(error).__name__}: {error}"
            return Outcome(schedule.pk, schedule.page.title, schedule.does, "failed", (reason,))
        return outcome

    def _print(self, outcomes: list[Outcome], *, dry_run: bool) -> None:
        for outcome in outcomes:
            line = f"{outcome.does} “{outcome.page}”: {'would be ' if dry_run else ''}{outcome.result}"
            if outcome.result == "done":
                self.stdout.write(line)
            else:
                self.stderr.write(f"{line}: {' '.join(outcome.reasons)}", style_func=str)
        if not outcomes:
            self.stdout.write("nothing is due")
