"""docs/roles.md says who may do what; here every address and list action of the admin is tried with every role."""

import re
from uuid import uuid4

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import RequestFactory
from django.urls import NoReverseMatch, reverse

from config import roles, staff_urls
from people.models import Reviewer, Team
from publishing import actions
from publishing.models import Page, SiteSettings
from tests import stories
from tests.drugs import safety_stories
from tests.house.files import ROOT

pytestmark = pytest.mark.django_db

SEES = "See pages, drafts, facts, history and the record"
WRITES = "Write articles, topics, terms and drug pages"
WRITES_FACTS = "Write drug facts"
KEEPS_LIBRARY = "Keep the reference library"
APPROVES = "Approve, or ask for changes"
PUBLISHES = "Publish, set a time, move and withdraw"
RAISES = "Raise, prolong and end safety notices"
CONFIRMS = "Confirm safety notices that somebody else raised"
REVIEWS = "Record reviews"
PLANS = "Plan and assign reviews"
SEES_LOAD = "See how many reviews each person has"
AUDITS = "Download the audit binder"
REDACTS = "Redact, together with a second person"
KEEPS_PEOPLE = "Keep people, teams and the reviewers' register"
SETS = "Change the site settings"
MAILS = "See the mails"

TEXTS = ("edu_article", "edu_topic", "glossary_term", "drugs_drugpage")
FACTS = ("drugs_drug", "drugs_drugclass", "drugs_indication", "drugs_effect")
RECORDS = ("publishing_page", "publishing_edition", "publishing_review", "publishing_signoff", "publishing_event")
LIBRARY = ("references_reference",)
PEOPLE = ("people_user", "people_team", "people_reviewer")


def forms(models, *, changing: str, seeing: str = SEES, deletes: bool = False) -> dict[str, str]:
    """What each address of a model's admin belongs to."""
    rows = {}
    for model in models:
        rows |= {f"GET admin:{model}_{name}": seeing for name in ("changelist", "change", "history")}
        rows |= {f"{method} admin:{model}_add": changing for method in ("GET", "POST")}
        rows[f"POST admin:{model}_change"] = changing
        if deletes:
            rows[f"GET admin:{model}_delete"] = changing
    return rows


