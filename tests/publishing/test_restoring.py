"""Bringing an earlier text back: every kind of page comes back whole, as an edit that someone else must approve."""

from decimal import Decimal

import pytest

from drugs.models import CareNote, Indication, Precaution, Product, Regimen, SideEffect
from publishing import actions
from publishing.errors import EditConflict, NotPermitted, Refused
from publishing.models import Edition, Event, SavedCopy
from references.models import Reference
from tests import stories

pytestmark = pytest.mark.django_db


def rich_drug(author):
    """A drug with everything a drug can have."""
    references = [stories.add_reference(by=author, key=key) for key in ("one2017", "two2018")]
    group = stories.write_class(by=author, effects=[("fever", "fever")])

    def more(page):
        product = Product.objects.create(
            drug=page, brand="Prolia", strength="60 mg", form={"en": "syringe"}, position=1, region="US", biosimilar=True,
            nonproprietary_name="denosumab-bbdz", manufacturer="A maker", marketing_status="marketed", ndc=["55513-710-01"],
            spl_set_id="0d4e1e1c-0e5a-4b0c-9e0a-0d8f8a6f2c11", spl_version=3, label_date=stories.NOW.date(),
        )  # fmt: skip
        CareNote.objects.create(drug=page, kind="kidney", words={"en": "less"}).references.set(references[:1])
        regimen = Regimen.objects.create(
            drug=page, key="twice", product=product, route="subcutaneous", dose_value=Decimal("60.5"),
            dose_value_max=Decimal("70"), dose_unit="mg", frequency=1, frequency_max=2, period=6, period_max=7,
            period_unit="mo", as_needed=True, duration={"en": "for life"},
            population={"en": "adults"}, infusion_time={"en": "an hour"}, max_daily_value=Decimal("140"),
            max_daily_unit="mg", confirmed_dose="60.5 to 70 mg", checked_on=stories.NOW.date(), position=1,
        )  # fmt: skip
        regimen.dose_references.set(references)
        regimen.timing_references.set(references[:1])
        effect = SideEffect.objects.create(
            drug=page,
            effect=stories.an_effect("jaw", "jaw"),
            band="rare",
            serious=True,
            at_risk={"en": "some"},
            affected=3,
            out_of=10_000,
            position=1,
        )
        effect.references.set(references)
        Precaution.objects.create(
            drug=page, key="teeth", condition={"en": "bad teeth"}, advice={"en": "see a dentist"}, severity="ask-first"
        ).references.set(references[1:])

    drug = stories.write_drug(by=author, references=references, classes=[group], effects=[("nausea", "nausea")])
    return stories.edit(
        drug, by=author, save_related=lambda: more(drug), pronunciation="den-OH", inn="denosumabum", us_name="denosumab",
        rxnorm="993449", atc="M05BX04",
        prescription="prescription", side_effects_complete=True,
    )  # fmt: skip


def empty_drug(drug):
    for rows in (drug.regimens, drug.products, drug.sideeffects, drug.precautions, drug.notes):
        rows.all().delete()
    drug.classes.clear()


@pytest.fixture
def kinds(author, reviewer):
    """For each kind: the page, and an edit that changes everything its snapshot holds."""
    drug = rich_drug(author)
    group = stories.write_class(
        by=author,
        key="opioids",
        effects=[("sleep", "sleepiness")],
        summary={"en": "strong"},
        parent=stories.write_class(by=author, key="pain-drugs"),
    )
    stories.publish(drug, by=author, reviewer=reviewer, change_note="")
    drug_page = stories.write_drug_page(by=author, drug=drug, summary="Short.", also_called=["Denosumap"])
    article = stories.write_article(by=author, summary="S", also_called=["a"], keywords=["k"], body="One [@one2017].\n")
    topic = stories.write_topic(by=author, summary="S", body="Text.\n")
    term = stories.write_term(by=author, clinical_name="C", aliases=["x"], body="More.\n")
    changed = {"title": "Other", "summary": "Other", "body": "Other.\n"}
    plain = {"title": "Other", "body": "Other.\n"}
    return {
        "drug": (drug, {"name": {"en": "other"}, "inn": "", "us_name": "",
                        "pronunciation": "", "rxnorm": "", "atc": "", "prescription": "",
                        "side_effects_complete": False, "save_related": lambda: empty_drug(drug)}),
        "drugclass": (group, {"summary": {}, "parent": None, "save_related": lambda: group.sideeffects.all().delete()}),
        "drugpage": (drug_page, changed | {"also_called": []}),
        "article": (article, changed | {"also_called": [], "keywords": []}),
        "topic": (topic, changed),
        "term": (term, plain | {"definition": "other words", "clinical_name": "", "aliases": []}),
    }  # fmt: skip


