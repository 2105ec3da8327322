"""The library in the admin: a librarian adds a reference without JSON, and nothing that came in is lost."""

import pytest

from references.models import Reference
from references.record_forms import boxes_from_record, date_as_text, name_as_line, name_from_line, record_from_boxes
from tests import stories

ADD = "/admin/references/reference/add/"
FILLED = {
    "type": "article-journal",
    "title": "Dosing of zoledronic acid",
    "authors": "Himelstein, Andrew L.\r\nWorld Health Organization",
    "container_title": "JAMA",
    "issued": "2017-01-03",
    "volume": "317",
    "issue": "1",
    "page": "48-58",
    "doi": "https://doi.org/10.1001/jama.2016.19425",
    "pmid": "28030702",
    "status": "current",
}


@pytest.fixture
def as_author(client, author):
    client.force_login(author)
    return client


def change(row) -> str:
    return f"/admin/references/reference/{row.pk}/change/"


def filled(client, row, **changed) -> dict:
    form = client.get(change(row)).context["adminform"].form
    data = {name: form[name].value() for name in form.fields} | changed
    return {name: value for name, value in data.items() if value is not None}


def test_a_reference_is_added_from_plain_boxes(as_author) -> None:
    assert as_author.post(ADD, FILLED).status_code == 302
    row = Reference.objects.get()
    assert row.key == "himelstein2017"
    assert row.csl["author"] == [
        {"family": "Himelstein", "given": "Andrew L."},
        {"literal": "World Health Organization"},
    ]
    assert (row.doi, row.pmid, row.year) == ("10.1001/jama.2016.19425", "28030702", 2017)
    assert row.text.startswith("Himelstein AL; World Health Organization. Dosing of zoledronic acid. JAMA. 2017 Jan 3")


@pytest.mark.parametrize(
    ("wrong", "box"),
    [
        ({"title": ""}, "title"),
        ({"doi": "not a doi"}, "doi"),
        ({"pmid": "PMC123"}, "pmid"),
        ({"url": "javascript:alert(1)"}, "url"),
    ],
)
def test_what_cannot_be_used_is_said_beside_its_box_and_nothing_is_lost(as_author, wrong, box) -> None:
    response = as_author.post(ADD, FILLED | wrong)
    form = response.context["adminform"].form
    assert list(form.errors) == [box]
    assert form["authors"].value() == FILLED["authors"]
    assert not Reference.objects.exists()


@pytest.mark.parametrize("same", ["doi", "pmid"])
def test_a_reference_that_is_there_already_is_named(as_author, same) -> None:
    as_author.post(ADD, FILLED)
    again = {**FILLED, "doi": "", "pmid": "", same: FILLED[same], "title": "Another title"}
    assert "The library has this already: himelstein2017" in as_author.post(ADD, again).content.decode()
    assert Reference.objects.count() == 1


def test_fields_without_a_box_are_kept(as_author, author) -> None:
    row = stories.add_reference(
        by=author,
        abstract="What was found.",
        **{"container-title-short": "J Test", "custom": {"a": 1}},
        author=[{"family": "Poznak", "non-dropping-particle": "van", "given": "Catherine", "ORCID": "0000"}],
    )
    before = dict(row.csl)
    as_author.post(change(row), filled(as_author, row, volume="12"))
    row.refresh_from_db()
    assert row.csl == before | {"volume": "12"}


def test_opening_and_saving_changes_nothing(as_author, author) -> None:
    row = stories.add_reference(by=author, issued={"date-parts": [[2017, 1], [2017, 2]], "circa": True})
    before = (dict(row.csl), row.text)
    assert as_author.post(change(row), filled(as_author, row)).status_code == 302
    row.refresh_from_db()
    assert (dict(row.csl), row.text) == before


def test_the_key_is_changed_while_no_page_cites_it(as_author, author) -> None:
    row = stories.add_reference(by=author)
    as_author.post(change(row), filled(as_author, row) | {"key": "andrews-trial"})
    row.refresh_from_db()
    assert row.key == "andrews-trial"


def test_lines_that_differ_between_languages_are_named_by_them(as_author, author) -> None:
    row = stories.add_reference(by=author, key="dated", issued="2017-01-03", **{"container-title": "JAMA"})
    shown = as_author.get(change(row)).content.decode()
    assert "<strong>English:</strong> " in shown and "<strong>Spanish:</strong> " in shown
    same = stories.add_reference(by=author, key="undated", title="Another", issued="2017")
    assert "<strong>English:</strong>" not in as_author.get(change(same)).content.decode()


