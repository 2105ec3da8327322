"""Which fields a page would state otherwise: as many as changed, and never fewer."""

from dataclasses import replace

import pytest

from markup import Name, parse, render
from publishing.stated import EVERYTHING, Changed, changed_fields, is_marked
from tests.markup.samples import sample_facts

ALL_ROWS = "rows=route,dose,frequency,duration,brand,class,indication,side-effects"
PAGE = (
    "## About\n\nIt is [[drug:zoledronic-acid#dose]] or [[drug:denosumab#dose indication=osteoporosis]], as "
    "[[drug:denosumab#brand product=Xgeva]] [@label2021].\n\n"
    f"::: drug-table denosumab pamidronate {ALL_ROWS}\n\n::: side-effects denosumab\n\n::: precautions pamidronate\n"
)
DENOSUMAB, PAMIDRONATE = Name("drug", "denosumab"), Name("drug", "pamidronate")


def facts_with(name: Name, /, **changes) -> dict:
    facts = dict(sample_facts("en"))
    facts[name] = replace(facts[name], **changes)
    return facts


def regimens_with(name: Name, which: int, /, **changes) -> dict:
    regimens = list(sample_facts("en")[name].regimens)
    regimens[which] = replace(regimens[which], **changes)
    return facts_with(name, regimens=tuple(regimens))


def read(text: str, facts) -> tuple[str, list[dict]]:
    rendered = render(parse(text), facts, language="en")
    return rendered.html, [{"number": each.number, "key": each.key} for each in rendered.citations]


def changed(facts, *, fact="drug:denosumab", text=PAGE) -> Changed:
    (old, old_references), (new, new_references) = read(text, sample_facts("en")), read(text, facts)
    return changed_fields(
        fact, old_html=old, old_references=old_references, new_html=new, new_references=new_references
    )


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"dose": "90 mg"}, ("dose",)),
        ({"frequency": "every 6 weeks"}, ("frequency",)),
        ({"route": "tablet"}, ("route",)),
        ({"duration": "an hour"}, ("duration",)),
        ({"dose": ""}, ("dose",)),
        # The table names brands by regimen, and tells doses apart by what they are for.
        ({"brand": "Xgeva New"}, ("brand",)),
        ({"indication": "cancer in the bones"}, ("dose", "frequency", "indication")),
        ({"checked_on": "2026-01-01"}, ()),
    ],
)
def test_a_changed_regimen_changes_its_own_fields(changes, fields):
    text = f"::: drug-table denosumab pamidronate {ALL_ROWS}\n"
    assert changed(regimens_with(DENOSUMAB, 0, **changes), text=text) == Changed(fields)


def test_what_changes_for_one_drug_is_nothing_for_the_other():
    facts = regimens_with(DENOSUMAB, 0, dose="90 mg")
    assert changed(facts, fact="drug:pamidronate") == Changed(())


def test_a_regimen_that_the_page_does_not_quote_changes_nothing_on_it():
    text = "It is [[drug:denosumab#dose indication=osteoporosis]].\n"
    assert changed(regimens_with(DENOSUMAB, 0, dose="90 mg"), text=text) == Changed(())
    assert changed(regimens_with(DENOSUMAB, 1, dose="90 mg"), text=text) == Changed(("dose",))


def test_doses_that_change_places_have_changed():
    facts = sample_facts("en")
    first, second = facts[DENOSUMAB].regimens
    swapped = (replace(first, dose=second.dose), replace(second, dose=first.dose))
    text = "[[drug:denosumab#dose indication=osteoporosis]], [[drug:denosumab#dose indication=bone-metastases]]\n"
    assert changed(facts_with(DENOSUMAB, regimens=swapped), text=text) == Changed(("dose",))


