"""Records that may be of one work are noted, never merged in silence, and not proposed again once they were told apart."""

import pytest

from publishing.errors import NotPermitted, Refused
from references.actions import import_records, save_reference, set_apart
from references.models import PossibleDuplicate, Reference
from tests import stories

pytestmark = pytest.mark.django_db

TITLE = "Dosing of zoledronic acid in patients with bone metastases"
AUTHOR = [{"family": "Himelstein", "given": "Andrew"}]


def record(title=TITLE, *, year=2017, type="article-journal", **csl) -> dict:
    return {"type": type, "title": title, "author": AUTHOR, "issued": {"date-parts": [[year]]}, **csl}


def bring(by, *records):
    return import_records(records=records, by=by, now=stories.NOW)


def pairs() -> set[tuple[str, str]]:
    return {(pair.first.key, pair.second.key) for pair in PossibleDuplicate.objects.to_decide()}


def add(by, key, **csl):
    return save_reference(reference=Reference(key=key), by=by, now=stories.NOW, record=record(**csl))


@pytest.mark.parametrize(
    "near", [TITLE.upper(), f"{TITLE}: a randomized trial", TITLE.replace("metastases", "metastasis")]
)
def test_a_record_that_is_nearly_alike_comes_in_and_is_told(author, near):
    bring(author, record())
    report = bring(author, record(near, year=2018))
    assert report.created == ["himelstein2018"]
    assert "nearly the same as himelstein2017" in report.remarks[-1].message
    assert pairs() == {("himelstein2017", "himelstein2018")}


def test_records_of_one_file_are_compared_with_each_other_too(author):
    report = bring(author, record(DOI="10.1000/a"), record(DOI="10.1000/b"))
    assert len(report.created) == 2
    assert pairs() == {("himelstein2017", "himelstein2017a")}


def test_what_is_exactly_alike_is_the_same_record_as_ever(author):
    bring(author, record())
    assert bring(author, record()).unchanged == ["himelstein2017"]
    assert pairs() == set()


def test_a_work_is_found_again_by_its_pmcid(author):
    bring(author, record(PMCID="PMC5321662"))
    report = bring(author, record("Another title altogether", PMCID="5321662"))
    assert report.updated == ["himelstein2017"]
    assert any("but another title. See whether" in remark.message for remark in report.remarks)


def test_a_book_is_found_again_by_its_isbn_in_either_form(author):
    bring(author, record("The handbook of bones", type="book", ISBN="0-306-40615-2"))
    report = bring(author, record("The Handbook of Bones: a guide", type="book", ISBN="9780306406157"))
    assert report.updated == ["himelstein2017"]


def test_a_book_with_the_isbn_of_another_never_overwrites_it(author):
    bring(author, record("The handbook of bones", type="book", ISBN="9780306406157"))
    report = bring(author, record("Gardening in autumn", type="book", ISBN="9780306406157"))
    assert report.created == ["himelstein2017a"]
    assert any("the ISBN of himelstein2017 (“The handbook of bones”)" in remark.message for remark in report.remarks)


@pytest.mark.parametrize(
    "other",
    [
        record("Another chapter altogether", type="chapter", ISBN="9780306406157"),
        record("Joints", type="book", ISBN="9780306406157", edition="3"),
    ],
)
def test_a_chapter_or_another_edition_with_that_isbn_is_another_work(author, other):
    bring(author, record("Bones", type="book", ISBN="9780306406157", edition="2"))
    assert bring(author, other).created == ["himelstein2017a"]


def test_two_records_may_not_have_one_pmcid(author):
    add(author, "ours", PMCID="PMC1")
    with pytest.raises(Refused, match="PMCID"):
        add(author, "theirs", title="Other", PMCID="PMC1")


def test_a_pair_that_a_person_told_apart_does_not_come_back(author):
    first, second = add(author, "first"), add(author, "second")
    set_apart(pairs=[PossibleDuplicate.objects.get()], by=author, now=stories.NOW)
    save_reference(reference=second, by=author, now=stories.NOW, record=record(year=2018))
    assert pairs() == set()
    assert PossibleDuplicate.objects.get().different_by == author
    assert (first.key, second.key) == ("first", "second")


def test_a_pair_that_is_alike_no_longer_goes(author):
    add(author, "first")
    second = add(author, "second")
    save_reference(reference=second, by=author, now=stories.NOW, record=record("Denosumab for giant cell tumours"))
    assert not PossibleDuplicate.objects.exists()


def test_whoever_may_not_change_the_library_tells_nothing_apart(author, coordinator):
    add(author, "first"), add(author, "second")
    with pytest.raises(NotPermitted):
        set_apart(pairs=[PossibleDuplicate.objects.get()], by=coordinator, now=stories.NOW)


def test_a_series_is_not_a_heap_of_copies(author):
    bring(author, *(record(f"Annual report of the registry of bones {n}") for n in range(60)))
    assert not PossibleDuplicate.objects.exists()


def test_two_people_do_not_decide_twice(author):
    add(author, "first"), add(author, "second")
    pair = PossibleDuplicate.objects.get()
    set_apart(pairs=[pair], by=author, now=stories.NOW)
    with pytest.raises(Refused, match="decided already"):
        set_apart(pairs=[pair], by=author, now=stories.NOW)


def test_columns_are_read_from_the_record(author):
    row = add(
        author,
        "book",
        title="BONES IN METASTATIC CANCER",
        type="book",
        ISBN="0-306-40615-2 9780980200447",
        PMCID="PMC7",
    )
    assert (row.isbn, row.pmcid, row.has_problems) == ("9780306406157", "PMC7", True)
