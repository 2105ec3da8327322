"""Which live pages a changed fact touches, and what each would say with it: the compiling side of change sets."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from markup import Name, parse
from publishing.before_after import before_and_after, changed_numbers, changed_references, resting_on
from publishing.compiled import NUMBERING, REFERENCE, Compiled, same_sources
from publishing.contradictions import contradictions
from publishing.lookups import FACTS, Proposed, look_up_each
from publishing.models import AffectedPage, ChangeSet, Edition, Page, Publication
from publishing.requirements import problems_of_content
from publishing.stated import EVERYTHING, Changed, changed_fields, is_marked

# What pages call a fact of this kind: "drugclass" is quoted as "class:bisphosphonates".
QUOTED_AS = {kind: name for name, kind in FACTS.items()}
# Facts are compiled before the pages that quote them. Terms quote drugs and each other.
FIRST = ("drugclass", "drug", "term")
DEEPEST = 10
# A page that cites a retracted source cannot be published anew by its author; marking it so on the page makes nothing worse.
TOLERATED = frozenset({"retracted-reference"})
HEAVY = ("html", "plain_text", "source", "outline", "references")


def fact_name(page: Page) -> str:
    """The name by which pages quote this one: "drug:denosumab". "" for a page that nothing quotes."""
    return f"{QUOTED_AS[page.kind]}:{page.key}" if page.kind in QUOTED_AS else ""


def subject_of(page: Page) -> str:
    """The same with the language of a term, because each language has its own definition: "term:bone/es"."""
    return f"{fact_name(page)}/{page.language}" if page.language else fact_name(page)


def fact_of(subject: str) -> str:
    """From the subject of a change set to the name that pages quote."""
    return subject.split("/", 1)[0]


def _section_id(change_set: ChangeSet) -> int:
    return int(change_set.subject.removeprefix(NUMBERING))


def section_of(change_set: ChangeSet) -> Page | None:
    """The page whose section a change of numbers is about; None for any other change."""
    if not change_set.subject.startswith(NUMBERING):
        return None
    return Page.objects.get(pk=_section_id(change_set)).specific


def quoting_ids(page_ids: Iterable[int]) -> set[int]:
    """Ids of the live pages that quote any of these, and of those that quote them in turn: an article quotes a term whose
    longer text quotes the drug."""
    start = set(page_ids)
    found: set[int] = set()
    asked = start
    for _level in range(DEEPEST):
        rows = dict(Page.objects.quoting(asked).exclude(pk__in=found | start).values_list("pk", "kind"))
        found |= rows.keys()
        asked = {pk for pk, kind in rows.items() if kind in QUOTED_AS}
        if not asked:
            break
    return found


def live_pages(page_ids: Collection[int], *, light: bool = False) -> dict[int, Publication]:
    """Live publications by page id, with page and edition; `light`: without the edition's words."""
    rows = Publication.objects.live().filter(page__in=page_ids).select_related("edition", "page")
    if light:
        rows = rows.defer(*(f"edition__{name}" for name in HEAVY))
    return {row.page_id: row for row in rows}


def specific_pages(pages: Iterable[Page]) -> dict[int, Page]:
    """Pages as their own kind, one query a kind."""
    by_kind: dict[str, list[int]] = {}
    for page in pages:
        by_kind.setdefault(page.kind, []).append(page.pk)
    found: dict[int, Page] = {}
    for kind, ids in by_kind.items():
        model = Page._meta.get_field(f"as_{kind}").related_model
        found |= {page.pk: page for page in model.objects.filter(pk__in=ids).select_related(*model.SOURCE_NEEDS)}
    return found


def stand_in(
    *, page_id: int, kind: str, key: str, language: str, title: str, path: str | None, facts, content_hash: str
) -> Publication:
    """An unsaved row that states proposed facts."""
    edition = Edition(page_id=page_id, facts=facts, content_hash=content_hash, title=title)
    return Publication(page_id=page_id, kind=kind, language=language, title=title, path=path, edition=edition)


def proposed_by(change_set: ChangeSet) -> Proposed:
    """What the change set puts in place of the live facts: its own, and those of facts that follow from it."""
    proposed = Proposed()
    if change_set.subject.startswith(NUMBERING):
        proposed.generations[_section_id(change_set)] = change_set.after["generation"]
    page = change_set.page
    if page is not None:
        live = live_pages([page.pk]).get(page.pk)
        proposed.publications[page.kind, page.key] = stand_in(
            page_id=page.pk,
            kind=page.kind,
            key=page.key,
            language=page.language,
            title=change_set.title,
            path=live.path if live else None,
            facts=change_set.after,
            content_hash=change_set.proposed_hash,
        )
    # What became an edition is looked up live: its own people may have written something else since.
    waiting = change_set.affected.waiting().filter(page__kind__in=QUOTED_AS, prepared_at__isnull=False)
    rows = waiting.select_related("page")
    for row in rows:
        add_row(proposed, row)
    return proposed


def add_row(proposed: Proposed, row: AffectedPage) -> None:
    """A prepared row that states facts itself stands in for its page too."""
    proposed.publications[row.page.kind, row.page.key] = stand_in(
        page_id=row.page_id,
        kind=row.page.kind,
        key=row.page.key,
        language=row.language,
        title=row.title,
        path=row.compiled.get("path"),
        facts=row.compiled["facts"],
        content_hash=row.new_hash,
    )


def fill_shelf(proposed: Proposed, sources: Iterable[tuple[str, Mapping[str, Any]]]) -> None:
    """Look up once what many pages name; `sources` are (language, snapshot). What is missed here is looked up page by
    page, so this decides only how many queries there are."""
    wanted: dict[str, set[Name]] = {}
    for language, source in sources:
        names = wanted.setdefault(language, set())
        names |= {name for name in parse(source.get("body") or "").names if name.kind != "reference"}
        if source.get("drug"):
            names.add(Name("drug", source["drug"]))
    for language, names in wanted.items():
        proposed.shelf[language] = look_up_each(names, language=language, proposed=proposed)


