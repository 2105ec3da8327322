"""What is held back is what changed, no less and no more: what readers find on a page that was left out."""

import re
from datetime import timedelta

import pytest

from drugs.models import Effect, Product, Regimen, SideEffect
from publishing import actions
from publishing.actions import editions
from publishing.models import AffectedPage, Page, Publication, WithdrawalCause
from tests import stories
from tests.publishing.changes.changing import approve_only, looked_at, publish_fact, row_of

pytestmark = pytest.mark.django_db

ROWS = "rows=brand,class,dose,frequency,side-effects"
BODY = (
    "Given [[drug:denosumab#frequency]] as [[drug:denosumab#brand]].\n\n"
    f"::: drug-table denosumab pamidronate {ROWS}\n\n::: side-effects denosumab\n"
)
ADDRESS = "/articles/shared/"
OTHER_DOSE = "90&nbsp;mg"


@pytest.fixture
def group(author, reviewer):
    group = stories.write_class(by=author, effects=[("fever", "Fever")])
    stories.publish(group, by=author, reviewer=reviewer)
    return group


@pytest.fixture
def drug(author, reviewer, group):
    drug = stories.write_drug(by=author, effects=[("low-calcium", "Low calcium")])
    stories.publish(drug, by=author, reviewer=reviewer)
    other = stories.write_drug(by=author, key="pamidronate", brand="Aredia", dose=90, weeks=3, classes=[group])
    stories.publish(other, by=author, reviewer=reviewer)
    return drug


@pytest.fixture
def about(drug, author, reviewer):
    about = stories.write_drug_page(by=author, drug=drug, body="::: drug-table denosumab rows=dose,frequency\n")
    stories.publish(about, by=author, reviewer=reviewer)
    return about


@pytest.fixture
def page(drug, author, reviewer):
    page = stories.write_article(by=author, key="shared", body=BODY)
    stories.publish(page, by=author, reviewer=reviewer)
    return page


@pytest.fixture
def leave_out(pharmacist, reviewer):
    """Change a fact, approve it with `follow` only, and publish it."""

    def left_out(fact, *, rows=None, follow=(), now=stories.NOW, **fields):
        stories.edit(fact, by=pharmacist, now=now, save_related=rows, **fields)
        change = looked_at(fact, by=pharmacist, now=now)
        approve_only(change, follow, by=reviewer, now=now)
        publish_fact(change, by=pharmacist, now=now)
        return change

    return left_out


def dose(drug, number):
    return lambda: Regimen.objects.filter(drug=drug).update(dose_value=number)


def held(page) -> list[tuple[str, list[str] | None]]:
    return [(each["fact"], each["fields"]) for each in stories.live(page).held]


def read(client, address=ADDRESS) -> str:
    return client.get(address).content.decode()


def cells(text: str) -> list[str]:
    """The cells of the wide tables of a page, as words."""
    return [
        " ".join(re.sub("<[^>]+>", "", cell).split()) for cell in re.findall(r"<td[^>]*>(.*?)</td>", text, re.DOTALL)
    ]


def test_a_changed_dose_leaves_the_brand_and_the_other_drug(drug, page, client, leave_out):
    leave_out(drug, rows=dose(drug, 60))
    assert held(page) == [("drug:denosumab", ["dose"])]
    text = read(client)
    assert "every 4 weeks as" in re.sub("<[^>]+>", "", text) and "Xgeva" in text and "Low calcium" in text
    assert "120&nbsp;mg" not in text and OTHER_DOSE in text
    notice = "The dose of denosumab has changed. Ask your care team."
    assert cells(text).count(notice) == 1
    assert text.count("The dose of denosumab has changed.") == 3, "in the table, in the list, at the top"
    assert "This part is being checked again" not in text


def test_an_added_side_effect_takes_the_whole_list_and_no_dose(drug, page, client, leave_out):
    leave_out(drug, rows=lambda: SideEffect.objects.create(drug=drug, effect=stories.an_effect("tired", "Tired")))
    assert held(page) == [("drug:denosumab", ["side-effects"])]
    text = read(client)
    assert "Low calcium" not in text and "120&nbsp;mg" in text and "Fever" in text
    assert '<div class="notice withheld" id="se1">' in text
    assert "The list of side effects of denosumab has changed." in text