# Address or list action → row of the table. A new address, or a new action of a list, says here whose it is.
BELONGS_TO = (
    forms(TEXTS, changing=WRITES, deletes=True)
    | forms(FACTS, changing=WRITES_FACTS, deletes=True)
    | forms(LIBRARY, changing=KEEPS_LIBRARY)
    | {f"{method} admin:references_reference_look_up": KEEPS_LIBRARY for method in ("GET", "POST")}
    | forms(PEOPLE, changing=KEEPS_PEOPLE, seeing=KEEPS_PEOPLE)
    | {f"GET admin:publishing_sitesettings_{name}": SETS for name in ("changelist", "change", "history")}
    | {"POST admin:publishing_sitesettings_change": SETS}
    | {f"GET admin:publishing_mail_{name}": MAILS for name in ("changelist", "change", "history", "export")}
    | {f"GET admin:{model}_{name}": SEES for model in RECORDS for name in ("changelist", "change", "history")}
    | {f"GET admin:references_coverage_{name}": SEES for name in ("changelist", "change", "history", "export")}
    | {f"GET admin:drugs_proposal_{name}": SEES for name in ("changelist", "change", "history", "export")}
    | {
        "GET staff:proposal": SEES,
        "POST staff:proposal": WRITES_FACTS,
        **{f"GET admin:{model}_export": SEES for model in (*TEXTS, "drugs_drug", "drugs_drugclass", *RECORDS)},
        **{
            f"{method} staff:import-{name}": KEEPS_LIBRARY
            for method in ("GET", "POST")
            for name in ("references", "result")
        },
        "GET staff:import-report": KEEPS_LIBRARY,
        "GET staff:drug-tables": SEES,
        "GET staff:drug-tables-file": SEES,
        "POST staff:drug-tables": WRITES_FACTS,
        **{f"{method} staff:drug-tables-result": WRITES_FACTS for method in ("GET", "POST")},
        "GET staff:drug-tables-report": WRITES_FACTS,
        **{f"ACTION export_tables_as_{form}": SEES for form in ("xlsx", "json")},
        "GET staff:load-export": SEES_LOAD,
        "GET staff:pick-reference": SEES,
        "GET staff:pick-drug": SEES,
        "GET staff:complete-drug": SEES,
        "GET staff:pick-page": SEES,
        "GET staff:pick-term": SEES,
        "GET staff:as-patient": SEES,
        "GET staff:approve": SEES,
        "GET staff:affected": SEES,
        "GET staff:numbers": SEES,
        "POST staff:numbers": WRITES,
        "POST staff:affected": WRITES,
        "GET staff:changes": SEES,
        "GET staff:change": SEES,
        "POST staff:change": APPROVES,
        "POST staff:prepare-change": SEES,
        "POST staff:preview": SEES,
        "POST staff:issues": SEES,
        "GET staff:ask": WRITES,
        "POST staff:ask": WRITES,
        "POST staff:asked": WRITES,
        "POST staff:approve": APPROVES,
        "GET staff:publish": PUBLISHES,
        "POST staff:publish": PUBLISHES,
        "GET staff:withdraw": PUBLISHES,
        "POST staff:withdraw": PUBLISHES,
        "GET staff:cancel-time": PUBLISHES,
        "POST staff:cancel-time": PUBLISHES,
        "GET staff:compare": SEES,
        "GET staff:restore": WRITES,
        "GET staff:take-over": WRITES,
        "POST staff:take-over": WRITES,
        "POST staff:restore": WRITES,
        "GET staff:move": PUBLISHES,
        "POST staff:move": PUBLISHES,
        "GET staff:review": REVIEWS,
        "POST staff:review": REVIEWS,
        "GET staff:review-several": REVIEWS,
        "POST staff:review-several": REVIEWS,
        "GET staff:my-calendar": SEES,
        "POST staff:my-calendar": SEES,
        "GET staff:plan-reviews": PLANS,
        "POST staff:plan-reviews": PLANS,
        "GET staff:assign-reviews": PLANS,
        "POST staff:assign-reviews": PLANS,
        "GET staff:review-attachment": SEES,
        **{f"{method} staff:{name}": REDACTS for method in ("GET", "POST") for name in ("ask-redaction", "redaction")},
        "GET staff:redactions": REDACTS,
        **{
            f"{method} staff:{name}": KEEPS_LIBRARY
            for method in ("GET", "POST")
            for name in ("duplicates", "merge-references")
        },
        "GET staff:safety-notices": SEES,
        "GET staff:safety-notice": SEES,
        **{f"{method} staff:safety-{name}": RAISES for method in ("GET", "POST") for name in ("raise", "reword")},
        **{f"POST staff:safety-{name}": RAISES for name in ("preview", "end", "longer")},
        "POST staff:safety-confirm": CONFIRMS,
        "POST staff:autosave": WRITES,
        "GET staff:binder-pdf": AUDITS,
        "GET staff:binder-json": AUDITS,
        **{
            f"ACTION export_as_{name}": SEES
            for name in ("csl_json", "ris", "bibtex", "nbib", "csv", "text", "numbered")
        },
        "ACTION record_reviews": REVIEWS,
        "ACTION try_again_now": MAILS,
        "ACTION plan_reviews": PLANS,
        "ACTION assign_reviews": PLANS,
    }
)
# Addresses of the admin that belong to nobody's work: logging in, one's own password, look-ups of the forms above.
EVERYBODYS = {
    "index", "login", "logout", "password_change", "password_change_done", "jsi18n", "app_list", "view_on_site",
    "autocomplete", "auth_user_password_change", "staff:uploads-are-off",
}  # fmt: skip
# What never exists, whoever asks: the record is not written by hand, and nobody is deleted.
NEVER = {
    *(
        f"admin:{model}_{name}"
        for model in (*RECORDS, "publishing_mail", "references_coverage", "drugs_proposal")
        for name in ("add", "delete")
    ),
    *(f"admin:{model}_delete" for model in (*LIBRARY, *PEOPLE, "publishing_sitesettings")),
    "admin:publishing_sitesettings_add",
}
BODIES = {
    "POST staff:preview": {"content": "Words."},
    "POST staff:issues": {"content": "Words."},
    "POST staff:change": {"approve-ticked": "1"},
    "POST staff:approve": {"seen_hash": "none", "decision": "approve"},
}
QUERIES = {
    "staff:preview": "?kind=article&language=en",
    "staff:issues": "?kind=article&language=en",
    "staff:autosave": "?kind=article&page=&place=article:new",
}


