"""Folders from anyone: what is no file of the folder is not read, and what is left out is told."""

import os
from pathlib import Path

import pytest

from connect.importing.files import read_folder
from tests.connect.folders import ARTICLE, GOOD, TERM, front, write


def problems_of(root: Path) -> list[tuple[str, int, str]]:
    return [tuple(problem) for problem in read_folder(root).problems]


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A file and a folder beside the imported one, which must stay unread."""
    write(tmp_path, "outside/secret.md", front("title: Secret"))
    return tmp_path / "outside"


LEADS_OUT = "is a link that leads out of the folder; put the file itself here"


@pytest.mark.parametrize("relative", [True, False])
def test_a_link_out_of_the_folder_is_not_followed(folder, outside, relative):
    root = folder()
    target = Path("../../outside/secret.md") if relative else outside / "secret.md"
    (root / "articles/secret.md").symlink_to(target)
    assert problems_of(root) == [("articles/secret.md", 0, LEADS_OUT)]


def test_a_list_that_is_a_link_out_of_the_folder_is_not_followed(folder, outside):
    root = folder({"references.yaml": None})
    write(outside, "references.yaml", "- key: x\n")
    (root / "references.yaml").symlink_to(outside / "references.yaml")
    assert problems_of(root) == [("references.yaml", 0, LEADS_OUT)]


def test_a_link_by_way_of_another_link_is_not_followed(folder, outside):
    root = folder()
    (root / "step").symlink_to(outside)
    (root / "articles/secret.md").symlink_to("../step/secret.md")
    assert problems_of(root) == [("articles/secret.md", 0, LEADS_OUT)]


def test_a_folder_that_is_a_link_out_is_told_once(folder, outside):
    root = folder({"glossary/fracture.md": None})
    (root / "glossary").rmdir()
    (root / "glossary").symlink_to(outside)
    assert problems_of(root) == [
        ("glossary", 0, "is a link that leads out of the folder; put the files themselves here")
    ]


def test_a_link_inside_the_folder_is_a_file_like_any_other(folder):
    root = folder({ARTICLE: None, "texts/shared.md": GOOD[ARTICLE]})
    (root / ARTICLE).symlink_to("../texts/shared.md")
    assert problems_of(root) == []


def test_the_folder_itself_may_be_a_link(folder, tmp_path):
    (tmp_path / "link").symlink_to(folder())
    assert problems_of(tmp_path / "link") == []


@pytest.mark.parametrize("target", ["nowhere.md", "loop.md"])
def test_a_link_that_leads_nowhere_is_told(folder, target):
    root = folder()
    (root / "articles/loop.md").symlink_to(target)
    ((file, line, message),) = problems_of(root)
    assert (file, line) == ("articles/loop.md", 0)
    assert message.startswith("cannot be read: ")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes")
def test_a_pipe_is_not_waited_for(folder):
    root = folder()
    os.mkfifo(root / "articles/pipe.md")
    assert problems_of(root) == [("articles/pipe.md", 0, "is not a file")]


def test_a_folder_named_like_a_file_is_told(folder):
    root = folder()
    (root / "articles/deep.md").mkdir()
    assert problems_of(root) == [("articles/deep.md", 0, "is not a file")]


def test_a_file_where_a_folder_belongs_is_told(folder):
    root = folder({TERM: None})
    (root / "glossary").rmdir()
    (root / "glossary").write_text("x")
    assert problems_of(root) == [("glossary", 0, "is not a folder")]


def test_a_file_nobody_may_read_is_told(folder, monkeypatch):
    root = folder()

    def refuse(name, flags):
        raise PermissionError(13, "Permission denied", name)

    monkeypatch.setattr("connect.importing.reading._without_links", refuse)
    assert (ARTICLE, 0, "cannot be read: Permission denied") in problems_of(root)
    assert len(problems_of(root)) == len(GOOD)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("", "holds nothing to import; expected some of: references.yaml"),
        ("x", "does not exist"),
        ("f", "is not a folder"),
    ],
)
def test_a_folder_that_is_none_is_told(tmp_path, name, message):
    (tmp_path / "f").write_text("x")
    root = tmp_path / name if name else tmp_path
    ((file, line, told),) = problems_of(root)
    assert (file, line) == (str(root), 0)
    assert told.startswith(message)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (
            "articles/old.markdown",
            ("articles/old.markdown", "only files ending in .md are, and none in folders inside"),
        ),
        ("articles/old/bones.md", ("articles/old", "only files ending in .md are, and none in folders inside")),
        ("drugs/denosumab.yml", ("drugs/denosumab.yml", "only files ending in .yaml are")),
        ("article/x.md", ("article", "did you mean “articles”?")),
        ("reference.yaml", ("reference.yaml", "did you mean “references.yaml”?")),
        ("site.yml", ("site.yml", "did you mean “site.yaml”?")),
    ],
)
def test_what_was_probably_meant_to_be_read_and_was_not_is_told(folder, name, told):
    (warning,) = read_folder(folder({name: "x"})).warnings
    assert (warning.file, warning.line) == (told[0], 0)
    assert told[1] in warning.message


@pytest.mark.parametrize("name", ["README.md", "LICENSE", ".git/config", "articles/.draft.md.swp", "pictures/a.png"])
def test_other_things_beside_ours_are_left_alone(folder, name):
    read = read_folder(folder({name: "x"}))
    assert (read.problems, read.warnings) == ([], [])


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_byte_order_mark_and_windows_line_ends_change_nothing(folder, mark, ending):
    plain = {record.file: (record.fields, record.body, record.body_line) for record in read_folder(folder()).records}
    written = {name: (mark + text).replace("\n", ending) for name, text in GOOD.items()}
    read = read_folder(folder(written))
    assert read.problems == []
    assert {record.file: (record.fields, record.body, record.body_line) for record in read.records} == plain
