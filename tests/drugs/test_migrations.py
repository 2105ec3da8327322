"""The words of side effects move into the vocabulary and back, and lose nothing."""

import pytest
from django.apps import apps as current
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from publishing import triggers

pytestmark = pytest.mark.django_db(transaction=True)


def at(name: str):
    """Bring drugs to a migration; the models as they were there."""
    call_command("migrate", "drugs", name, verbosity=0, interactive=False)
    return MigrationExecutor(connection).loader.project_state(("drugs", name)).apps


@pytest.fixture
def put_back():
    yield
    call_command("migrate", verbosity=0, interactive=False)
    assert triggers.missing() == []


def rows(apps) -> list[tuple]:
    found = apps.get_model("drugs", "SideEffect").objects.order_by("pk")
    return [(row.key, row.name, row.clinical_name, row.definition, row.band) for row in found]


def test_words_move_into_the_vocabulary_and_back(put_back):
    old = at("0001_initial")
    page = {"language": "", "slug": "x", "risk_tier": "medicine", "working_hash": "a" * 64}
    drugs = [
        old.get_model("drugs", "Drug").objects.create(
            **page | {"slug": key}, kind="drug", key=key, title=key, name={"en": key}
        )
        for key in ("one", "two", "three")
    ]
    effects = old.get_model("drugs", "SideEffect").objects
    same = {"key": "nausea", "name": {"en": "Nausea"}, "definition": {"en": "Sick."}}
    effects.create(drug_id=drugs[0].pk, band="rare", **same)
    effects.create(drug_id=drugs[1].pk, **same)
    effects.create(drug_id=drugs[2].pk, **same | {"name": {"en": "Queasiness"}})
    effects.create(drug_id=drugs[2].pk, key="fever", name={"en": "Fever"})
    before = rows(old)

    new = at("0004_side_effects_name_an_effect")
    stated = new.get_model("drugs", "SideEffect").objects.order_by("pk").select_related("effect")
    assert [row.effect.key for row in stated] == ["nausea", "nausea", "nausea--2", "fever"]
    hashes = dict(current.get_model("publishing", "Page").objects.values_list("key", "working_hash"))
    assert hashes == {"one": "a" * 64, "two": "a" * 64, "three": ""}

    assert rows(at("0001_initial")) == before
