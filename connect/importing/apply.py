"""From records to the database: one transaction, only through the verbs of the apps."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from connect.importing import drug_records, page_records
from connect.importing.fields import Reader
from connect.importing.files import Record, read_folder
from connect.importing.problems import FileProblem, ImportRefused
from publishing import actions
from publishing.errors import Refused
from publishing.models import HelpLines, Page, SiteSettings
from references.actions import save_reference
from references.csl import clean
from references.models import Reference, Status


@dataclass
class Imported:
    """What an import did. `pages`: every page of the folder, those that others quote first."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    warnings: list[FileProblem] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)


# Fields that no file gives, and those a builder reports itself when they are missing.
NOT_FROM_FILES = ("kind", "page_ptr", "edited_by", "asked_by")


class _DryRun(Exception):
    pass


def import_content(
    folder: Path, *, by, now: datetime, site_by=None, dry_run: bool = False, keep_existing: bool = False
) -> Imported:
    """Bring a folder in as working copies; nothing is published. Raises ImportRefused with every problem, and then nothing
    at all was changed.

    `by` is recorded as the author; `site_by` may change the site settings (site.yaml is skipped without). `keep_existing`
    leaves pages alone that are there already. `dry_run` does everything and takes it back.
    """
    read = read_folder(folder)
    run = _Run(by=by, now=now, keep_existing=keep_existing, problems=list(read.problems))
    try:
        with transaction.atomic():
            for record in read.of("reference"):
                run.reference(record)
            run.supersede(read.of("reference"))
            for record in read.of("indication"):
                run.row(record, drug_records.save_indication)
            for kind in ("drugclass", "drug"):
                for record in read.of(kind):
                    run.page(record, drug_records.BUILDERS[kind])
            for record in read.of("term"):
                run.page(record, page_records.BUILDERS["term"])
            for record in _parents_first(read.of("topic")):
                run.page(record, page_records.BUILDERS["topic"])
            for kind in ("article", "drugpage"):
                for record in read.of(kind):
                    run.page(record, page_records.BUILDERS[kind])
            run.relate()
            if read.site is not None and site_by is not None:
                run.site(read.site, by=site_by)
            if not run.problems:
                run.check_content()
            if run.problems:
                raise ImportRefused(sorted(run.problems))
            if dry_run:
                raise _DryRun
    except _DryRun:
        pass
    return run.done


def _parents_first(topics: Sequence[Record]) -> list[Record]:
    """Topics in an order in which each stands after its parent; a circle keeps the order given and is reported later."""
    waiting, ordered, placed = list(topics), [], set()
    names = {str(record.fields.get("key")) for record in topics}
    while waiting:
        ready = [record for record in waiting if record.fields.get("parent") not in names - placed]
        if not ready:
            return ordered + waiting
        ordered += ready
        placed.update(str(record.fields.get("key")) for record in ready)
        waiting = [record for record in waiting if record not in ready]
    return ordered


