"""Files that cannot be read: each is told with file, line and how to mend it, and nothing at all changes."""

import pytest

from connect.importing import files, reading
from tests.connect.folders import (
    ARTICLE,
    DRUG,
    GOOD,
    REFERENCES,
    SITE,
    TERM,
    front,
)

pytestmark = pytest.mark.django_db

UNREADABLE = [
    ("no front matter", ARTICLE, "## Bones\n", 1, "expected front matter: a line “---”, named fields"),
    ("an empty file", ARTICLE, "", 1, "expected front matter"),
    ("a blank line before it", ARTICLE, "\n" + GOOD[ARTICLE], 1, "expected front matter"),
    ("never closed", ARTICLE, "---\ntitle: Bones\n\nText.\n", 1, "never closed: put a line “---” after its last field"),
    ("a colon", ARTICLE, front("key: bones\ntitle: Bones: a guide"), 3, "put quotes around text that contains a colon"),
    ("a tab", ARTICLE, front("title: Bones\nalso_called:\n\t- mets"), 4, "indent with spaces, not with tabs"),
    ("a sign", ARTICLE, front("title: @bones"), 2, "put quotes around text that starts with a sign"),
    ("a quotation mark", ARTICLE, front('key: bones\ntitle: "Bones'), 3, "a quotation mark is opened and never closed"),
    ("a bracket", ARTICLE, front("title: Bones\nalso_called: [mets"), 3, "bracket [ or { is opened and never closed"),
    ("bad indentation", DRUG, "name:\n  en: a\n es: b\n", 3, "check the indentation"),
    (
        "a repeated field",
        ARTICLE,
        front("title: Bones\ntopic: pain\ntitle: Joints"),
        4,
        "“title” stands twice; keep one",
    ),
    ("an alias", ARTICLE, front("title: &a Bones\nsummary: *a"), 3, "aliases (*name) are not allowed; write the value"),
    (
        "an alias bomb",
        DRUG,
        "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
        2,
        "aliases (*name) are not allowed",
    ),
    ("a tag", ARTICLE, front("title: !!python/object/apply:os.system [ls]"), 2, "tags (tag:yaml.org,2002:python/"),
    ("a tag of its own", ARTICLE, front("title: !include other.yaml"), 2, "tags (!include) are not allowed"),
    ("too many levels", DRUG, "name: " + "[" * 5_000 + "\n", 1, "more than 30 levels"),
    ("two documents", DRUG, "key: a\n---\nkey: b\n", 2, "another document"),
    ("a list as a name", DRUG, "? [a]\n: b\n", 1, "the name of a field must be text"),
    ("no such day", DRUG, "key: a\nname: 2026-02-30\n", 2, "there is no day 2026-02-30 in the calendar"),
    ("a control character", ARTICLE, front("key: bones\ntitle: Bon\x07es"), 3, "invisible character U+0007"),
    ("an escaped one", ARTICLE, front('key: bones\ntitle: "Bon\\0es"'), 3, "invisible character U+0000"),
    ("half a character", ARTICLE, front('key: bones\ntitle: "Bon\\ud800es"'), 3, "invisible character U+D800"),
    ("a NUL in the text", ARTICLE, "---\ntitle: Bones\n---\nTe\0xt\n", 4, "invisible character U+0000"),
    ("only text", ARTICLE, front("just words"), 1, "expected named fields such as “title: …”"),
    ("a list", DRUG, "- key: a\n", 1, "expected named fields"),
    ("nothing", DRUG, "", 1, "expected named fields"),
    ("not UTF-8", ARTICLE, b"---\ntitle: Bones\nsummary: caf\xe9\n---\n", 3, "is not UTF-8 text; save it as UTF-8"),
    ("UTF-16", ARTICLE, "---\ntitle: Bones\n---\n".encode("utf-16"), 1, "is not UTF-8 text; save it as UTF-8"),
    ("references as fields", REFERENCES, "li2014:\n  csl: {}\n", 1, "must be a list (each entry starts with “- ”)"),
    ("a reference as text", REFERENCES, "- key: a\n  csl: {type: book, title: A}\n- li2014\n", 0, "entry 2, 'li2014'"),
    ("the site as a list", SITE, "- name\n", 1, "must be a set of named fields"),
]


@pytest.mark.parametrize(
    ("file", "text", "line", "message"), [r[1:] for r in UNREADABLE], ids=[r[0] for r in UNREADABLE]
)
def test_a_file_that_cannot_be_read_is_told_with_its_line(folder, problems, file, text, line, message):
    found = problems(folder({file: text}, only=True))
    assert [(problem[0], problem[1]) for problem in found] == [(file, line)]
    assert message in found[0][2]


def test_a_file_that_is_too_large_is_refused(folder, problems, monkeypatch):
    monkeypatch.setattr(reading, "MAX_BYTES", 1_000)
    assert problems(folder({TERM: front("title: T\ndefinition: D.") + "x" * 1_000})) == [
        (TERM, 0, "is larger than 1,000 bytes; split it")
    ]


def test_a_folder_with_too_many_files_is_refused_before_any_is_read(folder, problems, monkeypatch):
    monkeypatch.setattr(files, "MAX_FILES", 4)
    monkeypatch.setattr(files, "read_text", None)
    (found,) = problems(folder())
    assert found[2] == "holds more than 4 files; import them in parts"


def test_a_folder_with_too_much_text_is_refused(folder, problems, monkeypatch):
    monkeypatch.setattr(files, "MAX_TOTAL", 1_500)
    found = problems(folder())
    assert found[-1][2] == "holds more than 1,500 characters; import it in parts"
