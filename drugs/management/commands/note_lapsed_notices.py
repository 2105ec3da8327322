"""`manage.py note_lapsed_notices`: for the record, which safety notices nobody confirmed in time. Run it every few minutes; the
notices lapse without it, and readers never saw them."""

import json

from django.core.management.base import BaseCommand
from django.utils import timezone

from drugs.actions import note_lapsed
from drugs.models import SafetyNotice


class Command(BaseCommand):
    help = (
        "Write down which safety notices lapsed because no second person confirmed them, and tell whoever raised them."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="list them and write nothing")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args, **options):
        now = timezone.now()
        if options["dry_run"]:
            notices = list(SafetyNotice.objects.unanswered_too_long(now=now).select_related("drug").order_by("pk"))
        else:
            notices = note_lapsed(now=now)
        if options["json"]:
            self.stdout.write(json.dumps({"lapsed": [notice.pk for notice in notices]}))
            return
        for notice in notices:
            self.stdout.write(f"lapsed: {notice} (number {notice.pk})")
        self.stdout.write(f"{len(notices)} safety notices lapsed")