def table() -> dict[str, dict[str, bool]]:
    """docs/roles.md as {what: {role: allowed}}."""
    rows = [
        [cell.strip() for cell in line.strip("|\n").split("|")]
        for line in (ROOT / "docs/roles.md").read_text().splitlines()
        if line.startswith("|") and not re.match(r"\|[-|]+\|?$", line)
    ]
    head, *body = rows
    assert all(set(row[1:]) <= {"yes", "no"} for row in body)
    return {row[0]: dict(zip(head[1:], (cell == "yes" for cell in row[1:]), strict=True)) for row in body}


def addresses() -> set[str]:
    """The name of every address of the admin and of the staff pages."""
    names = {f"staff:{pattern.name}" for pattern in staff_urls.urlpatterns}
    for pattern in admin.site.get_urls():
        names |= {f"admin:{inner.name}" for inner in getattr(pattern, "url_patterns", [pattern]) if inner.name}
    return {name for name in names if name.removeprefix("admin:") not in EVERYBODYS and name not in EVERYBODYS}


def list_actions() -> set[str]:
    request = RequestFactory().get("/")
    request.user = get_user_model()(is_superuser=True, is_active=True, is_staff=True)
    found = set()
    for model_admin in admin.site._registry.values():
        found |= set(model_admin.get_actions(request))
    return found


def test_every_role_has_a_column_and_every_column_is_a_role():
    assert {tuple(cells) for cells in table().values()} == {tuple(roles.ROLES)}


def test_every_address_and_every_list_action_belongs_to_a_row():
    named = {probe.split(" ", 1)[1] for probe in BELONGS_TO if not probe.startswith("ACTION")}
    assert sorted(addresses() - named - NEVER) == []
    assert sorted(named - addresses()) == []
    assert sorted(f"ACTION {name}" for name in list_actions()) == sorted(
        p for p in BELONGS_TO if p.startswith("ACTION")
    )


def test_every_row_is_one_of_the_table():
    assert sorted(set(BELONGS_TO.values()) - set(table())) == []


def person_with(role: str):
    person = get_user_model().objects.create_user(
        username=f"only-{role.lower().replace(' ', '-')}", password="correct horse battery staple", display_name=f"Only {role}",
        role="Nurse", credentials="RN", is_staff=True,
    )  # fmt: skip
    person.groups.set([Group.objects.get(name=role)])
    return person


@pytest.fixture
def rows(author, reviewer, coordinator, administrator):
    """A row behind every address: drafts for what can be deleted, published pages for the record."""
    reference = stories.add_reference(by=author)
    drug = stories.write_drug(by=author, references=[reference], rxnorm="993449")
    stories.publish(drug, by=author, reviewer=reviewer)
    published = stories.write_article(by=author, body="Bones [@himelstein2017] and [[drug:denosumab#frequency]].\n")
    stories.publish(published, by=author, reviewer=reviewer)
    review = stories.review(published, by=coordinator, decided_by=reviewer, attachments=[("mail.txt", b"Yes.")])
    waiting = stories.ask(stories.write_article(by=author), by=author, users=[reviewer])
    talked_of = stories.write_article(by=author)
    decided = stories.request_changes(talked_of, by=reviewer, remarks=[actions.Remark(1, proposed="Other text.")])
    other = stories.write_article(by=author)
    stories.publish(other, by=author, reviewer=reviewer)
    stories.an_effect("nausea", "nausea")
    redaction = actions.ask_redaction(
        page=other, numbers=[1], cause="personal-data", reason="A name.", by=administrator, now=stories.NOW
    )
    SiteSettings.objects.get_or_create(pk=SiteSettings.ONLY_ID)
    Team.objects.create(name="Bone team")
    Reviewer.objects.create(name="Visitor", role="Physician", credentials="MD", email="visitor@example.org")
    notice = safety_stories.raised(drug, by=author)
    drafts = {
        "edu_article": stories.write_article(by=author),
        "edu_topic": stories.write_topic(by=author),
        "glossary_term": stories.write_term(by=author),
        "drugs_drugpage": stories.write_drug_page(by=author, drug=drug),
        "drugs_drug": stories.write_drug(by=author, key="pamidronate", brand="Aredia"),
        "drugs_drugclass": stories.write_class(by=author),
        "people_user": author,
    }
    stories.change_frequency(drug, weeks=6, by=author)
    difference = stories.differ(drug, by=author)
    change = actions.open_change_set(page=drug, by=author, now=stories.NOW)
    arguments = {
        "staff:merge-references": [reference.pk, stories.add_reference(by=author, key="himelstein2017a").pk],
        **{f"staff:safety-{name}": [notice.pk] for name in ("notice", "reword", "confirm", "end", "longer")},
        **{f"staff:safety-{name}": [drug.pk] for name in ("raise", "preview")},
        "staff:review-attachment": [review.attachments.get().pk],
        "staff:cancel-time": [published.pk, "publish"],
        "staff:restore": [published.pk, "e1"],
        "staff:take-over": [talked_of.pk, decided.block_comments.get().pk],
        "staff:redaction": [redaction.pk],
        "staff:change": [change.pk],
        "staff:prepare-change": [change.pk],
        "staff:asked": [waiting.pk],
        "staff:import-result": [uuid4()],
        "staff:import-report": [uuid4(), "csv"],
        "staff:proposal": [difference.pk],
        "staff:drug-tables-file": ["all", "xlsx"],
        "staff:drug-tables-result": [uuid4()],
        "staff:drug-tables-report": [uuid4()],
        "staff:numbers": [drafts["edu_topic"].pk],
    }
    bodies = {"POST staff:asked": {"do": "remind", "row": waiting.approval_requests.get().invitations.get().pk}}
    return {"page": published, "arguments": arguments, "bodies": bodies, **drafts}


