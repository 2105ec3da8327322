"""Editing without sign-off changes no public byte: not on the page itself, not where it is quoted, listed or compared."""

import gzip
import re

import pytest
from django.test import Client
from django.urls import reverse

from drugs.models import Effect, Indication, Precaution, Product, Regimen, SideEffect
from publishing import actions
from publishing.errors import Refused
from publishing.models import Page, Publication
from tests import stories

pytestmark = pytest.mark.django_db


def public_bytes() -> dict[str, bytes]:
    """Every public page as an anonymous reader gets it, in both languages."""
    client = Client()
    lists = [reverse(name) for name in ("edu:home", "drugs:index", "glossary:index", "references:index", "sitemap")]
    paths = list(Publication.objects.pages().values_list("path", flat=True))
    paths += lists + [f"/es{path}" for path in lists if not path.endswith(".xml")]
    paths += ["/drugs/compare/?d=denosumab&d=zoledronic-acid", "/es/drugs/compare/?d=denosumab&d=zoledronic-acid"]
    paths += ["/drugs/compare/", "/references/himelstein2017/", "/nowhere/"]
    return {path: read(client, path) for path in paths}


def read(client, path) -> bytes:
    response = client.get(path)
    assert response.status_code in (200, 404), (path, response.status_code)
    body = response.content
    return gzip.decompress(body) if response.get("Content-Encoding") == "gzip" else body


def differences(before: dict[str, bytes]) -> list[str]:
    after = public_bytes()
    assert after.keys() == before.keys()
    return [f"{path}: {found!r}" for path in before if (found := changed_piece(before[path], after[path]))]


def changed_piece(old: bytes, new: bytes) -> bytes:
    pairs = zip(re.split(rb"(?<=\n)", old), re.split(rb"(?<=\n)", new), strict=False)
    return b"" if old == new else next((b.strip() for a, b in pairs if a != b), b"length")


@pytest.fixture
def site(author, reviewer):
    """Two drugs of a class with their pages, a term, a topic, and an article that quotes and links to all of them."""
    reference = stories.add_reference(by=author)
    group = stories.write_class(by=author, key="bone-drugs", effects=[("fever", "fever")])
    stories.publish(group, by=author, reviewer=reviewer)
    pages = {"group": group}
    for key, brand in (("denosumab", "Xgeva"), ("zoledronic-acid", "Zometa")):
        drug = stories.write_drug(
            by=author, key=key, brand=brand, references=[reference], classes=[group], effects=[("nausea", "nausea")],
            precautions=[("asthma", "asthma", "Ask first.")],
        )  # fmt: skip
        stories.publish(drug, by=author, reviewer=reviewer)
        page = stories.write_drug_page(by=author, drug=drug, body=f"It is given [[drug:{key}#frequency]].\n")
        stories.publish(page, by=author, reviewer=reviewer)
        pages |= {key: drug, f"{key} page": page}
    pages["term"] = stories.write_term(by=author, key="hypercalcemia")
    pages["topic"] = stories.write_topic(by=author, key="cancer", title="Cancer", featured=["bones"])
    for name in ("term", "topic"):
        stories.publish(pages[name], by=author, reviewer=reviewer)
    pages["article"] = stories.write_article(
        by=author,
        key="bones",
        topic=pages["topic"],
        body=(
            "[[drug:denosumab]] is given [[drug:denosumab#frequency]] [@himelstein2017]. [[term:hypercalcemia]] is rare. "
            "See [[page:cancer]].\n\n::: drug-table denosumab zoledronic-acid rows=brand,route,dose,frequency\n\n"
            "::: side-effects denosumab\n\n::: precautions denosumab\n"
        ),
    )
    stories.publish(pages["article"], by=author, reviewer=reviewer)
    return pages


def test_editing_a_regimen_changes_nothing(site, author):
    before = public_bytes()
    stories.change_frequency(site["denosumab"], weeks=99, by=author)
    assert "99" in str(stories.fresh(site["denosumab"]).compile().facts)
    assert differences(before) == []


def edit_rows(site, author):
    drug = site["denosumab"]

    def rows():
        Product.objects.filter(drug=drug).update(brand="Changed", strength="Changed")
        Regimen.objects.filter(drug=drug).update(dose_value=999, route="oral", key="changed")
        SideEffect.objects.filter(drug=drug).update(serious=True, band="very-common")
        Effect.objects.update(name={"en": "Changed"})
        Precaution.objects.filter(drug=drug).update(advice={"en": "Changed"}, severity="avoid")
        drug.classes.clear()

    stories.edit(drug, by=author, save_related=rows, name={"en": "Changed", "es": "Changed"}, rxnorm="999")


def delete_rows(site, author):
    def rows():
        for model in (Regimen, Product, SideEffect, Precaution):
            model.objects.filter(drug=site["denosumab"]).delete()

    stories.edit(site["denosumab"], by=author, save_related=rows)


def edit_class(site, author):
    def rows():
        SideEffect.objects.filter(drug_class=site["group"]).update(call_now={"en": "Changed"})
        Effect.objects.update(name={"en": "Changed"})

    stories.edit(site["group"], by=author, save_related=rows, name={"en": "Changed", "es": "Changed"}, title="Changed")


def edit_indication(site, author):
    Indication.objects.update(name={"en": "Changed", "es": "Changed"}, key="changed")


