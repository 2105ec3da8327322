"""Keeping the library: the same work is found again, another is never overwritten, keys never change."""

import json

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publishing.errors import NotPermitted, Refused
from publishing.models import Event
from references.actions import free_key, import_records, save_reference
from references.models import Reference
from tests import stories

pytestmark = pytest.mark.django_db


def record(title="A trial of bones", *, id=None, author="Smith", year=2017, **csl) -> dict:
    given = {
        "type": "article-journal", "title": title, "author": [{"family": author, "given": "Ann"}],
        "issued": {"date-parts": [[year]]}, **csl,
    }  # fmt: skip
    return given | ({"id": id} if id is not None else {})


def bring(by, *records):
    return import_records(records=records, by=by, now=stories.NOW)


def titles() -> dict[str, str]:
    return dict(Reference.objects.values_list("key", "title"))


def test_a_work_is_found_again_by_its_doi_however_it_is_written(author):
    bring(author, record(DOI="10.1000/ABC"))
    for doi in ("10.1000/abc", "https://doi.org/10.1000/ABC", "doi:10.1000/AbC", "http://dx.doi.org/10.1000/abc"):
        report = bring(author, record("A better title", id="another-key", author="Jones", DOI=doi))
        assert report.created == []
    assert titles() == {"smith2017": "A better title"}


def test_a_work_is_found_again_by_its_pmid(author):
    bring(author, record(PMID="12345"))
    bring(author, record("A better title", author="Jones", PMID=12345))
    assert titles() == {"smith2017": "A better title"}


def test_a_work_is_found_again_by_the_key_it_was_given(author):
    bring(author, record(id="my-key"))
    report = bring(author, record("A better title", id="my-key"))
    assert (report.updated, titles()) == (["my-key"], {"my-key": "A better title"})


def test_a_file_that_says_less_takes_nothing_away(author):
    full = {"author": [{"family": "Smith", "given": "Ann"}, {"family": "Jones", "given": "Bo"}], "issued": "2017-01-03"}
    bring(author, record("Bones: a trial", DOI="10.1000/1") | full)
    poorer = {"author": [{"family": "Smith", "given": "A."}], "issued": "2017", "volume": "3"}
    report = bring(author, record("Bones", DOI="10.1000/1") | poorer)
    row = Reference.objects.get()
    assert (row.title, row.csl["volume"]) == ("Bones: a trial", "3")
    assert [name["family"] for name in row.csl["author"]] == ["Smith", "Jones"]
    assert row.csl["issued"] == {"date-parts": [[2017, 1, 3]]}
    told = [remark.message for remark in report.remarks]
    assert "The library says more than the file and keeps it: Title, Authors, Published." in told


def test_bringing_the_same_again_changes_nothing(author):
    records = [record("One", DOI="10.1000/1"), record("Two", id="two"), record("Three", PMID="3"), record("Four")]
    records += [record("Five", id="not a key"), record("Six", id="not a key either")]
    first = bring(author, *records)
    assert len(first.created) == 6
    events = Event.objects.count()
    again = bring(author, *records)
    assert sorted(again.unchanged) == sorted(first.created)
    assert (again.created, again.updated, again.rejected) == ([], [], [])
    assert Event.objects.count() == events


def test_two_works_of_one_author_and_year_get_keys_of_their_own(author):
    report = bring(author, *(record(f"Trial {n}") for n in range(4)))
    assert report.created == ["smith2017", "smith2017a", "smith2017b", "smith2017c"]
    assert titles() == {key: f"Trial {n}" for n, key in enumerate(report.created)}


def test_another_work_with_an_identifier_of_its_own_takes_no_ones_key(author):
    bring(author, record("Ours", id="smith2017", DOI="10.1000/ours"))
    report = bring(author, record("Theirs", id="smith2017", DOI="10.1000/theirs"))
    assert report.created == ["smith2017a"]
    assert titles() == {"smith2017": "Ours", "smith2017a": "Theirs"}


@pytest.mark.parametrize(
    "given", ["Smith 2017!", "10.1000/xyz", "http://zotero.org/items/ABC", "é", " ", "x" * 200, "-"]
)
def test_a_key_we_cannot_take_stands_for_nobody(author, given):
    """The key is then made up from author and year, and what has that key already may be quite another work."""
    bring(author, record("Ours"))
    report = bring(author, record("Theirs", id=given))
    assert titles() == {"smith2017": "Ours", report.created[0]: "Theirs"}


