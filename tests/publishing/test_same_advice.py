"""What is no clarification: readers are told that the advice is the same, so it must be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishing import actions
from publishing.errors import Refused
from publishing.same_advice import advice_differences, amounts
from tests import stories

CHANGED = [
    ("Take 120 mg.", "Take 60 mg."),
    ("Take 4 mg.", "Take 4 g."),
    ("Take 4 mg.", "Take 4 mL."),
    ("Take two tablets.", "Take three tablets."),
    ("Every 4 weeks.", "Every 6 weeks."),
    ("Every four weeks.", "Every 12 weeks."),
    ("Every 4 weeks.", "Every 4 months."),
    ("For 3–5 days.", "For 3–7 days."),
    ("For 3 to 5 days.", "For 2 to 5 days."),
    ("Take 1.5 g.", "Take 15 g."),
    ("In 10% of people.", "In 1% of people."),
    ("In 10 % of people.", "In 20 % of people."),
    ("Take 4 mg.", "Take it."),
    ("Take it.", "Take 4 mg."),
    ("Half a tablet.", "Two tablets."),
    ("A 4-week break.", "A 6-week break."),
    ("Cada 4 semanas.", "Cada 6 semanas."),
    ("Tome dos tabletas.", "Tome tres tabletas."),
    ("Durante 3 meses.", "Durante 3 días."),
]
THE_SAME = [
    ("Take 120 mg.", "You take 120 mg of it."),
    ("Every 4 weeks.", "You get it every four weeks."),
    ("Every 4 weeks.", "After a 4-week break."),
    ("Every 4 weeks.", "Every 4 weeks. Again: every 4 weeks."),
    ("For 3 to 5 days.", "For 3–5 days."),
    ("Take 5 milligrams.", "Take 5 mg."),
    ("Take 5 mcg.", "Take 5 µg."),
    ("Take 1,5 g.", "Take 1.5 g."),
    ("Take 1.50 g.", "Take 1.5 g."),
    ("10% of people.", "10 % of people."),
    ("Bone pain is common.", "Many people have pain in their bones."),
    ("Room 4 is on the left.", "You find room 5 on the left."),
    ("Cada 4 semanas.", "Se administra cada cuatro semanas."),
    ("Durante un mes.", "Durante 1 mes."),
    ("", ""),
]


def differences(before: str, after: str) -> tuple[str, ...]:
    return advice_differences(old_text=before, new_text=after, old_html="", new_html="")


@pytest.mark.parametrize(("before", "after"), CHANGED)
def test_another_amount_is_other_advice(before, after):
    assert differences(before, after) == ("amount",)
    assert differences(after, before) == ("amount",), "and so is taking it back"


@pytest.mark.parametrize(("before", "after"), THE_SAME)
def test_other_words_may_give_the_same_advice(before, after):
    assert differences(before, after) == ()


MARK = '<span data-facts="drug:denosumab#{field}">{words}</span>'


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        (MARK.format(field="route", words="under the skin"), MARK.format(field="route", words="into a vein"), ("fact",)),
        (MARK.format(field="route", words="into a vein"), "In short: " + MARK.format(field="route", words="into a vein"), ()),
        (MARK.format(field="route", words="into a vein"), MARK.format(field="brand", words="Xgeva"), ()),
        (MARK.format(field="brand", words="Xgeva"), MARK.format(field="brand", words="Xgeva") * 2, ()),
        (MARK.format(field="brand", words="Xgeva"), "", ()),
        ('<dfn data-facts="term:bone">hard tissue</dfn>', '<dfn data-facts="term:bone">what holds you up</dfn>', ()),
    ],
)  # fmt: skip
def test_a_fact_that_reads_otherwise_is_other_advice(before, after, what):
    assert advice_differences(old_text="", new_text="", old_html=before, new_html=after) == what


@given(st.text())
def test_a_text_gives_the_same_advice_as_itself(text):
    assert differences(text, text) == ()
    assert amounts(text) == amounts(text + " " + text)


@pytest.mark.django_db
def test_a_changed_dose_is_not_published_as_a_clarification(author, reviewer, now):
    drug = stories.write_drug(by=author, weeks=4)
    stories.publish(drug, by=author, reviewer=reviewer)
    page = stories.write_article(by=author, body="It is given [[drug:denosumab#frequency]].\n")
    stories.publish(page, by=author, reviewer=reviewer)
    stories.change_frequency(drug, weeks=12, by=author)
    stories.approve(drug, by=reviewer)
    with pytest.raises(Refused) as refused:
        actions.publish(page=drug, by=author, now=now, significance="clarification", change_note="Clearer.")
    assert "more-than-a-clarification" in [issue.code for issue in refused.value.issues]
    actions.publish(page=drug, by=author, now=now, change_note="Given less often.")
    stories.approve(page, by=reviewer)
    with pytest.raises(Refused):
        actions.publish(page=page, by=author, now=now, significance="clarification")
    edition = actions.publish(page=page, by=author, now=now, change_note="It is given every 12 weeks now.")
    assert stories.live(page).edition == edition


@pytest.mark.django_db
def test_clearer_words_are_published_as_a_clarification(author, reviewer, now):
    page = stories.write_article(by=author, body="Take the tablet every 4 weeks.\n")
    stories.publish(page, by=author, reviewer=reviewer)
    stories.edit(
        page, by=author, body="You take one pill. Then you wait four weeks. Every 4 weeks you take the next.\n"
    )
    stories.approve(page, by=reviewer)
    actions.publish(page=page, by=author, now=now, significance="clarification")
    assert stories.live(page).edition.significance == "clarification"