def edit_prose(site, author):
    for name, fields in (
        ("article", {"title": "Changed", "summary": "Changed", "body": "Changed.\n", "also_called": ["Changed"]}),
        ("topic", {"title": "Changed", "summary": "Changed", "body": "Changed.\n"}),
        ("term", {"title": "Changed", "definition": "Changed", "clinical_name": "Changed", "aliases": ["Changed"]}),
        (
            "denosumab page",
            {"title": "Changed", "summary": "Changed", "body": "Changed.\n", "also_called": ["Changed"]},
        ),
        ("denosumab", {"title": "Changed", "pronunciation": "Changed", "prescription": "over-the-counter"}),
    ):
        stories.edit(site[name], by=author, **fields)


def edit_addresses(site, author):
    for name in ("article", "topic", "term", "denosumab page", "denosumab", "group"):
        stories.edit(site[name], by=author, slug=f"{site[name].slug}-changed")


def approve_without_publishing(site, author, reviewer):
    edit_prose(site, author)
    for name in ("article", "term"):
        stories.approve(site[name], by=reviewer)


EDITS = [edit_rows, delete_rows, edit_class, edit_indication, edit_prose, edit_addresses]


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_an_edit_without_sign_off_changes_nothing(site, author, edit):
    before = public_bytes()
    edit(site, author)
    assert differences(before) == []


def test_an_approval_alone_changes_nothing(site, author, reviewer):
    before = public_bytes()
    approve_without_publishing(site, author, reviewer)
    assert differences(before) == []


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_an_edit_does_not_leak_when_another_page_is_published(site, author, reviewer, now, edit):
    """Publishing or arranging a neighbour refreshes what stands around a page; never with words nobody approved."""
    edit(site, author)
    other = stories.write_article(by=author, key="other", topic=site["topic"], body="See [[page:cancer]].\n")
    stories.publish(other, by=author, reviewer=reviewer)
    actions.set_related(page=site["article"], related=[other, site["denosumab page"]], by=author, now=now)
    actions.set_related(page=site["denosumab page"], related=[other, site["article"]], by=author, now=now)
    actions.move(page=other, by=author, now=now, slug="another")
    actions.withdraw(page=other, by=author, now=now, cause="other", reason="Gone.")
    # The link to the history says "What changed" on every page.
    leaks = [path for path, body in public_bytes().items() if b"hanged" in body.replace(b"What changed", b"")]
    assert leaks == []


def test_the_key_by_which_others_name_a_live_page_stays(site, author):
    """Lookups go by key: another one would take the drug out of every comparison, without anyone's approval."""
    before = public_bytes()
    for name in ("denosumab", "term", "article", "group"):
        with pytest.raises(Refused, match="key"):
            stories.edit(site[name], by=author, key="changed")
    assert differences(before) == []
    assert Page.objects.filter(key="changed").count() == 0


def test_the_language_of_a_live_page_stays(site, author):
    with pytest.raises(Refused, match="language"):
        stories.edit(site["article"], by=author, language="es")


def test_key_and_language_of_a_draft_may_change(author):
    draft = stories.write_article(by=author, key="draft")
    assert stories.edit(draft, by=author, key="changed", language="es").key == "changed"


def test_the_title_of_a_draft_that_is_linked_to_is_what_was_approved(author, reviewer, now):
    """A link to a page that is not live prints words, and nobody approved the title of a draft."""
    draft = stories.write_article(by=author, key="draft", title="Good words")
    page = stories.write_article(by=author, key="page", body="See [[page:draft]].\n")
    stories.approve(page, by=reviewer)
    stories.edit(draft, by=author, title="Bad words")
    actions.publish(page=page, by=author, now=now)
    assert "Bad words" not in stories.live(page).edition.html
    stories.publish(draft, by=author, reviewer=reviewer)
    assert ">Bad words</a>" in stories.live(page).edition.html, "a clinician approved them in the meantime"


def test_a_withdrawn_pages_draft_title_does_not_reach_those_that_linked_to_it(author, reviewer, now):
    other = stories.write_article(by=author, key="other", title="Good words")
    stories.publish(other, by=author, reviewer=reviewer)
    page = stories.write_article(by=author, key="page", body="See [[page:other]].\n")
    stories.publish(page, by=author, reviewer=reviewer)
    stories.edit(other, by=author, title="Bad words")
    actions.withdraw(page=other, by=author, now=now, cause="other", reason="Gone.")
    html = stories.live(page).edition.html
    assert "href" not in html and "Good words" in html and "Bad words" not in html


def test_what_is_published_is_seen_everywhere_it_is_asked_for(site, author, reviewer):
    """The other side: with sign-off the comparison changes at once; the article gives way to a notice until its new words
    are approved."""
    before = public_bytes()
    stories.change_frequency(site["denosumab"], weeks=99, by=author)
    stories.publish(site["denosumab"], by=author, reviewer=reviewer)
    after = public_bytes()
    compare = "/drugs/compare/?d=denosumab&d=zoledronic-acid"
    assert b"99 weeks" in after[compare] and b"99 weeks" not in before[compare]
    held = after["/articles/bones/"]
    told = before["/articles/bones/"].count(b"every 4 weeks")
    assert b"99 weeks" not in held and b"withheld" in held
    assert 0 < held.count(b"every 4 weeks") < told, "what it states of another drug stays"
    stories.publish(site["article"], by=author, reviewer=reviewer)
    assert b"99 weeks" in public_bytes()["/articles/bones/"]
