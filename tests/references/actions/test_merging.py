"""Two records of one work become one: every working copy cites it, every edition stays, and no approval is lost for nothing."""

import pytest
from django.db import IntegrityError, transaction

from publishing import actions
from publishing.errors import EditConflict, NotPermitted, Refused
from publishing.models import Autosave, ChangeSet, Edition, Event, Page, SavedCopy, State
from publishing.verifying import verify
from references.actions import import_records, merge_references, save_reference
from references.models import Citation, PossibleDuplicate, Reference, pages_citing
from tests import stories

pytestmark = pytest.mark.django_db

RECORD = {
    "type": "article-journal", "title": "A trial of bones", "issued": {"date-parts": [[2017]]},
    "author": [{"family": "Smith", "given": "Ann"}],
}  # fmt: skip


def add(by, key, **csl):
    reference = Reference(key=key)
    return save_reference(reference=reference, by=by, now=stories.NOW, record=RECORD | csl)


@pytest.fixture
def kept(author):
    return add(author, "smith2017", DOI="10.1000/1")


@pytest.fixture
def same(author, kept):
    """Entered twice: prints the same line when the DOI is there too."""
    return add(author, "smith2017a")


def merge(keep, drop, *, by, **csl):
    keep, drop = (Reference.objects.get(pk=row.pk) for row in (keep, drop))
    return merge_references(keep=keep, drop=drop, record=keep.csl | csl, by=by, now=stories.NOW)


def alike(author):
    """Two records that print the very same line."""
    return add(author, "smith2017"), add(author, "smith2017a")


def test_every_working_copy_cites_the_kept_one_and_editions_stay(author, reviewer, kept, same):
    article = stories.write_article(by=author, body="Bone [@smith2017a], more [@smith2017; @smith2017a, p. 3].\n")
    term = stories.write_term(by=author, body="So [@smith2017a].\n")
    other = stories.write_article(by=author, body="`[@smith2017a]` and [@smith2017].\n")
    live = stories.publish(article, by=author, reviewer=reviewer)
    merged = merge(kept, same, by=author)
    assert stories.fresh(article).body == "Bone [@smith2017], more [@smith2017; @smith2017, p. 3].\n"
    assert stories.fresh(term).body == "So [@smith2017].\n"
    assert stories.fresh(other).body == "`[@smith2017a]` and [@smith2017].\n"
    assert {page.pk for page in (*merged.pages_kept, *merged.pages_changed)} == {article.pk, term.pk}
    edition = Edition.objects.get(pk=live.edition_id)
    assert "[@smith2017a]" in edition.source["body"]
    assert [row["key"] for row in edition.references] == ["smith2017a", "smith2017"]
    assert list(verify()) == []


def test_facts_of_drugs_name_the_kept_one(author, reviewer, kept, same):
    drug = stories.write_drug(by=author, references=[same], effects=[("fever", "fever")])
    drug.sideeffects.get().references.set([kept, same])
    merge(kept, same, by=author)
    regimen = drug.regimens.get()
    assert [row.key for row in regimen.dose_references.all()] == ["smith2017"]
    assert [row.key for row in regimen.timing_references.all()] == ["smith2017"]
    assert [row.key for row in drug.sideeffects.get().references.all()] == ["smith2017"]


@pytest.mark.parametrize("kind", ["article", "drug"])
def test_where_the_same_line_is_printed_no_approval_is_lost_and_the_page_stays_live(author, reviewer, kind):
    keep, drop = alike(author)
    if kind == "drug":
        page = stories.write_drug(by=author, references=[drop])
    else:
        page = stories.write_article(by=author, body="Bone [@smith2017a].\n")
    stories.publish(page, by=author, reviewer=reviewer)
    merged = merge(keep, drop, by=author)
    assert [each.pk for each in merged.pages_kept] == [page.pk]
    assert merged.pages_changed == ()
    assert stories.state(page) == State.LIVE
    assert stories.fresh(page).compile().content_hash == stories.live(page).edition.content_hash
    assert all(issue.code != "merged-reference" for issue in stories.fresh(page).compile().issues)


def test_what_was_approved_is_published_as_it_was_approved(author, reviewer):
    keep, drop = alike(author)
    page = stories.write_article(by=author, body="Bone [@smith2017a].\n")
    stories.approve(page, by=reviewer)
    merge(keep, drop, by=author)
    assert stories.state(page) == State.APPROVED
    actions.publish(page=page, by=author, now=stories.NOW)
    assert stories.state(page) == State.LIVE
    assert list(verify()) == []
    assert [row.reference.key for row in Citation.objects.filter(edition__page=page.pk)] == ["smith2017"]