def in_order(rows: Sequence[AffectedPage]) -> list[AffectedPage]:
    """Facts before those that quote them; terms that quote each other in a circle in the order they came."""
    ranked = sorted(rows, key=lambda row: FIRST.index(row.page.kind) if row.page.kind in FIRST else len(FIRST))
    terms = {f"term:{row.page.key}": row for row in ranked if row.page.kind == "term"}
    done: dict[int, AffectedPage] = {}

    def visit(row: AffectedPage, above: frozenset[str]) -> None:
        for name in row.edition.quoted or {}:
            if name in terms and name not in above and terms[name].pk not in done:
                visit(terms[name], above | {name})
        done.setdefault(row.pk, row)

    for row in ranked:
        if row.page.kind == "term":
            visit(row, frozenset({f"term:{row.page.key}"}))
        else:
            done.setdefault(row.pk, row)
    return list(done.values())


def fill_row(row: AffectedPage, compiled: Compiled, *, change_set: ChangeSet, path: str | None) -> None:
    """Write into a row what its page would be. The caller saves it. An approval stays only for the same content."""
    old = row.edition
    row.title, row.language = old.title, old.language
    if row.sign_off_id and row.new_hash != compiled.content_hash:
        row.sign_off = None
    row.new_hash = compiled.content_hash
    row.changes = before_and_after(old.html, compiled.html) + changed_references(
        old.references, compiled.references, language=old.language, same=same_sources(old.quoted, compiled.quoted)
    )
    doubts = []
    if change_set.subject.startswith(NUMBERING):
        # Somebody approves numbers here: whatever else would change is a doubt of its own, and nobody's to overlook.
        doubts = [" → ".join(filter(None, (each["before"], each["after"]))) for each in row.changes]
        row.changes += changed_numbers(old.references, compiled.references)
    elif change_set.source:
        resting = resting_on(compiled.html, compiled.references, key=change_set.source)
        row.changes += resting
        if change_set.is_grave:
            doubts = [each["after"] for each in resting] or [change_set.title]
    row.problems = [
        {"message": str(each.message), "fix": str(each.fix), "line": each.line}
        for each in problems_of_content(compiled)
        if each.code not in TOLERATED
    ]
    row.contradictions = doubts + contradictions(
        compiled.html,
        title=old.title,
        before=change_set.before,
        after=change_set.after,
        language=old.language,
        others=_other_names(compiled, change_set),
    )
    row.compiled = kept_of(compiled) | {"path": path, "changed": _changed(row, compiled, change_set).as_json()}


def kept_of(compiled: Compiled) -> dict[str, Any]:
    """A compiled page as plain JSON; compiled_of is the way back."""
    return {
        "title": compiled.title,
        "summary": compiled.summary,
        "html": compiled.html,
        "outline": list(compiled.outline),
        "plain_text": compiled.plain_text,
        "facts": compiled.facts,
        "references": list(compiled.references),
        "quoted": compiled.quoted,
        "uses": [list(use) for use in compiled.uses],
        "cited": [[reference, number, list(places)] for reference, number, places in compiled.cited],
    }


def _changed(row: AffectedPage, compiled: Compiled, change_set: ChangeSet) -> Changed:
    """Which fields of the changed fact the page would state otherwise. Everything, where that cannot be told: a page that
    cannot be published so, or one that was compiled before fields were marked."""
    if row.problems or not is_marked(row.edition.compiler_version):
        return EVERYTHING
    return changed_fields(
        fact_of(change_set.subject),
        old_html=row.edition.html,
        old_references=row.edition.references,
        new_html=compiled.html,
        new_references=compiled.references,
    )


def _other_names(compiled: Compiled, change_set: ChangeSet) -> list[str]:
    """Keys of the other drugs that the page quotes, as words: what stands near them is about them."""
    mine = fact_of(change_set.subject)
    names = [name for name in compiled.quoted if name.startswith("drug:") and name != mine]
    return [name.split(":", 1)[1].replace("-", " ") for name in names]


def compiled_of(row: AffectedPage) -> Compiled:
    """The row's page as it was prepared."""
    kept = row.compiled
    return Compiled(
        title=kept["title"],
        language=row.language,
        source=row.edition.source,
        quoted=kept["quoted"],
        html=kept["html"],
        outline=tuple(kept["outline"]),
        plain_text=kept["plain_text"],
        facts=kept["facts"],
        references=tuple(kept["references"]),
        uses=tuple((page, how) for page, how in kept["uses"]),
        cited=tuple((reference, number, tuple(places)) for reference, number, places in kept["cited"]),
        summary=kept["summary"],
    )


def live_hashes(rows: Iterable[AffectedPage]) -> dict[tuple[str, str], str]:
    """(language, "drug:denosumab") → content hash of the live fact, for every fact these rows quote: one query."""
    wanted = {
        (row.language, name)
        for row in rows
        for name in row.compiled["quoted"]
        if not name.startswith((REFERENCE, NUMBERING))
    }
    keys = {name.split(":", 1)[1] for _language, name in wanted}
    rows_live: QuerySet[Publication] = Publication.objects.keyed(QUOTED_AS, keys)
    hashes: dict[tuple[str, str], str] = {}
    for publication in rows_live:
        name = f"{QUOTED_AS[publication.kind]}:{publication.page.key}"
        for language, asked in wanted:
            if asked == name and publication.language in ("", language):
                hashes[language, name] = publication.edition.content_hash
    return hashes
