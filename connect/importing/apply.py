"""From records to the database: one transaction, only through the verbs of the apps."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from connect.importing import drug_records, effect_records, page_records
from connect.importing.content_warnings import content_warnings
from connect.importing.fields import Reader
from connect.importing.files import Folder, Record, read_folder
from connect.importing.folder_checks import claimed_twice, parents_first
from connect.importing.known import Known
from connect.importing.problems import FileProblem, ImportRefused
from connect.importing.reference_records import reference
from connect.importing.site_record import save_site
from drugs.actions import save_effect, save_indication
from drugs.models import DrugClass
from publishing import actions
from publishing.errors import NotPermitted, Refused
from publishing.models import Page, Publication, SiteSettings
from references.actions import save_reference
from references.models import Reference, Status

# What was replaced may be worse than replaced, and stays so.
WORSE = (Status.CONCERN, Status.RETRACTED)


@dataclass
class Imported:
    """What an import did. `pages`: every page of the folder, those that others quote first."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    warnings: list[FileProblem] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)


BUILDERS = drug_records.BUILDERS | page_records.BUILDERS
# Fields that no file gives.
NOT_FROM_FILES = ("kind", "page_ptr", "edited_by", "asked_by")
# What every edit moves, whether or not it changed anything.
BOOKKEEPING = ("version", "edited_at", "edited_by_id", "working_hash")
IN_FILES = drug_records.IN_FILES | {"position": "order"}


class _TakeBack(Exception):
    """Raised inside a transaction to undo it: a dry run, or an edit that changed nothing."""


def import_content(
    folder: Path, *, by, now: datetime, site_by=None, dry_run: bool = False, keep_existing: bool = False
) -> Imported:
    """Bring a folder in as working copies; nothing is published. Raises ImportRefused with every problem, and then nothing
    at all was changed.

    `by` is recorded as the author; `site_by` may change the site settings (site.yaml is skipped without). `keep_existing`
    leaves alone what is there already. `dry_run` does everything and takes it back.
    """
    read = read_folder(folder)
    run = _Run(read, by=by, now=now, keep_existing=keep_existing)
    try:
        with transaction.atomic():
            run.everything(read, site_by=site_by)
            if run.problems:
                raise ImportRefused(sorted(set(run.problems)))
            if dry_run:
                raise _TakeBack
    except _TakeBack:
        pass
    return run.report()


