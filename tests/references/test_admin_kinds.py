"""Each type has its own boxes; choosing another keeps every value; what is missing is told and blocks nothing."""

import pytest

from references.kinds import KINDS, kind_of
from references.models import Reference
from references.record_forms import BOX_OF, boxes_from_record, record_from_boxes
from tests import stories

ADD = "/admin/references/reference/add/"


@pytest.fixture
def as_author(client, author):
    client.force_login(author)
    return client


def change(row) -> str:
    return f"/admin/references/reference/{row.pk}/change/"


def form_in(response):
    return response.context["adminform"].form


def shown_in(response) -> set[str]:
    rows = [row for _name, options in response.context["adminform"].fieldsets for row in options["fields"]]
    return {box for row in rows for box in (row if isinstance(row, tuple) else (row,))}


@pytest.mark.parametrize("kind", KINDS)
def test_the_form_of_a_type_has_its_boxes_and_no_others(as_author, kind) -> None:
    response = as_author.get(f"{ADD}?type={kind}")
    assert form_in(response)["type"].value() == kind
    wanted = {BOX_OF[field] for field in KINDS[kind].boxes}
    assert shown_in(response) & set(BOX_OF.values()) == wanted | {"type"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_record_of_every_type_is_saved_and_known_again(as_author, kind) -> None:
    values = {BOX_OF[field]: "Some words" for field in KINDS[kind].boxes if BOX_OF[field] not in ("genre", "issued")}
    numbers = {"doi": "10.1000/a", "pmid": "1", "pmcid": "PMC1", "isbn": "9780306406157", "issn": "0098-7484"}
    numbers |= {"url": "https://a.example/", "accessed": "2026-03-03", "issued": "2020"}
    typed = {box: numbers.get(box, value) for box, value in values.items()} | {"issued": "2020"}
    posted = as_author.post(ADD, typed | {"type": kind, "status": "current"})
    assert posted.status_code == 302
    row = Reference.objects.get()
    assert kind_of(row.csl) == kind
    said = boxes_from_record(row.csl)
    assert {box: said[box] for box in typed} == typed


def test_what_a_reader_needs_is_marked_on_the_form(as_author) -> None:
    form = form_in(as_author.get(f"{ADD}?type=book"))
    assert form["publisher"].label == "Publisher (recommended)"
    assert form["volume"].label == "Volume"


def test_choosing_another_type_keeps_every_value_and_saves_nothing(as_author) -> None:
    typed = {
        "type": "book", "title": "Bones", "authors": "Smith, Ann\r\nJones, Bo", "volume": "3", "issue": "2", "pmid": "7",
        "issued": "soon?", "status": "current", "_change_type": "1",
    }  # fmt: skip
    response = as_author.post(ADD, typed)
    form = form_in(response)
    assert (response.status_code, form.errors, Reference.objects.exists()) == (200, {}, False)
    assert {box: form[box].value() for box in typed if box in form.fields} == {
        box: value for box, value in typed.items() if box in form.fields
    }
    page = response.content.decode()
    assert "Kept, not shown for this type" in page and "<strong>Issue</strong>: 2" in page
    assert '<input type="hidden" name="issue" value="2"' in page
    assert "Please correct" not in page


def test_what_has_no_box_any_more_is_saved_with_the_rest(as_author) -> None:
    as_author.post(ADD, {"type": "book", "title": "Bones", "issue": "2", "issued": "2001", "status": "current"})
    assert Reference.objects.get().csl["issue"] == "2"


def test_the_type_of_a_stored_record_is_changed_without_loss(as_author, author) -> None:
    row = stories.add_reference(by=author, volume="3", issue="2", abstract="What was found.")
    response = as_author.get(change(row))
    form = form_in(response)
    data = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    again = as_author.post(change(row), data | {"type": "webpage", "_change_type": "1"})
    form = form_in(again)
    data = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    as_author.post(change(row), data)
    row.refresh_from_db()
    assert (row.type, row.csl["volume"], row.csl["issue"], row.csl["abstract"]) == (
        "webpage",
        "3",
        "2",
        "What was found.",
    )


def test_a_type_without_a_form_of_its_own_stays_what_it_is(as_author, author) -> None:
    row = stories.add_reference(by=author, type="map", title="Bones of Europe")
    form = form_in(as_author.get(change(row)))
    assert form["type"].value() == "map"
    data = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    as_author.post(change(row), data)
    row.refresh_from_db()
    assert row.csl["type"] == "map"


def test_what_is_missing_is_told_and_blocks_nothing(as_author) -> None:
    response = as_author.post(ADD, {"type": "book", "title": "Bones", "status": "current"}, follow=True)
    assert Reference.objects.get().has_problems
    page = response.content.decode()
    assert "Publisher: missing." in page and "Authors: missing." in page


def test_a_title_in_capitals_is_mended_with_one_click_and_confirmed_by_saving(as_author, author) -> None:
    row = stories.add_reference(by=author, title="EFFECT OF ZOLEDRONIC ACID ON BONE")
    page = as_author.get(change(row))
    assert "Write “Effect of zoledronic acid on bone”" in page.content.decode()
    form = form_in(page)
    data = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    shown = form_in(as_author.post(change(row), data | {"_better_title": "1"}))
    assert shown["title"].value() == "Effect of zoledronic acid on bone"
    row.refresh_from_db()
    assert row.title == "EFFECT OF ZOLEDRONIC ACID ON BONE"
    as_author.post(change(row), data | {"title": shown["title"].value()})
    row.refresh_from_db()
    assert row.title == "Effect of zoledronic acid on bone"


def test_people_without_a_comma_are_written_as_people_by_a_button_that_saves_nothing(as_author, author) -> None:
    row = stories.add_reference(by=author, author=[{"literal": "Himelstein AL"}, {"literal": "Pfizer AG"}])
    page = as_author.get(change(row))
    assert "“Himelstein AL” counts as an organisation" in page.content.decode()
    form = form_in(page)
    data = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    shown = form_in(as_author.post(change(row), data | {"_better_names": "authors"}))
    assert shown["authors"].value() == "Himelstein, A. L.\nPfizer AG"
    row.refresh_from_db()
    assert row.csl["author"][0] == {"literal": "Himelstein AL"}
    as_author.post(change(row), data | {"authors": shown["authors"].value()})
    row.refresh_from_db()
    assert row.csl["author"] == [{"family": "Himelstein", "given": "A. L."}, {"literal": "Pfizer AG"}]


def test_a_rule_learnt_after_a_record_was_saved_shows_on_its_form(as_author, author) -> None:
    row = stories.add_reference(by=author, author=[{"literal": "Himelstein AL"}])
    Reference.objects.filter(pk=row.pk).update(has_problems=False)
    assert "counts as an organisation" in as_author.get(change(row)).content.decode()


def test_the_list_shows_what_has_problems(as_author, author) -> None:
    stories.add_reference(by=author, title="EFFECT OF ZOLEDRONIC ACID ON BONE", key="loud")
    good = {"container-title": "JAMA", "issued": "2017", "author": [{"family": "Smith", "given": "A"}]}
    stories.add_reference(by=author, key="calm", **good)
    found = as_author.get("/admin/references/reference/?has_problems__exact=1").context["cl"].queryset
    assert [row.key for row in found] == ["loud"]


def test_whoever_may_only_read_sees_no_boxes(client, coordinator, author) -> None:
    row = stories.add_reference(by=author)
    client.force_login(coordinator)
    page = client.get(change(row)).content.decode()
    assert "himelstein2017" in page and 'name="title"' not in page


@pytest.mark.parametrize("kind", KINDS)
def test_leaving_a_kind_leaves_no_genre_that_would_lead_back(kind) -> None:
    record = record_from_boxes({"type": kind, "title": "A"}, {})
    for other in KINDS:
        boxes = boxes_from_record(record) | {"type": other}
        assert kind_of(record_from_boxes(boxes, record)) == other


def test_the_licence_of_an_abstract_stands_beside_it() -> None:
    record = {"type": "book", "title": "A", "custom": {"shelf": "3"}}
    boxes = boxes_from_record(record) | {"abstract_licence": "CC BY 4.0"}
    licensed = record_from_boxes(boxes, record)
    assert licensed["custom"] == {"shelf": "3", "abstract-licence": "CC BY 4.0"}
    assert record_from_boxes(boxes_from_record(licensed) | {"abstract_licence": ""}, licensed) == record


@pytest.mark.parametrize(
    ("box", "typed", "said"),
    [
        ("doi", "doi of it", "“doi of it” is not a DOI (one looks like 10.1001/jama.2016.19425)."),
        ("isbn", "978-0-306-40615-8", "“978-0-306-40615-8” has a wrong check digit."),
        ("url", "www.nice.org.uk", "“www.nice.org.uk” is not a web address starting with https:// or http://."),
        ("issued", "2019-02-31", "There is no day 31 in that month."),
    ],
)
def test_a_wrong_value_is_named_and_the_form_does_not_claim_to_have_left_it_out(as_author, box, typed, said) -> None:
    data = {"type": "book", "title": "Bones", "issued": "2001", "status": "current"} | {box: typed}
    form = form_in(as_author.post(ADD, data))
    assert form.errors[box] == [f"{said} Correct it, or leave the box empty."]
    assert form[box].value() == typed
    assert not Reference.objects.exists()


@pytest.mark.parametrize("typed", ["in press", "c. 1995", "soon"])
def test_a_date_in_words_is_saved_as_it_stands_and_told(as_author, typed) -> None:
    data = {"type": "book", "title": "Bones", "issued": typed, "status": "current"}
    response = as_author.post(ADD, data, follow=True)
    assert Reference.objects.get().csl["issued"] == {"literal": typed}
    assert f"“{typed}” could not be read as a date; it is shown as it is." in response.text


def test_the_form_leads_to_a_public_page_only_where_there_is_one(as_author, author, reviewer) -> None:
    row = stories.add_reference(by=author)
    assert "View on site" not in as_author.get(change(row)).text
    article = stories.write_article(by=author, body=f"Bones [@{row.key}].\n")
    stories.publish(article, by=author, reviewer=reviewer)
    assert "View on site" in as_author.get(change(row)).text
