"""What readers are kept from: facts that changed, and doses on a page past its date; and not a byte more."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from markup import parse, render
from publishing.withholding import Notices, Withheld, outline_of, withhold, without_dead_ends
from tests.markup.samples import compiled, sample_facts
from tests.markup.test_fuzz import PIECES, problems_of


def block(what: Withheld) -> str:
    return f'<div class="withheld" id="{what.html_id}">left out</div>' if what.html_id else "<div>left out</div>"


def words(what: Withheld) -> str:
    return "<span>left out</span>"


NOTICES = Notices(block=block, cell=lambda what: "left out", words=words)


def held(*marks: str) -> dict[str, list[str] | None]:
    """From "drug:a#dose", or "drug:a" for all of it, to what is held."""
    facts: dict[str, list[str] | None] = {}
    for mark in marks:
        fact, _hash, field = mark.partition("#")
        facts[fact] = [*(facts.get(fact) or ()), field] if field else None
    return facts


def shown(html: str, *marks: str, doses: bool = False) -> str:
    return withhold(html, facts=held(*marks), doses=doses, notices=NOTICES)


TABLE = '<div class="drug-table" id="dt1" data-facts="drug:a drug:b" data-dose="1"><div><p>x</p></div></div>'
LIST = '<div class="side-effects" id="se1" data-facts="drug:a class:c"><ul><li>x</li></ul></div>'
WORDS = '<span class="fact" data-facts="drug:a" data-dose="1">120 mg</span>'
BRAND = '<span class="fact" data-facts="drug:a">Xgeva</span>'
MEANING = '<dfn class="term">t</dfn><span class="term-definition" data-facts="term:t"> (m)</span>'


@pytest.mark.parametrize(
    ("html", "facts", "doses", "expected"),
    [
        (f"<p>a</p>\n{TABLE}\nb", ["drug:b"], False, '<p>a</p>\n<div class="withheld" id="dt1">left out</div>\nb'),
        (f"<p>é\n is {WORDS}, then</p>", ["drug:a"], False, "<p>é\n is <span>left out</span>, then</p>"),
        (f"<p>is {WORDS}</p>", [], True, "<p>is <span>left out</span></p>"),
        (f"{LIST}{LIST}", ["class:c"], False, '<div class="withheld" id="se1">left out</div>' * 2),
        (f"<p>{MEANING}.</p>", ["term:t"], False, '<p><dfn class="term">t</dfn><span>left out</span>.</p>'),
        # What stands inside a withheld block goes with it, once.
        (f'<div data-facts="drug:z">{TABLE}{WORDS}</div>!', ["drug:z", "drug:a"], True, "<div>left out</div>!"),
        # Compilers before the attributes: known by class.
        ('<p><span class="fact">1</span></p>', ["drug:q"], False, "<p><span>left out</span></p>"),
        ('<div class="drug-table" id="dt2">x</div>', [], True, '<div class="withheld" id="dt2">left out</div>'),
        # Never closed: rather too little than too much is shown.
        (f"<p>a</p>{TABLE[:-6]}<p>b</p>", ["drug:a"], False, '<p>a</p><div class="withheld" id="dt1">left out</div>'),
    ],
)
def test_what_matches_gives_way(html, facts, doses, expected):
    assert shown(html, *facts, doses=doses) == expected


@pytest.mark.parametrize(
    ("html", "facts", "doses"),
    [
        (TABLE + LIST + WORDS + BRAND + MEANING, [], False),
        (TABLE + LIST + WORDS + BRAND + MEANING, ["drug:aa", "drug:c", "class:a", "term:x", "drug", ""], False),
        (LIST + BRAND + MEANING, [], True),  # side effects, brands and meanings say nothing about doses
        ('<div class="side-effects">x</div><div class="table">y</div>', [], True),
        ("<p>data-facts=&quot;drug:a&quot; data-dose</p>", ["drug:a"], True),
        ('<pre><code>&lt;div data-facts="drug:a"&gt;</code></pre>', ["drug:a"], True),
        ('<p class="care-lines" data-lines="urgent"></p>', ["drug:a"], True),
        ("", ["drug:a"], True),
    ],
)
def test_without_a_match_the_very_same_words_come_back(html, facts, doses):
    assert shown(html, *facts, doses=doses) is html


def test_a_notice_is_told_what_is_held_and_whether_it_stands_in_a_link():
    seen = []
    notices = Notices(*[lambda what: seen.append(what) or ""] * 3)
    withhold(f'<a href="/x/">{WORDS}</a>{TABLE}{WORDS}', facts=held("drug:b"), doses=True, notices=notices)
    assert seen == [
        Withheld(states=("drug:a",), in_link=True),
        Withheld(("drug:b",), ("drug:a", "drug:b"), "dt1"),
        Withheld(states=("drug:a",)),
    ]
    assert [(what.is_dose, what.is_term) for what in seen] == [(True, False), (False, False), (True, False)]


def cells(*marks: str) -> str:
    """A drug table as the compiler writes it: every cell once in the table and once in the list."""
    wide = "".join(f'<td data-facts="{mark}"{dose(mark)}>{mark}</td>' for mark in marks)
    narrow = "".join(f'<dd data-facts="{mark}"{dose(mark)}>{mark}</dd>' for mark in marks)
    return (
        '<div class="drug-table" id="dt1"><div><table><tr><td></td><th>a <span class="brand" data-facts="drug:a#brand">'
        f"(X)</span></th>{wide}</tr></table></div><div><dl>{narrow}</dl></div></div>"
    )


def dose(mark: str) -> str:
    return ' data-dose="1"' if "#dose" in mark else ""


@pytest.mark.parametrize(
    ("marks", "held_marks", "doses", "left"),
    [
        (["drug:a#dose", "drug:b#dose"], ["drug:a#dose"], False, ["drug:b#dose"]),
        (["drug:a#dose", "drug:a#route"], ["drug:a#dose"], False, ["drug:a#route"]),
        (["drug:a#dose", "drug:b#dose"], ["drug:a"], False, ["drug:b#dose"]),
        (["drug:a#class class:c#name", "drug:b#dose"], ["class:c#name"], False, ["drug:b#dose"]),
        (
            ["drug:a#class class:c#name", "drug:b#dose"],
            ["class:c#side-effects"],
            False,
            ["drug:a#class", "drug:b#dose"],
        ),
        (["drug:a#dose", "drug:b#indication"], [], True, ["drug:b#indication"]),
        (["drug:a#dose", "drug:b#indication"], ["drug:a#brand"], False, ["drug:a#dose", "drug:b#indication"]),
    ],
)
def test_a_cell_gives_way_by_itself(marks, held_marks, doses, left):
    table = cells(*marks)
    text = shown(table, *held_marks, doses=doses)
    gone = [mark for mark in marks if not any(part in left for part in mark.split())]
    for tag in ("td", "dd"):
        assert text.count(f'<{tag} class="withheld">left out</{tag}>') == len(gone)
        for mark in marks:
            assert (f'<{tag} data-facts="{mark}"' in text) == (mark not in gone)
    assert ("(X)" in text) == ("drug:a" not in held_marks and "drug:a#brand" not in held_marks)
    assert text.startswith('<div class="drug-table" id="dt1">') and text.count("<div") == text.count("</div>")


@pytest.mark.parametrize(
    ("marks", "held_marks", "doses"),
    [
        (["drug:a#dose", "drug:b#dose"], ["drug:a#dose", "drug:b"], False),
        (["drug:a#dose", "drug:b#dose"], [], True),
        (["drug:a#dose", "drug:b#route"], ["drug:b#route"], True),
    ],
)
def test_a_table_of_which_no_cell_is_left_goes_as_a_whole(marks, held_marks, doses):
    seen = []
    notices = Notices(block=lambda what: seen.append(what) or "gone", cell=lambda what: "", words=lambda what: "")
    table = cells(*marks)
    left = withhold(f"a{table}b{WORDS}", facts=held(*held_marks), notices=notices, doses=doses)
    assert left.startswith("agoneb")
    assert [(what.html_id, what.states) for what in seen] == [("dt1", tuple(marks))]


@pytest.mark.parametrize("html", [TABLE, LIST, WORDS, BRAND])
def test_what_an_older_compiler_marked_as_a_whole_goes_with_any_field(html):
    assert "left out" in shown(html, "drug:a#precautions")


def test_a_fact_of_which_no_field_changed_takes_nothing_away():
    html = TABLE + LIST + cells("drug:a#dose") + '<span class="fact">1</span>'
    assert withhold(html, facts={"drug:a": ()}, notices=NOTICES) is html


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_fact_that_the_compiler_quotes_can_be_withheld(language):
    """Held back by name, nothing that differs between two versions of a fact is left on the page."""
    text = (
        "## About [[drug:pamidronate#frequency]]\n\n[[drug:pamidronate#dose]] [[drug:pamidronate#brand]] [[term:fracture]]\n\n"
        "::: drug-table denosumab pamidronate rows=dose,side-effects\n\n::: side-effects denosumab\n\n"
        "::: precautions denosumab\n"
    )
    html = compiled(text, language).html
    left = shown(html, "drug:denosumab", "drug:pamidronate", "term:fracture")
    assert "data-facts" in html
    assert set(re.findall(r'data-facts="([^"]+)"', left)) == set()
    seen = re.sub(r' id="[^"]*"', "", left)  # a heading keeps its address, which was made of its words
    for gone in (
        "90 mg",
        "Aredia",
        "weeks",
        "semanas",
        "broken",
        "roto",
        "<table",
        "side-effect",
        "precautions",
        "term-definition",
    ):
        assert gone not in seen
    assert [each["text"] for each in outline_of([{"id": html.split('id="')[1].split('"')[0], "text": "?"}], left)] == [
        "About left out"
    ]


def test_references_keep_their_numbers_and_lead_back_only_to_what_is_there():
    rows = [
        {"number": 1, "uses": [{"anchor": "c1", "label": "a"}, {"anchor": "dt1", "label": "b"}]},
        {"number": 2, "uses": [{"anchor": "c9", "label": "a"}]},
        {"number": 3},
    ]
    html = f'<p>x<span class="cite" id="c1">[1]</span></p>{shown(TABLE, "drug:a")}'
    left = without_dead_ends(rows, html)
    assert [(row["number"], [use["anchor"] for use in row["uses"]]) for row in left] == [
        (1, ["c1", "dt1"]),
        (2, []),
        (3, []),
    ]


FACTS = {language: sample_facts(language) for language in ("en", "es")}
SOME = st.frozensets(
    st.sampled_from(
        ["drug:denosumab", "drug:pamidronate", "class:bisphosphonates", "term:fracture", "drug:nobody", "drug:denosumab#dose",
         "drug:pamidronate#route", "drug:zoledronic-acid#side-effects", "class:bisphosphonates#name"]
    )
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(PIECES, SOME, st.booleans(), st.sampled_from(["en", "es"]))
def test_whatever_was_compiled_stays_well_formed_and_leads_nowhere_dead(text, facts, doses, language):
    rendered = render(parse(text), FACTS[language], language=language)
    notices = Notices(lambda what: "<p></p>\n", lambda what: "x", lambda what: "")
    left = withhold(rendered.html, facts=held(*sorted(facts, reverse=True)), doses=doses, notices=notices)
    assert problems_of(left.replace(' class="withheld"', "")) == []
    for quoted in re.findall(r'data-facts="([^"]*)"', left):
        assert not facts & {*quoted.split(), *(mark.partition("#")[0] for mark in quoted.split())}
    assert not (doses and "data-dose" in left)
    rows = [{"number": c.number, "uses": [{"anchor": use.anchor} for use in c.uses]} for c in rendered.citations]
    ids = set(re.findall(r' id="([^"]+)"', left))
    assert {use["anchor"] for row in without_dead_ends(rows, left) for use in row["uses"]} <= ids
    if left != rendered.html:
        assert "data-facts" in rendered.html
    assert {int(n) for n in re.findall(r'href="#ref-(\d+)"', left)} <= {row["number"] for row in rows}


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "<div data-facts='drug:a'>",
                "<div class='drug-table'>",
                "<td data-facts='drug:a#b'>",
                "</td>",
                "</div>",
                "<span data-dose>",
                "</span>",
                "<",
                ">",
                "<!--",
                "x\n",
            ]
        )
        | st.text(max_size=3),
        max_size=20,
    ).map("".join)
)
def test_nothing_however_broken_makes_it_fail(html):
    shown(html, "drug:a", doses=True)
