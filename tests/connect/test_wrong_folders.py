"""What is wrong between files: two that claim one key, circles, and problems that must not be told twice."""

import pytest

from tests.connect.folders import (
    ARTICLE,
    CLASS,
    DRUG,
    GOOD,
    INDICATIONS,
    REFERENCES,
    TERM,
    TOPIC,
    changed,
    front,
)

pytestmark = pytest.mark.django_db


def test_the_good_folder_is_good(folder, bring):
    assert bring(folder()).updated == ["site settings"]


def test_one_run_tells_every_problem_of_every_file(folder, problems):
    found = problems(
        folder(
            {
                **changed(ARTICLE, "title: Bones\ntopic: pain", "titel: Bones\ntopic: pian"),
                **changed(CLASS, "name: {en: bisphosphonates, es: bisfosfonatos}\n", ""),
                **changed(DRUG, "route: intravenous", "route: vein"),
                **changed(TOPIC, "order: 2", "order: x"),
            }
        )
    )
    assert [problem[:2] for problem in found] == [
        (ARTICLE, 2),
        (ARTICLE, 2),
        (ARTICLE, 3),
        (CLASS, 1),
        (DRUG, 11),
        (TOPIC, 4),
    ]


def test_what_is_wrong_in_one_file_is_not_told_again_by_those_that_name_it(folder, problems):
    broken = {
        **changed(REFERENCES, "title: A review of bones", "title:"),
        **changed(INDICATIONS, "name: {en: bone metastases, es: metástasis óseas}", "name:"),
        **changed("topics/cancer.md", "title: Cancer", "title:"),
        **changed(CLASS, "key: fever", "key:"),
        **changed(DRUG, "name: {en: zoledronic acid, es: ácido zoledrónico}", "name:"),
    }
    found = problems(folder(broken))
    assert sorted({problem[0] for problem in found}) == sorted(broken)
    assert len(found) == len(broken)


@pytest.mark.parametrize(
    ("file", "copy", "text", "line", "message"),
    [
        (
            ARTICLE,
            "articles/other.md",
            front("title: Other\nkey: bones"),
            3,
            "“key”: articles/bones.md has “bones” too",
        ),
        (
            ARTICLE,
            "articles/other.md",
            front("title: Other\nslug: bones"),
            3,
            "“slug”: articles/bones.md has “bones” too",
        ),
        (
            TERM,
            "glossary/other.md",
            front("title: O\nkey: fracture\ndefinition: D."),
            3,
            "“key”: glossary/fracture.md has",
        ),
        (
            CLASS,
            "drug-classes/other.yaml",
            "key: bisphosphonates\nname: {en: O}\n",
            1,
            "bisphosphonates.yaml:1 has “bisph",
        ),
    ],
)
def test_two_files_that_claim_one_key_or_address_are_both_named(folder, problems, file, copy, text, line, message):
    (found,) = problems(folder({copy: text}))
    assert found[:2] == (copy, line)
    assert message in found[2]


@pytest.mark.parametrize(
    ("file", "more", "line"),
    [
        (REFERENCES, "- key: li2014\n  csl: {type: book, title: T}\n", 13),
        (INDICATIONS, "- key: bone-metastases\n  name: {en: x}\n", 4),
    ],
)
def test_a_key_that_stands_twice_in_a_list_is_told(folder, problems, file, more, line):
    (found,) = problems(folder({file: GOOD[file] + more}))
    assert found[:2] == (file, line)
    assert f"{file}:1 has" in found[2]


@pytest.mark.parametrize(
    ("file", "more", "line", "message"),
    [
        (DRUG, "  - key: kidneys\n    condition: {en: x}\n    advice: {en: y}\n", 20, "the same key as in line 16"),
        (CLASS, "  - key: fever\n    name: {en: y}\n", 7, "the same key as in line 4"),
    ],
)
def test_a_row_that_stands_twice_in_a_file_is_told(folder, problems, file, more, line, message):
    (found,) = problems(folder({file: GOOD[file] + more}))
    assert found[:2] == (file, line)
    assert message in found[2]


def test_topics_that_go_round_in_a_circle_are_told(folder, problems):
    found = problems(
        folder(
            {
                "topics/cancer.md": front("title: Cancer\nparent: bone-pain"),
                "topics/bone-pain.md": front("title: Bone pain\nparent: pain"),
            }
        )
    )
    assert [problem[:2] for problem in found] == [("topics/bone-pain.md", 3), ("topics/cancer.md", 3), (TOPIC, 3)]
    assert "in a circle (cancer → bone-pain → pain → cancer); give one of them another parent, or none" in found[1][2]


def test_a_topic_cannot_be_hung_below_itself_by_way_of_the_database(folder, bring, problems):
    root = folder()
    bring(root)
    (root / TOPIC).unlink()
    (root / "topics/cancer.md").write_text(front("title: Cancer\nparent: pain"))
    (found,) = problems(root)
    assert found[:2] == ("topics/cancer.md", 3)
    assert "(cancer → pain → cancer)" in found[2]
