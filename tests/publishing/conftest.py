"""A small world that lived: every frozen table holds rows of it."""

from dataclasses import dataclass

import pytest
from django.apps import apps

from drugs.models import Decision, Difference, Drug, Proposal, SafetyStep
from edu.models import Article
from publishing.frozen import FrozenModel
from publishing.models import (
    BlockComment,
    Edition,
    EditionApproval,
    OverruledWish,
    Publication,
    Review,
    ReviewAttachment,
    ReviewObjection,
)
from references.models import Collection, CollectionNumber, Reference, StatusRecord
from tests import stories
from tests.drugs import safety_stories


@dataclass(frozen=True)
class World:
    """An article that cites one reference and quotes one drug, published twice and reviewed once."""

    article: Article
    drug: Drug
    reference: Reference
    edition: Edition
    first_edition: Edition
    publication: Publication
    review: Review

    def row_of(self, model: type[FrozenModel]) -> FrozenModel:
        """One row of a frozen table; of editions the first, which no publication shows any more."""
        return model.objects.order_by("pk").first()


@pytest.fixture
def world(author, reviewer, coordinator, now) -> World:
    reference = stories.add_reference(by=author)
    drug = stories.write_drug(by=author, references=[reference])
    stories.publish(drug, by=author, reviewer=reviewer)
    article = stories.write_article(
        by=author,
        key="bones",
        body="## How often?\n\nDenosumab [@himelstein2017] is given [[drug:denosumab#frequency]].\n",
    )
    first = stories.publish(article, by=author, reviewer=reviewer).edition
    review = stories.review(article, by=coordinator, decided_by=reviewer, now=now)
    stories.edit(article, by=author, body="## How often?\n\n[[drug:denosumab]] [@himelstein2017] every 4 weeks.\n")
    wish = stories.request_changes(article, by=reviewer)
    publication = stories.publish(article, by=author, reviewer=reviewer)
    # No story of this small world writes these; what matters to the tests here is that the tables are guarded.
    BlockComment.objects.create(sign_off=publication.edition.approval, position=1, quoted="Words.", comment="Which?")
    EditionApproval.objects.create(edition=publication.edition, sign_off=first.approval, why="words")
    OverruledWish.objects.create(sign_off=publication.edition.approval, wish=wish, reason="It says so above.")
    ReviewAttachment.objects.create(
        review=review, name="mail.txt", content_type="text/plain", sha256="a" * 64, content=b"Yes."
    )
    collection = Collection.objects.create(page_id=article.pk, generation=1)
    CollectionNumber.objects.create(collection=collection, generation=1, number=1, reference=reference)
    ReviewObjection.objects.create(review=review, words="Not me.", at=now)
    StatusRecord.objects.create(
        reference=reference, status="corrected", source="pubmed", changed=False, recorded_at=now, recorded_by=author
    )
    proposal = Proposal.objects.create(
        drug=drug, source="spl", file_name="label.xml", record_id="1", opened_at=now, opened_by=author
    )
    difference = Difference.objects.create(proposal=proposal, field="product.spl_version", theirs="2", digest="a" * 64)
    Decision.objects.create(difference=difference, outcome="dismissed", reason="Ours is right.", by=author, at=now)
    notice = safety_stories.raised(drug, by=author, now=now)
    SafetyStep.objects.create(notice=notice, kind=SafetyStep.Kind.LAPSED, at=now)
    return World(
        stories.fresh(article), stories.fresh(drug), reference, publication.edition, first, publication, review
    )


@pytest.fixture(params=[model._meta.label for model in apps.get_models() if issubclass(model, FrozenModel)])
def frozen_model(request) -> type[FrozenModel]:
    return apps.get_model(request.param)
