"""The database itself asks for the approval that an edition rests on: of the same page, of that hash, and a yes."""

import pytest
from django.db import IntegrityError, transaction

from publishing import actions, triggers
from publishing.models import Edition, EditionApproval, SignOff
from tests import stories

pytestmark = pytest.mark.django_db


def next_edition(world, **changes) -> Edition:
    edition = Edition.objects.get(pk=world.edition.pk)
    edition.pk, edition._state.adding, edition.number = None, True, 3
    for name, value in changes.items():
        setattr(edition, name, value)
    return edition


def refused_by_database(save) -> bool:
    try:
        with transaction.atomic():
            save()
    except IntegrityError as error:
        assert "rest on an approval" in str(error)
        return True
    return False


@pytest.fixture
def wish(world, reviewer, now) -> SignOff:
    """A clinician asked for changes to the article's text."""
    page = stories.edit(world.article, by=world.edition.published_by, body="Other words.\n")
    seen = stories.fresh(page).compile().content_hash
    return actions.sign_off(
        page=page, by=reviewer, now=now, seen_hash=seen, decision="changes-requested", comment="Say more."
    )


def test_an_edition_that_was_approved_is_taken(world):
    assert not refused_by_database(next_edition(world).save)
    further = EditionApproval(edition=world.first_edition, sign_off=world.edition.approval)
    assert not refused_by_database(further.save)


def test_an_approval_of_another_page_is_none(world):
    of_the_drug = SignOff.objects.filter(page=world.drug.pk).first()
    edition = next_edition(
        world, approval=of_the_drug, approved_hash=of_the_drug.content_hash, content_hash=of_the_drug.content_hash
    )
    assert refused_by_database(edition.save)
    assert refused_by_database(EditionApproval(edition=world.first_edition, sign_off=of_the_drug).save)


def test_a_wish_for_changes_is_no_approval(world, wish):
    edition = next_edition(world, approval=wish, approved_hash=wish.content_hash, content_hash=wish.content_hash)
    assert refused_by_database(edition.save)
    assert refused_by_database(EditionApproval(edition=world.first_edition, sign_off=wish).save)


def test_an_approval_of_other_words_is_none(world):
    assert refused_by_database(next_edition(world, approved_hash="0" * 64, content_hash="0" * 64).save)
    assert refused_by_database(next_edition(world, approved_hash="0" * 64, significance="typo").save)


def test_rows_in_bulk_are_looked_at_one_by_one(world, wish):
    rows = [
        next_edition(world),
        next_edition(world, number=4, approval=wish, approved_hash=wish.content_hash, significance="typo"),
    ]
    assert refused_by_database(lambda: Edition.objects.bulk_create(rows))
    assert Edition.objects.filter(page=world.article.pk).count() == 2


def test_the_guard_is_missed_when_it_is_gone():
    assert triggers.missing() == []
    triggers.uninstall()
    assert {name for name in triggers.missing() if name.endswith("_approved")} == {
        "frozen_publishing_edition_approved",
        "frozen_publishing_editionapproval_approved",
        "frozen_publishing_overruledwish_approved",
    }
    triggers.install()
    assert triggers.missing() == []
