"""Every page of the admin opens for an administrator, and every address for staff is shut to everybody else."""

from uuid import UUID

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from django.urls.converters import UUIDConverter

from config import staff_urls
from people.models import Reviewer, Team
from publishing import actions
from publishing.models import HelpLines, Page, SiteSettings
from publishing.staff.access import page_models
from tests import stories
from tests.publishing import forms

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
STAFF_NAMES = sorted(pattern.name for pattern in staff_urls.urlpatterns)


@pytest.fixture
def content(author, reviewer, administrator, now):
    """One row of every registered model, made by living through it."""
    reference = stories.add_reference(by=author)
    said = {"en": "Medicines that strengthen bone.", "es": "Medicinas que fortalecen los huesos."}
    drug_class = stories.write_class(by=author, effects=[("bone-pain", "Bone pain")], summary=said)
    stories.publish(drug_class, by=author, reviewer=reviewer)
    drug = stories.write_drug(by=author, references=[reference], classes=[drug_class], effects=[("jaw", "Jaw damage")])
    stories.publish(drug, by=author, reviewer=reviewer)
    stories.edit(drug, by=author, rxnorm="993449")
    stories.differ(drug, by=author)
    stories.write_drug_page(by=author, drug=drug)
    stories.write_term(by=author)
    stories.write_topic(by=author)
    article = stories.write_article(by=author, body="Bones [@himelstein2017] and [[drug:denosumab#frequency]].\n")
    stories.publish(article, by=author, reviewer=reviewer)
    stories.review(article, by=administrator, decided_by=reviewer)
    actions.save_site_settings(site=SiteSettings(name={"en": "Wellread"}), by=administrator, now=now)
    HelpLines.objects.create(site_id=SiteSettings.ONLY_ID, language="en")
    Team.objects.create(name="Bones", lead=reviewer)
    Reviewer.objects.create(name="Visitor", role="Physician", credentials="MD", email="visitor@example.org")
    return article


def address(name: str, page) -> str:
    """A staff address, with a page where it needs one, and what else it names."""
    pattern = next(pattern for pattern in staff_urls.urlpatterns if pattern.name == name)
    given = {"does": "publish", "which": "e1", "ending": "csv"}
    # An address with a name of its own instead of a page's number is asked for one that nobody has.
    others = {key: UUID(int=0) for key, sort in pattern.pattern.converters.items() if isinstance(sort, UUIDConverter)}
    given |= others
    return reverse(f"staff:{name}", kwargs={key: given.get(key, page.pk) for key in pattern.pattern.converters})


def outside(client: Client, url: str) -> bool:
    """Whether the address told this client nothing: the login page, or a refusal."""
    for method in (client.get, client.post):
        response = method(url)
        led_away = response.status_code == 302 and "/admin/login/" in response["Location"]
        if not led_away and response.status_code not in (403, 405):
            return False
    return True


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_admin_page_opens_for_an_administrator(client, administrator, content, model) -> None:
    client.force_login(administrator)
    base = f"admin:{model._meta.app_label}_{model._meta.model_name}_"
    row = model._default_manager.first()
    assert row is not None
    urls = [reverse(base + "changelist"), reverse(base + "changelist") + "?q=bone"]
    urls += [reverse(base + name, args=[row.pk]) for name in ("change", "history")]
    request = type("Request", (), {"user": administrator})()
    if admin.site.get_model_admin(model).has_add_permission(request):
        urls.append(reverse(base + "add"))
    for url in urls:
        response = client.get(url, follow=True)
        assert response.status_code == 200, url
        assert "/admin/login/" not in str(response.redirect_chain), url


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_form_can_be_saved_as_it_is_and_changes_nothing(client, administrator, content, model) -> None:
    client.force_login(administrator)
    request = type("Request", (), {"user": administrator})()
    row = model._default_manager.first()
    if not admin.site.get_model_admin(model).has_change_permission(request, row):
        return  # read by all, changed by verbs: the test above opened it
    before = model._default_manager.filter(pk=row.pk).values().get()
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[row.pk])
    page = client.get(url, follow=True)
    sent = forms.filled(page, _save="Save")
    assert len(sent) > 1, "the form was not found"
    response = client.post(page.redirect_chain[-1][0] if page.redirect_chain else url, sent)
    errors = [str(form.errors) for form in _forms_of(response.context)] if response.status_code == 200 else []
    assert response.status_code == 302, errors
    after = model._default_manager.filter(pk=row.pk).values().get()
    touched = {"version", "edited_at", "edited_by_id", "changed_at", "lines"}  # "lines" follows from its rows
    assert {name: value for name, value in after.items() if name not in touched} == {
        name: value for name, value in before.items() if name not in touched
    }