def test_a_regimen_for_something_else_holds_back_only_pages_that_quote_it(drug, author, reviewer, client, leave_out):
    stories.edit(drug, by=author, save_related=lambda: second_regimen(drug))
    stories.publish(drug, by=author, reviewer=reviewer)
    bones, both = "[[drug:denosumab#dose regimen=usual]]", "[[drug:denosumab#dose regimen=second]]"
    one = stories.write_article(by=author, key="one", body=f"It is {bones}, as [[drug:denosumab#brand]].\n")
    two = stories.write_article(by=author, key="two", body=f"It is {bones} or {both}, as [[drug:denosumab#brand]].\n")
    for each in (one, two):
        stories.publish(each, by=author, reviewer=reviewer)
    leave_out(drug, rows=lambda: Regimen.objects.filter(drug=drug, key="second").update(dose_value=70))
    assert held(one) == []
    assert held(two) == [("drug:denosumab", ["dose"])]
    text = read(client, "/articles/two/")
    assert "120&nbsp;mg" not in text and "60&nbsp;mg" not in text and "Xgeva" in text


def second_regimen(drug):
    usual = Regimen.objects.get(drug=drug)
    usual.pk, usual.key, usual.dose_value, usual.position = None, "second", 60, 1
    usual.save()


def test_a_renamed_class_takes_the_cells_that_name_it(group, page, client, leave_out):
    leave_out(group, name={"en": "bone builders", "es": "constructores"})
    assert held(page) == [("class:bisphosphonates", ["name"])]
    text = read(client)
    assert cells(text).count("The name of bone builders has changed. Ask your care team.") == 1
    assert OTHER_DOSE in text and "120&nbsp;mg" in text and "Fever" in text


def test_a_changed_class_takes_the_side_effects_of_its_drugs(group, page, client, leave_out):
    leave_out(group, rows=lambda: Effect.objects.update(name={"en": "Heat", "es": "Calor"}))
    assert held(page) == [("class:bisphosphonates", ["side-effects"])]
    text = read(client)
    assert "Fever" not in text and "Low calcium" in text and OTHER_DOSE in text


def test_of_a_renamed_drug_nothing_is_left_but_the_other_drug(drug, page, client, leave_out):
    leave_out(drug, name={"en": "denosumab-bbdz", "es": "denosumab-bbdz"})
    assert held(page) == [("drug:denosumab", None)]
    text = read(client)
    for gone in ("120&nbsp;mg", "every 4 weeks", "Xgeva", "Low calcium"):
        assert gone not in text
    assert OTHER_DOSE in text and "Aredia" in text
    assert "What stood here about denosumab-bbdz is being checked again." in text
    assert "has changed" not in text


def test_of_withdrawn_facts_nothing_is_left_and_nothing_is_said_to_have_changed(drug, about, page, client, pharmacist):
    actions.withdraw(page=drug, by=pharmacist, now=stories.NOW, cause=WithdrawalCause.OTHER, reason="No longer used.")
    assert held(page) == [("drug:denosumab", None)]
    text = read(client)
    assert "120&nbsp;mg" not in text and OTHER_DOSE in text
    assert "has changed" not in text and "Read what holds now" not in text


def test_two_changes_add_up_until_the_page_is_mended(drug, page, author, reviewer, client, leave_out):
    leave_out(drug, rows=dose(drug, 60))
    later = stories.NOW + timedelta(days=1)
    leave_out(drug, rows=lambda: Regimen.objects.filter(drug=drug).update(dose_value=120, period=6), now=later)
    assert held(page) == [("drug:denosumab", ["dose", "frequency"])]
    text = read(client)
    assert "120&nbsp;mg" not in text and "every 4 weeks" not in text and "Xgeva" in text
    stories.edit(page, by=author, body=BODY + "\nMended.\n")
    stories.publish(page, by=author, reviewer=reviewer)
    assert held(page) == []
    assert "every 6 weeks" in read(client)


def test_a_page_whose_words_stay_is_not_held(drug, page, author, reviewer, leave_out):
    brand = stories.write_article(by=author, key="brand", body="It is [[drug:denosumab#brand]].\n")
    stories.publish(brand, by=author, reviewer=reviewer)
    leave_out(drug, rows=dose(drug, 60))
    assert held(brand) == []
    assert not AffectedPage.objects.get(page=brand.pk).held_at


def test_a_page_that_waits_for_one_fact_is_not_held_for_another(drug, page, author, reviewer, leave_out):
    term = stories.write_term(by=author, key="calcium", title="calcium", definition="a mineral")
    stories.publish(term, by=author, reviewer=reviewer)
    both = stories.write_article(by=author, key="both", body="[[term:calcium]]: [[drug:denosumab#brand]].\n")
    stories.publish(both, by=author, reviewer=reviewer)
    leave_out(term, definition="a metal in bones")
    assert held(both) == [("term:calcium", None)]
    leave_out(drug, rows=dose(drug, 60))
    assert held(both) == [("term:calcium", None)]


