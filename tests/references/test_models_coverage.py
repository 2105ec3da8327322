"""Counts of what cites: made when a page is published, added where they are missing, and asked for."""

import pytest

from publishing import actions
from references.actions import count_coverage, save_reference, uncounted
from references.models import Reference
from references.models.coverage import EVIDENCE, Coverage
from tests import stories
from tests.publishing.changes import changing

pytestmark = pytest.mark.django_db

TEXT = "## One\n\nText [@old1990; @new2025].\n\n## Two\n\nText.\n"


@pytest.fixture
def library(author):
    return [
        stories.add_reference(by=author, key="old1990", issued={"date-parts": [[1990]]}),
        stories.add_reference(by=author, key="new2025", issued={"date-parts": [[2025]]}),
        stories.add_reference(by=author, key="undated", issued=None),
    ]


def publish(author, reviewer, body=TEXT, **fields):
    page = stories.write_article(by=author, body=body, **fields)
    stories.publish(page, by=author, reviewer=reviewer)
    return page


def test_publishing_counts_what_cites(library, author, reviewer):
    page = publish(author, reviewer)
    row = Coverage.objects.live().get(edition__page=page)
    assert (row.sections, row.sections_cited, row.cells, row.effects, row.regimens) == (2, 1, 0, 0, 0)
    assert str(row) == f"{page.title} (1)"


def test_facts_are_counted_as_they_are_published(library, author, reviewer):
    drug = stories.write_drug(by=author, references=library[:1], effects=[("fever", "Fever")])
    stories.publish(drug, by=author, reviewer=reviewer)
    row = Coverage.objects.live().get(edition__page=drug)
    assert (row.regimens, row.regimens_cited, row.effects, row.effects_cited) == (2, 2, 1, 0)
    assert row.sections == row.cells == 0


def test_a_page_that_follows_a_change_of_facts_is_counted_again(library, author, reviewer):
    drug = stories.write_drug(by=author, references=library[:1])
    stories.publish(drug, by=author, reviewer=reviewer)
    page = publish(author, reviewer, body="## One\n\nEvery [[drug:denosumab#frequency]].\n")
    change = changing.prepared(drug, by=author)
    changing.approve_all(change, by=reviewer)
    changing.publish_fact(change, by=author)
    assert [row.edition.number for row in Coverage.objects.filter(edition__page=page).order_by("edition")] == [2, 1]
    assert Coverage.objects.live().filter(edition__page=page).get().sections == 1


def test_only_live_editions_stand_in_the_report(library, author, reviewer, now):
    page = publish(author, reviewer)
    stories.edit(page, by=author, body="## One\n\nText [@new2025].\n")
    stories.publish(page, by=author, reviewer=reviewer)
    assert [row.edition.number for row in Coverage.objects.live()] == [2]
    actions.withdraw(page=page, by=author, now=now, cause="other", reason="Old.")
    assert not Coverage.objects.live().exists()


def test_totals_and_uncited(library, author, reviewer):
    assert Coverage.objects.live().totals()["sections"] == 0
    publish(author, reviewer)
    publish(author, reviewer, body="## One\n\nText.\n\n## Two\n\nText.\n")
    assert sorted(row.uncited for row in Coverage.objects.live().with_uncited()) == [1, 2]
    totals = Coverage.objects.live().totals()
    assert (totals["pages"], totals["sections"], totals["sections_cited"]) == (2, 4, 1)


def evidence(page, *, year=2026) -> tuple:
    row = Coverage.objects.live().filter(edition__page=page).evidence(year=year).get()
    beside = Coverage.objects.live().with_evidence(*EVIDENCE, year=year).get(edition__page=page)
    assert {name: getattr(beside, name) for name in EVIDENCE} == {name: row[name] for name in EVIDENCE}
    return tuple(row[name] for name in EVIDENCE)


def test_the_age_of_evidence_is_that_of_the_library_today(library, author, reviewer, now):
    page = publish(author, reviewer, body="## One\n\nText [@old1990; @new2025; @undated] [@old1990].\n")
    assert evidence(page) == (3, 1, 1, 0, 0.5)
    assert evidence(page, year=2036) == (3, 2, 1, 0, 1.0)
    new = Reference.objects.get(key="new2025")
    save_reference(reference=new, by=author, now=now, record=new.csl | {"issued": {"date-parts": [[1999]]}})
    assert evidence(page) == (3, 2, 1, 0, 1.0)


@pytest.mark.parametrize(("year", "old"), [(2025, 0), (2027, 0), (2035, 0), (2036, 1), (2050, 1)])
def test_ten_years_are_not_yet_more_than_ten_years(author, reviewer, year, old):
    stories.add_reference(by=author, key="new2025", issued={"date-parts": [[2025]]})
    page = publish(author, reviewer, body="## One\n\nText [@new2025].\n")
    assert evidence(page, year=year)[1] == old


def test_references_with_a_status_are_counted_apart(library, author, reviewer, now):
    page = publish(author, reviewer)
    old, new, _undated = library
    save_reference(reference=new, by=author, now=now, record=new.csl, status="corrected")
    save_reference(reference=old, by=author, now=now, record=old.csl, status="superseded", superseded_by=new)
    assert evidence(page)[3] == 2


def test_a_page_that_cites_nothing_has_no_share(author, reviewer):
    assert evidence(publish(author, reviewer, body="## One\n\nText.\n")) == (0, 0, 0, 0, None)


def test_what_is_not_counted_is_counted_once_and_what_an_earlier_rule_counted_again(library, author, reviewer):
    first, second, _third = (publish(author, reviewer) for _ in range(3))
    Coverage.objects.filter(edition__page=first).delete()
    Coverage.objects.filter(edition__page=second).update(rule=0, sections=9)
    assert {edition.page_id for edition in uncounted()} == {first.pk, second.pk}
    done = []
    assert count_coverage(progress=done.append) == 2 == sum(done)
    assert {row.sections for row in Coverage.objects.live()} == {2}
    assert Coverage.objects.count() == 3
    assert count_coverage() == 0


def test_questions_do_not_grow_with_the_pages(library, author, reviewer, django_assert_num_queries):
    for _ in range(3):
        publish(author, reviewer)
    with django_assert_num_queries(2):
        list(Coverage.objects.live().with_uncited().with_evidence("old", year=2026).order_by("-uncited"))
        Coverage.objects.live().totals()
