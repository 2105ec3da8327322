"""Every named constraint of the database refuses the row it was made for, and takes the same row without the fault."""

import pytest
from django.utils import timezone

from drugs.models import Precaution, Product, Regimen, SideEffect
from edu.models import Article
from publishing.models import Edition, Page, Publication, RelatedPage, SiteSettings, Use
from references.models import Citation, Reference
from tests import stories
from tests.publishing.violations import (
    Violation,
    blank,
    check_violation,
    constraints,
    copy_of,
    every_violation,
    violations_of_all_files,
)

pytestmark = pytest.mark.django_db


def draft(world, key="draft") -> Article:
    return stories.write_article(by=world.edition.published_by, key=key)


def edition(world) -> Edition:
    return copy_of(world.edition, number=3)


def redacted(world) -> Edition:
    return copy_of(
        world.edition, number=3, redacted_at=timezone.now(), redacted_by=world.edition.published_by,
        redacted_with=world.edition.approval.by, redaction_reason="A patient was named.",
    )  # fmt: skip


def page(world) -> Page:
    return Page(kind="article", language="en", key="free", slug="free", title="Free")


def address(world, **changes) -> Publication:
    """A live address of another page."""
    values = {
        "page": draft(world), "path": "/articles/draft/", "kind": "article", "language": "en", "title": "Draft",
        "edition": world.edition, "first_published_at": timezone.now(), "updated_at": timezone.now(),
    }  # fmt: skip
    return Publication(**values | changes)


def signpost(world, **changes) -> Publication:
    return address(world, edition=None, moved_to="/articles/bones/", **changes)


def reviewed(world) -> Publication:
    day = world.review.reviewed_on
    return address(
        world, review=world.review, reviewed_on=day, next_review_on=day, reviewed_by="Nurse", reviewed_credentials="RN"
    )


def reference(world, **changes) -> Reference:
    return copy_of(world.reference, key="free2020", **changes)


def with_doi(world) -> Reference:
    Reference.objects.filter(pk=world.reference.pk).update(doi="10.1/one", pmid="11")
    return reference(world, doi="10.1/two", pmid="12")


def citation(world) -> Citation:
    return Citation(
        edition=world.edition, reference=stories.add_reference(by=world.edition.published_by, key="b"), number=2
    )


def effect(world) -> SideEffect:
    return SideEffect(drug=world.drug, effect=stories.an_effect("nausea", "nausea"))


def precaution(world) -> Precaution:
    return Precaution(drug=world.drug, key="asthma", condition={"en": "asthma"}, advice={"en": "Ask."})


def group(world):
    return stories.write_class(by=world.edition.published_by)


def saved(row):
    row.save()
    return row


def another(row):
    """The same row under another key: of its own, or of another effect."""
    if isinstance(row, SideEffect):
        row.effect = stories.an_effect("other", "other")
    else:
        row.key = "other"
    return row


def same(row) -> dict:
    return {"effect": row.effect} if isinstance(row, SideEffect) else {"key": row.key}


def in_drug(make) -> Violation:
    """Two rows of one drug with the same key."""

    def row(world):
        saved(make(world))
        return another(make(world))

    return Violation(row, lambda world: same(make(world)))


def in_class(make) -> Violation:
    """Two rows of one class with the same key."""

    def row(world):
        rows = [make(world), make(world)]
        for one in rows:
            one.drug, one.drug_class = None, rows[0].drug_class or group(world)
        saved(rows[0])
        return another(rows[1])

    return Violation(row, lambda world: same(make(world)))


def one_of_two(make) -> Violation:
    return Violation(make, lambda w: {"drug_class": group(w)})


