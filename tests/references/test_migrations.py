"""What a migration of the library does to the records that are there."""

from importlib import import_module

import pytest
from django.apps import apps

from references.models import Reference
from tests import stories

pytestmark = pytest.mark.django_db


def test_records_with_a_person_among_the_organisations_are_marked(author):
    good = {"container-title": "JAMA", "issued": "2017"}
    stories.add_reference(by=author, key="person", author=[{"literal": "Himelstein AL"}], **good)
    stories.add_reference(by=author, key="company", title="Another", author=[{"literal": "Pfizer AG"}], **good)
    Reference.objects.update(has_problems=False)
    import_module("references.migrations.0013_people_among_organisations").mark(apps, None)
    assert list(Reference.objects.filter(has_problems=True).values_list("key", flat=True)) == ["person"]
