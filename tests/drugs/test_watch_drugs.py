"""The watch over drugs as a command: what it says, which files it refuses, and what a dry run leaves."""

import json

import pytest
from django.core.management import CommandError, call_command

from drugs.models import Difference, Proposal, SeenLabel
from publishing.models import Mail
from tests.drugs.drift.files import PROLIA, answer, history, label, spl
from tests.drugs.drift.story import NEWER, write_labelled

pytestmark = pytest.mark.django_db


@pytest.fixture
def drug(author, second_author):
    """Somebody else looks after it."""
    return write_labelled(author, owner=second_author)


@pytest.fixture
def watch(author, tmp_path, capsys):
    """Write files, watch, and return (exit code, what was said, what was complained of)."""

    def run(*contents, **options) -> tuple[int, str, str]:
        paths = []
        for number, content in enumerate(contents):
            path = tmp_path / f"file{number}"
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
            paths.append(path)
        code = 0
        try:
            call_command("watch_drugs", *paths, by=author.username, **options)
        except SystemExit as exit_code:
            code = exit_code.code
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def test_each_kind_of_file_is_read_by_what_is_in_it(drug, watch):
    code, said, _err = watch(json.dumps(answer(NEWER)), spl(), json.dumps(history(status="Obsolete")))
    assert code == 1
    assert "version of the label: ours “12”, theirs “13”" in said
    assert "RxNorm of the drug: ours “993449”, theirs “obsolete”" in said
    assert "earlier version of the label, left alone: Xgeva" in said
    assert Proposal.objects.count() == 2


def test_nothing_found_is_no_finding(drug, watch):
    code, said, err = watch(spl())
    assert (code, err) == (0, "")
    assert "1 records; 1 matched (1 say what we say)" in said


def test_a_dry_run_says_the_same_and_leaves_nothing(drug, watch):
    code, said, _err = watch(json.dumps(answer(NEWER)), dry_run=True)
    assert code == 1
    assert "would be" in said
    assert "theirs “13”" in said
    assert not Proposal.objects.exists()
    assert not SeenLabel.objects.exists()
    assert not Mail.objects.exists()


def test_the_report_as_json_accounts_for_every_record(drug, watch):
    rows = [NEWER, label(PROLIA, openfda={"generic_name": ["denosumab"]}), label("none")]
    code, said, _err = watch(json.dumps(answer(*rows)), json=True)
    (file,) = json.loads(said)["files"].values()
    assert (code, file["rows"], file["matched"], file["proposals"]) == (1, 3, 1, 1)
    assert [row["field"] for row in file["opened"]["rows"]] == ["product.spl_version", "product.label_date"]
    assert file["looks_like"]["rows"][0]["ours"] == ["denosumab"]
    assert "no set id" in file["rejected"]["rows"][0]["reason"]


def test_a_bad_file_is_told_in_one_sentence_and_the_others_go_on(drug, watch, tmp_path):
    bomb = spl(head='<!DOCTYPE document [<!ENTITY a "aaaa">]>\n')
    code, _said, err = watch(b"PK\x03\x04", bomb, "words", json.dumps(answer(NEWER)))
    assert code == 1
    assert len(err.strip().splitlines()) == 3
    assert f"{tmp_path / 'file0'}: is a packed file" in err
    assert "declares entities" in err
    assert Proposal.objects.count() == 1


def test_a_bad_record_is_told_with_its_line(drug, watch, tmp_path):
    code, _said, err = watch(json.dumps(answer(label("none"), NEWER)))
    assert code == 1
    assert f"{tmp_path / 'file0'}:1: rejected: The label has no set id" in err
    assert Proposal.objects.count() == 1


def test_a_missing_file_is_told(drug, author, tmp_path, capsys):
    with pytest.raises(SystemExit):
        call_command("watch_drugs", tmp_path / "none.json", by=author.username)
    assert "No such file" in capsys.readouterr().err


def test_whoever_looks_after_the_drug_is_told_once(drug, watch, second_author):
    watch(json.dumps(answer(NEWER)), json.dumps(history(status="Obsolete")))
    mail = Mail.objects.get()
    assert (mail.kind, mail.user, mail.data) == ("facts-differ", second_author, {"pages": [drug.pk]})
    watch(json.dumps(answer(NEWER)))
    assert Mail.objects.count() == 1


def test_the_mail_names_the_facts_and_leads_to_them(
    drug, watch, second_author, mailoutbox, django_capture_on_commit_callbacks
):
    type(second_author).objects.filter(pk=second_author.pk).update(email="colleague@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        watch(json.dumps(answer(NEWER)))
    (letter,) = mailoutbox
    assert letter.subject == "A source outside says otherwise of Denosumab"
    assert f"/admin/publishing/page/{drug.pk}/change/" in letter.body


def test_only_a_drug_editor_may_be_named(drug, reviewer, tmp_path):
    path = tmp_path / "labels.json"
    path.write_text(json.dumps(answer(NEWER)))
    with pytest.raises(CommandError, match="not allowed"):
        call_command("watch_drugs", path, by=reviewer.username)
    assert not Difference.objects.exists()
