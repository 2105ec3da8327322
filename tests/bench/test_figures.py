"""The bench measures what it says: a fair turn for every call, goals beside figures, and an article of the stated size."""

import json

from bench.figures import Figure, as_json, as_table, costs_of
from bench.world import CITATIONS, TABLES, WORDS, large_text
from markup import Name, ReferenceFact, parse, render


def test_calls_take_turns():
    taken = []
    costs = costs_of({"a": lambda: taken.append("a"), "b": lambda: taken.append("b")}, rounds=3)
    assert "".join(taken) == "ab" * 4  # once each to warm up
    assert all(cost.clock >= 0 and cost.cpu >= 0 for cost in costs.values())


def test_a_goal_stands_beside_its_figure():
    table = as_table(
        [
            Figure("fast", 9.5, "ms", 10),
            Figure("slow", 1_234, "ms", 10, "a note"),
            Figure("free", 3),
        ]
    ).splitlines()
    assert table[1].split() == ["fast", "9.50", "ms", "≤", "10", "ms", "met"]
    assert table[2].split() == ["slow", "1,234", "ms", "≤", "10", "ms", "MISSED", "a", "note"]
    assert table[3].split() == ["free", "3"]


def test_json_holds_the_same_figures():
    said = json.loads(as_json([Figure("fast", 9.5, "ms", 10)], database="sqlite"))
    assert said["database"] == "sqlite"
    assert said["figures"] == [{"name": "fast", "value": 9.5, "unit": "ms", "most": 10, "note": "", "is_met": True}]


def test_the_large_article_has_the_stated_size_and_no_issue():
    keys = [f"k{n}" for n in range(CITATIONS)]
    lookups = {Name("reference", key): ReferenceFact(key=key, text=key, url="/") for key in keys}
    text = large_text(keys)
    rendered = render(parse(text), lookups)
    assert WORDS <= len(text.split()) < 1.2 * WORDS
    assert [cited.key for cited in rendered.citations] == keys
    assert rendered.html.count("<table>") == TABLES
    assert rendered.issues == ()
