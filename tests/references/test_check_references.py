"""The whole library is checked from the command line; nothing is changed."""

import json

import pytest
from django.core.management import call_command

from references.models import Reference
from tests import stories

pytestmark = pytest.mark.django_db

GOOD = {"container-title": "JAMA", "issued": "2017", "author": [{"family": "Smith", "given": "A"}]}


def check(capsys, *arguments) -> tuple[int, str]:
    code = 0
    try:
        call_command("check_references", *arguments)
    except SystemExit as ended:
        code = ended.code
    return code, capsys.readouterr().out


def test_a_library_in_order_is_left_in_peace(author, capsys):
    stories.add_reference(by=author, **GOOD)
    assert check(capsys) == (0, "1 checked, 0 problems in 0 references.\n")


def test_what_could_be_better_is_listed_by_key(author, capsys):
    stories.add_reference(by=author, key="loud", title="EFFECT OF ZOLEDRONIC ACID ON BONE", **GOOD)
    stories.add_reference(by=author, key="back", title="Pages", page="58-48", **GOOD)
    code, said = check(capsys)
    assert code == 1
    assert said.splitlines() == [
        "back: page: The pages run backwards: 58-48.",
        "loud: title: The title is in capitals. Write it as a sentence.",
        "2 checked, 2 problems in 2 references.",
    ]


def test_the_same_as_json_and_nothing_is_changed(author, capsys):
    stories.add_reference(by=author, key="loud", title="EFFECT OF ZOLEDRONIC ACID ON BONE", **GOOD)
    before = Reference.objects.values().get()
    code, said = check(capsys, "--json")
    assert code == 1
    (problem,) = json.loads(said)["problems"]
    assert (problem["key"], problem["code"], problem["suggestion"]) == (
        "loud", "capitals", "Effect of zoledronic acid on bone",
    )  # fmt: skip
    assert Reference.objects.values().get() == before
