"""Every table is declared: written once, or free to change. A new model has to say which."""

import pytest
from django.apps import apps
from django.db import models

from publishing import triggers
from publishing.frozen import FrozenManager, FrozenModel, FrozenQuerySet
from tests.house.files import ROOT

WRITTEN_ONCE = {
    "drugs.Decision",
    "drugs.Difference",
    "drugs.Proposal",
    "drugs.SafetyNotice",
    "drugs.SafetyStep",
    "publishing.BlockComment",
    "publishing.Edition",
    "publishing.EditionApproval",
    "publishing.Event",
    "publishing.OverruledWish",
    "publishing.Review",
    "publishing.ReviewAttachment",
    "publishing.ReviewObjection",
    "publishing.SignOff",
    "publishing.Use",
    "references.Citation",
    "references.StatusRecord",
    "references.CollectionNumber",
}
# Working copies, addresses, settings, people: each may change, and why is said where it is not plain.
MAY_CHANGE = {
    "drugs.CareNote",
    "drugs.Drug",
    "drugs.DrugClass",
    "drugs.DrugPage",
    "drugs.Effect",  # the vocabulary; each edition keeps the words it was approved with
    "drugs.Indication",
    "drugs.Precaution",
    "drugs.Product",
    "drugs.Regimen",
    "drugs.SeenLabel",  # what a label said when a source was last read
    "drugs.SideEffect",
    "edu.Article",
    "edu.Topic",
    "glossary.Term",
    "people.Reviewer",  # a register that is kept up to date; sign-offs copy what it said
    "people.Team",
    "people.User",
    "publishing.AffectedPage",
    "publishing.ApprovalRequest",
    "publishing.Autosave",
    "publishing.Bulletin",  # may end earlier or later; who decided so is on record in the layer that put it up
    "publishing.ChangeSet",
    "publishing.HelpLines",
    "publishing.Invitation",
    "publishing.Mail",
    "publishing.ObjectionCheck",  # the code of an objection, which itself is written once
    "publishing.Page",
    "publishing.Presence",
    "publishing.Publication",  # points at the live edition, so it moves
    "publishing.Redaction",
    "publishing.RelatedPage",
    "publishing.Reminder",
    "publishing.SavedCopy",
    "publishing.Schedule",
    "publishing.SiteSettings",
    "references.PossibleDuplicate",  # found by us, decided by a librarian
    "references.Coverage",  # counts of an edition, made again when the rule changes
    "references.WaitingFile",  # until its import is confirmed or forgotten
    "references.WaitingImport",
    "references.WatchCheck",  # when a source was last asked; the notices found are records of the status
    "references.Collection",  # which generation of its list a section uses
    "references.Reference",  # a library record; editions keep the text of their references as it stood
}


def our_models() -> list[type[models.Model]]:
    ours = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    return [model for model in apps.get_models() if model._meta.app_label in ours]


def test_every_model_is_declared_written_once_or_free_to_change():
    assert {model._meta.label for model in our_models()} == WRITTEN_ONCE | MAY_CHANGE
    assert not WRITTEN_ONCE & MAY_CHANGE


def test_what_is_declared_written_once_is_guarded():
    assert {model._meta.label for model in our_models() if issubclass(model, FrozenModel)} == WRITTEN_ONCE
    assert {model._meta.label for model in triggers.frozen_models()} == WRITTEN_ONCE


@pytest.mark.parametrize("model", triggers.frozen_models(), ids=lambda model: model.__name__)
def test_the_guard_stands_at_every_manager(model):
    assert model._meta.base_manager_name == "objects"
    for manager in (model._base_manager, model._default_manager, *model._meta.managers):
        assert isinstance(manager, FrozenManager)
        assert issubclass(manager._queryset_class, FrozenQuerySet)


@pytest.mark.parametrize("model", triggers.frozen_models(), ids=lambda model: model.__name__)
def test_nothing_written_once_goes_with_what_it_belongs_to(model):
    """PROTECT on every foreign key: no cascade, and no quiet SET NULL, which would be an update."""
    kinds = {field.name: field.remote_field.on_delete for field in model._meta.concrete_fields if field.is_relation}
    assert {name: kind for name, kind in kinds.items() if kind is not models.PROTECT} == {}
    assert model._meta.many_to_many == ()


@pytest.mark.parametrize("model", triggers.frozen_models(), ids=lambda model: model.__name__)
def test_frozen_tables_stand_alone(model):
    """A parent's table would be another table without triggers, and a proxy another way in."""
    assert list(model._meta.get_parent_list()) == []
    assert not model._meta.proxy
    assert model._meta.pk.column == "id"


def test_no_proxy_or_child_leads_around_the_guard():
    frozen = tuple(triggers.frozen_models())
    assert [model for model in our_models() if issubclass(model, frozen) and model not in frozen] == []
