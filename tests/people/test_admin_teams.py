"""Teams: kept by administrators, made of people who are here."""

from django.urls import reverse

from people.models import Team

TEAMS = "admin:people_team_changelist"


def test_an_administrator_makes_a_team_of_people_who_are_here(client, administrator, author, reviewer) -> None:
    reviewer.is_active = False
    reviewer.save()
    client.force_login(administrator)
    url = reverse("admin:people_team_add")
    offered = client.get(url).context["adminform"].form.fields["lead"].queryset
    assert author in offered and reviewer not in offered
    data = {"name": "Bones", "lead": author.pk, "members": [author.pk]}
    assert client.post(url, data).status_code == 302
    team = Team.objects.get()
    assert (team.lead, list(team.members.all())) == (author, [author])
    assert "Sample Author" in client.get(reverse(TEAMS)).content.decode()


def test_a_lead_who_left_stays_until_somebody_is_chosen_instead(client, administrator, author) -> None:
    team = Team.objects.create(name="Bones", lead=author)
    author.is_active = False
    author.save()
    client.force_login(administrator)
    url = reverse("admin:people_team_change", args=[team.pk])
    assert "(no longer active)" in client.get(url).content.decode()
    client.post(url, {"name": "Bones and joints", "lead": author.pk})
    team.refresh_from_db()
    assert (team.name, team.lead) == ("Bones and joints", author)


def test_nobody_else_may_see_or_change_teams_and_nobody_deletes_one(
    client, administrator, author, reviewer, coordinator, outsider
) -> None:
    team = Team.objects.create(name="Bones")
    urls = [reverse(TEAMS), reverse("admin:people_team_add"), reverse("admin:people_team_change", args=[team.pk])]
    for person in (author, reviewer, coordinator, outsider):
        client.force_login(person)
        assert [client.get(url).status_code for url in urls] == [403, 403, 403]
    client.force_login(administrator)
    client.post(reverse("admin:people_team_delete", args=[team.pk]), {"post": "yes"})
    assert Team.objects.filter(pk=team.pk).exists()
