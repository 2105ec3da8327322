"""Work out what pages would say with changed facts, while nobody waits for it."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from publishing.actions import prepare_change_set
from publishing.models import ChangeSet

AT_ONCE = 100


class Command(BaseCommand):
    help = (
        "Work out what every page touched by a change of facts would say, so that whoever changed the facts need not wait. "
        "Patients see nothing of it. Run it every minute by cron or a timer; with nothing to do it asks one question and ends."
    )

    def add_arguments(self, parser):
        parser.add_argument("--most", type=int, default=1000, help="pages in one run (default: 1000)")

    def handle(self, *args, most, **options):
        done = 0
        for change_set in ChangeSet.objects.to_work_out().order_by("asked_at", "pk"):
            while done < most:
                before = change_set.affected.unprepared().waiting().count()
                left = prepare_change_set(change_set=change_set, now=timezone.now(), most=min(AT_ONCE, most - done))
                done += max(0, before - left)
                if left == 0 or left >= before:
                    break
        self.stdout.write(f"{done} pages worked out")
