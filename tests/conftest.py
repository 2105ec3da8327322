"""People and time for every test, and the one door through which a test may empty a frozen table."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import TransactionTestCase

from config import roles
from drugs.live_index import index_as_of
from publishing import triggers
from tests import stories

_teardown = TransactionTestCase._fixture_teardown


def _teardown_with_frozen_tables(self):
    """A transactional test ends with a flush, which the triggers rightly refuse. Only here, in the tests' own process,
    are they taken away for that moment; the product has no such switch. Roles go with the flush and come back too."""
    triggers.uninstall()
    try:
        _teardown(self)
    finally:
        triggers.install()
        roles.install()


TransactionTestCase._fixture_teardown = _teardown_with_frozen_tables


def pytest_make_parametrize_id(config, val, argname):
    """Bytes are named by their length: some carry the time they were made, and two processes that name one test
    differently can not share the work."""
    return f"{len(val)} bytes" if isinstance(val, bytes) else None


# One person may hold several roles, as in a small team; tests/config/test_roles.py looks at each role by itself.
WRITES_AND_PUBLISHES = (roles.AUTHOR, roles.PUBLISHER, roles.LIBRARIAN, roles.DRUG_EDITOR)


@pytest.fixture(autouse=True)
def _forget_the_index_of_medicines():
    """A site's versions only grow; every test begins a site anew, with the same numbers as another one."""
    index_as_of.cache_clear()


@pytest.fixture
def now():
    return stories.NOW


def _person(username: str, *, role: str = "", credentials: str = "", groups: tuple[str, ...] = (), **flags):
    user = get_user_model().objects.create_user(
        username=username,
        password="correct horse battery staple",
        display_name=f"Sample {username.capitalize()}",
        role=role,
        credentials=credentials,
        is_staff=True,
        **flags,
    )
    user.groups.set(Group.objects.filter(name__in=groups))
    return user


@pytest.fixture
def author(db):
    """Writes and publishes; may approve nothing."""
    return _person("author", role="Health writer", groups=WRITES_AND_PUBLISHES)


@pytest.fixture
def second_author(db):
    return _person("colleague", role="Health writer", groups=WRITES_AND_PUBLISHES)


@pytest.fixture
def reviewer(db):
    """A clinician who approves and decides reviews."""
    return _person("reviewer", role="Oncology nurse", credentials="RN", groups=(roles.CLINICAL_REVIEWER,))


@pytest.fixture
def coordinator(db):
    """Records reviews; changes no text."""
    return _person("coordinator", role="Review coordinator", groups=(roles.REVIEW_COORDINATOR,))


@pytest.fixture
def administrator(db):
    """May do everything, and is a clinician too, so that only the four-eyes rule stands in the way."""
    return _person("administrator", role="Pharmacist", credentials="PharmD", is_superuser=True)


@pytest.fixture
def outsider(db):
    """Has a login and no role."""
    return _person("outsider")