class _Run:
    """One import: collects problems, and saves through the verbs what has none."""

    def __init__(self, *, by, now: datetime, keep_existing: bool, problems: list[FileProblem]):
        self.by, self.now, self.keep_existing, self.problems = by, now, keep_existing, problems
        self.done = Imported()
        self.saved: list[tuple[Record, Page]] = []

    @contextmanager
    def _reporting(self, record: Record) -> Iterator[None]:
        """Turn what the database and the verbs refuse into problems with the line of the field."""
        try:
            with transaction.atomic():
                yield
        except ValidationError as error:
            fields = error.message_dict if hasattr(error, "error_dict") else {"__all__": error.messages}
            for name, messages in fields.items():
                key = None if name == "__all__" else name
                label = "" if key is None else f"“{key}”: "
                self.problems += [record.problem(f"{label}{message}", key) for message in messages]
        except Refused as refused:
            self.problems.append(record.problem(refused.reason))

    def _count(self, name: str, *, created: bool, changed: bool) -> None:
        (self.done.created if created else self.done.updated if changed else self.done.unchanged).append(name)

    def reference(self, record: Record) -> None:
        reader = Reader(record, self.problems)
        key = reader.text("key", required=True)
        status = reader.text("status", choices=tuple(Status.values)) or Status.CURRENT
        reader.text("superseded_by")
        reader.text("evidence")
        csl = reader.mapping_of("csl")
        reader.finish()
        if not key:
            return
        mine = Reference.objects.filter(key=key).first()
        if mine is not None and self.keep_existing:
            self._count(f"reference {key}", created=False, changed=False)
            return
        with self._reporting(record):
            before = (mine.csl, mine.status) if mine else None
            newer = mine.superseded_by if mine and status == Status.SUPERSEDED else None
            if before == (clean(csl).csl, status):
                self._count(f"reference {key}", created=False, changed=False)
                return
            saved = save_reference(
                reference=mine or Reference(key=key),
                by=self.by,
                now=self.now,
                record={"id": key, **csl},
                status=status,
                superseded_by=newer,
            )
            self._count(f"reference {key}", created=before is None, changed=(saved.csl, saved.status) != before)

    def supersede(self, records: Sequence[Record]) -> None:
        """Second round: the pointer to a newer reference, which may stand later in the file."""
        for record in records:
            newer_key = record.fields.get("superseded_by")
            mine = Reference.objects.filter(key=record.fields.get("key")).first()
            if not newer_key or mine is None or (self.keep_existing and mine.superseded_by_id):
                continue
            newer = Reference.objects.filter(key=newer_key).first()
            if newer is None:
                self.problems.append(
                    record.problem(f"“superseded_by”: there is no reference “{newer_key}”", "superseded_by")
                )
                continue
            if mine.superseded_by_id == newer.pk:
                continue
            with self._reporting(record):
                save_reference(
                    reference=mine,
                    by=self.by,
                    now=self.now,
                    record={"id": mine.key, **mine.csl},
                    status=Status.SUPERSEDED,
                    superseded_by=newer,
                )

    def row(self, record: Record, save: Callable) -> None:
        with self._reporting(record):
            save(Reader(record, self.problems))

    def page(self, record: Record, build: Callable) -> None:
        """Build one page (unsaved) with the function that saves its rows, and record it as an edit."""
        reader = Reader(record, self.problems)
        before = len(self.problems)
        page, save_related = build(reader)
        reader.finish()
        if len(self.problems) > before:
            with self._reporting(record):  # one run shows every problem, also those the model finds
                page.full_clean(exclude=NOT_FROM_FILES, validate_unique=False, validate_constraints=False)
            return
        created = page.pk is None
        if not created and self.keep_existing:
            self._count(f"{page.kind} {page.key}", created=False, changed=False)
            self._remember(record, page)
            return
        with self._reporting(record):
            page.full_clean(exclude=NOT_FROM_FILES)
            old = None if created else type(page).objects.get(pk=page.pk).compile().source
            actions.record_edit(page=page, by=self.by, now=self.now, save_related=save_related)
            changed = old != type(page).objects.get(pk=page.pk).compile().source
            self._count(f"{page.kind} {page.key}", created=created, changed=changed)
            self._remember(record, page)

    def _remember(self, record: Record, page: Page) -> None:
        self.saved.append((record, page))
        self.done.pages.append(page)

    def relate(self) -> None:
        """Third round: related pages by key, now that all exist."""
        for record, page in self.saved:
            keys = record.fields.get("related") or []
            if not keys or (self.keep_existing and page.related_pages.exists()):
                continue
            found = Page.objects.keyed(("article", "drugpage", "topic"), keys).filter(language=page.language)
            by_key = {other.key: other for other in sorted(found, key=lambda other: other.kind != "drugpage")}
            by_key |= {other.key: other for other in found if other.kind == "article"}
            for key in keys:
                if key not in by_key:
                    self.problems.append(record.problem(f"“related”: there is no page “{key}”", "related"))
            chosen = [by_key[key] for key in keys if key in by_key]
            if [other.pk for other in chosen] != list(page.related_pages.values_list("related", flat=True)):
                with self._reporting(record):
                    actions.set_related(page=page, related=chosen, by=self.by, now=self.now)

    def site(self, record: Record, *, by) -> None:
        if self.keep_existing and SiteSettings.objects.exists():
            return
        reader = Reader(record, self.problems)
        site = SiteSettings.current()
        site.name = reader.words("name", required=True)
        site.is_sample = reader.flag("is_sample")
        banner = reader.inside(reader.mapping_of("banner"), "banner")
        site.banner_text, site.banner_url = banner.words("text"), banner.text("url")
        site.banner_starts, site.banner_ends = banner.day("starts"), banner.day("ends")
        banner.finish()
        lines = reader.mapping_of("help_lines")
        rows = []
        for language, fields in lines.items():
            inside = reader.inside(fields, f"help_lines {language}")
            rows.append(HelpLines(language=language, **{name: inside.text(name) for name in HelpLines.FIELDS}))
            inside.finish()
        reader.finish()

        def save_lines():
            site.help_lines.all().delete()
            for row in rows:
                row.site = site
                row.full_clean()
                row.save()

        with self._reporting(record):
            site.full_clean(exclude=["id"])
            actions.save_site_settings(site=site, by=by, now=self.now, save_related=save_lines)
            self._count("site settings", created=False, changed=True)

    def check_content(self) -> None:
        """Problems of the texts themselves never stop an import (unfinished work may be saved), but they are told."""
        together = frozenset(page.pk for page in self.done.pages)
        for record, page in self.saved:
            for issue in type(page).objects.get(pk=page.pk).compile(together=together).issues:
                line = issue.line + record.body_line - 1 if issue.line else 0
                text = f"{issue.severity}: {issue.code}: {issue.message}"
                if not (record.kind in ("drug", "term") and issue.code.endswith("not-live")):
                    self.done.warnings.append(FileProblem(record.file, line, text))