def test_a_request_stays_open_and_nobody_becomes_an_author(author, reviewer, second_author):
    keep, drop = alike(author)
    page = stories.ask(
        stories.write_article(by=second_author, body="Bone [@smith2017a].\n"), by=author, users=[reviewer]
    )
    merge(keep, drop, by=author)
    assert stories.state(page) == State.IN_REVIEW
    assert Page.objects.waiting_for(reviewer).filter(pk=page.pk).exists()
    assert Event.objects.filter(page_id=page.pk).first().data["words"] is False
    stories.approve(page, by=reviewer)
    assert stories.state(page) == State.APPROVED


def test_an_edit_after_the_merge_goes_by_the_new_key(author, reviewer):
    keep, drop = alike(author)
    page = stories.write_article(by=author, body="Bone [@smith2017a].\n")
    stories.publish(page, by=author, reviewer=reviewer)
    merge(keep, drop, by=author)
    page = stories.edit(page, by=author, body="Bones [@smith2017].\n")
    assert stories.fresh(page).before_merge is None
    assert stories.state(page) == State.LIVE_WITH_CHANGES
    stories.publish(page, by=author, reviewer=reviewer)
    assert stories.live(page).edition.source["body"] == "Bones [@smith2017].\n"
    assert list(verify()) == []


def test_where_another_line_is_printed_the_page_has_to_be_approved_again(author, reviewer, kept, same):
    page = stories.write_article(by=author, body="Bone [@smith2017a].\n")
    stories.publish(page, by=author, reviewer=reviewer)
    waiting = stories.write_article(by=author, body="Bone [@smith2017a].\n")
    stories.approve(waiting, by=reviewer)
    merged = merge(kept, same, by=author)
    assert {each.pk for each in merged.pages_changed} == {page.pk, waiting.pk}
    assert stories.state(page) == State.LIVE_WITH_CHANGES
    assert stories.state(waiting) == State.DRAFT
    assert SavedCopy.objects.of(page.pk).first().source["body"] == "Bone [@smith2017].\n"


def test_a_page_that_cites_both_is_approved_again_because_its_list_is_shorter(author, reviewer):
    keep, drop = alike(author)
    page = stories.write_article(by=author, body="Bone [@smith2017; @smith2017a].\n")
    stories.publish(page, by=author, reviewer=reviewer)
    merged = merge(keep, drop, by=author)
    assert stories.fresh(page).body == "Bone [@smith2017].\n"
    assert [each.pk for each in merged.pages_changed] == [page.pk]
    assert stories.state(page) == State.LIVE_WITH_CHANGES


def test_a_chain_of_merges_leads_to_the_last_and_loses_no_approval(author, reviewer):
    one, two, three = (add(author, key) for key in ("smith2017", "smith2017a", "smith2017b"))
    page = stories.write_article(by=author, body="Bone [@smith2017].\n")
    stories.publish(page, by=author, reviewer=reviewer)
    merge(two, one, by=author)
    merge(three, two, by=author)
    assert stories.fresh(page).body == "Bone [@smith2017b].\n"
    assert stories.state(page) == State.LIVE
    assert {row.merged_into for row in Reference.objects.exclude(pk=three.pk)} == {three}
    assert list(verify()) == []


def test_the_old_key_goes_on_working_in_a_text(author, kept, same):
    merge(kept, same, by=author)
    page = stories.write_article(by=author, body="Bone [@smith2017a], [@smith2017].\n")
    compiled = stories.fresh(page).compile()
    assert [row["key"] for row in compiled.references] == ["smith2017"]
    assert [(issue.code, issue.fix) for issue in compiled.issues] == [("merged-reference", "Write [@smith2017].")]


def test_an_edition_that_cites_the_old_key_can_be_restored(author, reviewer, kept, same):
    article = stories.write_article(by=author, body="Bone [@smith2017a].\n")
    drug = stories.write_drug(by=author, references=[same])
    for page in (article, drug):
        stories.publish(page, by=author, reviewer=reviewer)
    stories.edit(article, by=author, body="No source.\n")
    stories.change_frequency(drug, weeks=6, by=author)
    merge(kept, same, by=author)
    for page in (article, drug):
        edition = stories.live(page).edition
        actions.restore_edition(page=stories.fresh(page), edition=edition, by=author, now=stories.NOW)
    assert [row["key"] for row in stories.fresh(article).compile().references] == ["smith2017"]
    assert [row.key for row in drug.regimens.get().dose_references.all()] == ["smith2017"]