def test_an_added_or_a_removed_side_effect_changes_the_side_effects():
    effects = sample_facts("en")[DENOSUMAB].side_effects
    more = (*effects, replace(effects[0], key="tired", name="Tiredness"))
    assert changed(facts_with(DENOSUMAB, side_effects=more)) == Changed(("side-effects",))
    assert changed(facts_with(DENOSUMAB, side_effects=())) == Changed(("side-effects",))


def test_a_class_changes_what_its_drugs_state_by_way_of_it():
    group = sample_facts("en")[Name("class", "bisphosphonates")]
    for changes, fields in (
        ({"name": "bone builders"}, ("name",)),
        ({"side_effects": group.side_effects[:1]}, ("side-effects",)),
        ({"precautions": ()}, ("precautions",)),
    ):
        facts = facts_with(PAMIDRONATE, classes=(replace(group, **changes),))
        assert changed(facts, fact="class:bisphosphonates") == Changed(fields)
        assert changed(facts, fact="drug:denosumab") == Changed(())


def test_a_drug_that_leaves_its_class_changes_what_it_is_and_does():
    facts = facts_with(PAMIDRONATE, classes=())
    assert set(changed(facts, fact="drug:pamidronate").fields) == {"class", "side-effects", "precautions"}


def test_a_renamed_drug_changes_everything_because_its_name_stands_in_no_mark():
    assert changed(facts_with(DENOSUMAB, name="denosumab-bbdz")) == EVERYTHING


def test_words_that_no_mark_covers_change_everything():
    assert (
        changed_fields("drug:denosumab", old_html="<p>a</p>", old_references=[], new_html="<p>b</p>", new_references=[])
        == EVERYTHING
    )


def test_a_mark_of_a_whole_fact_changes_as_a_whole():
    old, new = ('<p><span data-facts="term:t">(a)</span></p>', '<p><span data-facts="term:t">(b)</span></p>')
    for fact, expected in (("term:t", EVERYTHING), ("term:other", Changed(()))):
        assert changed_fields(fact, old_html=old, old_references=[], new_html=new, new_references=[]) == expected


def test_another_source_of_the_same_words_is_told_apart():
    facts = regimens_with(DENOSUMAB, 1, dose_citations=("timing2020",))
    assert changed(facts) == Changed(("dose",), ("dose",))
    both = regimens_with(DENOSUMAB, 1, dose_citations=("timing2020",), dose="61 mg")
    assert changed(both) == Changed(("dose",))


def test_a_number_that_moved_is_no_change():
    """A new source before all others gives the others new numbers."""
    facts = regimens_with(PAMIDRONATE, 0, dose_citations=("fever2018", "label2021"))
    text = "::: drug-table pamidronate rows=dose\n\n::: side-effects denosumab\n"
    assert changed(facts, text=text) == Changed(())


def test_the_same_page_changes_nothing():
    assert changed(sample_facts("en")) == Changed(())


@pytest.mark.parametrize(
    ("first", "second", "both"),
    [
        (Changed(("dose",)), Changed(("brand",)), Changed(("brand", "dose"))),
        (Changed(("dose",), ("dose",)), Changed(("dose",)), Changed(("dose",))),
        (Changed(("dose",), ("dose",)), Changed(("brand",)), Changed(("brand", "dose"), ("dose",))),
        (Changed(("dose",)), EVERYTHING, EVERYTHING),
        (Changed(()), Changed(()), Changed(())),
    ],
)
def test_changes_one_after_another_add_up(first, second, both):
    assert first.joined(second) == second.joined(first) == both
    assert Changed.from_json(both.as_json()) == both


def test_what_was_kept_before_fields_were_marked_is_everything():
    assert Changed.from_json(None) == Changed.from_json({}) == Changed.from_json({"fact": "drug:d"}) == EVERYTHING


@pytest.mark.parametrize(("version", "marked"), [("1", False), ("2", False), ("3", True), ("10", True), ("", False)])
def test_pages_of_older_compilers_mark_no_fields(version, marked):
    assert is_marked(version) == marked
