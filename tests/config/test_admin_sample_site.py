"""On the sample site, for every page: the preview is, byte for byte, what patients read."""

import io
from collections.abc import Iterator

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse

from publishing.models import Publication
from publishing.views import fill_care_lines

# One worker loads it, not each of them.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("sample-site")]


@pytest.fixture(scope="module", autouse=True)
def sample_site(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The sample site, for the tests of this module only."""
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(DEBUG=True):
        call_command("demo", stdout=io.StringIO())
        yield
        transaction.set_rollback(True)


@pytest.fixture
def staff() -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(username="author"))
    return client


def live():
    return Publication.objects.pages().select_related("edition", "page", "site")


def test_the_preview_of_every_page_is_its_live_edition(staff) -> None:
    differing = []
    for publication in live():
        page = publication.page.specific
        url = f"{reverse('staff:preview')}?kind={page.kind}&language={page.language}&page={page.pk}"
        if staff.post(url, {"content": page.body}).content.decode() != publication.edition.html:
            differing.append(publication.path)
    assert (differing, live().count() > 40) == ([], True)


def test_the_preview_as_patient_of_every_page_holds_its_live_body(staff) -> None:
    differing = []
    for publication in live():
        body = fill_care_lines(publication.edition.html, publication.site.lines_in(publication.language))
        preview = staff.get(reverse("staff:as-patient", args=[publication.page_id])).content.decode()
        if body not in preview or body not in Client().get(publication.path).content.decode():
            differing.append(publication.path)
    assert differing == []


def test_saving_any_page_unchanged_leaves_it_live(staff) -> None:
    changed = []
    for publication in live():
        page = publication.page.specific
        name = f"admin:{page._meta.app_label}_{page._meta.model_name}_change"
        response = staff.get(reverse(name, args=[page.pk]))
        form = response.context["adminform"].form
        data = {field: _posted(form[field].value()) for field in form.fields}
        for formset in response.context["inline_admin_formsets"]:
            for inner in (formset.formset.management_form, *formset.formset.initial_forms):
                data |= {inner.add_prefix(field): _posted(inner[field].value()) for field in inner.fields}
        data = {field: value for field, value in data.items() if value is not None}
        assert staff.post(reverse(name, args=[page.pk]), data).status_code == 302, publication.path
        page.refresh_from_db()
        if page.working_hash != publication.edition.content_hash:
            changed.append(publication.path)
    assert changed == []


def _posted(value):
    """A value as a browser sends it."""
    if isinstance(value, list | tuple):
        value = "\n".join(str(row) for row in value)
    return value.replace("\n", "\r\n") if isinstance(value, str) else value
