"""Importing a good folder: what is made, what a second import changes, and what it leaves alone."""

from datetime import timedelta

import pytest

from connect.importing import ImportRefused, import_content
from connect.importing.apply import BUILDERS
from drugs.models import Drug, DrugPage, Indication, Regimen
from edu.models import Article, Topic
from glossary.models import Term
from publishing import actions
from publishing.models import Edition, Event, Page, Publication, SiteSettings
from references.actions import Notice, merge_references, set_status
from references.models import Reference
from tests import stories
from tests.connect.conftest import everything
from tests.connect.folders import ARTICLE, DRUG, GOOD, REFERENCES, SITE, TERM, changed, front

pytestmark = pytest.mark.django_db

PAGES = [
    "drugclass bisphosphonates",
    "drug zoledronic-acid",
    "term fracture (en)",
    "topic cancer (en)",
    "topic pain (en)",
    "article bones (en)",
    "article joints (en)",
    "drugpage zoledronic-acid (en)",
]
LIBRARY = ["reference li2014", "reference lutz2017", "reference alcorn2024", "indication bone-metastases"]


def test_every_kind_of_file_becomes_what_it_says(folder, bring, author, now):
    done = bring(folder())
    assert (done.created, done.updated, done.unchanged) == (LIBRARY + PAGES, ["site settings"], [])
    assert [page.key for page in done.pages] == [name.split()[1] for name in PAGES]
    bones = Article.objects.get(key="bones")
    assert (bones.title, bones.slug, bones.topic.key) == ("Bones", "bones", "pain")
    assert bones.body == "## What is it?\n\nSee [[page:joints]] and [[page:pain]] [@li2014].\n"
    assert (bones.edited_by, bones.edited_at, bones.version) == (author, now, 1)
    assert Topic.objects.get(key="pain").parent.key == "cancer"
    assert Topic.objects.get(key="cancer").featured == ["joints", "bones"]
    assert Term.objects.get().aliases == ["break"]
    assert DrugPage.objects.get().drug == Drug.objects.get()
    regimen = Regimen.objects.get()
    assert (regimen.product.brand, regimen.indication.key, regimen.period) == ("Zometa", "bone-metastases", 12)
    assert [reference.key for reference in regimen.dose_references.all()] == ["li2014"]
    assert Indication.objects.get().snomed == "94222008"
    assert SiteSettings.current().lines["en"]["emergency_number"] == "911"


def test_nothing_is_published_by_an_import(folder, bring, client):
    bring(folder())
    assert not Edition.objects.exists()
    assert not Publication.objects.exists()
    assert client.get("/articles/bones/").status_code == 404


def test_a_reference_may_be_replaced_by_one_further_down(folder, bring):
    bring(folder())
    old = Reference.objects.get(key="lutz2017")
    assert (old.status, old.superseded_by.key) == ("superseded", "alcorn2024")


def test_importing_again_changes_nothing_at_all(folder, bring):
    root = folder()
    bring(root)
    before = everything()
    done = bring(root)
    assert (done.created, done.updated) == ([], [])
    assert sorted(done.unchanged) == sorted([*LIBRARY, *PAGES, "site settings"])
    assert everything() == before