def _forms_of(context):
    yield context["adminform"].form
    for inline in context["inline_admin_formsets"]:
        yield from inline.formset.forms


def test_the_desk_groups_what_one_may_open(client, author, reviewer, coordinator, outsider, content) -> None:
    for person, wanted in (
        (author, ["Content", "Medicines", "Evidence", "My drafts and changes"]),
        (reviewer, ["Waiting for my approval", "Due within 30 days"]),
        (coordinator, ["Due within 30 days", "Overdue"]),
        (outsider, ["Nothing is open to you yet."]),
    ):
        client.force_login(person)
        page = client.get(reverse("admin:index")).content.decode()
        assert [words for words in wanted if words not in page] == []


def test_the_desk_shows_a_clinician_only_what_they_may_approve(client, author, administrator, content, now) -> None:
    theirs = stories.write_article(by=author, title="Written by the author")
    own = stories.write_article(by=administrator, title="Written by the administrator")
    for page in (theirs, own):
        stories.ask(page, by=administrator)
    client.force_login(administrator)
    waiting = (
        client.get(reverse("admin:index")).content.decode().split("Waiting for my approval")[1].split("</section>")[0]
    )
    assert "Written by the author" in waiting
    assert "Written by the administrator" not in waiting


@pytest.mark.parametrize("name", STAFF_NAMES)
def test_every_staff_address_is_shut_to_anonymous_and_to_outsiders(client, outsider, content, name) -> None:
    url = address(name, content)
    assert outside(client, url)
    client.force_login(outsider)
    assert outside(client, url)


@pytest.mark.parametrize("name", STAFF_NAMES)
def test_no_staff_answer_may_be_kept_by_a_browser_or_proxy(client, administrator, content, name) -> None:
    client.force_login(administrator)
    assert client.get(address(name, content))["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("name", ["ask", "publish", "withdraw", "move"])
def test_a_coordinator_may_take_no_step_that_changes_a_page(client, coordinator, content, name) -> None:
    client.force_login(coordinator)
    before = Page.objects.with_state().get(pk=content.pk).state
    for method in (client.get, client.post):
        assert method(address(name, content)).status_code == 403
    assert Page.objects.with_state().get(pk=content.pk).state == before


@pytest.mark.parametrize("model", page_models(), ids=lambda model: model._meta.label)
def test_a_coordinator_and_a_clinician_see_forms_they_cannot_change(
    client, coordinator, reviewer, content, model
) -> None:
    row = model._default_manager.first()
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[row.pk])
    for person in (coordinator, reviewer):
        client.force_login(person)
        assert client.get(url).status_code == 200
        assert client.post(url, {"title": "Taken over"}).status_code == 403


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_nothing_can_be_deleted_by_the_dozen(client, administrator, content, model) -> None:
    client.force_login(administrator)
    rows = [str(pk) for pk in model._default_manager.values_list("pk", flat=True)]
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    client.post(url, {"action": "delete_selected", "_selected_action": rows, "post": "yes"})
    assert model._default_manager.count() == len(rows)


def test_a_page_that_does_not_exist_is_not_found(client, administrator) -> None:
    client.force_login(administrator)
    assert client.get(reverse("staff:approve", args=[4_000_000])).status_code == 404
