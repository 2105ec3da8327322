"""A librarian finds possible duplicates, looks at both, sees what a merge does, and merges."""

import re

import pytest

from publishing.models import Event
from references.actions import merge_references, save_reference
from references.models import PossibleDuplicate, Reference
from tests import stories

LIST = "/admin/references/duplicates/"
RECORD = {
    "type": "article-journal", "title": "A trial of bone medicines", "issued": {"date-parts": [[2017]]},
    "author": [{"family": "Smith", "given": "Ann B."}],
}  # fmt: skip


def add(by, key, **csl):
    return save_reference(reference=Reference(key=key), by=by, now=stories.NOW, record=RECORD | csl)


@pytest.fixture
def pair(author):
    capitals = {"title": "A TRIAL OF BONE MEDICINES", "author": [{"family": "Smith", "given": "A"}]}
    return add(author, "smith2017"), add(author, "smith2017a", DOI="10.1000/1", **capitals)


@pytest.fixture
def librarian(client, author):
    client.force_login(author)
    return client


def words(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def merge_url(pair) -> str:
    return f"/admin/references/{pair[0].pk}/merge/{pair[1].pk}/"


def posted(client, url, **changed) -> dict:
    """What the browser would send from the page of choices."""
    page = client.get(url)
    data = {f"seen-{each['side']}": each["reference"].changed_at.isoformat() for each in page.context["records"]}
    data |= {"keep": next(each["side"] for each in page.context["records"] if each["kept"])}
    for field in page.context["fields"]:
        data[field["name"]] = next(option["side"] for option in field["options"] if option["chosen"])
    return data | changed


def test_an_empty_list_says_so(librarian):
    assert "No two records of the library look like one work" in words(librarian.get(LIST))


def test_a_pair_stands_there_with_why_and_what_cites_it(librarian, author, reviewer, pair):
    page = stories.write_article(by=author, body="Bone [@smith2017].\n")
    stories.publish(page, by=author, reviewer=reviewer)
    said = words(librarian.get(LIST))
    assert "Same title, same first author, same year." in said
    assert "Cited on 1 live page" in said
    assert "1 possible duplicate" in words(librarian.get("/admin/references/reference/"))


def test_no_pair_is_no_button_that_counts_to_nothing(librarian):
    listed = librarian.get("/admin/references/reference/").content.decode()
    assert "possible duplicate" not in listed
    assert f'href="{LIST}#by-key"' in listed
    assert 'id="by-key"' in librarian.get(LIST).content.decode()


def test_the_number_of_queries_does_not_grow_with_the_pairs(librarian, author, pair, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        librarian.get(LIST)
    for number in range(5):
        for key in ("", "a"):
            add(author, f"jones{number}{key}", title=f"Something else altogether in words {'abcde'[number] * 9}")
    assert PossibleDuplicate.objects.count() == 6
    with django_assert_max_num_queries(12):
        librarian.get(LIST)


def test_different_works_are_not_proposed_again(librarian, author, pair):
    found = PossibleDuplicate.objects.get()
    assert librarian.post(LIST, {"different": found.pk}).status_code == 302
    assert "No two records" in words(librarian.get(LIST))
    save_reference(reference=pair[0], by=author, now=stories.NOW, record=pair[0].csl | {"volume": "3"})
    assert "No two records" in words(librarian.get(LIST))
    assert "decided" in words(librarian.post(LIST, {"different": found.pk}, follow=True))
    assert "decided" in words(librarian.post(LIST, {"different": "x"}, follow=True))


def test_a_record_says_what_it_looks_like(librarian, pair):
    said = librarian.get(f"/admin/references/reference/{pair[0].pk}/change/").content.decode()
    assert f'href="{merge_url(pair)}"' in said


def test_the_better_value_is_proposed_and_the_cited_key(librarian, author, pair):
    stories.write_article(by=author, body="Bone [@smith2017a].\n")
    page = librarian.get(merge_url(pair))
    chosen = {
        field["name"]: option["side"]
        for field in page.context["fields"]
        for option in field["options"]
        if option["chosen"]
    }
    assert chosen == {"field-title": "one", "field-author": "one", "field-DOI": "other"}
    assert [each["kept"] for each in page.context["records"]] == [False, True]


def test_what_it_changes_is_shown_first_and_then_done(librarian, author, reviewer, pair):
    page = stories.write_article(by=author, title="About bones", body="Bone [@smith2017a].\n")
    stories.publish(page, by=author, reviewer=reviewer)
    data = posted(librarian, merge_url(pair))
    said = words(librarian.post(merge_url(pair), data | {"look": "1"}))
    assert "[@smith2017] leads to [@smith2017a] from now on" in said
    assert "No working copy cites [@smith2017]" in said
    data["keep"] = "one"
    said = words(librarian.post(merge_url(pair), data | {"look": "1"}))
    assert "1 working copy is rewritten About bones prints another source list" in said
    assert "1 live page keeps its text" in said
    assert Reference.objects.kept().count() == 2
    said = words(librarian.post(merge_url(pair), data | {"merge": "1"}, follow=True))
    assert "Merged. [@smith2017a] leads to [@smith2017] from now on." in said
    assert "1 working copy was rewritten." in said
    assert "1 page prints another source list now" in said
    kept = Reference.objects.kept().get()
    assert (kept.key, kept.title, kept.doi) == ("smith2017", "A trial of bone medicines", "10.1000/1")
    assert stories.fresh(page).body == "Bone [@smith2017].\n"


def test_a_page_that_prints_the_same_is_said_to_keep_its_approval(librarian, author):
    pair = add(author, "smith2017"), add(author, "smith2017a")
    stories.write_article(by=author, title="About bones", body="Bone [@smith2017a].\n")
    stories.write_article(by=author, title="About both", body="Bone [@smith2017a], [@smith2017].\n")
    data = posted(librarian, merge_url(pair), keep="one")
    said = words(librarian.post(merge_url(pair), data))
    assert "About bones prints the same; approvals stay" in said
    assert "About both prints another source list" in said


def test_back_to_the_choices_keeps_them(librarian, pair):
    data = posted(librarian, merge_url(pair), **{"field-title": "other", "keep": "other", "back": "1"})
    page = librarian.post(merge_url(pair), data)
    assert [each["kept"] for each in page.context["records"]] == [False, True]
    title = next(field for field in page.context["fields"] if field["name"] == "field-title")
    assert [option["chosen"] for option in title["options"]] == [False, True]


def test_somebody_who_changed_a_record_meanwhile_is_not_overwritten(librarian, author, pair):
    data = posted(librarian, merge_url(pair), merge="1")
    later = stories.NOW.replace(hour=11)
    save_reference(reference=pair[1], by=author, now=later, record=pair[1].csl | {"volume": "3"})
    said = words(librarian.post(merge_url(pair), data))
    assert "after you opened this page. Nothing was merged" in said
    assert Reference.objects.kept().count() == 2


@pytest.mark.parametrize("sent", [{}, {"keep": "both"}, {"keep": "one", "field-title": "neither"}, {"merge": "1"}])
def test_a_strange_request_merges_nothing(librarian, pair, sent):
    assert librarian.post(merge_url(pair), sent).status_code == 200
    assert Reference.objects.kept().count() == 2


def test_any_two_records_are_found_by_their_keys(librarian, author, pair):
    other = add(author, "jones2020", title="Another thing altogether")
    found = librarian.get(LIST, {"one": "jones2020", "other": "[@smith2017]"})
    assert found["Location"] == f"/admin/references/{pair[0].pk}/merge/{other.pk}/"
    turned = librarian.get(f"/admin/references/{other.pk}/merge/{pair[0].pk}/")
    assert turned["Location"] == found["Location"]
    assert "no reference with the key “nobody”" in words(
        librarian.get(LIST, {"one": "nobody", "other": "smith2017"}, follow=True)
    )
    same = librarian.get(LIST, {"one": "smith2017", "other": "smith2017"}, follow=True)
    assert "Both keys lead to the same record" in words(same)
    assert librarian.get(f"/admin/references/{pair[0].pk}/merge/999999/").status_code == 404


def test_a_merged_record_leads_to_the_kept_one(librarian, client, author, reviewer, pair):
    page = stories.write_article(by=author, body="Bone [@smith2017a].\n")
    stories.publish(page, by=author, reviewer=reviewer)
    kept, dropped = (Reference.objects.get(pk=row.pk) for row in pair)
    merge_references(keep=kept, drop=dropped, record=kept.csl, by=author, now=stories.NOW)
    kept_form = f"/admin/references/reference/{kept.pk}/change/"
    assert librarian.get(f"/admin/references/reference/{dropped.pk}/change/")["Location"] == kept_form
    assert librarian.get(merge_url(pair))["Location"] == kept_form
    assert "smith2017a" in words(librarian.get(kept_form))
    assert "smith2017a" not in librarian.get("/admin/references/reference/?q=smith").content.decode()
    assert "smith2017a" not in librarian.get("/admin/pick/references/?q=smith").content.decode()
    client.logout()
    for prefix in ("", "/es"):
        moved = client.get(f"{prefix}/references/smith2017a/")
        assert (moved.status_code, moved["Location"]) == (301, f"{prefix}/references/smith2017/")
    assert "About" not in words(client.get("/references/smith2017/"))
    assert page.title in words(client.get("/references/smith2017/"))


def test_nobody_else_may_look_or_merge(client, coordinator, pair):
    client.force_login(coordinator)
    for url in (LIST, merge_url(pair)):
        assert client.get(url).status_code == 403
        assert client.post(url, {"keep": "one", "merge": "1"}).status_code == 403
    assert Event.objects.filter(data__has_key="merged").count() == 0