@pytest.mark.parametrize(
    ("change", "updated"),
    [
        (changed(ARTICLE, "title: Bones", "title: Bones and more"), "article bones (en)"),
        (changed(ARTICLE, "What is it?", "What are they?"), "article bones (en)"),
        (changed(ARTICLE, "related: [joints]", "related: [pain, joints]"), "article bones (en)"),
        (changed(ARTICLE, "related: [joints]", "related: []"), "article bones (en)"),
        (changed("topics/pain.md", "order: 2", "order: 3"), "topic pain (en)"),
        (changed("topics/pain.md", "parent: cancer\n", ""), "topic pain (en)"),
        (changed(TERM, "A broken bone.", "A crack in a bone."), "term fracture (en)"),
        (changed(DRUG, "period: 12", "period: 4"), "drug zoledronic-acid"),
        (changed(DRUG, "brand: Zometa", "brand: Zometa\n    strength: 4 mg"), "drug zoledronic-acid"),
        (changed(DRUG, "severity: ask-first", "severity: caution"), "drug zoledronic-acid"),
        (
            changed("drug-classes/bisphosphonates.yaml", "    references: [li2014]", "    band: rare"),
            "drugclass bisphosphonates",
        ),
        (changed(REFERENCES, "A review of bones", "A review of many bones"), "reference li2014"),
        (changed("indications.yaml", "en: bone metastases", "en: bone mets"), "indication bone-metastases"),
        (changed(SITE, "'911'", "'112'"), "site settings"),
    ],
)
def test_importing_again_changes_only_what_changed(folder, bring, change, updated):
    bring(folder())
    versions = dict(Page.objects.values_list("key", "version"))
    done = bring(folder(change))
    assert (done.created, done.updated) == ([], [updated])
    kind, _space, key = updated.removesuffix(" (en)").partition(" ")
    moved = {page.key for page in Page.objects.all() if page.version != versions[page.key]}
    assert moved <= ({key} if kind in BUILDERS else set())


def test_a_folder_from_before_two_references_were_merged_changes_nothing(folder, bring, author, now):
    root = folder()
    bring(root)
    old, kept = (Reference.objects.get(key=key) for key in ("li2014", "alcorn2024"))
    merge_references(keep=kept, drop=old, record=kept.csl | {"DOI": old.csl["DOI"]}, by=author, now=now)
    assert "[@alcorn2024]" in Article.objects.get(key="bones").body
    done = bring(root)
    assert (done.created, done.updated) == ([], ["reference alcorn2024"])  # the file has no DOI for it
    assert [row.key for row in Regimen.objects.get().dose_references.all()] == ["alcorn2024"]


def test_a_reference_that_is_no_longer_replaced_is_current_again(folder, bring):
    bring(folder())
    bring(folder(changed(REFERENCES, "  status: superseded\n  superseded_by: alcorn2024\n", "")))
    old = Reference.objects.get(key="lutz2017")
    assert (old.status, old.superseded_by) == ("current", None)


@pytest.mark.parametrize(
    ("key", "status"), [("li2014", "retracted"), ("lutz2017", "retracted"), ("lutz2017", "concern")]
)
def test_a_file_takes_nothing_back_that_was_learnt_of_since(folder, bring, author, now, key, status):
    bring(folder())
    row = Reference.objects.get(key=key)
    notice = Notice("pubmed", "2020", pmid="99")
    set_status(reference=row, status=status, superseded_by=row.superseded_by, by=author, now=now, notice=notice)
    done = bring(folder())
    stored = Reference.objects.get(key=key)
    assert (stored.status, stored.superseded_by, done.updated) == (status, row.superseded_by, [])
    assert [each.message for each in done.warnings if key in each.message and "PubMed" in each.message]


def test_a_file_without_a_list_of_related_pages_leaves_the_editors_choice_alone(folder, bring, author, now):
    bring(folder())
    bones = Article.objects.get(key="bones")
    actions.set_related(page=bones, related=[Page.objects.get(key="cancer")], by=author, now=now)
    bring(folder(changed(ARTICLE, "related: [joints]\n", "")))
    assert [row.related.key for row in bones.related_pages.all()] == ["cancer"]


def test_related_pages_keep_their_order(folder, bring):
    bring(folder(changed(ARTICLE, "[joints]", "[zoledronic-acid, pain, joints, cancer]")))
    related = Article.objects.get(key="bones").related_pages.all()
    assert [row.related.key for row in related] == ["zoledronic-acid", "pain", "joints", "cancer"]


