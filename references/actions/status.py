"""What became of a reference: the only way its status changes, and the record of who said so."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from publishing import permissions
from publishing.actions import change_reference
from publishing.actions.events import write_event
from publishing.actions.pages_around import mark_changed
from publishing.errors import Refused
from publishing.models import Event, Page
from references.models import SEVERITY, Citation, Reference, Source, Status, StatusRecord


@dataclass(frozen=True)
class Notice:
    """Who says what became of a reference, and where that stands. `dated`: "2010", "2010-02" or "2010-02-02"."""

    source: str = Source.PERSON
    dated: str = ""
    doi: str = ""
    pmid: str = ""
    url: str = ""
    reason: str = ""


BY_A_PERSON = Notice()
# Only a clinician lifts these.
GRAVE = (Status.CONCERN, Status.RETRACTED)
_BESIDES_THE_STATUS = {field.name for field in Reference._meta.fields} - {"status", "superseded_by"}


@transaction.atomic
def set_status(
    *,
    reference: Reference,
    status: str,
    by,
    now: datetime,
    superseded_by: Reference | None = None,
    notice: Notice = BY_A_PERSON,
) -> Reference:
    """Change what is known of a reference, and write down who says so.

    Every page that cites it is put before a clinician, says so in a banner until then, and is due sooner. Without a change
    only a reason or a notice is recorded; with neither, nothing. A retraction or a concern is lifted by a clinician only,
    with a reason.
    """
    permissions.require(by, "references.change_reference", to=_("change the reference library"))
    row = Reference.objects.select_for_update(of=("self",)).select_related("superseded_by").get(pk=reference.pk)
    before = standing(row)
    row.status, row.superseded_by = status, superseded_by
    after = standing(row)
    if before == after and notice == BY_A_PERSON:
        return reference
    if before["status"] in GRAVE and SEVERITY.get(status, 0) < SEVERITY[before["status"]]:
        _require_judgement(by, notice)
    if before != after:
        row.changed_at = now
        try:
            # Only what changes: nothing else in an old record keeps a retraction from it.
            row.full_clean(exclude=_BESIDES_THE_STATUS, validate_unique=False)
        except ValidationError as error:
            raise Refused(" ".join(error.messages)) from error
        row.save(update_fields=["status", "superseded_by", "changed_at"])
        reference.status, reference.superseded_by, reference.changed_at = row.status, row.superseded_by, now
    record = record_status(reference=row, status=status, by=by, now=now, superseded_by=superseded_by, notice=notice)
    if before != after:
        put_before_a_clinician(row, before=before, by=by, now=now, record=record)
        write_event(
            Event.Verb.EDITED,
            page=None,
            by=by,
            now=now,
            reference=row.key,
            status=str(status),
            source=str(notice.source),
        )
    return reference


def _require_judgement(by, notice: Notice) -> None:
    """What a source says against a work is put aside by a clinician alone, who says why."""
    if not permissions.may_decide_review(by):
        raise Refused(
            _(
                "Only a clinician who approves pages may say that a source counts again after it was retracted or doubted. Ask "
                "one who also keeps the reference library."
            )
        )
    if not notice.reason.strip():
        raise Refused(_("Say why this source counts again. The reason stands on its public page."))


def record_status(
    *,
    reference: Reference,
    status: str,
    by,
    now: datetime,
    superseded_by: Reference | None = None,
    notice: Notice = BY_A_PERSON,
    changed: bool = True,
) -> StatusRecord:
    """One line of the history. Called by the verbs, inside their transactions."""
    return StatusRecord.objects.create(
        reference=reference,
        status=status,
        superseded_by=superseded_by,
        changed=changed,
        source=notice.source,
        dated=notice.dated[:10],
        notice_doi=notice.doi[:200],
        notice_pmid=notice.pmid[:20],
        notice_url=notice.url[:500],
        reason=notice.reason.strip()[:1000],
        recorded_at=now,
        recorded_by=by,
    )


def put_before_a_clinician(
    reference: Reference, *, before: dict[str, str], by, now: datetime, record: StatusRecord | None = None
) -> None:
    """The pages that cite it are to be looked at again. `record`: who says why."""
    citing = live_pages_citing(reference)
    mark_changed(pages=citing)
    change_reference(
        key=reference.key,
        title=Truncator(reference.title).chars(120),  # it stands in subjects of mails and in banners
        before=before,
        after=standing(reference),
        mark=reference.mark,
        path=reference.get_absolute_url(),
        page_ids=set(citing.values_list("pk", flat=True)),
        also_called=list(reference.merged_from.values_list("key", flat=True)),
        by=by,
        now=now,
        hold_back=reference.status != Status.CURRENT,
        notice=_as_told(record) if record else None,
    )


def _as_told(record: StatusRecord) -> dict:
    """Who says what became of it, for whoever decides about the pages."""
    return {
        "source": "" if record.source == Source.PERSON else str(record.get_source_display()),
        "dated": record.dated,
        "reason": record.reason,
        "links": [list(link) for link in record.notice_links],
    }


def live_pages_citing(reference: Reference):
    """Pages whose live edition cites it, or a record that was merged into it."""
    editions = Citation.objects.of(reference).order_by().values("edition")
    return Page.objects.filter(publications__edition__in=editions)


def standing(reference: Reference) -> dict[str, str]:
    """What a change of puts every page that cites it before a clinician."""
    newer = reference.superseded_by.text if reference.superseded_by else ""
    return {"status": str(reference.status), "superseded_by": newer}
