"""What machines ask about our health: /healthz and /readyz."""

import pytest
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from publishing import triggers
from tests.config.test_migrate import doors, drop


@pytest.mark.django_db
def test_a_migrated_database_is_ready(client):
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {"ready": True, "problems": []}
    assert response["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_every_dropped_trigger_is_named(client):
    names = [drop(model, door) for model in triggers.frozen_models() for door in doors()]
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response["Cache-Control"] == "no-store"
    said = " ".join(response.json()["problems"])
    assert response.json()["ready"] is False
    assert all(name in said for name in names)


@pytest.mark.django_db
def test_a_migration_that_waits_is_told(client):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'edu'")
    response = client.get("/readyz")
    assert response.status_code == 503
    assert "not applied" in response.json()["problems"][0]


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_told_and_shows_nothing_of_it(client, monkeypatch, caplog):
    def fail(*args):
        raise DatabaseError("password=secret host=db.internal")

    monkeypatch.setattr(MigrationExecutor, "__init__", fail)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["problems"] == ["the database does not answer"]
    assert "secret" not in response.content.decode()


def test_healthz_touches_no_database(client):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert response["Cache-Control"] == "no-store"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_is_read_only(client, path):
    for method in (client.post, client.put, client.patch, client.delete):
        response = method(path)
        assert response.status_code == 405
        assert set(response["Allow"].split(", ")) == {"GET", "HEAD"}