class _Run:
    """One import: collects problems, and saves through the verbs what has none."""

    def __init__(self, read: Folder, *, by, now: datetime, keep_existing: bool):
        self.by, self.now, self.keep_existing = by, now, keep_existing
        self.problems, self.warnings = list(read.problems), list(read.warnings)
        self.known = Known(read.records)
        self.outcome: dict[str, str] = {}
        self.saved: list[tuple[Record, Page]] = []
        self.kept: set[str] = set()  # keys of references left alone
        self.not_permitted: set[str] = set()

    def everything(self, read: Folder, *, site_by) -> None:
        for record, problem in claimed_twice(read.records):
            self.problems.append(problem)
            read.records.remove(record)
        topics, circles = parents_first(read.of("topic"))
        classes, class_circles = parents_first(read.of("drugclass"), DrugClass)
        self.problems += circles + class_circles
        for record in read.of("reference"):
            self.reference(record)
        self.supersede(read.of("reference"))
        for record in read.of("indication"):
            self.shared_words(record, drug_records.indication, save_indication)
        for record in read.of("effect"):
            self.shared_words(record, effect_records.effect, save_effect)
        for record in (*classes, *read.of("drug")):
            self.effects_stated_in(record)
        for records in (classes, read.of("drug"), read.of("term"), topics):
            for record in records:
                self.page(record)
        for record in (*read.of("article"), *read.of("drugpage")):
            self.page(record)
        self.relate()
        if read.site is not None and site_by is not None:
            self.site(read.site, by=site_by)
        if not self.problems:
            self.warnings += content_warnings(self.saved)

    def report(self) -> Imported:
        named = {how: [] for how in ("created", "updated", "unchanged")}
        for name, how in self.outcome.items():
            named[how].append(name)
        return Imported(**named, warnings=self.warnings, pages=[page for _record, page in self.saved])

    def reader(self, record: Record) -> Reader:
        return Reader(record, self.problems, self.known)

    @contextmanager
    def _reporting(self, record: Record) -> Iterator[None]:
        """Turn what the database and the verbs refuse into problems. What a person may not do is told once."""
        try:
            with transaction.atomic():
                yield
        except ValidationError as error:
            self.reader(record).refused(error, names=IN_FILES)
        except NotPermitted as refused:
            if refused.reason not in self.not_permitted:
                self.not_permitted.add(refused.reason)
                self.problems.append(FileProblem(record.file, 0, refused.reason))
        except Refused as refused:
            self.problems.append(record.problem(refused.reason))

    def reference(self, record: Record) -> None:
        before = len(self.problems)
        wanted = reference(self.reader(record), self.warnings)
        if len(self.problems) > before:
            return
        name = f"reference {wanted.key}"
        if wanted.stored is not None and self.keep_existing:
            self.kept.add(wanted.key)
        if wanted.key in self.kept or wanted.is_stored:
            self.outcome[name] = "unchanged"
            return
        pointer = wanted.stored.superseded_by if wanted.stored else None
        with self._reporting(record):
            save_reference(
                reference=wanted.stored or Reference(key=wanted.key),
                by=self.by,
                now=self.now,
                record={**wanted.csl, "id": wanted.key},
                status=wanted.status,
                superseded_by=pointer if pointer and pointer.key == wanted.newer else None,
            )
            self.outcome[name] = "updated" if wanted.stored else "created"

    def supersede(self, records: Sequence[Record]) -> None:
        """Second round: the pointer to a newer reference, which may stand later in the file."""
        for record in records:
            key, newer_key = (str(record.fields.get(name) or "") for name in ("key", "superseded_by"))
            mine = Reference.objects.kept().filter(key=key).select_related("superseded_by").first()
            if not newer_key or mine is None or key in self.kept or newer_key == key:
                continue
            newer = Reference.objects.filter(key=newer_key).select_related("merged_into").first()
            newer = newer.stands_for if newer is not None else None
            if newer is None:
                self.reader(record).unknown("reference", "superseded_by", newer_key)
            elif mine.superseded_by_id != newer.pk:
                if _leads_to(newer, mine):
                    text = f"“superseded_by”: “{newer_key}” is itself replaced by “{key}”; only one can be the newer"
                    self.problems.append(record.problem(text, "superseded_by"))
                    continue
                with self._reporting(record):
                    save_reference(
                        reference=mine,
                        by=self.by,
                        now=self.now,
                        record={**mine.csl, "id": mine.key},
                        status=mine.status if mine.status in WORSE else Status.SUPERSEDED,
                        superseded_by=newer,
                    )

    def shared_words(self, record: Record, build: Callable, save: Callable) -> None:
        """A row of a list that fact sheets share: an indication or an effect. `build` reads it, `save` is its verb."""
        before = len(self.problems)
        row = build(self.reader(record))
        if len(self.problems) > before:
            return
        stored = type(row).objects.filter(pk=row.pk).first()
        same = stored is not None and all(
            getattr(stored, field.attname) == getattr(row, field.attname) for field in row._meta.concrete_fields
        )
        name = f"{record.kind} {row.key}"
        if same or (stored is not None and self.keep_existing):
            self.outcome[name] = "unchanged"
            return
        with self._reporting(record):
            save(**{record.kind: row}, by=self.by, now=self.now)
            self.outcome[name] = "updated" if stored else "created"

    def effects_stated_in(self, record: Record) -> None:
        """The effects that the file of a drug or class names itself come into the vocabulary, before the sheets that state
        them. A sheet that is left alone brings none."""
        there = Page.objects.filter(kind=record.kind, key=str(record.fields.get("key"))).exists()
        if self.keep_existing and there:
            return
        for effect in effect_records.new_effects(self.reader(record)):
            with self._reporting(record):
                save_effect(effect=effect, by=self.by, now=self.now)

    def page(self, record: Record) -> None:
        """Build one page (unsaved) with the function that saves its rows, and record it as an edit."""
        reader = self.reader(record)
        before = len(self.problems)
        page, save_related = BUILDERS[record.kind](reader)
        reader.finish()
        try:  # one run shows every problem, also those only the model finds
            page.full_clean(exclude=NOT_FROM_FILES, validate_unique=False, validate_constraints=False)
        except ValidationError as error:
            named_after_key = {} if record.fields.get("slug") else {"slug": "key"}
            reader.refused(error, names=IN_FILES | named_after_key)
        _check_address(reader, page)
        if len(self.problems) > before or reader.incomplete:
            return
        name = f"{page.kind} {page.key}" + (f" ({page.language})" if page.language else "")
        stored = None if page.pk is None else type(page).objects.get(pk=page.pk)
        if stored is not None and (self.keep_existing or (save_related is None and _state(page) == _state(stored))):
            self.outcome[name] = "unchanged"
            self.saved.append((record, stored))
            return
        with self._reporting(record):
            if self._edit(page, stored, save_related):
                self.outcome[name] = "updated" if stored else "created"
                self.saved.append((record, page))
            else:
                self.outcome[name] = "unchanged"
                self.saved.append((record, stored))

    def _edit(self, page: Page, stored: Page | None, save_related: Callable | None) -> bool:
        """Record the edit; False, and nothing of it is kept, when the page and its rows were so already."""
        before = None if stored is None else _state(stored)
        try:
            with transaction.atomic():
                actions.record_edit(page=page, by=self.by, now=self.now, save_related=save_related)
                if before == _state(type(page).objects.get(pk=page.pk)):
                    raise _TakeBack
        except _TakeBack:
            return False
        return True

    def relate(self) -> None:
        """Third round: related and featured pages by key, now that all exist."""
        for record, page in self.saved:
            self._check_named(record, page, "featured")
            if "related" not in record.fields:
                continue
            keys = self._check_named(record, page, "related")
            if self.keep_existing and page.related_pages.exists():
                continue
            found = Page.objects.keyed(("article", "drugpage", "topic"), keys).filter(language=page.language)
            by_key: dict[str, Page] = {}
            for other in sorted(found, key=lambda other: ("article", "topic", "drugpage").index(other.kind)):
                if other.pk != page.pk:
                    by_key.setdefault(other.key, other)
            chosen = [by_key[key] for key in keys if key in by_key]
            if [other.pk for other in chosen] != list(page.related_pages.values_list("related", flat=True)):
                with self._reporting(record):
                    actions.set_related(page=page, related=chosen, by=self.by, now=self.now)
                    name = f"{page.kind} {page.key} ({page.language})"
                    self.outcome[name] = "created" if self.outcome[name] == "created" else "updated"

    def _check_named(self, record: Record, page: Page, field: str) -> list[str]:
        """The keys a field lists, each once; those that nothing answers to are problems."""
        keys = list(dict.fromkeys(str(key).strip() for key in record.fields.get(field) or ()))
        kinds = ("article", "drugpage", "topic")
        there = Page.objects.keyed(kinds, keys).filter(language=page.language).exclude(pk=page.pk)
        there = set(there.values_list("key", flat=True)) if keys else set()
        for key in keys:
            if key not in there:
                message = self.known.problem("page", key, page.language)
                if key == page.key:
                    message = "a page cannot name itself; take its key out"
                if message:
                    self.problems.append(record.problem(f"“{field}”: {message}", field))
        return keys

    def site(self, record: Record, *, by) -> None:
        if self.keep_existing and SiteSettings.objects.exists():
            return
        with self._reporting(record):
            changed = save_site(self.reader(record), by=by, now=self.now)
            self.outcome["site settings"] = "updated" if changed else "unchanged"


