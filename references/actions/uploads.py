"""Importing in two steps: files are tried in a transaction that is taken back, and brought in when a person confirms."""

import io
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from publishing import permissions
from publishing.errors import Refused
from references.actions.import_report import ImportReport, ImportRun
from references.actions.importing import PORTION, import_portion
from references.formats import CannotRead, open_source
from references.models import WaitingFile, WaitingImport

MAX_BYTES = 20_000_000
MAX_FILES = 20
MAX_RECORDS = 10_000
KEPT_FOR = timedelta(hours=24)
KEPT_OF_ONE = 5


class Brought(NamedTuple):
    """A file as somebody brought it."""

    name: str
    content: bytes
    pasted: bool = False


def try_import(*, files: Sequence[Brought], by, now: datetime) -> WaitingImport:
    """Find out what an import would do, change nothing, and keep the files for the confirmation.

    Refused when there is nothing to read, or more than one page can bring in: the command has no such limit.
    """
    _require(by)
    if not files:
        raise Refused(_("Choose a file, or paste text."))
    if len(files) > MAX_FILES or sum(len(file.content) for file in files) > MAX_BYTES:
        raise Refused(too_much())
    with transaction.atomic():
        report = _bring(files, by=by, now=now)
        transaction.set_rollback(True)
    with transaction.atomic():
        make_room(by=by, now=now)
        waiting = WaitingImport.objects.create(
            owner=by, created_at=now, expires_at=now + KEPT_FOR, report={"trial": report}
        )
        WaitingFile.objects.bulk_create(
            WaitingFile(
                waiting=waiting, place=place, name=storable(file.name)[:120], pasted=file.pasted, content=file.content
            )
            for place, file in enumerate(files, start=1)
        )
    return waiting


def confirm_import(
    *,
    waiting: WaitingImport,
    by,
    now: datetime,
    leave: Collection[tuple[int, int]] = (),
    only_new: bool = False,
) -> WaitingImport:
    """Bring in the bytes that were tried, a portion at a time: after an interruption, confirming again goes on where it was.

    `leave`: (file, record), both counted as the trial tells them, that a person does not want. `only_new`: what the library has
    stays as it is.
    Whatever others changed meanwhile, the rules of an import hold, and the report says what was done in the end.
    """
    _require(by)
    if waiting.owner_id != by.pk:
        raise permissions.NotPermitted(_("You are not allowed to confirm somebody else’s import."))
    if waiting.confirmed_at is not None:
        raise Refused(_("This import was confirmed already."))
    files = [Brought(row.name, bytes(row.content), row.pasted) for row in waiting.files.all()]
    done = _bring(files, by=by, now=now, leave=leave, only_new=only_new)
    with transaction.atomic():
        waiting.report = waiting.report | {"done": done}
        waiting.confirmed_at = now
        waiting.save(update_fields=["report", "confirmed_at"])
        waiting.files.all().delete()
    return waiting


@transaction.atomic
def forget_import(*, waiting: WaitingImport, by, now: datetime) -> None:
    """Throw away what was tried. `now` is not needed, and asked for like everywhere."""
    _require(by)
    if waiting.owner_id == by.pk:
        waiting.delete()


def too_much() -> str:
    return _(
        "This page takes up to %(files)s files with %(size)s MB and %(records)s records together. Ask whoever runs the site to "
        "import more with the command import_references."
    ) % {"files": MAX_FILES, "size": MAX_BYTES // 1_000_000, "records": f"{MAX_RECORDS:,}"}


def _require(by) -> None:
    for verb in ("add", "change"):
        permissions.require(by, f"references.{verb}_reference", to=_("change the reference library"))


def make_room(*, by, now: datetime) -> None:
    """What nobody confirmed in time, and the older ones of a person who tries and tries again."""
    WaitingImport.objects.filter(expires_at__lte=now).delete()
    mine = WaitingImport.objects.filter(owner=by)
    kept = mine.order_by("-created_at").values_list("pk", flat=True)[: KEPT_OF_ONE - 1]
    mine.exclude(pk__in=list(kept)).delete()


def _bring(
    files: Iterable[Brought],
    *,
    by,
    now: datetime,
    leave: Collection[tuple[int, int]] = (),
    only_new: bool = False,
) -> list[dict[str, Any]]:
    seen: set[str] = set()
    count = 0

    def counted(entries: Iterable) -> Iterable:
        nonlocal count
        for entry in entries:
            count += 1
            if count > MAX_RECORDS:
                raise Refused(too_much())
            yield entry

    told = []
    for place, file in enumerate(files):
        left = frozenset(position for where, position in leave if where == place)
        run = ImportRun(seen=seen, tells_changes=True, tells_rows=True, only_new=only_new, leave=left)
        told.append(_bring_one(file, run, counted, by=by, now=now))
    return told


def _bring_one(file: Brought, run: ImportRun, counted: Callable, *, by, now: datetime) -> dict[str, Any]:
    """What became of one file, as JSON can hold it; "refused" says why it could not be read on."""
    report = ImportReport()
    told: dict[str, Any] = {"name": file.name, "pasted": file.pasted, "format": "", "encoding": "", "refused": ""}
    try:
        source = open_source(io.BytesIO(file.content))
        told["format"], told["encoding"] = source.format, source.encoding
        run.keys_are_ours = source.keys_are_ours
        entries = counted(source.entries)
        while portion := list(islice(entries, PORTION)):
            report.add(import_portion(entries=portion, by=by, now=now, run=run))
    except CannotRead as refused:
        where = _("line %(line)s") % {"line": refused.line} if refused.line else ""
        told["refused"] = f"{refused.reason}{f' ({where})' if where else ''}"
    return storable(told | report.as_json())


def storable(value: Any) -> Any:
    """Without what a database refuses in a text; files quote all kinds of things."""
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {storable(name): storable(inner) for name, inner in value.items()}
    return [storable(inner) for inner in value] if isinstance(value, list | tuple) else value