@given(
    st.lists(
        st.fixed_dictionaries(
            {"title": st.sampled_from(["One", "Two", "Three"]), "author": st.sampled_from(["Smith", "Jones"])},
            optional={
                "DOI": st.sampled_from(["10.1000/a", "10.1000/b", "10.1000/A", "nonsense"]),
                "PMID": st.sampled_from(["1", "2", "x"]),
                "id": st.sampled_from(["smith2017", "jones2017", "own-key", "Bad Key", ""]),
            },
        ),
        max_size=6,
    )
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_brought_identifiers_stay_one_work_each_and_keys_never_change(author, wanted):
    records = [record(**fields) for fields in wanted]
    with transaction.atomic():
        bring(author, record("Ours", DOI="10.1000/a"), record("Second", author="Jones", PMID="2"))
        before = {row.pk: row.key for row in Reference.objects.all()}
        report = bring(author, *records)
        rows = list(Reference.objects.all())
        assert {row.pk: row.key for row in rows if row.pk in before} == before
        seen = report.created + report.updated + report.unchanged + report.merged
        assert len(seen) + len(report.rejected) == len(records)
        assert set(report.created).isdisjoint(before.values())
        assert len(set(report.created)) == len(report.created)
        for column in ("doi", "pmid"):
            stated = [getattr(row, column) for row in rows if getattr(row, column)]
            assert len(stated) == len(set(stated))
        positions = [position for _line, position, _key, _reason in report.rejected]
        assert positions == sorted(positions) and all(1 <= position <= len(records) for position in positions)
        transaction.set_rollback(True)


BAD = [
    None, 5, "text", [], {}, {"title": ""}, {"title": "No type"}, {"type": "article-journal"}, {"type": "novel", "title": "X"},
    {"type": 5, "title": "X"}, {"type": "book", "title": None}, {"type": "book", "title": ["", ""]}, {"id": "only"},
]  # fmt: skip
STRANGE = [
    {"title": "NUL \x00 inside"}, {"title": "Half \ud800 a character"}, {"title": "x" * 50_000},
    {"title": "<script>alert(1)</script> bones"}, {"issued": {"date-parts": [[99999]]}}, {"issued": {"date-parts": [[-5]]}},
    {"issued": "never"}, {"author": "not a list"}, {"author": [5, None, {}]}, {"DOI": "x" * 5_000}, {"PMID": "9" * 500},
    {"PMID": True}, {"URL": "javascript:alert(1)"}, {"id": {"a": 1}}, {"id": 5}, {"id": "\x00"}, {"id": "\ud800"},
    {"note": {"deep": [[[[[[[[[["down"]]]]]]]]]]}}, {"note": float("nan")}, {"note": "\x00"}, {"\x00": "name"},
    {"x" * 5_000: "y"}, {f"field{n}": n for n in range(500)},
]  # fmt: skip


def test_one_bad_record_never_stops_the_rest_and_each_is_told_with_its_place(author):
    records = []
    for number, bad in enumerate(BAD):
        records += [bad, record(f"Good {number}", id=f"good-{number}")]
    report = bring(author, *records)
    assert report.created == [f"good-{number}" for number in range(len(BAD))]
    assert [position for _line, position, _key, _reason in report.rejected] == [
        2 * number + 1 for number in range(len(BAD))
    ]
    assert all(rejected.reason for rejected in report.rejected)


@pytest.mark.parametrize("strange", STRANGE, ids=lambda value: next(iter(value))[:8].replace("\x00", "nul"))
def test_a_strange_record_is_taken_clean_or_refused_and_breaks_nothing(author, strange):
    report = bring(author, record("Before", id="before"), record("Strange") | strange, record("After", id="after"))
    assert {"before", "after"} <= set(report.created)
    assert len(report.created) + len(report.rejected) == 3
    for row in Reference.objects.all():
        json.dumps(row.csl, allow_nan=False).encode()
        assert "\x00" not in row.text + row.title + row.key
        assert "<script>" not in row.text
        assert not row.url.startswith("javascript")


def test_nobody_without_permission_brings_anything(outsider, reviewer, author):
    for person in (outsider, reviewer):
        with pytest.raises(NotPermitted):
            bring(person, record())
    assert not Reference.objects.exists()


def test_a_key_never_changes(author):
    row = stories.add_reference(by=author, key="himelstein2017")
    row.key = "other"
    with pytest.raises(Refused, match="never changes"):
        save_reference(reference=row, by=author, now=stories.NOW, record=row.csl)
    assert Reference.objects.get(pk=row.pk).key == "himelstein2017"


@pytest.mark.parametrize("other", [{"DOI": "10.1000/a"}, {"PMID": "1"}])
def test_an_identifier_another_has_is_refused_with_a_sentence(author, other):
    stories.add_reference(by=author, key="ours", DOI="10.1000/a", PMID="1")
    with pytest.raises(Refused) as refused:
        stories.add_reference(by=author, key="theirs", **other)
    assert str(refused.value)
    assert titles() == {"ours": "A trial of bones"}


def test_a_record_whose_identifiers_belong_to_two_works_is_refused(author):
    bring(author, record("One", DOI="10.1000/a"), record("Two", author="Jones", PMID="2"))
    report = bring(author, record("Both", DOI="10.1000/a", PMID="2"))
    assert len(report.rejected) == 1
    assert set(titles().values()) == {"One", "Two"}


def test_free_keys_go_on_after_z(author):
    assert free_key("smith2017") == "smith2017"
    letters = "abcdefghijklmnopqrstuvwxyz"
    now = {"created_at": stories.NOW, "changed_at": stories.NOW, "csl": {}}
    Reference.objects.bulk_create(Reference(key=f"smith2017{letter}", title="T", **now) for letter in ("", *letters))
    assert free_key("smith2017") == "smith2017aa"


def test_a_superseded_reference_keeps_its_status_through_an_import(author):
    newer = stories.add_reference(by=author, key="newer")
    older = stories.add_reference(by=author, key="older", title="Old")
    save_reference(
        reference=older, by=author, now=stories.NOW, record=older.csl, status="superseded", superseded_by=newer
    )
    bring(author, record("Old, mended", id="older"))
    older.refresh_from_db()
    assert (older.title, older.status, older.superseded_by) == ("Old, mended", "superseded", newer)


def test_only_a_superseded_reference_names_what_replaced_it(author):
    newer = stories.add_reference(by=author, key="newer")
    older = stories.add_reference(by=author, key="older")
    with pytest.raises(Refused):
        save_reference(reference=older, by=author, now=stories.NOW, record=older.csl, superseded_by=newer)
