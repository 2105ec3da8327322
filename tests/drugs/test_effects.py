"""The vocabulary of effects: a changed word is a change of every sheet that states it."""

import pytest
from django.urls import reverse

from drugs.actions import delete_effect, delete_indication, save_effect
from drugs.models import Effect, Indication
from publishing.actions.events import authors_of
from publishing.errors import NotPermitted, Refused
from publishing.models import Event, Page
from tests import stories

pytestmark = pytest.mark.django_db


def state(page) -> str:
    return Page.objects.with_state().get(pk=page.pk).state


@pytest.fixture
def sheets(author, reviewer):
    """A drug and a class that state nausea, and a drug that does not."""
    group = stories.write_class(by=author, effects=[("nausea", "nausea")])
    drug = stories.write_drug(by=author, effects=[("nausea", "nausea")])
    other = stories.write_drug(by=author, key="other", brand="Other", effects=[("fever", "fever")])
    for page in (group, drug, other):
        stories.publish(page, by=author, reviewer=reviewer)
    return group, drug, other


def rename(by, **words) -> Effect:
    effect = Effect.objects.get(key="nausea")
    for name, value in words.items():
        setattr(effect, name, value)
    return save_effect(effect=effect, by=by, now=stories.NOW)


@pytest.mark.parametrize(
    "words",
    [
        {"name": {"en": "feeling sick", "es": "náuseas"}},
        {"clinical_name": {"en": "emesis"}},
        {"synonyms": {"en": "queasiness"}},
        {"definition": {"en": "You may vomit."}},
        {"snomed": "422587007"},
    ],
)
def test_a_changed_word_makes_every_sheet_that_states_it_a_changed_sheet(author, sheets, words):
    group, drug, other = sheets
    rename(author, **words)
    assert [state(page) for page in (group, drug, other)] == ["live-with-changes", "live-with-changes", "live"]
    assert authors_of(stories.fresh(drug)) == {author.pk}
    assert stories.live(drug).edition.facts["side_effects"][0]["name"]["en"] == "nausea"


def test_an_approval_of_the_old_words_is_void(author, reviewer):
    drug = stories.write_drug(by=author, effects=[("nausea", "nausea")])
    stories.approve(drug, by=reviewer)
    assert state(drug) == "approved"
    rename(author, name={"en": "feeling sick", "es": "náuseas"})
    assert state(drug) == "draft"


def test_saving_the_same_words_edits_nothing(author, sheets):
    before = Event.objects.count()
    rename(author)
    assert Event.objects.count() == before


def test_whoever_may_not_keep_the_vocabulary_is_refused(reviewer, sheets):
    with pytest.raises(NotPermitted):
        rename(reviewer, name={"en": "other"})
    with pytest.raises(NotPermitted):
        delete_effect(effect=Effect.objects.get(key="nausea"), by=reviewer)


def test_the_verbs_refuse_to_delete_what_is_stated(author, sheets):
    with pytest.raises(Refused, match="Bisphosphonates, Denosumab"):
        delete_effect(effect=Effect.objects.get(key="nausea"), by=author)
    with pytest.raises(Refused, match="Denosumab, Other"):
        delete_indication(indication=Indication.objects.get(), by=author)
    with pytest.raises(Refused, match="while these use it"):
        group = stories.write_class(by=author, key="used")
        stories.write_drug(by=author, key="user", brand="User", classes=[group])
        group.delete()


def test_the_form_of_an_effect_saves_through_the_verb(client, author, sheets):
    client.force_login(author)
    url = reverse("admin:drugs_effect_change", args=[Effect.objects.get(key="nausea").pk])
    data = {"name_en": "feeling sick", "name_es": "náuseas", "synonyms_en": "queasy\nill", "snomed": ""}
    assert client.post(url, data).status_code == 302
    assert Effect.objects.get(key="nausea").synonyms == {"en": "queasy\nill"}
    assert state(sheets[1]) == "live-with-changes"


def test_a_wrong_code_of_an_effect_is_told_at_its_field(client, author, sheets):
    client.force_login(author)
    url = reverse("admin:drugs_effect_change", args=[Effect.objects.get(key="nausea").pk])
    response = client.post(url, {"name_en": "nausea", "snomed": "422587008"})
    assert "does not fit the others" in response.context["adminform"].form.errors["snomed"][0]


@pytest.mark.parametrize("may", [True, False])
def test_a_new_effect_is_offered_to_those_who_may_add_one(client, author, sheets, may):
    if not may:
        author.is_superuser = False
        author.save()
        author.user_permissions.clear()
        for group in author.groups.all():
            group.permissions.remove(*group.permissions.filter(codename="add_effect"))
    client.force_login(author)
    page = client.get(reverse("admin:drugs_drug_change", args=[sheets[1].pk]))
    assert page.status_code == 200
    assert ("/admin/drugs/effect/add/?_to_field=id&amp;_popup=1" in page.content.decode()) == may


def test_an_old_snapshot_finds_the_effect_that_took_its_words(author):
    """Before the vocabulary two sheets could say one key in different words; the second became an effect of its own."""
    drug = stories.write_drug(by=author, effects=[("nausea", "nausea"), ("nausea--2", "queasiness")])
    source = drug.get_source()
    old = {**source["side_effects"][1], "key": "nausea"}
    drug.restore_source({**source, "side_effects": [old]})()
    assert drug.sideeffects.get().effect.key == "nausea--2"
    drug.restore_source({**source, "side_effects": [source["side_effects"][0]]})()
    assert drug.sideeffects.get().effect.key == "nausea"


def test_a_snapshot_with_an_effect_that_is_gone_is_refused(author):
    drug = stories.write_drug(by=author, effects=[("nausea", "nausea")])
    source = drug.get_source()
    drug.sideeffects.all().delete()
    Effect.objects.all().delete()
    with pytest.raises(Refused, match="no longer has these: nausea"):
        drug.restore_source(source)
