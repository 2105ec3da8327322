"""Every place that holds the content of editions about to be redacted: what a person is shown before, and what is emptied."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing.actions.editing import save_working_copy
from publishing.models import (
    AffectedPage,
    ApprovalRequest,
    Autosave,
    BlockComment,
    ChangeSet,
    Edition,
    Event,
    Mail,
    OverruledWish,
    Page,
    Publication,
    SavedCopy,
    Schedule,
    SignOff,
)

STUB = "…"
WORD = re.compile(r"\w+")
# The reason that a waiting mail is given up for; shown in the list of mails.
MAIL_EMPTIED = gettext_lazy("What this mail was about was redacted.")


@dataclass(frozen=True)
class Sharing:
    """An edition that nobody chose, and how many of its different words stand in the chosen ones too."""

    number: int
    published_at: datetime
    shared: int
    words: int


@dataclass(frozen=True)
class Left:
    """Where some of the same words stay: editions, those that share most first, the working copy, saved copies."""

    editions: tuple[Sharing, ...]
    working: bool
    copies: int

    def __bool__(self) -> bool:
        return bool(self.editions or self.working or self.copies)


@dataclass(frozen=True)
class Place:
    """`label` in words for the person who decides; `empty(now=…)` does it."""

    label: str
    count: int
    empty: Callable[..., object]


def places_of(page: Page, numbers: Iterable[int], *, by=None) -> list[Place]:
    """Every place besides the editions themselves, with how many rows each has; those that hold nothing are left out. A
    constant number of queries, and one pass over the texts of the page."""
    editions = Edition.objects.filter(page=page.pk, number__in=list(numbers))
    hashes, sources = _exact_texts(editions)
    tainted = _words_only_in(page, editions)
    copies = [copy.pk for copy in SavedCopy.objects.of(page.pk).iterator() if _goes(copy, hashes, sources, tainted)]
    # The working copy first: writing its stub may leave a copy of what stood there.
    working = page.specific
    places = []
    if working.working_hash in hashes or _source_goes(working.get_source(), sources, tainted):
        places.append(Place(_("the working copy"), 1, partial(blank_out, working, by=by)))
    deleted = {
        _("what people typed into its form and have not saved"): Autosave.objects.filter(page=page.pk),
        _("saved copies of the working copy"): SavedCopy.objects.filter(pk__in=copies),
        **dict(working.get_kept_elsewhere()),
    }
    places += [Place(label, rows.count(), partial(_delete, rows)) for label, rows in deleted.items()]
    emptied = {
        _("notes to clinicians who were asked to approve"): (
            ApprovalRequest.objects.filter(page=page.pk, content_hash__in=hashes).exclude(note=""),
            {"note": ""},
        ),
        _("notes of set times"): (
            Schedule.objects.filter(page=page.pk, does=Schedule.Does.PUBLISH).exclude(change_note=""),
            {"change_note": ""},
        ),
        _("comparisons made when quoted facts changed"): (
            AffectedPage.objects.filter(
                Q(edition__in=editions) | Q(became__in=editions) | Q(page=page.pk, new_hash__in=hashes)
            ),
            {"title": STUB, "compiled": {}, "changes": [], "contradictions": [], "problems": []},
        ),
        _("proposed changes of these facts"): (
            ChangeSet.objects.filter(page=page.pk),
            {"title": STUB, "before": {}, "after": {}},
        ),
        _("lines of the admin's own log"): (_log_of(page), {"object_repr": STUB, "change_message": ""}),
        _("titles and summaries at addresses that are not live"): (
            Publication.objects.filter(page=page.pk).exclude(edition__in=_staying(page, editions)),
            {"title": STUB, "summary": "", "surroundings": {}, "version": F("version") + 1},
        ),
    }
    places += [Place(label, rows.count(), partial(_update, rows, values)) for label, (rows, values) in emptied.items()]
    places += [
        Place(label, len(pks), partial(_empty_frozen, model, pks))
        for label, model, pks in _frozen_words(page, hashes, tainted)
    ]
    mails = [mail.pk for mail in Mail.objects.filter(data__page=page.pk) if _holds_text(mail.data)]
    places.append(Place(_("mails"), len(mails), partial(_empty_mails, mails)))
    return [place for place in places if place.count]


def left_of(page: Page, numbers: Iterable[int]) -> Left:
    """What `places_of` does not empty although it holds some of the same words. A constant number of queries."""
    editions = Edition.objects.filter(page=page.pk, number__in=list(numbers))
    hashes, sources = _exact_texts(editions)
    tainted, going = _words_only_in(page, editions), _words_in(editions)
    sharing = []
    for edition in _texts(_staying(page, editions).filter(redacted_at__isnull=True)):
        words = _words_of_edition(edition)
        if words & going:
            sharing.append(Sharing(edition.number, edition.published_at, len(words & going), len(words)))
    copies = sum(
        bool(words_of(copy.source) & going) and not _goes(copy, hashes, sources, tainted)
        for copy in SavedCopy.objects.of(page.pk).iterator()
    )
    working = page.specific
    source = working.get_source()
    stays = working.working_hash not in hashes and not _source_goes(source, sources, tainted)
    most_first = sorted(sharing, key=lambda one: (-one.shared, -one.number))
    return Left(tuple(most_first), stays and bool(words_of(source) & going), copies)


def _exact_texts(editions) -> tuple[list[str], list[dict]]:
    """The hash and the source of each: whatever equals one of them is the same text, whoever else vouches for its words."""
    rows = list(editions.values_list("content_hash", "source"))
    return [content_hash for content_hash, _source in rows], [source for _hash, source in rows if source]


def _goes(copy: SavedCopy, hashes: list[str], sources: list[dict], tainted: set[str]) -> bool:
    return copy.content_hash in hashes or _source_goes(copy.source, sources, tainted)


def _source_goes(source: dict, sources: list[dict], tainted: set[str]) -> bool:
    return source in sources or bool(words_of(source) & tainted)


def _frozen_words(page: Page, hashes: list[str], tainted: set[str]):
    """What clinicians wrote about these texts or quoted of them, and titles of events, as (label, model, ids)."""
    decisions = SignOff.objects.filter(page=page.pk, redacted_at__isnull=True)
    about = [
        (pk, content_hash in hashes or bool(words_of(comment) & tainted))
        for pk, content_hash, comment in decisions.exclude(comment="").values_list("pk", "content_hash", "comment")
    ]
    yield _("what clinicians wrote about these texts"), SignOff, [pk for pk, goes in about if goes]
    remarks = BlockComment.objects.filter(sign_off__page=page.pk, redacted_at__isnull=True)
    said = remarks.values_list("pk", "sign_off__content_hash", "quoted", "comment", "proposed")
    blocks = [pk for pk, content_hash, *words in said if content_hash in hashes or words_of(words) & tainted]
    yield _("what clinicians wrote about single blocks"), BlockComment, blocks
    reasons = OverruledWish.objects.filter(sign_off__page=page.pk, redacted_at__isnull=True)
    given = reasons.values_list("pk", "sign_off__content_hash", "reason")
    why = [pk for pk, content_hash, reason in given if content_hash in hashes or words_of(reason) & tainted]
    yield _("why clinicians approved without what others asked for"), OverruledWish, why
    titles = Event.objects.filter(page_id=page.pk, redacted_at__isnull=True).values_list("pk", "page_title")
    yield _("titles in the history"), Event, [pk for pk, title in titles if words_of(title) & tainted]


def _empty_frozen(model, pks: list[int], *, now: datetime) -> None:
    """Past the Python guard on purpose; the database lets exactly this transition through."""
    emptied = dict.fromkeys(model.emptied_by_redaction, "")
    models.QuerySet(model).filter(pk__in=pks).update(**emptied, redacted_at=now)


def _delete(rows, *, now: datetime) -> None:
    rows.delete()


def _update(rows, values: dict, *, now: datetime) -> None:
    rows.update(**values)


def _staying(page: Page, editions):
    return Edition.objects.filter(page=page.pk).exclude(pk__in=editions)


def _log_of(page: Page):
    kinds = ContentType.objects.get_for_models(type(page.specific), Page).values()
    return LogEntry.objects.filter(content_type__in=list(kinds), object_id=str(page.pk))


def _words_only_in(page: Page, editions) -> set[str]:
    """Words that stand in these editions and in no edition that stays: whatever has one of them may hold what must go."""
    kept = _staying(page, editions).filter(redacted_at__isnull=True)
    return _words_in(editions) - _words_in(kept)


def _words_in(editions) -> set[str]:
    words: set[str] = set()
    for edition in _texts(editions):
        words |= _words_of_edition(edition)
    return words


def _texts(editions):
    return editions.only("number", "published_at", "source", "change_note", "title").iterator()


def _words_of_edition(edition: Edition) -> set[str]:
    return words_of([edition.source, edition.change_note, edition.title])


def words_of(value: Any) -> set[str]:
    """Every word of a snapshot's values, in small letters."""
    if isinstance(value, dict):
        return set().union(*map(words_of, value.values()))
    if isinstance(value, list | tuple):
        return set().union(*map(words_of, value))
    return set(WORD.findall(value.casefold())) if isinstance(value, str) else set()


