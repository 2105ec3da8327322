"""The sample site, loaded once by its own command: what it prints, what it publishes, and that every part is there."""

import io
import re
from collections.abc import Iterator

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from connect import sample
from connect.management.commands import demo
from publishing.models import Edition, Event, Page, Publication, SiteSettings
from tests import stories
from tests.house.files import ROOT

# One worker loads it, not each of them.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("sample-site")]

SOURCES = sorted(path.relative_to(ROOT / "demo").as_posix() for path in (ROOT / "demo").glob("*/*.md"))
KINDS = {"articles": "article", "topics": "topic", "glossary": "term", "drug-pages": "drugpage"}


def run_demo(**options) -> str:
    out = io.StringIO()
    with override_settings(DEBUG=True):
        call_command("demo", stdout=out, **options)
    return out.getvalue()


@pytest.fixture(scope="module", autouse=True)
def printed(django_db_setup, django_db_blocker) -> Iterator[str]:
    """Load the sample site for the tests of this module only; the output of the command."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield run_demo(address="http://127.0.0.1:8000")
        transaction.set_rollback(True)


@pytest.fixture
def main() -> Publication:
    """The main article."""
    return Publication.objects.select_related("edition").get(path="/articles/bone-metastases/")


@pytest.fixture
def page(client) -> str:
    """The main article as a patient gets it."""
    return client.get("/articles/bone-metastases/").content.decode()


def live_of(source: str) -> Publication:
    folder, name = source.split("/")
    page = Page.objects.get(kind=KINDS[folder], key=name.removesuffix(".md"))
    return Publication.objects.live().select_related("edition").get(page=page)


# The command.


def test_it_prints_the_four_logins_and_where_to_look(printed):
    for person in sample.PEOPLE:
        assert re.search(rf"^  {person.username} +{person.display_name}, {person.role}$", printed, re.MULTILINE)
        user = get_user_model().objects.get(username=person.username)
        assert user.check_password(demo.PASSWORD)
        assert user.is_staff
    assert f"password for all four: {demo.PASSWORD}" in printed
    assert "http://127.0.0.1:8000/articles/bone-metastases/" in printed
    assert "http://127.0.0.1:8000/admin/" in printed


def test_it_is_refused_where_patients_could_be():
    with override_settings(DEBUG=False), pytest.raises(CommandError, match="runs only with DEBUG=1"):
        call_command("demo")


def test_a_second_run_keeps_edits_and_passwords():
    author = get_user_model().objects.get(username="author")
    author.set_password("my own long password")
    author.save()
    article = Page.objects.get(kind="article", key="bone-metastases")
    stories.edit(article, by=author, now=timezone.now(), body="Mine.\n")
    before = Event.objects.count(), Edition.objects.count()
    assert "what was edited is kept" in run_demo()
    author.refresh_from_db()
    assert author.check_password("my own long password")
    assert stories.fresh(article).body == "Mine.\n"
    assert (Event.objects.count(), Edition.objects.count()) == before


# What is published.


@pytest.mark.parametrize("source", SOURCES)
def test_rendering_the_file_gives_the_bytes_of_the_live_edition(source):
    out, problems = io.StringIO(), io.StringIO()
    call_command("render", str(ROOT / "demo" / source), stdout=out, stderr=problems)
    assert out.getvalue() == live_of(source).edition.html
    assert not re.search(r":\d+: error: ", problems.getvalue())


def test_every_file_is_live_and_reviewed_by_a_clinician():
    files = len(SOURCES) + len(list((ROOT / "demo").glob("drug*/*.yaml")))
    publications = Publication.objects.live()
    assert publications.count() == Page.objects.count() == files
    assert all(row.reviewed_on and row.reviewed_by == "Sample Reviewer" for row in publications)
    assert all(row.reviewed_credentials == "RN" for row in publications)


def test_everything_is_a_first_edition_approved_by_someone_else():
    for edition in Edition.objects.select_related("approval__by", "published_by"):
        assert edition.number == 1
        assert edition.content_hash == edition.approved_hash
        assert edition.approval.by != edition.published_by


def test_no_page_has_an_issue_that_stops_publishing():
    compiled = {page.key: page.specific.compile() for page in Page.objects.all()}
    stopping = {key: [issue for issue in page.issues if issue.stops_publishing] for key, page in compiled.items()}
    assert {key: issues for key, issues in stopping.items() if issues} == {}


def test_what_is_live_is_the_working_copy():
    assert not Page.objects.with_state().exclude(is_current=True).exists()


def test_every_page_is_answered_and_says_that_it_is_a_sample(client):
    name = str(SiteSettings.current())
    for path in Publication.objects.pages().values_list("path", flat=True):
        response = client.get(path)
        assert response.status_code == 200, path
        text = response.content.decode()
        assert name in text
        assert "not medical advice" in text.lower()
        assert not re.search(r"\[@|\[\[|:::", text), path


# Every part a page can have is on the main article.


@pytest.mark.parametrize(
    ("part", "pattern"),
    [
        ("the help banner", r"You do not have to carry this alone"),
        ("key points", r'<section class="key-points" aria-labelledby='),
        ("a callout", r'<aside class="callout" aria-labelledby="[^"]+">\s*<p class="callout-title"[^>]*>Related story</p>'),
        ("the misconception", r'class="callout-title"[^>]*>Not bone cancer</p>[\s\S]*?<strong>still breast cancer</strong>'),
        ("a nested list", r"<li>reduce the need for:\s*<ul>\s*<li>surgery to repair fractures</li>"),
        ("a collapsed citation", r'<span class="cite" id="c\d+">\[(?:<a [^>]*>\d+</a>,)?<a [^>]*>\d+</a>–<a [^>]*>\d+</a>'),
        ("a drug table", r'<table>\s*<caption id="dt1-caption">[\s\S]*?<th scope="col">[\s\S]*?<th scope="row">'),
        ("the table for narrow screens", r'<div class="drug-table-narrow">\s*<div role="group" aria-labelledby="dt-drug-1">'),
        ("the dose", r"120(?: |&nbsp;)mg"),
        ("the timing", r"every 12 weeks"),
        ("side effects", r'<div class="side-effects" id="se1"[^>]*>[\s\S]*?<ul>\s*<li><p><strong>'),
        ("that the list is not full", r'<p class="not-complete">'),
        ("precautions", r'<div class="precautions" id="pc1"[^>]*>'),
        ("an emergency card", r'<section class="care care-emergency"[\s\S]*?Call the emergency number or your care team now if'),
        ("its phone number", r'<section class="care care-emergency"[\s\S]*?href="tel:[\d+-]*911"'),
        ("what to do", r'<section class="do" aria-labelledby='),
        ("what not to do", r'<section class="dont" aria-labelledby='),
        ("questions", r'<section class="questions"[\s\S]*?<li>Who do I call at night or on a weekend\?</li>'),
        ("a term with its plain definition", r'<dfn class="term"[^>]*>[\s\S]*?<span class="term-definition"[^>]*> \('),
        ("brand names", r"Xgeva"),
        ("who checked it", r"Sample Reviewer, RN"),
        ("a reference with a back link", r'id="ref-1"[\s\S]*?href="#c\d+"'),
        ("a DOI", r'href="https://doi\.org/10\.'),
        ("a superseded reference", r"[Rr]eplaced by"),
        ("other names", r"bone mets"),
    ],
)  # fmt: skip
def test_the_main_article_has(page, part, pattern):
    assert re.search(pattern, page), f"no {part}"


@pytest.mark.parametrize(
    "key",
    [
        "treatment-of-metastatic-breast-cancer",
        "managing-pain",
        "pain-medicines-in-metastatic-care",
        "opioids-and-fear-of-addiction",
        "bisphosphonates-in-early-breast-cancer",
        "falls-after-breast-cancer",
    ],
)
def test_the_main_article_links_to_the_articles_around_it(main, key):
    assert f'href="/articles/{key}/"' in main.edition.html
    assert any(card["path"] == f"/articles/{key}/" for card in main.surroundings["related"])


def test_every_citation_number_leads_to_a_reference_and_back(main, page):
    html = main.edition.html
    assert set(re.findall(r'href="#ref-(\d+)"', html)) <= {str(row["number"]) for row in main.edition.references}
    for row in main.edition.references:
        assert f'id="ref-{row["number"]}"' in page
        for use in row["uses"]:
            assert f'id="{use["anchor"]}"' in html
            assert f'href="#{use["anchor"]}"' in page


def test_every_drug_is_a_link_to_its_page(main):
    for key in ("denosumab", "zoledronic-acid", "pamidronate", "ibuprofen", "morphine"):
        assert f'<a class="drug" href="/drugs/{key}/">' in main.edition.html


def test_its_references_are_numbered_in_order_of_first_use(main):
    first = list(dict.fromkeys(int(number) for number in re.findall(r'href="#ref-(\d+)"', main.edition.html)))
    assert first == sorted(first)


# Nothing but the verbs made it.


def test_people_who_are_there_already_are_left_alone():
    get_user_model().objects.filter(username="reviewer").update(display_name="Someone else")
    people = sample.make_people(password="another long password")
    assert people["reviewer"].display_name == "Someone else"
    assert people["reviewer"].check_password(demo.PASSWORD)
