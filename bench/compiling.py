"""What compiling costs: queries that must not grow with the names in a text, and the time of a live preview."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.figures import Figure, cost_of
from bench.world import CITATIONS, MAIN, TABLES, WORDS, large_text
from edu.models import Article
from markup import parse, render
from publishing.models import Page, Publication
from references.compiling import compile_markdown
from references.models import Reference

TOKENS = {"drug": "[[drug:%s]]", "term": "[[term:%s]]", "article": "[[page:%s]]"}


def measure(keys: list[str], *, rounds: int) -> list[Figure]:
    """`keys`: references of the library, CITATIONS of them."""
    figures = []
    for what, few, many in (
        ("references", [keys[0]], keys),
        ("names of every kind", _every_kind(1), _every_kind(60)),
    ):
        some = _queries(_text(few))
        most = _queries(_text(many))
        note = f"{some} for {len(few)}"
        figures.append(Figure(f"compile: queries for {len(many)} {what}", most, "", some, note))
    main = Article.objects.get(publications__path=MAIN)
    figures += _costs("compile the main article", main.compile, rounds)
    document = parse(main.body)
    figures += _costs("parse and render it without a database", lambda: render(parse(main.body), {}), rounds)
    figures += _costs("render it without a database", lambda: render(document, {}), rounds)
    text = large_text(keys)
    compiled = _compile(text)
    if any(issue.stops_publishing for issue in compiled.issues) or len(compiled.references) != CITATIONS:
        raise RuntimeError(f"The generated article is not what is to be measured: {compiled.issues[:3]}")
    note = f"{len(text.split())} words, {len(compiled.references)} citations, {text.count('|---|---|')} tables"
    name = f"preview of {WORDS:,} words, {CITATIONS} citations, {TABLES} tables"
    cost = cost_of(lambda: _compile(text), rounds=rounds)
    return [
        *figures,
        Figure(f"{name}: clock", cost.clock, "ms", 100, note),
        Figure(f"{name}: CPU", cost.cpu, "ms"),
        Figure(f"{name}: queries", _queries(text), ""),
    ]


def _costs(name: str, call, rounds: int) -> list[Figure]:
    cost = cost_of(call, rounds=rounds)
    return [Figure(f"{name}: clock", cost.clock, "ms"), Figure(f"{name}: CPU", cost.cpu, "ms")]


def _compile(text: str):
    return compile_markdown(text, title="Measured", language="en", source={"body": text})


def _queries(text: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        _compile(text)
    return len(captured)


def _text(names: list[str]) -> str:
    """A line for each name: a reference's key, or a token as it is."""
    return "\n\n".join(name if name.startswith("[[") else f"Text [@{name}]." for name in names) + "\n"


def _every_kind(total: int) -> list[str]:
    """One name of each kind, or `total` names of all kinds together, as many of each as there are."""
    tokens: list[str] = []
    for kind, token in TOKENS.items():
        live = Publication.objects.live().values("page")
        # From the end: the first by that order is zoledronic acid, whose class is looked up with it.
        keys = Page.objects.filter(kind=kind, pk__in=live).order_by("-key").values_list("key", flat=True)
        tokens += [token % key for key in keys[: 1 if total == 1 else 12]]
    room = 1 if total == 1 else total - len(tokens)
    return [*tokens, *Reference.objects.order_by("key").values_list("key", flat=True)[:room]]
