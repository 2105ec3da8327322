"""What the compiler says about imported texts. Unfinished work may be saved, so none of it stops an import."""

from collections.abc import Iterator, Sequence

from connect.importing.files import Record
from connect.importing.problems import FileProblem
from publishing.models import Page

QUOTABLE = {"unknown-drug": "drug", "unknown-class": "drugclass", "unknown-term": "term"}
WORDS = {"drug": "drug", "drugclass": "drug class", "term": "term"}


def content_warnings(saved: Sequence[tuple[Record, Page]]) -> Iterator[FileProblem]:
    """Every issue of the saved pages with its line in the file.

    Drugs, classes and terms can be quoted only once they are published. To call those that came with the same folder
    unknown would be wrong, and a flood: each file says in one line which of them must be published before it.
    """
    together = frozenset(page.pk for _record, page in saved)
    drafts = set(Page.objects.filter(kind__in=WORDS).values_list("kind", "key", "language"))
    for record, page in saved:
        waiting: dict[str, int] = {}
        compiled = type(page).objects.get(pk=page.pk).compile(together=together)
        for issue in compiled.issues:
            line = issue.line + record.body_line - 1 if issue.line else 0
            kind, key = _named(issue, page)
            if (kind, key, page.language if kind == "term" else "") in drafts:
                waiting.setdefault(f"{WORDS[kind]} “{key}”", line)
            else:
                yield FileProblem(record.file, line, f"{issue.severity}: {issue.code}: {issue.message}")
        if waiting:
            message = f"warning: not-published-yet: publish first what this page quotes: {', '.join(waiting)}"
            yield FileProblem(record.file, min(waiting.values()), message)


def _named(issue, page: Page) -> tuple[str, str]:
    """Kind and key of what the issue calls unknown or not live; empty when it speaks of something else."""
    if issue.code == "drug-not-live":
        return "drug", page.drug.key
    if issue.code in QUOTABLE and issue.message.count("'") >= 2:
        return QUOTABLE[issue.code], issue.message.split("'")[1]
    return "", ""
