"""A page whose prose contradicts a regimen is not published until it is corrected, quoted, or kept on purpose."""

import pytest

from publishing.errors import Refused
from publishing.models import Publication
from tests import stories

pytestmark = pytest.mark.django_db
SAYS = "People with bone metastases get denosumab every {} weeks as an injection under the skin.\n"


@pytest.fixture
def drug(author, reviewer):
    drug = stories.write_drug(by=author)
    stories.publish(drug, by=author, reviewer=reviewer)
    return drug


@pytest.fixture
def wrong(drug, author, reviewer):
    """An article that says every 6 weeks, refused."""
    page = stories.write_article(by=author, body=SAYS.format(6))
    with pytest.raises(Refused) as refused:
        stories.publish(page, by=author, reviewer=reviewer)
    (issue,) = (each for each in refused.value.issues if each.code == "dosing-differs")
    assert issue.line == 1
    assert "every 6 weeks" in issue.message and "every 4\xa0weeks" in issue.message.replace("4 weeks", "4\xa0weeks")
    assert not Publication.objects.live().filter(page=page.pk).exists()
    return page


@pytest.mark.parametrize(
    "body",
    [
        SAYS.format(4),
        "People with bone metastases get denosumab [[drug:denosumab#frequency]].\n",
        SAYS.replace("every {} weeks", "[[despite:denosumab|every 6 weeks]]"),
    ],
    ids=["corrected", "quoted", "kept on purpose"],
)
def test_it_is_published_once_that_is_answered(wrong, author, reviewer, body):
    stories.edit(wrong, by=author, body=body)
    assert stories.publish(wrong, by=author, reviewer=reviewer).edition.number == 1


def test_the_drugs_of_a_text_cost_the_same_however_many_it_names(author, reviewer, django_assert_max_num_queries):
    names = ["denosumab", "zoledronic", "pamidronate", "ibandronate", "risedronate"]
    for number, name in enumerate(names):
        drug = stories.write_drug(by=author, key=name, brand=f"Brand{number}")
        stories.publish(drug, by=author, reviewer=reviewer)

    def cost(named) -> int:
        page = stories.write_article(
            by=author, key=f"a{len(named)}", body=f"Some people here are given {', '.join(named)}.\n"
        )
        with django_assert_max_num_queries(60) as queries:
            page.compile()
        return len(queries)

    assert cost(names) == cost(names[:1])