def test_a_page_that_quotes_facts_with_the_old_key_numbers_one_source(author, reviewer):
    keep, drop = alike(author)
    drug = stories.write_drug(by=author, references=[drop])
    stories.publish(drug, by=author, reviewer=reviewer)
    page = stories.write_article(by=author, body="Bone [@smith2017].\n\n::: drug-table denosumab\n")
    merge(keep, drop, by=author)
    assert [row["key"] for row in stories.fresh(page).compile().references] == ["smith2017"]


def test_numbers_move_to_the_kept_one_and_those_left_over_lead_to_it(author):
    keep = add(author, "smith2017", DOI="10.1000/wrong", PMID="1")
    drop = add(author, "smith2017a", DOI="10.1000/right", PMCID="PMC7")
    merge(keep, drop, by=author, DOI="10.1000/right", PMCID="PMC7")
    keep, drop = (Reference.objects.get(pk=row.pk) for row in (keep, drop))
    assert (keep.doi, keep.pmid, keep.pmcid) == ("10.1000/right", "1", "PMC7")
    assert (drop.doi, drop.pmid, drop.pmcid) == ("10.1000/wrong", "", "")
    for number in ({"DOI": "10.1000/wrong"}, {"DOI": "10.1000/right"}, {"PMCID": "PMC7"}, {"id": "smith2017a"}):
        report = import_records(records=[{**RECORD, **number}], by=author, now=stories.NOW)
        assert (report.created, report.rejected) == ([], [])


def test_a_number_left_over_can_be_taken_back(author):
    keep, drop = add(author, "smith2017", DOI="10.1000/1"), add(author, "smith2017a", DOI="10.1000/2")
    merge(keep, drop, by=author)
    keep = Reference.objects.get(pk=keep.pk)
    save_reference(reference=keep, by=author, now=stories.NOW, record=keep.csl | {"DOI": "10.1000/2"})
    assert dict(Reference.objects.values_list("key", "doi")) == {"smith2017": "10.1000/2", "smith2017a": ""}


def test_what_replaced_either_replaces_the_kept_one(author, kept, same):
    newer = add(author, "jones2020", title="Another")
    save_reference(
        reference=same, by=author, now=stories.NOW, record=same.csl, status="superseded", superseded_by=newer
    )
    save_reference(reference=kept, by=author, now=stories.NOW, record=kept.csl, status="retracted")
    merge(kept, same, by=author)
    kept.refresh_from_db()
    assert (kept.status, kept.superseded_by) == ("retracted", newer)


def test_what_was_judged_of_either_is_kept(author, kept, same):
    Reference.objects.filter(pk=same.pk).update(evidence_level="1", funding="A fund")
    Reference.objects.filter(pk=kept.pk).update(funding="Another fund")
    merge(kept, same, by=author)
    kept.refresh_from_db()
    assert (kept.evidence_level, kept.funding) == ("1", "Another fund")


def test_the_dropped_one_is_in_no_list_and_its_pairs_are_decided(author, kept, same):
    third = add(author, "smith2017c", issued={"date-parts": [[2018]]})
    pair = PossibleDuplicate.objects.get(first=same, second=third)
    PossibleDuplicate.objects.filter(pk=pair.pk).update(different_at=stories.NOW, different_by=author)
    PossibleDuplicate.objects.filter(first=kept, second=third).delete()
    merge(kept, same, by=author)
    assert same not in Reference.objects.kept()
    assert Reference.objects.newest_matching("smith2017a", 5) == [kept]
    assert list(PossibleDuplicate.objects.of(same)) == []
    assert PossibleDuplicate.objects.get(first=kept, second=third).different_by == author


def test_pages_that_cite_either_stand_under_the_kept_one(author, reviewer, kept, same):
    page = stories.write_article(by=author, body="Bone [@smith2017a].\n")
    stories.publish(page, by=author, reviewer=reviewer)
    merge(kept, same, by=author)
    kept = Reference.objects.get(pk=kept.pk)
    assert [publication.page_id for publication, _number in pages_citing(kept)] == [page.pk]
    assert list(Reference.objects.cited()) == [kept]


def test_a_retraction_later_reaches_the_pages_that_cite_the_old_key(author, reviewer, kept, same):
    page = stories.write_article(by=author, body="Bone [@smith2017a].\n")
    stories.publish(page, by=author, reviewer=reviewer)
    merge(kept, same, by=author)
    kept = Reference.objects.get(pk=kept.pk)
    save_reference(reference=kept, by=author, now=stories.NOW, record=kept.csl, status="retracted")
    assert [each["fact"] for each in stories.live(page).held] == ["reference:smith2017"]
    assert ChangeSet.objects.open().get().affected.get().page_id == page.pk


