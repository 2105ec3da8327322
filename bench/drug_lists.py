"""What finding medicines costs on a site with many of them: the lists, names with a slip of the pen, a comparison, and the first
reader after something was published. Beside a view that returns the same bytes."""

import random

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.db.models import F

from bench.article_page import asking, handler_without_middleware, with_queries
from bench.figures import Figure, cost_of, costs_of
from bench.urls import kept
from bench.world import People, put_live
from drugs.live_index import index_as_of, live_index
from drugs.models import Drug, DrugPage
from publishing.models import Publication

MOST_MS = 50
CLASSES, CONDITIONS = 100, 100
# Ends of names of real medicines: names that look alike are what makes finding hard.
STARTS = (
    "al",
    "be",
    "car",
    "di",
    "er",
    "flu",
    "gli",
    "ibru",
    "lo",
    "me",
    "ni",
    "oxa",
    "pra",
    "ri",
    "so",
    "ta",
    "ven",
    "zo",
)
MIDDLES = ("ba", "ci", "do", "fe", "li", "mo", "na", "pa", "ro", "si", "ta", "vu", "xi", "za")
ENDS = ("mab", "nib", "pril", "sartan", "statin", "dronate", "olol", "azole", "cillin", "parib", "platin", "taxel")


def measure(people: People, total: int, *, rounds: int) -> list[Figure]:
    """So many medicines, each with a brand and a listed misspelling, of 100 types and for 100 conditions."""
    names = _fill_up(people, total)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    one = names[len(names) // 2]
    asked = {
        "A–Z": "/drugs/",
        "A–Z in a language without pages": "/es/drugs/",
        "by type": "/drugs/classes/",
        "one type": "/drugs/classes/type-7/",
        "by condition": "/drugs/conditions/",
        "found by its name": f"/drugs/?q={one}",
        "found by how it begins": f"/drugs/?q={one[:2]}",
        "a letter wrong": f"/drugs/?q={one[:-2]}q{one[-1]}",
        "found nowhere": "/drugs/?q=qwertyuiopas",
        "60 letters": "/drugs/?q=" + "zometadronat" * 5,
        "comparison of two": "/drugs/compare/?d=denosumab&d=zoledronic-acid",
        "comparison by misspelt names": f"/drugs/compare/?d=denosumab&d={one[:-2]}q{one[-1]}",
    }
    handler, bare = WSGIHandler(), handler_without_middleware()
    figures = []
    for name, path in asked.items():
        ask = asking(handler, path)
        ask()
        answer, queries = with_queries(ask)
        if answer.status[0] not in "23":
            raise RuntimeError(f"{path} answered {answer.status}.")
        kept["body"], kept["headers"] = answer.body, {"Content-Type": "text/html"}
        costs = costs_of({"floor": asking(bare, "/floor/"), "it": ask}, rounds=rounds)
        note = f"{costs['it'].cpu / costs['floor'].cpu:.0f} times the floor, {queries} queries"
        figures.append(Figure(f"{total:,} medicines: {name}, CPU", costs["it"].cpu, "ms", MOST_MS, note))
    return [*figures, _after_publishing(total, asking(handler, "/drugs/?q=qwertyuiopas"))]


def _after_publishing(total: int, ask) -> Figure:
    """The first reader after a change makes the index; so does each process of the server, once."""
    whose = Publication.objects.filter(path="/drugs/denosumab/")

    def change_and_ask():
        whose.update(version=F("version") + 1)
        return ask()

    cost = cost_of(change_and_ask, rounds=3)
    index_as_of.cache_clear()
    live_index()
    return Figure(f"{total:,} medicines: first reader after a publication, CPU", cost.cpu, "ms")


def _fill_up(people: People, total: int) -> list[str]:
    chance = random.Random(11)  # noqa: S311
    names = sorted({_name(chance) for _ in range(3 * total)})
    chance.shuffle(names)
    names, brands = names[:total], names[total : 2 * total]
    brand_of = dict(zip(names, brands, strict=False))
    sheets = [Drug(kind="drug", key=name, slug=name, title=name.capitalize(), name={"en": name}) for name in names]
    like = Publication.objects.of_kind("drug").get(page__key="denosumab").edition.facts
    # A sheet's own source reads its rows, of which these have none.
    put_live(
        people,
        sheets,
        source=lambda page: {"key": page.key},
        facts=lambda page: like | {"key": page.key, "name": page.name},
    )

    def around(page):
        number = chance.randrange(CLASSES)
        return {
            "drug": {
                "key": page.key,
                "name": page.key,
                "brands": [brand_of[page.key].capitalize()],
                "class_ways": [[_group("type", number), _group("type", number % 10)]],
                "conditions": [_group("condition", chance.randrange(CONDITIONS)) for _ in range(2)],
            }
        }

    texts = [
        DrugPage(kind="drugpage", key=sheet.key, slug=sheet.key, language="en", title=sheet.title, drug=sheet)
        for sheet in sheets
    ]
    put_live(people, texts, facts=lambda page: {"drug": page.key, "also_called": [page.key[:-1] + "x"]}, around=around)
    return names


def _group(what: str, number: int) -> dict:
    return {"key": f"{what}-{number}", "name": f"{what} {number}", "names": {"en": f"{what} {number}"}}


def _name(chance: random.Random) -> str:
    middles = "".join(chance.choice(MIDDLES) for _ in range(chance.randint(1, 3)))
    return chance.choice(STARTS) + middles + chance.choice(ENDS)
