"""What a clinician is shown besides the page itself: everything that differs from the edition before, in words."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from publishing.change_words import mark_of_source
from publishing.compiled import Compiled, same_sources
from publishing.differences import FieldChange, Line, Piece, compare_sources, compare_texts, compare_words
from publishing.fact_words import compare_facts
from publishing.lookups import FACTS
from publishing.models import Edition, Page

MOST_FACTS_COMPARED = 50


@dataclass(frozen=True)
class FactRow:
    """A fact that the page quotes from elsewhere. `note`: what happened to it since the edition before, "" when nothing;
    `fields`: old words against new, where both editions of the fact are still on record."""

    title: str
    kind: str
    url: str = ""
    note: str = ""
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True)
class ReferenceRow:
    """A source whose words in the reference list differ from the edition before, or that came or went."""

    key: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Changes:
    """Against the edition `before` (None: this is the first). `fields`: fields besides the text; `words`: what patients
    read; `written`: the editor's text, where addresses, tokens and citations are seen."""

    before: Edition | None
    fields: tuple[FieldChange, ...] = ()
    words: tuple[Line, ...] = ()
    written: tuple[Line, ...] = ()
    facts: tuple[FactRow, ...] = ()
    references: tuple[ReferenceRow, ...] = ()

    @property
    def nothing_written(self) -> bool:
        return not (self.fields or self.words or self.written or self.references)

    @property
    def changed_facts(self) -> list[FactRow]:
        return [row for row in self.facts if row.note]


def last_edition(page: Page) -> Edition | None:
    """The edition that a working copy is compared with: the newest, which is the live one of a live page."""
    return page.editions.order_by("-number").first()


def changes_since(
    before: Edition | None, compiled: Compiled, *, url_of: Callable[[Page], str] = lambda page: ""
) -> Changes:
    """Everything that differs. `url_of` gives the address of a quoted fact's page, for those who may open it."""
    facts = tuple(_facts(before, compiled, url_of))
    if before is None:
        return Changes(None, facts=facts)
    return Changes(
        before,
        fields=tuple(compare_sources(before.source, compiled.source, leave_out={"body"})),
        words=tuple(compare_texts(before.plain_text, compiled.plain_text)),
        written=tuple(compare_texts(before.source.get("body") or "", compiled.source.get("body") or "")),
        facts=facts,
        references=tuple(_references(before, compiled)),
    )


def _facts(before: Edition | None, compiled: Compiled, url_of) -> list[FactRow]:
    """The facts quoted now or before, changed ones first."""
    old, new = (before.quoted if before else {}), compiled.quoted
    names = [name.split(":", 1) for name in dict.fromkeys([*new, *old]) if name.split(":", 1)[0] in FACTS]
    pages = _pages_named(names, compiled.language)
    rows = []
    for kind, key in names:
        name = f"{kind}:{key}"
        page = pages.get((FACTS[kind], key))
        note, fields = "", ()
        if before is not None and old.get(name) != new.get(name):
            note = _note(old.get(name), new.get(name))
            if name in old and name in new and page is not None and len(rows) < MOST_FACTS_COMPARED:
                fields = _fields_between(page, old[name], new[name])
        rows.append(FactRow(page.title if page else key, kind, url_of(page) if page else "", note, fields))
    return sorted(rows, key=lambda row: (not row.note, row.kind, row.title.casefold()))


def _pages_named(names, language: str) -> dict[tuple[str, str], Page]:
    if not names:
        return {}
    pages = Page.objects.keyed({FACTS[kind] for kind, _key in names}, [key for _kind, key in names])
    return {(page.kind, page.key): page for page in pages.filter(language__in=("", language))}


def _note(old: str | None, new: str | None) -> str:
    if old is None:
        return _("quoted here for the first time")
    if new is None:
        return _("no longer quoted here")
    return _("changed since the edition before")


def _fields_between(page: Page, old: str, new: str) -> tuple[FieldChange, ...]:
    """Old words against new of a fact, as people call them, from the editions with these hashes; () when one is not on record
    (any more)."""
    editions = {edition.content_hash: edition for edition in page.editions.filter(content_hash__in=(old, new))}
    if len(editions) < 2 or not all(edition.source and edition.facts for edition in editions.values()):
        return ()
    before, after = editions[old].facts, editions[new].facts
    return tuple(compare_facts(before, after, page.specific.get_fact_words((before, after))))


def _references(before: Edition, compiled: Compiled) -> list[ReferenceRow]:
    """Sources whose words changed, came or went, in the order of the new list. Another style changes no words."""
    same = same_sources(before.quoted, compiled.quoted)
    old = {row["key"]: _as_printed(row, before.language) for row in before.references}
    new = {row["key"]: _as_printed(row, compiled.language) for row in compiled.references}
    return [
        ReferenceRow(key, compare_words(old.get(key, ""), new.get(key, "")))
        for key in dict.fromkeys([*new, *old])
        if old.get(key) != new.get(key) and not (key in old and key in new and key in same)
    ]


def _as_printed(row, language: str) -> str:
    """What a reader is told about a source: its words, and that it was corrected, replaced or taken back."""
    return f"{row['text']} {mark_of_source(row.get('status') or '', language)}".rstrip()