def _state(page: Page) -> dict:
    """Everything a file can say about a page: its fields, and through its source the rows that belong to it."""
    fields = {field.attname: getattr(page, field.attname) for field in page._meta.concrete_fields}
    return {name: value for name, value in fields.items() if name not in BOOKKEEPING} | {"source": page.get_source()}


def _check_address(reader: Reader, page: Page) -> None:
    """The address is free, and not that of a page patients may have printed: those move, they are not overwritten."""
    same = Page.objects.filter(kind=page.kind, language=page.language, slug=page.slug).exclude(pk=page.pk).first()
    if same is not None:
        reader.problem(f"“slug”: “{same.title}” has the address “{page.slug}” already; choose another", "slug")
    public = Publication.objects.filter(page=page.pk, edition__isnull=False, path__isnull=False).first()
    if public is not None and not Page.objects.filter(pk=page.pk, slug=page.slug).exists():
        reader.problem(
            f"“slug”: the page is live at {public.path}; change the address with “Move” in the admin", "slug"
        )


def _leads_to(reference: Reference, target: Reference) -> bool:
    """Whether the chain of newer references that starts here comes to the target."""
    passed: set[int] = set()
    while reference is not None and reference.pk not in passed:
        if reference.pk == target.pk:
            return True
        passed.add(reference.pk)
        reference = reference.superseded_by
    return False