VIOLATIONS: dict[str, Violation] = {
    "one_edition_a_number": Violation(edition, lambda w: {"number": 2}),
    "edition_numbers_start_at_one": Violation(edition, lambda w: {"number": 0}),
    "edition_is_what_was_approved": Violation(edition, lambda w: {"content_hash": "0" * 64}),
    "edition_has_a_content_hash": Violation(edition, lambda w: {"content_hash": "", "significance": "typo"}),
    "edition_redaction_has_two_people_and_a_reason": Violation(redacted, lambda w: {"redaction_reason": ""}),
    "one_use_an_edition_and_target": Violation(
        lambda w: Use(edition=w.edition, target=w.article, how="quotes"), lambda w: {"target": w.drug}
    ),
    "one_page_a_slug_and_language": Violation(page, lambda w: {"slug": "bones"}),
    "one_page_a_key_and_language": Violation(page, lambda w: {"key": "bones"}),
    "page_edited_at_and_by_come_together": Violation(page, lambda w: {"edited_at": timezone.now()}),
    "page_asked_at_and_by_come_together": Violation(page, lambda w: {"asked_hash": "0" * 64}),
    "publication_is_live_or_moved_or_withdrawn": Violation(address, lambda w: {"moved_to": "/articles/bones/"}),
    "one_live_publication_a_page": Violation(address, lambda w: {"page": w.article}),
    "one_publication_without_a_path_a_page": Violation(
        lambda w: address(w, path=None), lambda w: {"page": w.drug, "edition": None, "moved_to": "/drugs/"}
    ),
    "publication_path_is_an_address": Violation(address, lambda w: {"path": "articles/draft/"}),
    "publication_review_date_names_the_clinician": Violation(reviewed, blank("reviewed_credentials")),
    "sign_off_says_who_decided_on_what": Violation(lambda w: copy_of(w.edition.approval), blank("credentials")),
    "review_is_due_again_later": Violation(
        lambda w: copy_of(w.review), lambda w: {"next_due_on": w.review.reviewed_on}
    ),
    "review_names_the_clinician_who_decided": Violation(lambda w: copy_of(w.review), blank("name")),
    "one_related_entry_a_page": Violation(
        lambda w: (saved(RelatedPage(page=w.article, related=w.drug)), RelatedPage(page=w.article, related=draft(w)))[
            1
        ],
        lambda w: {"related": w.drug},
    ),
    "page_is_not_related_to_itself": Violation(
        lambda w: RelatedPage(page=w.article, related=draft(w)), lambda w: {"related": w.article}
    ),
    "only_one_site_settings_row": Violation(lambda w: SiteSettings.current(), lambda w: {"id": 2}),
    "review_intervals_are_at_least_a_month": Violation(
        lambda w: SiteSettings.current(), lambda w: {"months_medicine": 0}
    ),
    "one_reference_a_doi": Violation(with_doi, lambda w: {"doi": "10.1/one"}),
    "one_reference_a_pmid": Violation(with_doi, lambda w: {"pmid": "11"}),
    "superseding_reference_means_superseded": Violation(reference, lambda w: {"superseded_by": w.reference}),
    "one_citation_an_edition_and_reference": Violation(citation, lambda w: {"reference": w.reference}),
    "one_reference_a_citation_number": Violation(citation, lambda w: {"number": 1}),
    "side_effect_belongs_to_drug_or_class": one_of_two(effect),
    "one_side_effect_a_drug_and_effect": in_drug(effect),
    "one_side_effect_a_class_and_effect": in_class(effect),
    "precaution_belongs_to_drug_or_class": one_of_two(precaution),
    "one_precaution_a_drug_and_key": in_drug(precaution),
    "one_precaution_a_class_and_key": in_class(precaution),
    "one_product_a_brand_strength_and_region": Violation(
        lambda w: Product(drug=w.drug, brand="Prolia"), lambda w: {"brand": "Xgeva"}
    ),
    "one_regimen_a_drug_and_key": Violation(lambda w: Regimen(drug=w.drug, key="other"), lambda w: {"key": "usual"}),
}

