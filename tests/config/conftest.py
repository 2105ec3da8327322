"""A small public site: one page of every kind, one that moved, one that is gone, and drafts that nobody may see."""

import pytest

from edu.actions import share_numbers
from publishing import actions
from publishing.models import SiteSettings
from tests import stories

# Pages that were published twice: their history, and the edition before the live one, can be read.
WITH_A_PAST = {
    "edu:topic": "/topics/cancer/",
    "edu:article": "/articles/bones/",
    "glossary:term": "/glossary/hypercalcemia/",
    "drugs:page": "/drugs/denosumab/",
}
# Every public address of the URLconf by its name; test_headers.py fails when one is missing here.
ADDRESSES = {
    "edu:home": "/",
    "edu:topic": "/topics/cancer/",
    "edu:topic-references": "/topics/cancer/references/",
    "edu:article": "/articles/bones/",
    "glossary:index": "/glossary/",
    "glossary:term": "/glossary/hypercalcemia/",
    "drugs:index": "/drugs/",
    "drugs:compare": "/drugs/compare/",
    "drugs:classes": "/drugs/classes/",
    "drugs:class": "/drugs/classes/bisphosphonates/",
    "drugs:conditions": "/drugs/conditions/",
    "drugs:condition": "/drugs/conditions/bone-metastases/",
    "drugs:page": "/drugs/denosumab/",
    **{f"{name}-history": f"{path}history/" for name, path in WITH_A_PAST.items()},
    **{f"{name}-edition": f"{path}v1/" for name, path in WITH_A_PAST.items()},
    "drugs:safety": "/drugs/safety/",
    "references:index": "/references/",
    "references:detail": "/references/himelstein2017/",
    "healthz": "/healthz",
    "readyz": "/readyz",
    "robots": "/robots.txt",
    "sitemap": "/sitemap.xml",
    "safety-feed": "/feeds/safety.xml",
    "safety-json": "/api/safety-notices.json",
}
# Not in a language, and not HTML.
FOR_MACHINES = {"healthz", "readyz", "robots", "sitemap", "safety-feed", "safety-json"}
PAGES = {name: path for name, path in ADDRESSES.items() if name not in FOR_MACHINES}
GONE, MOVED, NOWHERE = "/articles/old-advice/", "/articles/old-bones/", "/articles/nowhere/"


@pytest.fixture
def public_site(author, reviewer, now):
    """Everything behind ADDRESSES is live. Gives the pages by what they are."""
    SiteSettings.objects.create(pk=1, name={"en": "Sample"})
    reference = stories.add_reference(by=author)
    group = stories.write_class(by=author, key="bisphosphonates")
    stories.publish(group, by=author, reviewer=reviewer)
    made = {
        "drug": stories.write_drug(by=author, references=[reference], classes=[group]),
        "second drug": stories.write_drug(by=author, key="zoledronic-acid", brand="Zometa"),
    }
    for drug in list(made.values()):
        stories.publish(drug, by=author, reviewer=reviewer)
    made["drug page"] = stories.write_drug_page(by=author, drug=made["drug"])
    made["term"] = stories.write_term(by=author, key="hypercalcemia")
    made["topic"] = stories.write_topic(by=author, key="cancer", title="Cancer")
    for name in ("drug page", "term", "topic"):
        stories.publish(made[name], by=author, reviewer=reviewer)
    share_numbers(topic=made["topic"], by=author, now=now)
    made["article"] = stories.write_article(
        by=author,
        key="old-bones",
        topic=made["topic"],
        body="## What is it?\n\nBone [@himelstein2017] and [[drug:denosumab]], [[term:hypercalcemia]].\n\n"
        "::: care emergency\n## Call if:\n\n- It hurts.\n:::\n",
    )
    stories.publish(made["article"], by=author, reviewer=reviewer)
    actions.move(page=made["article"], by=author, now=now, slug="bones")
    for name in ("drug page", "term", "topic", "article"):
        page = stories.edit(made[name], by=author, body=f"{stories.fresh(made[name]).body}\nMore about it.\n")
        stories.publish(page, by=author, reviewer=reviewer)
    made["gone"] = stories.write_article(by=author, key="old-advice")
    stories.publish(made["gone"], by=author, reviewer=reviewer)
    actions.withdraw(page=made["gone"], by=author, now=now, cause="safety", reason="The dose was wrong.")
    return made
