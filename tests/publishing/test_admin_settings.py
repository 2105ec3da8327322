"""The form of the site settings: policies in plain words, saved by the verb and nothing else."""

import pytest
from django.urls import reverse

from publishing import actions
from publishing.models import Event, OverduePolicy, RiskTier, SiteSettings
from tests import stories

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(administrator, client):
    actions.save_site_settings(site=SiteSettings(name={"en": "Wellread"}), by=administrator, now=stories.NOW)
    client.force_login(administrator)
    return reverse("admin:publishing_sitesettings_change", args=[SiteSettings.ONLY_ID])


def filled(client, address, **changes) -> dict:
    """What the form holds now, with changes."""
    form = client.get(address).context["adminform"].form
    data = {}
    for field in form:
        value = field.value()
        if field.name in ("name", "banner_text"):
            data |= {f"{field.html_name}_{number}": "" for number in range(3)}
        elif value not in (None, False):
            data[field.html_name] = value
    data |= {"help_lines-TOTAL_FORMS": 0, "help_lines-INITIAL_FORMS": 0}
    for name in form["name"].subwidgets[0].data["subwidgets"]:
        data[name["name"]] = "Wellread"
    return data | changes


def test_every_policy_of_every_tier_is_on_the_form(client, address):
    form = client.get(address).context["adminform"].form
    for policy in ("approvals", "months", "overdue", "hurry"):
        assert {f"{policy}_{tier}" for tier in RiskTier.values} <= set(form.fields)
    # Nothing that a person may set is missing from the form.
    editable = {field.name for field in SiteSettings._meta.fields if field.editable and not field.primary_key}
    assert editable == set(form.fields)


def test_a_policy_is_saved_by_the_verb_and_reaches_readers_at_once(client, address):
    before = SiteSettings.current().version
    response = client.post(
        address, filled(client, address, overdue_medicine="hide-doses", hurry_medicine=3, approvals_medicine=2)
    )
    assert response.status_code == 302, response.context["errors"]
    site = SiteSettings.current()
    assert (site.overdue_medicine, site.hurry_medicine, site.approvals_medicine) == (OverduePolicy.HIDE_DOSES, 3, 2)
    assert site.version == before + 1
    assert Event.objects.filter(verb=Event.Verb.SETTINGS).count() == 2


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"approvals_medicine": 0}, "greater than or equal to 1"),
        ({"approvals_background": 4}, "less than or equal to 3"),
        ({"months_medicine": 0}, "greater than or equal to 1"),
        ({"months_background": 30_000}, "less than or equal to 120"),
        ({"hurry_medicine": 366}, "less than or equal to 365"),
        ({"months_treatment": "-1"}, "greater than or equal to 0"),
        ({"hurry_treatment": "soon"}, "Enter a whole number"),
        ({"overdue_treatment": "burn"}, "not one of the available choices"),
    ],
)
def test_an_impossible_policy_is_refused_where_it_stands(client, address, changes, said):
    response = client.post(address, filled(client, address, **changes))
    assert response.status_code == 200
    assert said in response.content.decode()
    assert Event.objects.filter(verb=Event.Verb.SETTINGS).count() == 1