@pytest.mark.parametrize(
    ("typed", "better"),
    [
        ("Himelstein 2017", "himelstein-2017"),
        ("Pérez2019", "perez2019"),
        ("[@himelstein2017]", "himelstein2017"),
        ("zoom-", "zoom"),
        ("骨转移", "himelstein2017"),
    ],
)
def test_a_key_that_no_text_could_cite_is_refused_with_one_that_would_do(as_author, typed, better) -> None:
    data = {"type": "article-journal", "title": "Bones", "status": "current"}
    errors = as_author.post(ADD, data | {"key": typed}).context["adminform"].form.errors["key"]
    assert errors == [
        f"“{typed}” cannot be a key: only the letters a to z, digits, hyphens and underscores, without spaces or accents. "
        f"Write for example {better}."
    ]
    assert as_author.post(ADD, data | {"key": better.upper()}).status_code == 302
    assert Reference.objects.get().key == better


def test_the_key_stays_once_a_draft_cites_it_and_nothing_typed_is_lost(as_author, author) -> None:
    row = stories.add_reference(by=author)
    stories.write_article(by=author, title="Bones", body="Bones [@himelstein2017].\n")
    response = as_author.post(change(row), filled(as_author, row, volume="12") | {"key": "other"})
    form = response.context["adminform"].form
    assert "this page cites it by that key: Bones" in str(form.errors["key"])
    assert form["volume"].value() == "12"
    row.refresh_from_db()
    assert row.key == "himelstein2017"


def test_the_key_of_what_was_published_has_no_box(as_author, author, reviewer) -> None:
    row = stories.add_reference(by=author)
    stories.publish(stories.write_article(by=author, body="A [@himelstein2017].\n"), by=author, reviewer=reviewer)
    assert "key" not in as_author.get(change(row)).context["adminform"].form.fields
    as_author.post(change(row), filled(as_author, row) | {"key": "other"})
    row.refresh_from_db()
    assert row.key == "himelstein2017"


def test_a_newer_reference_replaces_an_older_one(as_author, author) -> None:
    old, new = stories.add_reference(by=author), stories.add_reference(by=author, key="newer2020", title="Newer")
    refused = as_author.post(change(old), filled(as_author, old, superseded_by=new.pk)).content.decode()
    assert "Choose “superseded”" in refused
    as_author.post(change(old), filled(as_author, old, superseded_by=new.pk, status="superseded"))
    old.refresh_from_db()
    assert (old.status, old.superseded_by) == ("superseded", new)


def test_what_is_cited_cannot_be_deleted_and_says_where_it_is_cited(client, administrator, author, reviewer) -> None:
    row = stories.add_reference(by=author)
    page = stories.write_article(by=author, title="Bones", body="Bones [@himelstein2017].\n")
    stories.publish(page, by=author, reviewer=reviewer)
    client.force_login(administrator)
    assert client.post(f"/admin/references/reference/{row.pk}/delete/", {"post": "yes"}).status_code == 403
    assert ">Bones</a> [1]" in client.get(change(row)).content.decode()


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Himelstein, Andrew L.", {"family": "Himelstein", "given": "Andrew L."}),
        ("King, Martin Luther, Jr", {"family": "King", "given": "Martin Luther", "suffix": "Jr"}),
        ("World Health Organization", {"literal": "World Health Organization"}),
        ("Plato,", {"family": "Plato"}),
    ],
)
def test_a_line_is_a_person_or_an_organisation(line: str, name: dict) -> None:
    assert name_from_line(line) == name


@pytest.mark.parametrize(
    "name",
    [
        {"family": "Himelstein", "given": "Andrew L."},
        {"family": "King", "given": "Martin Luther", "suffix": "Jr"},
        {"literal": "World Health Organization"},
    ],
)
def test_a_name_goes_to_its_line_and_back(name: dict) -> None:
    assert name_from_line(name_as_line(name)) == name


@pytest.mark.parametrize(
    ("date", "text"),
    [
        ({"date-parts": [[2017]]}, "2017"),
        ({"date-parts": [[2017, 1, 3]]}, "2017-01-03"),
        ({"date-parts": [[2017, 1], [2017, 2]]}, "2017-01/2017-02"),
        ({"literal": "in press"}, "in press"),
        (None, ""),
    ],
)
def test_dates_are_shown_as_they_are_written(date, text: str) -> None:
    assert date_as_text(date) == text


def test_emptied_boxes_take_their_field_away() -> None:
    record = {"type": "book", "title": "A", "publisher": "B", "note": "kept"}
    boxes = boxes_from_record(record) | {"publisher": " "}
    assert record_from_boxes(boxes, record) == {"type": "book", "title": "A", "note": "kept"}
