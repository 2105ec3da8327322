"""Rules that hold for every directive there is, whichever file it stands in."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from markup import Name, parse, render
from markup.directives import DIRECTIVES
from tests.markup.samples import codes, compiled, sample_facts, sample_lookups

FOLDER = Path(__file__).parents[2] / "markup" / "directives"
CASES = Path(__file__).parent / "cases"
NEEDED = {"right", "malformed", "unknown-name", "unresolvable", "nested", "in-a-list", "in-a-quote", "spanish.es"}


def test_every_directive_has_a_file_of_its_own_name():
    files = {path.stem.replace("_", "-") for path in FOLDER.glob("*.py")} - {"--init--"}
    assert files == set(DIRECTIVES)


@pytest.mark.parametrize("name", DIRECTIVES)
def test_every_directive_has_a_case_of_every_kind(name):
    cases = {path.name.removesuffix(".md") for path in (CASES / "directives" / name).glob("*.md")}
    needed = NEEDED | ({"unclosed"} if DIRECTIVES[name].closes else {"closed-by-mistake"})
    # Nothing can be looked up for a model yet.
    assert needed - cases <= ({"unresolvable"} if name == "model" else set())


@pytest.mark.parametrize("field", ["", "-brand", "-frequency", "-route", "-dose", "-indication", "-duration"])
def test_every_fact_of_a_drug_has_a_case_of_every_kind(field):
    cases = {path.name.removesuffix(".md") for path in (CASES / "tokens" / f"drug{field}").glob("*.md")}
    needed = NEEDED - {"in-a-list", "in-a-quote"} | {"unclosed", "in-a-list-and-a-quote"}
    assert needed <= cases


@pytest.mark.parametrize("name", [name for name in DIRECTIVES if DIRECTIVES[name].closes])
def test_an_unclosed_block_never_swallows_the_page(name):
    rendered = compiled(f"before\n\n::: {name}\ninside\n\n## After\n\n- last")
    assert ("unclosed-directive", 3) in [(issue.code, issue.line) for issue in rendered.issues]
    assert re.findall("before|inside|After|last", rendered.plain_text) == ["before", "inside", "After", "last"]


@pytest.mark.parametrize("name", DIRECTIVES)
def test_a_misspelt_directive_is_recognised(name):
    written = name[0] + name[2:] + name[1] if len(name) > 4 else name + "e"
    (issue,) = (each for each in compiled(f"::: {written} a\nx\n:::").issues if each.code == "unknown-directive")
    assert f"'{name}'" in issue.message


def test_several_blocks_forgotten_in_a_row_are_each_reported_at_their_line():
    text = "::: warning\na\n\n::: callout\nb\n\n::: do\n- c\n:::\n\nd"
    assert [code for code in codes(text) if code[0] == "unclosed-directive"] == [
        ("unclosed-directive", 1),
        ("unclosed-directive", 4),
    ]


def test_leaf_directives_need_no_empty_lines_around_them():
    html = compiled("one\n::: figure spine\n::: precautions denosumab\ntwo").html
    assert html.index("<p>one</p>") < html.index("<figure") < html.index('id="pc1"') < html.index("<p>two</p>")


def test_a_drug_table_takes_rows_in_the_order_written():
    html = compiled("::: drug-table pamidronate rows=frequency,dose").html
    assert html.index("How often is it given?") < html.index("How much is given?")


def test_side_effects_of_a_class_do_not_repeat_those_of_the_drug():
    html = compiled("::: side-effects zoledronic-acid").html
    assert "Fever and chills" in html
    assert "<strong>Fever</strong>" not in html
    assert "Jaw bone damage" in html


def test_a_limited_list_is_never_called_complete():
    assert "not-complete" not in compiled("::: side-effects denosumab").html
    assert "not-complete" in compiled("::: side-effects denosumab serious").html


def test_doses_for_different_purposes_say_what_each_is_for():
    html = compiled("::: drug-table denosumab rows=dose").html
    assert "120 mg (bone metastases)" in html
    assert ", or 60 mg (osteoporosis)" in html


def test_drugs_with_the_same_list_share_it() -> None:
    class_of = sample_facts()[Name("class", "bisphosphonates")]
    twin = replace(class_of, key="twins", name="twins")
    other = replace(class_of, key="others", name="others", side_effects=class_of.side_effects[:1])
    document = parse("::: side-effects class:bisphosphonates class:twins class:others\n")
    lookups = dict(sample_lookups(document)) | {Name("class", fact.key): fact for fact in (class_of, twin, other)}
    html = render(document, lookups).html
    assert html.count("<ul>") == 2
    assert re.findall(r'<p class="list-of">(.*)</p>', re.sub("</?a[^>]*>", "", html)) == [
        "bisphosphonates and twins",
        "others",
    ]


@pytest.mark.parametrize(
    ("days", "shown"),
    [
        (("2024-05-01", "2024-05-01"), "1 May 2024"),
        (("2024-05-01", "2024-06-02"), "every 4 weeks: 1 May 2024; every 12 weeks: 2 June 2024"),
        (("2024-05-01", None), "every 4 weeks: 1 May 2024"),
        ((None, None), ""),
    ],
)
def test_a_regimen_says_for_which_of_its_ways_the_day_holds_on_which_it_was_checked(days, shown):
    document = parse("::: regimens zoledronic-acid\n")
    name = Name("drug", "zoledronic-acid")
    drug = sample_facts("en")[name]
    first = drug.regimens[0]
    ways = (
        replace(first, key="four", frequency="every 4 weeks", checked_on=days[0]),
        replace(first, key="twelve", frequency="every 12 weeks", checked_on=days[1]),
    )
    html = render(document, {name: replace(drug, regimens=ways)}, language="en").html
    day = re.search(r'#checked-on"[^>]*>([^<]*)<', html)
    assert (day[1] if day else "") == shown
