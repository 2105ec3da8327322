"""Two editors press Save at the same moment, again and again: one text is saved, the other is kept, no word is lost.

WELLREAD_RACES sets how often; a few in the ordinary run, 200 before a release.
"""

import os

import pytest
from django.test import Client

from publishing.models import Autosave, Event, SavedCopy
from tests import stories
from tests.publishing.forms import change, opened
from tests.publishing.test_races import at_once

RACES = int(os.environ.get("WELLREAD_RACES", "5"))


@pytest.mark.needs("postgres")
@pytest.mark.django_db(transaction=True)
def test_two_saves_at_once_lose_no_word(author, second_author, administrator):
    page = stories.write_article(by=author, body="Start.\n")
    people = (author, second_author, administrator)
    clients = []
    for person in people:
        clients.append(Client())
        clients[-1].force_login(person)
    for race in range(RACES):
        sent = [opened(client, page, body=f"Race {race}, text {who}.\n") for who, client in enumerate(clients)]
        answers = at_once(
            *(
                lambda client=client, data=data: client.post(change(page), data)
                for client, data in zip(clients, sent, strict=True)
            )
        )
        texts = {f"Race {race}, text {who}.\n" for who in range(len(people))}
        assert sorted(answer.status_code for answer in answers) == [200, 200, 302], answers
        saved = stories.fresh(page)
        kept = {"".join(row.fields["body"]) for row in Autosave.objects.all()}
        assert {saved.body} | kept == texts
        assert saved.body not in kept
        assert saved.version == race + 2
        assert saved.working_hash == saved.compile().content_hash
        assert SavedCopy.objects.get(page=page, version=saved.version).source["body"] == saved.body
        Autosave.objects.all().delete()
    assert Event.objects.filter(page_id=page.pk, verb=Event.Verb.EDITED).count() == RACES