def url_of(probe: str, rows) -> str:
    name = probe.split(" ", 1)[1]
    query = QUERIES.get(name, "")
    try:
        return reverse(name) + query
    except NoReverseMatch:
        pass
    if name in rows["arguments"]:
        return reverse(name, args=rows["arguments"][name])
    if name.startswith("staff:"):
        return reverse(name, args=[rows["page"].pk])
    model = name.removeprefix("admin:").rsplit("_", 1)[0]
    if model in rows:
        return reverse(name, args=[rows[model].pk])
    found = next(m for m in admin.site._registry if f"{m._meta.app_label}_{m._meta.model_name}" == model)
    return reverse(name, args=[found._default_manager.first().pk])


def let_in(client, probe: str, rows) -> bool:
    method, _name = probe.split(" ", 1)
    response = getattr(client, method.lower())(url_of(probe, rows), BODIES.get(probe) or rows["bodies"].get(probe, {}))
    assert response.status_code in (200, 302, 403), (probe, response.status_code)
    assert "/admin/login/" not in response.get("Location", "")
    return response.status_code != 403


@pytest.mark.parametrize("role", list(roles.ROLES))
def test_each_role_opens_exactly_what_the_table_says(client, rows, role):
    client.force_login(person_with(role))
    said = table()
    probes = sorted(probe for probe in BELONGS_TO if not probe.startswith("ACTION"))
    wrong = [
        f"{probe}: {'let in' if got else 'refused'}"
        for probe in probes
        if (got := let_in(client, probe, rows)) != said[BELONGS_TO[probe]][role]
    ]
    assert wrong == []


@pytest.mark.parametrize("role", list(roles.ROLES))
def test_each_role_finds_exactly_its_list_actions(rows, role):
    request = RequestFactory().get("/")
    request.user = person_with(role)
    said = table()
    offered = set()
    for model_admin in admin.site._registry.values():
        offered |= set(model_admin.get_actions(request))
    assert offered == {name for name in list_actions() if said[BELONGS_TO[f"ACTION {name}"]][role]}


@pytest.mark.parametrize("role", [role for role in roles.ROLES if role != roles.AUTHOR])
def test_nobody_but_an_author_can_post_article_text(client, rows, role):
    client.force_login(person_with(role))
    before = Page.objects.get(pk=rows["edu_article"].pk).version
    url = reverse("admin:edu_article_change", args=[rows["edu_article"].pk])
    assert client.post(url, {"title": "Taken over", "body": "Mine.", "opened_version": before}).status_code == 403
    assert Page.objects.get(pk=rows["edu_article"].pk).version == before
