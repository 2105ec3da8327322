"""A drug that pages state: one quotes it, one quotes it and repeats it in words of its own, one in Spanish, one by a term."""

from dataclasses import dataclass

import pytest

from drugs.models import Drug
from publishing.models import Page
from tests import stories


@dataclass(frozen=True)
class Stated:
    """`quotes` follows by itself; `repeats` says "every 4 weeks" in its own words too; `spanish` quotes it in Spanish;
    `drug_page` is the page about the drug; `bystander` has nothing to do with it."""

    drug: Drug
    quotes: Page
    repeats: Page
    spanish: Page
    drug_page: Page
    bystander: Page

    @property
    def stating(self) -> list[Page]:
        return [self.quotes, self.repeats, self.spanish, self.drug_page]


@pytest.fixture
def stated(author, reviewer) -> Stated:
    def published(page):
        stories.publish(page, by=author, reviewer=reviewer)
        return page

    drug = published(stories.write_drug(by=author))
    article = stories.write_article
    return Stated(
        drug=drug,
        quotes=published(article(by=author, key="quotes", body="Denosumab is given [[drug:denosumab#frequency]].\n")),
        repeats=published(
            article(
                by=author,
                key="repeats",
                body="Denosumab is given [[drug:denosumab#frequency]].\n\nSo you come to us every four weeks.\n",
            )
        ),
        spanish=published(
            article(
                by=author,
                key="quotes",
                language="es",
                body="El denosumab se administra [[drug:denosumab#frequency]].\n",
            )
        ),
        drug_page=published(
            stories.write_drug_page(by=author, drug=drug, body="::: drug-table denosumab rows=dose,frequency\n")
        ),
        bystander=published(article(by=author, key="bystander", body="Rest, and eat well.\n")),
    )


@pytest.fixture
def pharmacist(second_author):
    """Edits the drug; wrote none of the pages."""
    return second_author