def test_a_page_that_only_contradicts_the_fact_shows_all_of_it_with_a_notice(drug, author, reviewer, client, leave_out):
    body = "It is [[drug:denosumab#brand]]. Denosumab is given every four weeks.\n"
    page = stories.write_article(by=author, key="shared", body=body)
    stories.publish(page, by=author, reviewer=reviewer)
    leave_out(drug, rows=lambda: Regimen.objects.filter(drug=drug).update(period=6))
    assert held(page) == [("drug:denosumab", [])]
    text = read(client)
    assert "Xgeva" in text
    assert "What we know about denosumab has changed, and this page may not say so yet." in text
    assert "left out" not in text


@pytest.mark.parametrize("spoil", ["unprepared", "problems", "older compiler"])
def test_what_cannot_be_compared_is_held_as_a_whole(drug, page, author, pharmacist, reviewer, monkeypatch, spoil):
    if spoil == "older compiler":
        monkeypatch.setattr(editions, "COMPILER_VERSION", 2)
        stories.edit(page, by=author, body=BODY + "\nMore.\n")
        stories.publish(page, by=author, reviewer=reviewer)
    stories.edit(drug, by=pharmacist, save_related=dose(drug, 60))
    change = looked_at(drug, by=pharmacist)
    approve_only(change, [], by=reviewer)
    if spoil == "problems":
        change.affected.filter(page=page.pk).update(problems=[{"message": "x", "fix": "y", "line": 1}])
    elif spoil == "unprepared":
        change.affected.filter(page=page.pk).update(prepared_at=None)
    publish_fact(change, by=pharmacist)
    assert held(page) == [("drug:denosumab", None)]


def test_an_entry_from_before_fields_were_kept_stays_whole(drug, page, leave_out):
    entry = {"fact": "drug:denosumab", "title": "denosumab", "change_set": None, "since": "2026-01-01"}
    Publication.objects.filter(page=page.pk).update(held=[entry])
    leave_out(drug, rows=dose(drug, 60))
    assert held(page) == [("drug:denosumab", None)]


def test_old_editions_obey_the_same(drug, page, author, reviewer, client, leave_out):
    stories.edit(page, by=author, body=BODY + "\nMore.\n")
    stories.publish(page, by=author, reviewer=reviewer)
    leave_out(drug, rows=dose(drug, 60))
    text = read(client, f"{ADDRESS}v1/")
    assert "120&nbsp;mg" not in text and "Xgeva" in text and OTHER_DOSE in text
    assert cells(text).count("The dose of denosumab has changed. Ask your care team.") == 1


def test_the_notice_leads_to_what_holds_now_only_where_it_stands(drug, about, page, client, leave_out):
    leave_out(drug, rows=dose(drug, 60), follow=[about])
    link = f'<a href="{stories.live(about).path}">Read what holds now</a>'
    assert f"The dose of denosumab has changed. {link}" in " ".join(read(client).split())


def test_a_page_about_the_drug_that_is_held_too_is_not_said_to_hold_now(drug, about, page, client, leave_out):
    leave_out(drug, rows=dose(drug, 60))
    assert held(about) == [("drug:denosumab", ["dose"])]
    path = stories.live(about).path
    text = read(client)
    assert f'<a href="{path}">Read about denosumab</a>' in text and "Read what holds now" not in text
    own = read(client, path)
    assert "The dose of denosumab has changed. Ask your care team." in own
    assert "Read about" not in own


def test_a_changed_brand_leaves_the_heads_of_the_table_short(drug, page, client, leave_out):
    leave_out(drug, rows=lambda: Product.objects.filter(drug=drug).update(brand="Osenvelt"))
    assert held(page) == [("drug:denosumab", ["brand"])]
    text = read(client)
    assert "Xgeva" not in text and "Aredia" in text and "120&nbsp;mg" in text
    heads = re.findall(r'<th scope="col">(.*?)</th>', text)
    assert [re.sub("<[^>]+>", "", head) for head in heads] == [
        "denosumab (brand is being checked)",
        "pamidronate (Aredia)",
    ]


def test_a_held_page_costs_one_query(drug, page, client, leave_out, django_assert_num_queries):
    leave_out(drug, rows=dose(drug, 60))
    with django_assert_num_queries(1):
        client.get(ADDRESS)


def test_other_fields_give_another_etag(drug, page, client, leave_out):
    leave_out(drug, rows=dose(drug, 60))
    first = client.get(ADDRESS)["ETag"]
    row = stories.live(page)
    Publication.objects.filter(pk=row.pk).update(held=[{**row.held[0], "fields": ["brand"]}])
    assert client.get(ADDRESS)["ETag"] != first


def test_what_is_held_is_what_the_clinician_saw_as_changed(drug, page, leave_out):
    change = leave_out(drug, rows=dose(drug, 60))
    assert row_of(change, page).held_at is not None
    assert list(Page.objects.held()) == [Page.objects.get(pk=page.pk)]
