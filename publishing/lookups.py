"""What a page may quote or link to: facts from live editions, and where other pages are.

The number of queries does not grow with the number of names.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import OuterRef, Subquery

from markup import ClassFact, DrugFact, Missing, Name, PageFact, TermFact, references_in, suggest
from publishing.models import Page, Publication, Use

# Which kinds of page answer to which kind of name, best first: [[page:x]] prefers the article over the topic.
FACTS = {"drug": "drug", "class": "drugclass", "term": "term"}
LINKABLE = ("article", "topic", "drugpage", "term")
DRUG_PAGE = "drugpage"
NEAR_ENOUGH = 5_000
CHILDREN = tuple(f"as_{kind}" for kind in LINKABLE)  # so that page.specific costs no query of its own


@dataclass
class Found:
    """Facts by name, the hash of each quoted fact ("drug:denosumab" → hash), and the pages used as (page id, how)."""

    facts: dict[Name, object] = field(default_factory=dict)
    quoted: dict[str, str] = field(default_factory=dict)
    uses: set[tuple[int, str]] = field(default_factory=set)

    @property
    def cited_keys(self) -> set[str]:
        """Keys of the references that the quoted facts themselves cite."""
        return {name.key for name in references_in(self.facts.values())}

    def add(self, other: "Found") -> None:
        self.facts |= other.facts
        self.quoted |= other.quoted
        self.uses |= other.uses


@dataclass
class Proposed:
    """Facts that stand in for the live ones, to see what pages would say with them.

    `publications`: unsaved rows by (kind, key), each with an unsaved edition that holds the facts and the content hash.
    `generations`: page id of a section → the generation of its shared numbers that stands in for the one in use; 0 for none.
    `shelf` and `references`: what was looked up already for many pages at once, by language and name; what is not there
    is looked up as usual.
    """

    publications: dict[tuple[str, str], Publication] = field(default_factory=dict)
    shelf: dict[str, dict[Name, Found]] = field(default_factory=dict)
    references: dict[str, Any] = field(default_factory=dict)
    generations: dict[int, int] = field(default_factory=dict)


def look_up(
    names: Iterable[Name],
    *,
    language: str,
    together: frozenset[int] = frozenset(),
    proposed: Proposed | None = None,
) -> Found:
    """Every drug, class, term and page among the names, in at most six queries.

    `together`: ids of pages being published in the same transaction, which may be linked to although not live yet.
    A name that stands for nothing is mapped to Missing with near spellings.
    """
    shelf = proposed.shelf.get(language, {}) if proposed else {}
    found, rest = Found(), []
    for name in names:
        if name in shelf:
            found.add(shelf[name])
        else:
            rest.append(name)
    for each in look_up_each(rest, language=language, together=together, proposed=proposed).values():
        found.add(each)
    return found


def look_up_each(
    names: Iterable[Name],
    *,
    language: str,
    together: frozenset[int] = frozenset(),
    proposed: Proposed | None = None,
) -> dict[Name, Found]:
    """The same, name by name: what each of them stands for, quotes and uses."""
    wanted: dict[str, set[str]] = {}
    for name in names:
        wanted.setdefault(name.kind, set()).add(name.key)
    live = _live_publications(wanted, language, proposed)
    coming = _coming_drug_pages(wanted, live, language, together)
    classes = _classes(wanted, live, language, proposed)
    answers: dict[Name, Found] = {}
    missing: list[Name] = []
    for kind, keys in wanted.items():
        for key in sorted(keys):
            name, found = Name(kind, key), Found()
            fact = _fact(name, live, coming, classes, language, found)
            if fact is not None:
                found.facts[name] = fact
            elif kind in ("drug", "class", "term", "page"):
                missing.append(name)
            answers[name] = found
    if missing:
        _not_live(missing, language, together, answers)
    return answers


def _live_publications(
    wanted: Mapping[str, set[str]], language: str, proposed: Proposed | None
) -> dict[tuple[str, str], Publication]:
    kinds: set[str] = set()
    keys: set[str] = set()
    for kind, some in wanted.items():
        keys |= some
        if kind == "drug":
            kinds |= {"drug", DRUG_PAGE}
        elif kind == "page":
            kinds |= set(LINKABLE)
        elif kind in FACTS:
            kinds.add(FACTS[kind])
    if not kinds:
        return {}
    rows = Publication.objects.keyed(kinds, keys).filter(language__in=("", language))
    return {(row.kind, row.page.key): row for row in rows} | _standing_in(proposed, kinds, keys, language)


def _standing_in(proposed: Proposed | None, kinds, keys, language: str) -> dict[tuple[str, str], Publication]:
    """The proposed rows among what is asked for. Terms stand in only for those of their own language."""
    rows = proposed.publications if proposed else {}
    return {
        (kind, key): row
        for (kind, key), row in rows.items()
        if kind in kinds and key in keys and row.language in ("", language)
    }


def _coming_drug_pages(wanted, live, language: str, together: frozenset[int]) -> dict[str, tuple[int, str | None]]:
    """Pages of the drugs named that are not live: those being published now may be linked to, and every one is noted, so
    that the link comes alive when its page does."""
    keys = {key for key in wanted.get("drug", ()) if (DRUG_PAGE, key) not in live}
    if not keys:
        return {}
    pages = Page.objects.keyed((DRUG_PAGE,), keys).filter(language=language).select_related(*CHILDREN)
    return {page.key: (page.pk, page.specific.get_public_path() if page.pk in together else None) for page in pages}


def _drug_page(key: str, live, coming) -> tuple[int | None, str | None]:
    """Id and address of the page about a drug in this language; the address is None while the page is not live."""
    publication = live.get((DRUG_PAGE, key))
    if publication is not None:
        return publication.page_id, publication.path
    return coming.get(key, (None, None))


def _classes(wanted, live, language: str, proposed: Proposed | None) -> dict[str, tuple[ClassFact, Publication]]:
    """The drug classes named, and those of the drugs named, whose side effects are merged in."""
    keys = set(wanted.get("class", ()))
    for key in wanted.get("drug", ()):
        publication = live.get(("drug", key))
        if publication:
            keys.update(publication.edition.facts.get("classes", ()))
    if not keys:
        return {}
    rows = {row.page.key: row for row in Publication.objects.keyed(("drugclass",), keys)}
    rows |= {key: row for (_kind, key), row in _standing_in(proposed, ("drugclass",), keys, language).items()}
    return {key: (ClassFact.from_json(row.edition.facts, language), row) for key, row in rows.items()}


def _fact(name: Name, live, coming, classes, language: str, found: Found):
    if name.kind == "drug":
        publication = live.get(("drug", name.key))
        if publication is None:
            return None
        _quote(found, name, publication)
        page_id, url = _drug_page(name.key, live, coming)
        if page_id:
            found.uses.add((page_id, Use.How.LINKS))
        groups = []
        for key in publication.edition.facts.get("classes", ()):
            if key in classes:
                group, row = classes[key]
                _quote(found, Name("class", key), row)
                groups.append(group)
        return DrugFact.from_json(publication.edition.facts, language, url=url, classes=tuple(groups))
    if name.kind == "class":
        if name.key not in classes:
            return None
        fact, row = classes[name.key]
        _quote(found, name, row)
        return fact
    if name.kind == "term":
        publication = live.get(("term", name.key))
        if publication is None:
            return None
        _quote(found, name, publication)
        facts = publication.edition.facts
        return TermFact(key=name.key, name=facts["name"], definition=facts["definition"], url=publication.path)
    if name.kind == "page":
        for kind in LINKABLE:
            publication = live.get((kind, name.key))
            if publication is not None:
                found.uses.add((publication.page_id, Use.How.LINKS))
                return PageFact(key=name.key, title=publication.title, url=publication.path)
    return None


def _quote(found: Found, name: Name, publication: Publication) -> None:
    found.quoted[f"{name.kind}:{name.key}"] = publication.edition.content_hash
    found.uses.add((publication.page_id, Use.How.QUOTES))


def _not_live(missing: list[Name], language: str, together: frozenset[int], answers: dict[Name, Found]) -> None:
    """Names that no live page answers to: pages that exist but are not live, or nothing at all."""
    kinds = {kind for name in missing for kind in (LINKABLE if name.kind == "page" else (FACTS[name.kind],))}
    drafts = Page.objects.keyed(kinds, {name.key for name in missing}).filter(language__in=("", language))
    was = Publication.objects.withdrawn().filter(page=OuterRef("pk"))
    drafts = drafts.select_related(*CHILDREN).annotate(approved_title=Subquery(was.values("title")[:1]))
    by_key = {(page.kind, page.key): page for page in drafts}
    unknown = []
    for name in missing:
        page = (
            next((by_key[kind, name.key] for kind in LINKABLE if (kind, name.key) in by_key), None)
            if name.kind == "page"
            else None
        )
        if page is None:
            unknown.append(name)
            continue
        found = answers[name]
        found.uses.add((page.pk, Use.How.LINKS))
        if page.pk in together:
            found.facts[name] = PageFact(key=name.key, title=page.title, url=page.specific.get_public_path())
        else:
            # Never the draft's title, which nobody has approved: what it was called when it was live, or its key.
            title = page.approved_title or name.key.replace("-", " ").replace("_", " ")
            found.facts[name] = PageFact(key=name.key, title=title, url=None)
    if unknown:
        known: dict[str, list[str]] = {}
        for kind, key in Page.objects.filter(kind__in=kinds).values_list("kind", "key")[:NEAR_ENOUGH]:
            known.setdefault(kind, []).append(key)
        for name in unknown:
            answering = LINKABLE if name.kind == "page" else (FACTS[name.kind],)
            keys = sorted({key for kind in answering for key in known.get(kind, ())} - {name.key})
            answers[name].facts[name] = Missing(near=suggest(name.key, keys))
