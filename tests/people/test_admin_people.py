"""People in the admin: what readers see of them, their roles, and that nobody is deleted."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import reverse

from config import roles


def change(person) -> str:
    return reverse("admin:people_user_change", args=[person.pk])


def test_an_administrator_gives_a_role_and_credentials(client, administrator, outsider) -> None:
    client.force_login(administrator)
    group = Group.objects.get(name=roles.CLINICAL_REVIEWER)
    data = {"username": "outsider", "display_name": "Maria Lopez", "role": "Oncology nurse", "credentials": "RN"}
    data |= {"is_active": "on", "is_staff": "on", "groups": [group.pk], "reviews_a_month": "20"}
    assert client.post(change(outsider), data).status_code == 302
    person = get_user_model().objects.get(pk=outsider.pk)
    assert person.is_clinician and person.has_perm("publishing.sign_off_page")


def test_nobody_else_may_see_or_change_people(client, author, reviewer, coordinator, outsider) -> None:
    for person in (author, reviewer, coordinator, outsider):
        client.force_login(person)
        for url in (reverse("admin:people_user_changelist"), change(outsider), reverse("admin:people_user_add")):
            assert client.get(url).status_code == 403


def test_people_are_made_inactive_and_never_deleted(client, administrator, outsider) -> None:
    client.force_login(administrator)
    url = reverse("admin:people_user_delete", args=[outsider.pk])
    assert client.post(url, {"post": "yes"}).status_code == 403
    assert get_user_model().objects.filter(pk=outsider.pk).exists()


def test_a_new_person_is_asked_for_a_password_that_is_hard_to_guess(client, administrator) -> None:
    client.force_login(administrator)
    data = {"username": "new", "usable_password": "true", "password1": "short", "password2": "short"}
    assert client.post(reverse("admin:people_user_add"), data).status_code == 200
    good = "a long and unusual sentence"
    data |= {"password1": good, "password2": good}
    assert client.post(reverse("admin:people_user_add"), data).status_code == 302
    assert get_user_model().objects.get(username="new").check_password(good)


@pytest.fixture
def keeper(db):
    """Holds the Administrator role, and is no superuser."""
    person = get_user_model().objects.create_user("keeper", password="correct horse battery", is_staff=True)
    person.groups.set(Group.objects.filter(name="Administrator"))
    return person


def test_the_administrator_role_makes_nobody_a_superuser(client, keeper, author):
    client.force_login(keeper)
    url = reverse("admin:people_user_change", args=[author.pk])
    assert 'name="is_superuser"' not in client.get(url).content.decode()
    client.post(url, {"username": author.username, "reviews_a_month": 20, "is_active": "on", "is_superuser": "on"})
    author.refresh_from_db()
    assert not author.is_superuser


def test_the_administrator_role_cannot_take_over_a_superuser(client, keeper, administrator):
    client.force_login(keeper)
    assert (
        client.post(reverse("admin:people_user_change", args=[administrator.pk]), {"username": "x"}).status_code == 403
    )
    url = reverse("admin:auth_user_password_change", args=[administrator.pk])
    assert client.post(url, {"password1": "another long one", "password2": "another long one"}).status_code == 403
