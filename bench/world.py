"""What is measured: the sample site, an article of the largest usual size, and as many others as asked."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import count

from connect import sample
from edu.models import Article
from publishing import actions
from publishing.compiled import content_hash
from publishing.models import Edition, Page, Publication, SignOff
from references.actions import save_reference
from references.models import Reference

NOW = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
MAIN = "/articles/bone-metastases/"
WORDS, CITATIONS, TABLES = 3_000, 60, 3
SENTENCE = "Bone is living tissue, and your care team can tell you what may help when it hurts at night. "
TABLE = "| Drug | Given | How often |\n|---|---|---|\n" + "| one drug | by mouth | every day, with food |\n" * 6
_numbers = count(1)


class People:
    """The sample people by their work."""

    def __init__(self):
        people = sample.make_people()
        self.everyone = people
        self.author, self.reviewer = people[sample.AUTHOR.username], people[sample.REVIEWER.username]


def load_sample_site() -> People:
    people = People()
    sample.load_sample_site(people=people.everyone, now=NOW)
    return people


def add_references(people: People, number: int) -> list[str]:
    """So many more references; their keys."""
    keys = [f"bench{n}" for n in range(number)]
    for n, key in enumerate(keys):
        author = [{"family": f"Author{n}", "given": "Ann B."}]
        record = {"type": "article-journal", "title": f"A trial of bones, part {n}", "author": author, "issued": "2020"}
        save_reference(reference=Reference(key=key), by=people.author, now=NOW, record=record)
    return keys


def large_text(keys: list[str]) -> str:
    """An article of WORDS words that cites every key once, with headings and TABLES tables."""
    sentences = WORDS // len(SENTENCE.split())
    parts, waiting = [], list(keys)
    for n in range(sentences):
        if n % 12 == 0:
            parts.append(f"\n\n## What about part {n // 12 + 1}?\n\n")
        elif n % 4 == 0:
            parts.append("\n\n")
        parts.append(SENTENCE.strip())
        due = len(keys) * (n + 1) // sentences - (len(keys) - len(waiting))
        cited, waiting = waiting[:due], waiting[due:]
        parts.append(f" [{'; '.join(f'@{key}' for key in cited)}] " if cited else " ")
    for n in range(TABLES):
        parts.append(f"\n\n## Table {n + 1}\n\n{TABLE}")
    return "".join(parts).strip() + "\n"


def write_article(people: People, body: str) -> Article:
    key = f"bench-{next(_numbers)}"
    page = Article(key=key, slug=key, title=f"Measured article {key}", summary="For measuring only.", body=body)
    return actions.record_edit(page=page, by=people.author, now=NOW)


def approve(people: People, page: Article) -> None:
    seen = Article.objects.get(pk=page.pk).compile().content_hash
    actions.sign_off(page=page, by=people.reviewer, now=NOW, seen_hash=seen)


def fill_up(people: People, total: int, *, due: Callable[[int], date] | None = None) -> None:
    """Published articles, up to so many in all, written straight to the tables: by the verbs it would take an hour. The
    author owns them; `due` gives the day of the nth one's next review."""
    missing = total - Publication.objects.pages().of_kind("article").count()
    numbers = [next(_numbers) for _ in range(missing)]
    pages = [
        Article(kind="article", key=f"filler-{n}", slug=f"filler-{n}", title=f"Filler {n}", body=SENTENCE * 20)
        for n in numbers
    ]
    html = f"<p>{SENTENCE * 20}</p>\n"
    put_live(people, pages, html=html, plain_text=SENTENCE * 20, due=due)


def put_live(
    people: People,
    pages: list[Page],
    *,
    html: str = "",
    plain_text: str = "",
    source: Callable[[Page], dict] = lambda page: page.get_source(),
    facts: Callable[[Page], dict] = lambda _page: {},
    around: Callable[[Page], dict] = lambda _page: {},
    due: Callable[[int], date] | None = None,
) -> None:
    """Approved, published and at their addresses, written straight to the tables."""
    for page in pages:
        page.working_hash = content_hash(source(page), {})
        page.edited_at, page.edited_by, page.owner = NOW, people.author, people.author
    insert_with_parents(pages)
    decided = {"by": people.reviewer, "name": "R", "role": "nurse", "credentials": "RN", "at": NOW}
    approvals = SignOff.objects.bulk_create(
        [SignOff(page_id=p.pk, content_hash=p.working_hash, decision="approve", **decided) for p in pages],
        batch_size=500,
    )
    editions = Edition.objects.bulk_create(
        [
            Edition(
                page_id=page.pk,
                number=1,
                language=page.language,
                title=page.title,
                source=source(page),
                quoted={},
                html=html,
                outline=[],
                plain_text=plain_text,
                facts=facts(page),
                references=[],
                significance="clinical",
                content_hash=page.working_hash,
                approval=approval,
                approved_hash=page.working_hash,
                compiler_version=1,
                published_at=NOW,
                published_by=people.author,
            )
            for page, approval in zip(pages, approvals, strict=True)
        ],
        batch_size=500,
    )
    dates = {"first_published_at": NOW, "updated_at": NOW}
    Publication.objects.bulk_create(
        [
            Publication(
                page_id=p.pk,
                path=p.get_public_path(),
                kind=p.kind,
                language=p.language,
                title=p.title,
                edition=e,
                risk_tier=p.risk_tier,
                surroundings=around(p),
                due_on=due(n) if due else None,
                **dates,
            )
            for n, (p, e) in enumerate(zip(pages, editions, strict=True))
        ],
        batch_size=500,
    )


def insert_with_parents(pages: list[Page]) -> None:
    """bulk_create refuses children of multi-table inheritance: parents in bulk, then each child's own row."""
    if not pages:
        return
    parent = pages[0]._meta.get_field("page_ptr").related_model
    names = [field.attname for field in parent._meta.concrete_fields if not field.primary_key]
    parents = [parent(**{name: getattr(page, name) for name in names}) for page in pages]
    for page, row in zip(pages, parent.objects.bulk_create(parents, batch_size=500), strict=True):
        page.pk = page.page_ptr_id = page.id = row.pk
        page.save_base(raw=True, force_insert=True)
