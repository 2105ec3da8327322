"""Remind people of reviews that come due or are overdue."""

import json
import sys

from django.core.management.base import BaseCommand
from django.utils import timezone

from publishing.actions.reminding import Reminded, send_reminders


class Command(BaseCommand):
    help = (
        "Remind people of reviews: 90, 30 and 7 days before, on the day, and then every week, from the third week also the "
        "backup owner and from the fifth also the team's lead. One mail a person. Run it once a day by cron or a timer: it "
        "catches up on missed days, and running it twice, even at once, reminds once. Exit code 1 when a page that is due "
        "has nobody to be told."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="say who would be reminded, and remind nobody")
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def handle(self, *args, dry_run, **options):
        done = send_reminders(now=timezone.now(), dry_run=dry_run)
        if options["json"]:
            report = {"dry_run": dry_run, "day": done.day.isoformat(), "reminded": done.told, "nobody": done.nobody}
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=1))
        else:
            self._print(done, dry_run=dry_run)
        if done.nobody:
            sys.exit(1)

    def _print(self, done: Reminded, *, dry_run: bool) -> None:
        verb = "would be reminded" if dry_run else "reminded"
        for username, number in done.told.items():
            self.stdout.write(f"{username}: {verb} of {number}")
        number = len(done.told)
        self.stdout.write(f"{number} {'person' if number == 1 else 'people'} {verb}")
        for title in done.nobody:
            self.stderr.write(f"nobody looks after: {title}", style_func=str)
