"""How much of what patients read cites evidence, and how old that is: the report of the admin, as text or JSON."""

import json
import sys

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from tqdm import tqdm

from connect.coverage.report import Cited, Evidence, cited_of, evidence_of, shares_of, uncited_of
from publishing.models import Page, Publication
from references.actions import count_coverage, uncounted
from references.models import Coverage
from references.models.coverage import YEARS

AT_ONCE = 100


class Command(BaseCommand):
    help = (
        "Report which sections, cells of drug tables, side effects, precautions, doses and timings of live pages cite nothing, "
        f"how much of the cited evidence is older than {YEARS} years, and which references were corrected, superseded, doubted "
        "or retracted. Live pages that are not counted yet are counted first. Exit code 1 when a place cites nothing, or a "
        "reference with such a status is cited."
    )

    def add_arguments(self, parser):
        parser.add_argument("--page", metavar="KEY", help="only the pages with this key")
        parser.add_argument("--language", help="only pages in this language; “none” for facts, which have no language")
        parser.add_argument("--json", action="store_true", help="report as JSON")
        parser.add_argument(
            "--dry-run", action="store_true", help="count nothing; say how many pages are not counted yet"
        )

    def handle(self, *args, **options):
        waiting = uncounted().count()
        if waiting and not options["dry_run"]:
            with tqdm(total=waiting, unit=" pages", file=sys.stderr, disable=None) as bar:
                count_coverage(progress=bar.update)
            waiting = 0
        rows = Coverage.objects.live()
        if options["page"]:
            rows = rows.filter(edition__page__key=options["page"])
            if not Page.objects.filter(key=options["page"], pk__in=Publication.objects.live().values("page")).exists():
                raise CommandError(f"No live page has the key '{options['page']}'.")
        if options["language"]:
            rows = rows.filter(edition__language="" if options["language"] == "none" else options["language"])
        with translation.override("en"):
            found = self._json(rows, waiting) if options["json"] else self._text(rows, waiting)
        if found:
            sys.exit(1)

    def _pages(self, rows, year: int):
        """(row, what cites nothing, cited references) of every page, in constant memory."""
        rows = rows.select_related("edition__page").order_by("edition__page__kind", "edition__page__key", "pk")
        for row in rows.iterator(chunk_size=AT_ONCE):
            yield row, uncited_of(row), cited_of(row, year=year)

    def _text(self, rows, waiting: int) -> bool:
        year, found = timezone.localdate().year, False
        for row, uncited, cited in self._pages(rows, year):
            marked = [each for each in cited if each.status != "current"]
            found = found or bool(uncited or marked)
            if not (uncited or marked):
                continue
            self.stdout.write(f"{_name_of(row)}: {row.edition.page.title}")
            for each in uncited:
                line = f", line {each.line}" if each.line else ""
                self.stdout.write(f"  {each.place.kind} without a citation{line}: {each.words}")
            for each in marked:
                self.stdout.write(f"  {each.status}: [{each.number}] {each.text}")
        totals = rows.totals()
        self.stdout.write(f"{totals['pages']} live pages")
        for share in shares_of(totals):
            self.stdout.write(str(share.words))
        self._say_evidence(evidence_of(rows, year=year))
        if waiting:
            self.stdout.write(f"{waiting} live pages are not counted yet")
        return found

    def _say_evidence(self, evidence: Evidence) -> None:
        if evidence.dated:
            self.stdout.write(str(evidence.share.words))
        if evidence.undated:
            self.stdout.write(f"of unknown year: {evidence.undated}")
        for words in evidence.marked_words:
            self.stdout.write(words)

    def _json(self, rows, waiting: int) -> bool:
        year, pages = timezone.localdate().year, []
        for row, uncited, cited in self._pages(rows, year):
            pages.append(
                {
                    "page": _name_of(row),
                    "title": row.edition.page.title,
                    "edition": row.edition.number,
                    "counts": {share.name: share.as_dict() for share in shares_of(_counts(row))},
                    "uncited": [each.as_dict() for each in uncited],
                    "older": [each.as_dict() for each in cited if each.is_old],
                    "undated": [each.as_dict() for each in cited if each.year is None],
                    "marked": _marked(cited),
                }
            )
        evidence, totals = evidence_of(rows, year=year), rows.totals()
        report = {
            "pages": totals["pages"],
            "not_counted": waiting,
            "counts": {share.name: share.as_dict() for share in shares_of(totals)},
            "evidence": {
                "references": evidence.references,
                "older": evidence.old,
                "older_than_years": YEARS,
                "percent_older": evidence.share.percent,
                "undated": evidence.undated,
                "marked": evidence.marked,
            },
            "by_page": pages,
        }
        self.stdout.write(json.dumps(report, ensure_ascii=False, indent=1))
        return any(page["uncited"] or page["marked"] for page in pages)


def _name_of(row: Coverage) -> str:
    page = row.edition.page
    return "/".join(part for part in (page.kind, row.edition.language, page.key) if part)


def _counts(row: Coverage) -> dict[str, int]:
    return {field.name: getattr(row, field.name) for field in row._meta.concrete_fields if not field.primary_key}


def _marked(cited: list[Cited]) -> list[dict]:
    return [each.as_dict() for each in cited if each.status != "current"]