def test_keeping_what_exists_adds_the_rest(folder, bring, author):
    root = folder({"articles/joints.md": None, ARTICLE: front("title: Bones"), "topics/cancer.md": front("title: C")})
    bring(root)
    stories.edit(Article.objects.get(key="bones"), by=author, body="Mine.\n")
    change = GOOD | changed(REFERENCES, "A review of bones", "Other") | changed(SITE, "'911'", "'112'")
    change |= changed("indications.yaml", "en: bone metastases", "en: other")
    before = {name: rows for name, rows in everything().items() if name in ("references.Reference", "drugs.Indication")}
    done = bring(folder(change), keep_existing=True)
    assert (done.created, done.updated) == (["article joints (en)"], ["article bones (en)"])  # its related pages
    assert Article.objects.get(key="bones").body == "Mine.\n"
    assert SiteSettings.current().lines["en"]["emergency_number"] == "911"
    assert {name: everything()[name] for name in before} == before


def test_a_dry_run_says_what_would_happen_and_changes_nothing(folder, bring):
    root = folder()
    before = everything()
    dry = bring(root, dry_run=True)
    assert everything() == before
    real = bring(root)
    assert (dry.created, dry.updated, dry.unchanged) == (real.created, real.updated, real.unchanged)
    assert dry.warnings == real.warnings


def test_the_site_settings_need_someone_who_may_change_them(folder, author, now):
    with pytest.raises(ImportRefused) as refused:
        import_content(folder(), by=author, now=now, site_by=author)
    assert [problem.message for problem in refused.value.problems] == [
        "You are not allowed to change the site settings."
    ]


def test_without_someone_for_the_site_settings_they_are_left_alone(folder, author, now):
    assert import_content(folder(), by=author, now=now).updated == []
    assert not SiteSettings.objects.exists()


def test_what_someone_may_not_do_is_told_once_and_nothing_changes(folder, outsider, now):
    before = everything()
    with pytest.raises(ImportRefused) as refused:
        import_content(folder(), by=outsider, now=now)
    assert len(refused.value.problems) == len({problem.message for problem in refused.value.problems})
    assert everything() == before


@pytest.mark.parametrize(
    ("change", "file", "line", "words"),
    [
        ({ARTICLE: front("title: Bones") + "See [@li2041].\n"}, ARTICLE, 6, "unknown-reference"),
        ({ARTICLE: front("title: Bones\nalso_called:\n  - b") + "\n\n# Top\n"}, ARTICLE, 10, "error: "),
        ({ARTICLE: "---\ntitle: B\n---\n[[page:nowhere]]\n"}, ARTICLE, 4, "unknown-page"),
        ({ARTICLE: "---\r\ntitle: B\r\n---\r\n\r\n\r\n[[page:nowhere]]\r\n"}, ARTICLE, 6, "unknown-page"),
        ({ARTICLE: "\ufeff---\ntitle: B\n---\n\n[[drug:denosumab]]\n"}, ARTICLE, 5, "unknown-drug"),
        (changed(REFERENCES, "10.1000/li2014", "li2014"), REFERENCES, 6, "is not a DOI"),
    ],
)
def test_warnings_carry_the_line_of_the_file(folder, bring, change, file, line, words):
    without_others = {"articles/joints.md": None, "topics/cancer.md": front("title: Cancer")}
    root = folder(without_others | (change if ARTICLE in change else change | {ARTICLE: front("title: Bones")}))
    found = [warning for warning in bring(root).warnings if words in warning.message]
    assert [(warning.file, warning.line) for warning in found] == [(file, line)]


def test_what_came_with_the_folder_is_called_unpublished_and_not_unknown(folder, bring):
    body = "\n[[drug:zoledronic-acid]] for a [[term:fracture]], unlike [[drug:zoledronate]].\n"
    done = bring(folder({ARTICLE: front("title: Bones") + body}))
    told = [(warning.line, warning.message) for warning in done.warnings if warning.file == ARTICLE]
    assert told == [
        (7, "error: unknown-drug: There is no drug 'zoledronate'; did you mean 'zoledronic-acid'?"),
        (
            7,
            "warning: not-published-yet: publish first what this page quotes: drug “zoledronic-acid”, term “fracture”",
        ),
    ]


