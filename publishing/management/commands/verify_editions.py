"""Look at every edition again: is the record what it says it is?"""

import json
import sys

from django.core.management.base import BaseCommand
from tqdm import tqdm

from publishing.models import Edition
from publishing.verifying import explain_redactions, verify


class Command(BaseCommand):
    help = (
        "Recompute the content hash of every edition and check what it rests on: its approvals, its number, the page that "
        "shows it, and the guards of the database. Emptied editions are explained. Writes nothing. Exit code 1 on findings."
    )

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def handle(self, *args, **options):
        with tqdm(total=Edition.objects.count(), unit=" editions", file=sys.stderr, disable=None) as bar:
            findings = list(verify(progress=bar.update))
        redacted = list(explain_redactions())
        if options["json"]:
            report = {
                "editions": bar.total,
                "findings": [finding.as_dict() for finding in findings],
                "redacted": redacted,
            }
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=1))
        else:
            for row in redacted:
                self.stdout.write(
                    f"edition {row['edition']} was emptied on {row['at'][:10]} by {row['asked_by']} and {row['agreed_by']}: "
                    f"{row['reason']} (hash {row['content_hash'][:12]})"
                )
            for finding in findings:
                where = f"edition {finding.edition}: " if finding.edition else ""
                self.stderr.write(f"{finding.code}: {where}{finding.message}", style_func=str)
            self.stdout.write(f"{bar.total} editions, {len(findings)} findings, {len(redacted)} emptied by redaction")
        if findings:
            sys.exit(1)