KINDS = ("drug", "drugclass", "drugpage", "article", "topic", "term")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_comes_back_as_it_was_published(kinds, author, second_author, reviewer, now, kind):
    page, change = kinds[kind]
    if not page.editions.exists():
        stories.publish(page, by=author, reviewer=reviewer, change_note="")
    first = page.editions.get()
    stories.edit(page, by=author, **change)
    changed = stories.fresh(page).get_source()
    assert {name for name in first.source if first.source[name] != changed.get(name)}, "the edit changed something"
    actions.restore_edition(page=page, edition=first, by=second_author, now=now)
    assert stories.fresh(page).get_source() == first.source
    assert stories.fresh(page).compile().content_hash == first.content_hash
    assert stories.fresh(page).working_hash == first.content_hash


@pytest.mark.parametrize("kind", KINDS)
def test_a_saved_copy_comes_back_too(kinds, author, second_author, now, kind):
    page, change = kinds[kind]
    copy = SavedCopy.objects.filter(page=page.pk).latest("version")
    stories.edit(page, by=author, **change)
    actions.restore_saved_copy(page=page, copy=copy, by=second_author, now=now)
    assert stories.fresh(page).get_source() == copy.source


@pytest.fixture
def page(author, reviewer):
    """First words live, second words approved and not published."""
    page = stories.write_article(by=author, body="First words.\n")
    stories.publish(page, by=author, reviewer=reviewer)
    stories.edit(page, by=author, body="Second words.\n")
    return page


def restore(page, *, by, now=stories.NOW, number=1, **more):
    return actions.restore_edition(page=page, edition=page.editions.get(number=number), by=by, now=now, **more)


def test_what_was_there_before_is_kept(page, second_author):
    restore(page, by=second_author)
    assert "Second words.\n" in [copy.source["body"] for copy in SavedCopy.objects.filter(page=page.pk)]


def test_whoever_restores_is_an_author_and_may_not_approve(page, author, administrator, reviewer, now):
    stories.publish(page, by=author, reviewer=reviewer)
    restore(page, by=administrator)
    with pytest.raises(NotPermitted):
        stories.approve(page, by=administrator)
    stories.approve(page, by=reviewer)
    edition = actions.publish(page=page, by=author, now=now, change_note="Back to the first words.")
    assert "First words" in edition.html and edition.number == 3


def test_restoring_makes_an_approval_void(page, author, second_author, reviewer, now):
    stories.approve(page, by=reviewer)
    restore(page, by=second_author)
    stories.edit(page, by=author, body="First words, again.\n")
    with pytest.raises(Refused):
        actions.publish(page=page, by=author, now=now, change_note="No.")


def test_it_stands_in_the_record(page, second_author):
    restore(page, by=second_author)
    event = Event.objects.filter(page_id=page.pk, verb=Event.Verb.RESTORED).get()
    assert (event.actor_id, event.data["number"]) == (second_author.pk, 1)


def test_nobody_restores_over_what_someone_just_saved(page, author, second_author):
    seen = stories.fresh(page).version
    stories.edit(page, by=author, body="Newer words.\n")
    with pytest.raises(EditConflict):
        restore(page, by=second_author, opened_version=seen)
    assert stories.fresh(page).body == "Newer words.\n"


def test_only_those_who_may_edit_restore(page, reviewer, coordinator, outsider):
    for person in (reviewer, coordinator, outsider):
        with pytest.raises(NotPermitted):
            restore(page, by=person)
    assert stories.fresh(page).body == "Second words.\n"


def test_what_is_there_already_and_what_belongs_elsewhere_is_refused(page, author, reviewer, now):
    other = stories.write_article(by=author)
    stories.publish(other, by=author, reviewer=reviewer)
    with pytest.raises(Refused):
        restore(other, by=author)
    with pytest.raises(Refused):
        actions.restore_edition(page=page, edition=other.editions.get(), by=author, now=now)
    with pytest.raises(Refused):
        copy = SavedCopy.objects.filter(page=other.pk).first()
        actions.restore_saved_copy(page=page, copy=copy, by=author, now=now)


def test_an_emptied_edition_is_refused(page, author, reviewer, administrator, now):
    edition = Edition(
        pk=page.editions.get().pk, page_id=page.pk, number=1, redacted_at=now, redacted_by=author, source={}
    )
    with pytest.raises(Refused) as refused:
        actions.restore_edition(page=page, edition=edition, by=author, now=now)
    assert "emptied" in str(refused.value)


def delete_reference():
    Reference.objects.filter(key="two2018").delete()


def delete_indication():
    Indication.objects.all().delete()


@pytest.mark.parametrize(
    ("goes", "named"),
    [(delete_reference, "two2018"), (delete_indication, "bone-metastases")],
    ids=["reference", "indication"],
)
def test_a_snapshot_that_names_what_is_gone_is_refused_with_its_name(author, now, goes, named):
    drug = rich_drug(author)
    copy = SavedCopy.objects.filter(page=drug.pk).latest("version")
    stories.edit(drug, by=author, save_related=lambda: empty_drug(drug))
    goes()
    before = stories.fresh(drug).get_source()
    with pytest.raises(Refused) as refused:
        actions.restore_saved_copy(page=drug, copy=copy, by=author, now=now)
    assert named in str(refused.value)
    assert stories.fresh(drug).get_source() == before