def publish_all(done, *, author, reviewer, now):
    everyone = frozenset(page.pk for page in done.pages)
    for kinds in (("drugclass",), ("drug",), ("term",), ("topic", "article", "drugpage")):
        batch = [page for page in done.pages if page.kind in kinds]
        for page in batch:
            stories.approve(page, by=reviewer, now=now)
        actions.publish_together(pages=batch, by=author, now=now, change_note="First.", alongside=everyone)


def test_one_batch_publishes_as_first_editions_that_link_in_circles(folder, bring, author, reviewer, now, client):
    body = changed(ARTICLE, "[@li2014]", "[@li2014] [[drug:zoledronic-acid]]")
    publish_all(bring(folder(body)), author=author, reviewer=reviewer, now=now)
    assert set(Edition.objects.values_list("number", flat=True)) == {1}
    bones, joints = (client.get(f"/articles/{key}/").content.decode() for key in ("bones", "joints"))
    assert '<a href="/articles/joints/">Joints</a>' in bones
    assert '<a class="drug" href="/drugs/zoledronic-acid/">' in bones
    assert '<a href="/articles/bones/">Bones</a>' in joints


def test_an_import_over_a_live_page_waits_for_approval(folder, bring, author, reviewer, now, client):
    publish_all(bring(folder()), author=author, reviewer=reviewer, now=now)
    before = client.get("/articles/bones/").content
    done = bring(folder(changed(ARTICLE, "What is it?", "What are they?")))
    assert done.updated == ["article bones (en)"]
    assert client.get("/articles/bones/").content == before


def test_an_import_does_not_move_a_live_page(folder, bring, author, reviewer, now, problems):
    publish_all(bring(folder()), author=author, reviewer=reviewer, now=now)
    (found,) = problems(folder(changed(ARTICLE, "title: Bones", "title: Bones\nslug: skeleton")))
    assert found[:2] == (ARTICLE, 3)
    assert "live at /articles/bones/; change the address with “Move”" in found[2]


def test_an_address_that_another_page_has_is_told(folder, bring, author, problems):
    stories.write_article(by=author, key="skeleton", slug="bones", title="The skeleton")
    (found,) = problems(folder())
    assert found == (ARTICLE, 2, "“slug”: “The skeleton” has the address “bones” already; choose another")


def test_each_change_leaves_its_line_in_the_audit_trail(folder, bring, author, now):
    bring(folder())
    later = now + timedelta(days=1)
    import_content(folder(changed(ARTICLE, "title: Bones", "title: Bones!")), by=author, now=later)
    (event,) = Event.objects.filter(at=later)
    assert (event.verb, event.actor_id, event.page_title) == (Event.Verb.EDITED, author.pk, "Bones!")


def test_pages_of_two_languages_share_their_keys(folder, bring):
    spanish = {
        "topics/dolor.md": front("title: Dolor\nkey: pain\nlanguage: es\nslug: dolor"),
        "articles/huesos.md": front("title: Huesos\nkey: bones\nlanguage: es\nslug: huesos\ntopic: pain"),
    }
    bring(folder(spanish))
    assert Article.objects.get(key="bones", language="es").topic.title == "Dolor"
    assert Article.objects.get(key="bones", language="en").topic.title == "Pain"


def test_a_page_is_not_found_in_another_language(folder, problems):
    spanish = front("title: Huesos\nkey: bones\nlanguage: es\nslug: huesos\nrelated: [joints]\ntopic: pain")
    found = problems(folder({"articles/huesos.md": spanish}))
    assert found[0][:2] == ("articles/huesos.md", 7)
    assert "there is no topic “pain” in the language “es”" in found[0][2]
