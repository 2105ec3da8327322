"""Bringing tables of drug facts in: tried first, confirmed on the same bytes, saved as working copies. Nothing is published here,
and nothing is deleted: what a file leaves out stays."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from drugs.actions.shared import save_stated_words
from drugs.models import DrugClass, Effect, Indication, Regimen, SideEffect
from drugs.tables.planning import Plan, RowPlan, sheet_of
from drugs.tables.reading import Brought, Sheet, read_files
from drugs.tables.tables import TABLES
from drugs.tables.workbooks import CannotRead
from publishing import permissions
from publishing.actions.editing import record_edit
from publishing.errors import Refused, TryAgain
from publishing.models import Page
from references.actions.uploads import make_room, storable
from references.models import WaitingFile, WaitingImport

MAX_BYTES = 20_000_000
MAX_FILES = len(TABLES)
KEPT_FOR = timedelta(hours=24)


@transaction.atomic
def try_tables(*, files: Sequence[Brought], by, now: datetime) -> WaitingImport:
    """Find out what an import would do, change nothing, and keep the files for the confirmation. Refused when they are no
    tables, or more than one page can bring in."""
    _require(by, TABLES)
    if not files:
        raise Refused(_("Choose a file."))
    if len(files) > MAX_FILES or sum(len(file.content) for file in files) > MAX_BYTES:
        raise Refused(too_much())
    plan = Plan(_read(files), by=by, now=now)
    make_room(by=by, now=now)
    waiting = WaitingImport.objects.create(
        owner=by,
        brings=WaitingImport.Brings.DRUGS,
        created_at=now,
        expires_at=now + KEPT_FOR,
        report={"files": [storable(file.name)[:120] for file in files], "trial": storable(plan.report())},
    )
    WaitingFile.objects.bulk_create(
        WaitingFile(waiting=waiting, place=place, name=storable(file.name)[:120], content=file.content)
        for place, file in enumerate(files, start=1)
    )
    return waiting


def confirm_tables(*, waiting: WaitingImport, by, now: datetime, skip_bad: bool = False) -> WaitingImport:
    """Save what the trial showed. TryAgain when it would be something else by now, because somebody saved in between: the
    new trial is kept in its place. `skip_bad` leaves out every fact sheet that has a bad row; otherwise one bad row refuses all.
    """
    with transaction.atomic():
        waiting = WaitingImport.objects.select_for_update().get(pk=waiting.pk)
        if waiting.owner_id != by.pk:
            raise permissions.NotPermitted(_("You are not allowed to confirm somebody else’s import."))
        if waiting.confirmed_at is not None:
            raise Refused(_("This import was confirmed already."))
        files = [Brought(row.name, bytes(row.content)) for row in waiting.files.all()]
        trial = waiting.report["trial"]
        report = import_tables(files=files, by=by, now=now, skip_bad=skip_bad, seen=trial["digest"])
        if report["done"]:
            waiting.report |= {"done": storable(report)}
            waiting.confirmed_at = now
            waiting.files.all().delete()
        else:
            waiting.report |= {"trial": storable(report)}
        waiting.save(update_fields=["report", "confirmed_at"])
    if not report["done"]:
        raise TryAgain(
            _(
                "Somebody changed these facts after you looked. Nothing was imported. Look again at what would happen now."
            )
        )
    return waiting


@transaction.atomic
def import_tables(
    *, files: Sequence[Brought], by, now: datetime, skip_bad: bool = False, seen: str | None = None
) -> dict[str, Any]:
    """Save the rows of the files that are new or changed, as one edit of each fact sheet. Gives the report of the plan, with
    "done": False when `seen`, the digest of what the person was shown, is no longer what would happen.

    Refused, and nothing is saved, when a row is bad and `skip_bad` was not asked for.
    """
    sheets = _read(files)
    _require(by, {sheet.table for sheet in sheets})
    _lock(sheets)
    plan = Plan(sheets, by=by, now=now)
    report = plan.report()
    if seen is not None and report["digest"] != seen:
        return report | {"done": False}
    if plan.problems and not skip_bad:
        raise Refused(_("Some rows cannot be imported, so nothing was. Mend them, or ask to leave them out."))
    _save_shared(plan, by=by, now=now)
    _save_sheets(plan, by=by, now=now)
    return report | {"done": True}


@transaction.atomic
def forget_tables(*, waiting: WaitingImport, by, now: datetime) -> None:
    """Throw away what was tried. `now` is not needed, and asked for like everywhere."""
    if waiting.owner_id == by.pk:
        waiting.delete()


def too_much() -> str:
    return _("This page takes up to %(files)s files with %(size)s MB together. Split the tables.") % {
        "files": MAX_FILES,
        "size": MAX_BYTES // 1_000_000,
    }


def may_import(person) -> bool:
    """Whether the person may bring in any table."""
    try:
        _require(person, TABLES)
    except permissions.NotPermitted:
        return False
    return True


def _require(by, tables: Iterable[str]) -> None:
    for name in tables:
        model = TABLES[name].model._meta.model_name
        for verb in ("add", "change"):
            permissions.require(by, f"drugs.{verb}_{model}", to=_("change drug facts"))


def _read(files: Sequence[Brought]) -> list[Sheet]:
    try:
        return read_files(files)
    except CannotRead as refused:
        raise Refused(refused.reason) from refused


def _lock(sheets: Sequence[Sheet]) -> None:
    """Lock every fact sheet that the files can change, in one order, before any is looked at."""
    for kind, table, column in (("drugclass", "classes", "class"), ("drug", "drugs", "drug")):
        keys = {key for sheet in sheets for key in sheet.texts(column)}
        keys |= {key for sheet in sheets if sheet.table == table for key in sheet.texts("key")}
        pages = Page.objects.select_for_update().filter(kind=kind, key__in=keys)
        list(pages.order_by("pk").values_list("pk"))


def _save_shared(plan: Plan, *, by, now: datetime) -> None:
    """The vocabulary and the indications: whatever states their words is edited with them."""
    rows = [row for row in plan.good if row.table.kind in ("effect", "indication")]
    if not rows:
        return
    effects = [row.instance.pk for row in rows if isinstance(row.instance, Effect) and not row.new]
    indications = [row.instance.pk for row in rows if isinstance(row.instance, Indication) and not row.new]
    stated = SideEffect.objects.filter(effect__in=effects).values_list("drug_id", "drug_class_id")
    ids = {drug or drug_class for drug, drug_class in stated}
    ids |= set(Regimen.objects.filter(indication__in=indications).values_list("drug_id", flat=True))

    def save() -> None:
        for row in rows:
            row.instance.save()

    save_stated_words(sheets=ids, by=by, now=now, save=save)


def _save_sheets(plan: Plan, *, by, now: datetime) -> None:
    """One edit for each fact sheet, with all its rows; classes before the drugs and the classes that name them."""
    of_sheet: dict[tuple[str, str], list[RowPlan]] = defaultdict(list)
    for row in plan.good:
        if row.table.kind not in ("effect", "indication"):
            of_sheet[row.owner].append(row)
    waiting = sorted(of_sheet)  # "class" comes before "drug"
    saved: set[tuple[str, str]] = set()
    while waiting:
        ready = [owner for owner in waiting if not _waits_for(of_sheet[owner]) & (set(waiting) - {owner})] or waiting
        for owner in ready:
            _save_sheet(of_sheet[owner], by=by, now=now)
            saved.add(owner)
        waiting = [owner for owner in waiting if owner not in saved]


def _waits_for(rows: Sequence[RowPlan]) -> set[tuple[str, str]]:
    return {need for row in rows for need in row.needs if need[0] == "class"}


def _save_sheet(rows: Sequence[RowPlan], *, by, now: datetime) -> None:
    own = [row for row in rows if row.table.kind]
    page = own[0].instance if own else sheet_of(rows[0].instance)
    adding = page.pk is None
    for row in own:
        _fill(page, row)
    record_edit(
        page=page,
        by=by,
        now=now,
        opened_version=None if adding else page.version,
        save_related=lambda: _save_rows(page, rows),
    )


def _fill(page, row: RowPlan) -> None:
    """What a form derives from name and key."""
    if row.new:
        page.slug = page.key
    if not page.title or any(change.column.startswith("name_") for change in row.changes):
        first = page.name.get(settings.LANGUAGE_CODE) or next(iter(page.name.values()), "")
        page.title = first[:200] or page.title


def _save_rows(page, rows: Sequence[RowPlan]) -> None:
    """The rows of a sheet, in a number of queries that does not grow with them. Products come before the regimens that name
    them, as their tables do."""
    owner = "drug_class" if isinstance(page, DrugClass) else "drug"
    by_model: dict[Any, list[RowPlan]] = defaultdict(list)
    for row in rows:
        by_model[row.table.model].append(row)
    for model, mine in by_model.items():
        if model is not type(page):
            new = [row.instance for row in mine if row.new]
            for instance in new:
                setattr(instance, owner, page)
            _put_last(model.objects.filter(**{owner: page}), [each for each in new if "unplaced" in each.__dict__])
            model.objects.bulk_create(new)
            names = [field.name for field in model._meta.concrete_fields if not field.primary_key]
            model.objects.bulk_update([row.instance for row in mine if not row.new], names)
        _save_links(model, [row.instance for row in mine])


def _put_last(there, new: Sequence[Any]) -> None:
    """New rows whose place was not given come after those there are."""
    if new:
        last = there.aggregate(last=Max("position"))["last"]
        for place, instance in enumerate(new, start=0 if last is None else last + 1):
            instance.position = place


def _save_links(model, instances: Sequence[Any]) -> None:
    for field in model._meta.many_to_many:
        wanted = {
            each.pk: each.__dict__["wanted_links"][field.name]
            for each in instances
            if field.name in each.__dict__.get("wanted_links", {})
        }
        if not wanted:
            continue
        through = getattr(model, field.name).through
        mine, theirs = field.m2m_column_name(), field.m2m_reverse_name()
        through.objects.filter(**{f"{mine}__in": wanted}).delete()
        through.objects.bulk_create(
            through(**{mine: pk, theirs: linked.pk}) for pk, some in wanted.items() for linked in some
        )
