"""Send the mails that wait."""

import json
import sys

from django.core.management.base import BaseCommand
from django.utils import timezone

from publishing.actions.mailing import deliver_waiting
from publishing.models import Mail


class Command(BaseCommand):
    help = (
        "Send the mails whose turn it is: those that could not be sent at once, and those that failed before. Run it every "
        "few minutes by cron or a timer; two runs at once send nothing twice. Exit code 1 while mails are in trouble."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="say how many mails wait, and send none")
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def handle(self, *args, dry_run, **options):
        now = timezone.now()
        report = {"dry_run": dry_run, "sent": 0, "failed": 0, "not_needed": 0, "server_away": False}
        if not dry_run:
            done = deliver_waiting(now=now)
            report |= {
                "sent": done.sent,
                "failed": done.failed,
                "not_needed": done.not_needed,
                "server_away": done.away,
            }
        trouble = Mail.objects.in_trouble()
        report["waiting"] = Mail.objects.waiting(now=now).count()
        report["in_trouble"] = [
            {
                "id": mail.pk,
                "kind": mail.kind,
                "tries": mail.tries,
                "given_up": bool(mail.given_up_at),
                "error": mail.last_error,
            }
            for mail in trouble.order_by("made_at")[:100]
        ]
        if options["json"]:
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=1))
        else:
            self._print(report)
        if report["in_trouble"]:
            sys.exit(1)

    def _print(self, report: dict) -> None:
        if report["dry_run"]:
            self.stdout.write(f"{report['waiting']} would be sent now")
        else:
            self.stdout.write(f"{report['sent']} sent, {report['failed']} failed, {report['waiting']} still waiting")
        for mail in report["in_trouble"]:
            end = "given up" if mail["given_up"] else "will be tried again"
            self.stderr.write(f"mail {mail['id']} ({mail['kind']}): {mail['error']}: {end}", style_func=str)