@pytest.mark.parametrize("retracted", ["keep", "drop"])
def test_the_graver_status_counts_and_is_put_before_those_who_cite_the_other(author, reviewer, retracted):
    keep, drop = alike(author)
    page = stories.write_article(by=author, body=f"Bone [@{'smith2017a' if retracted == 'keep' else 'smith2017'}].\n")
    stories.publish(page, by=author, reviewer=reviewer)
    worse = keep if retracted == "keep" else drop
    save_reference(reference=worse, by=author, now=stories.NOW, record=worse.csl, status="retracted")
    merge(keep, drop, by=author)
    assert Reference.objects.get(pk=keep.pk).status == "retracted"
    assert [each["status"] for each in stories.live(page).held] == ["retracted"]


def test_what_somebody_typed_and_did_not_save_is_renamed_too(author, second_author, kept, same):
    page = stories.write_article(by=author, body="Bone [@smith2017a].\n")
    actions.drafting.keep_typed(
        page=page, by=second_author, now=stories.NOW, fields={"body": ["More [@smith2017a]."], "title": ["T"]}
    )
    merge(kept, same, by=author)
    assert Autosave.objects.get().fields == {"body": ["More [@smith2017]."], "title": ["T"]}


def test_a_merge_of_what_somebody_changed_meanwhile_is_refused(author, kept, same):
    seen = Reference.objects.get(pk=same.pk)
    save_reference(reference=same, by=author, now=stories.NOW.replace(hour=10), record=same.csl | {"volume": "3"})
    with pytest.raises(EditConflict, match="after you opened"):
        merge_references(keep=kept, drop=seen, record=kept.csl, by=author, now=stories.NOW)
    assert Reference.objects.kept().count() == 2


def test_what_cannot_be_merged_says_why_and_changes_nothing(author, coordinator, kept, same):
    with pytest.raises(NotPermitted):
        merge(kept, same, by=coordinator)
    with pytest.raises(Refused, match="into itself"):
        merge(kept, kept, by=author)
    with pytest.raises(Refused, match="title"):
        merge_references(keep=kept, drop=same, record={"type": "book"}, by=author, now=stories.NOW)
    newer = add(author, "jones2020", title="Another")
    save_reference(
        reference=same, by=author, now=stories.NOW, record=same.csl, status="superseded", superseded_by=newer
    )
    with pytest.raises(Refused, match="replaces the other"):
        merge(newer, same, by=author)
    merge(kept, same, by=author)
    with pytest.raises(Refused, match="merged or deleted"):
        merge(newer, same, by=author)
    same.refresh_from_db()
    with pytest.raises(Refused, match="merged into another"):
        save_reference(reference=same, by=author, now=stories.NOW, record=same.csl)


def test_a_merge_in_a_circle_is_impossible(author, kept, same):
    merge(kept, same, by=author)
    with pytest.raises(Refused):
        merge(same, kept, by=author)
    with pytest.raises(IntegrityError, match="reference_is_not_merged_into_itself"), transaction.atomic():
        Reference.objects.filter(pk=kept.pk).update(merged_into=kept.pk)


def test_it_is_on_record(author, kept, same):
    page = stories.write_article(by=author, body="Bone [@smith2017a].\n")
    merge(kept, same, by=author)
    assert Event.objects.filter(page_id=None).first().data == {
        "reference": "smith2017", "merged": "smith2017a", "pages": [page.pk],
    }  # fmt: skip
    assert Event.objects.filter(page_id=page.pk).first().data["renamed"] == {"smith2017a": "smith2017"}


def test_the_number_of_queries_does_not_grow_with_the_library(author, kept, same, django_assert_max_num_queries):
    for number in range(30):
        add(author, f"other{number}", title=f"Something else altogether {number}")
    with django_assert_max_num_queries(75):
        merge(kept, same, by=author)


def test_a_redaction_empties_what_was_kept_of_the_text_before_the_merge(author, reviewer, administrator, second_author):
    keep, drop = alike(author)
    page = stories.write_article(by=author, body="Ann Smith is ill [@smith2017a].\n")
    stories.publish(page, by=author, reviewer=reviewer)
    merge(keep, drop, by=author)
    assert "Ann Smith" in str(stories.fresh(page).before_merge)
    type(author).objects.filter(pk=second_author.pk).update(is_superuser=administrator.is_superuser)
    second_author.groups.set(administrator.groups.all())
    stories.redact(page, first=administrator, second=type(author).objects.get(pk=second_author.pk))
    assert "Ann Smith" not in str(list(Page.objects.filter(pk=page.pk).values()))