# The same constraint broken in the other ways it knows.
MORE = [
    ("edition_redaction_has_two_people_and_a_reason", redacted, lambda w: {"redacted_with": w.edition.published_by}),
    ("edition_redaction_has_two_people_and_a_reason", redacted, lambda w: {"redacted_with": None}),
    ("edition_redaction_has_two_people_and_a_reason", redacted, lambda w: {"redacted_at": None}),
    ("edition_redaction_has_two_people_and_a_reason", edition, lambda w: {"redaction_reason": "Alone."}),
    ("edition_is_what_was_approved", edition, lambda w: {"significance": "clarification", "content_hash": "1" * 64}),
    ("page_edited_at_and_by_come_together", page, lambda w: {"edited_by": w.edition.published_by}),
    ("page_asked_at_and_by_come_together", page, lambda w: {"asked_at": timezone.now()}),
    (
        "page_asked_at_and_by_come_together",
        page,
        lambda w: {"asked_at": timezone.now(), "asked_by": w.edition.published_by},
    ),
    ("publication_is_live_or_moved_or_withdrawn", address, lambda w: {"edition": None}),
    ("publication_is_live_or_moved_or_withdrawn", address, lambda w: {"withdrawn_at": timezone.now()}),
    ("publication_is_live_or_moved_or_withdrawn", address, lambda w: {"withdrawn_reason": "Old."}),
    (
        "publication_is_live_or_moved_or_withdrawn",
        address,
        lambda w: {"edition": None, "withdrawn_at": timezone.now(), "withdrawn_reason": "Old."},
    ),
    ("publication_is_live_or_moved_or_withdrawn", signpost, lambda w: {"withdrawn_reason": "Old."}),
    ("publication_path_is_an_address", address, lambda w: {"path": "/articles/draft"}),
    ("publication_path_is_an_address", address, lambda w: {"path": ""}),
    ("publication_review_date_names_the_clinician", reviewed, lambda w: {"review": None}),
    ("publication_review_date_names_the_clinician", reviewed, lambda w: {"next_review_on": None}),
    ("publication_review_date_names_the_clinician", reviewed, blank("reviewed_by")),
    ("publication_review_date_names_the_clinician", address, lambda w: {"reviewed_on": w.review.reviewed_on}),
    ("sign_off_says_who_decided_on_what", lambda w: copy_of(w.edition.approval), blank("name")),
    ("sign_off_says_who_decided_on_what", lambda w: copy_of(w.edition.approval), blank("role")),
    ("sign_off_says_who_decided_on_what", lambda w: copy_of(w.edition.approval), blank("content_hash")),
    ("review_names_the_clinician_who_decided", lambda w: copy_of(w.review), blank("role")),
    ("review_names_the_clinician_who_decided", lambda w: copy_of(w.review), blank("credentials")),
    ("review_intervals_are_at_least_a_month", lambda w: SiteSettings.current(), lambda w: {"months_treatment": 0}),
    ("review_intervals_are_at_least_a_month", lambda w: SiteSettings.current(), lambda w: {"months_background": 0}),
    ("side_effect_belongs_to_drug_or_class", effect, lambda w: {"drug": None}),
    ("precaution_belongs_to_drug_or_class", precaution, lambda w: {"drug": None}),
]


def test_every_named_constraint_has_a_row_that_breaks_it():
    """Each noun's rows stand in a file test_constraints*.py of their own."""
    assert set(constraints()) == set(violations_of_all_files())


@pytest.mark.parametrize(
    ("name", "violation"),
    every_violation(VIOLATIONS, MORE),
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_constraint_refuses_the_row_it_was_made_for_and_takes_it_without_the_fault(world, name, violation):
    check_violation(world, name, violation)


def test_the_typo_and_the_propagated_alone_rest_on_another_approval(world):
    for significance in ("typo", "propagated"):
        number = {"typo": 3, "propagated": 4}[significance]
        copy_of(world.edition, number=number, significance=significance, content_hash="0" * 64).save_base(raw=True)
    assert Edition.objects.filter(content_hash="0" * 64).count() == 2