def _holds_text(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_holds_text, value.values()))
    if isinstance(value, list):
        return any(map(_holds_text, value))
    return isinstance(value, str) and bool(value)


def _empty_mails(mails: list[int], *, now: datetime) -> None:
    rows = Mail.objects.filter(pk__in=mails)
    rows.filter(sent_at__isnull=True).update(given_up_at=now, last_error=str(MAIL_EMPTIED))
    rows.update(data={})


def blank_out(page: Page, *, by, now: datetime) -> None:
    """Leave a stub of the working copy: its words are gone, its rows too; key, address, language and people stay."""
    kept = {field.name for field in Page._meta.concrete_fields} - {"title"}
    for field in page._meta.concrete_fields:
        if field.name in kept or field.is_relation or field.choices or field.primary_key:
            continue
        if isinstance(field, models.JSONField):
            empty = field.get_default()
            setattr(page, field.name, empty if field.blank or empty != {} else {settings.LANGUAGE_CODE: STUB})
        elif isinstance(field, models.CharField | models.TextField):
            setattr(page, field.name, "" if field.blank else STUB)
    words = page.get_words_of_its_own()

    def delete_rows() -> None:
        _delete_rows(page)
        words.delete()

    save_working_copy(page=page, by=by, now=now, save_related=delete_rows)


def _delete_rows(page: Page) -> None:
    """Rows that belong to this kind of page alone (products, regimens …)."""
    for relation in type(page)._meta.related_objects:
        own = relation.model is type(page) and relation.on_delete is models.CASCADE
        if own and not issubclass(relation.related_model, Page):
            relation.related_model._default_manager.filter(**{relation.field.name: page.pk}).delete()
