"""Of two records of one work the fuller value is kept, and what the file says otherwise counts."""

import pytest

from references import csl
from references.fuller import abbreviates, merged
from references.more_names import MARK

HIMELSTEIN = {"family": "Himelstein", "given": "Andrew L."}
FOSTER = {"family": "Foster", "given": "Jared C."}
KHATCHERESSIAN = {"family": "Khatcheressian", "given": "James L."}
THREE = [HIMELSTEIN, FOSTER, KHATCHERESSIAN]


def result(field: str, ours: object, theirs: object, **more) -> tuple[object, bool]:
    """The value that is left, and whether it was told that the fuller one was kept."""
    base = {"type": "article-journal", "title": "T"}
    found = merged(csl.clean({**base, field: ours}).csl, csl.clean({**base, field: theirs, **more}).csl)
    return found.record[field], field in found.kept


def cleaned(field: str, value: object) -> object:
    return csl.clean({"type": "book", "title": "T", field: value}).csl[field]


@pytest.mark.parametrize(
    ("field", "ours", "theirs"),
    [
        ("issued", "2017-01-03", "2017"),
        ("issued", "2017-01-03", "2017-01"),
        ("issued", "2017-01", "2017"),
        ("issued", "2017-21", "2017"),
        ("issued", "2017/2018", "2017"),
        ("issued", "2017-01-03", "early in 2017"),
        ("title", "A trial of bones: a randomised comparison", "A trial of bones"),
        ("title", "A trial of bones: a randomised comparison", "a trial of bones."),
        ("title", "A trial of bones", "A TRIAL OF BONES"),
        ("container-title", "Journal of Clinical Oncology", "J Clin Oncol"),
        ("container-title", "Journal of Clinical Oncology", "J. Clin. Oncol."),
        ("container-title", "Journal of the National Cancer Institute", "J Natl Cancer Inst"),
        ("container-title", "Journal of the American Medical Association", "JAMA"),
        ("container-title", "New England Journal of Medicine", "N Engl J Med"),
        ("author", THREE, [HIMELSTEIN]),
        ("author", THREE, [HIMELSTEIN, {"family": "Foster", "given": "JC"}]),
        ("author", THREE, [{"family": "Himelstein", "given": "A"}, {"family": "Foster"}]),
        ("author", [HIMELSTEIN], [{"family": "Himelstein", "given": "AL"}]),
        ("author", [HIMELSTEIN], [{"family": "himelstein", "given": "A."}]),
        ("author", [{"literal": "World Health Organization"}, HIMELSTEIN], [{"literal": "World Health Organization"}]),
        ("page", "123-129", "123"),
        ("abstract", "Bones heal. They do.", "Bones heal."),
        ("type", "article-journal", "document"),
        ("ISBN", "9780306406157 0306406152", "9780306406157"),
    ],
)
def test_a_poorer_value_never_takes_the_place_of_a_fuller_one(field, ours, theirs):
    assert result(field, ours, theirs) == (cleaned(field, ours), True)


@pytest.mark.parametrize(
    ("field", "ours", "theirs"),
    [
        ("issued", "2017", "2017-01-03"),
        ("issued", "2017-01-03", "2018"),
        ("issued", "2017-01-03", "2017-02"),
        ("issued", "2017-21", "2017-01-03"),
        ("title", "A trial of bones", "A trial of bones: a randomised comparison"),
        ("title", "A trial of bones", "A trial of hips"),
        ("title", "A trial of bonesetters", "A trial of bones"),
        ("title", "A Trial of Bones", "A trial of bones"),
        ("container-title", "J Clin Oncol", "Journal of Clinical Oncology"),
        ("container-title", "Journal of Clinical Oncology", "Lancet Oncol"),
        ("container-title", "Cancer", "Cancer Cell"),
        ("container-title", "Journal of Clinical Oncology", "BMJ"),
        ("author", [HIMELSTEIN], THREE),
        ("author", THREE, [FOSTER, HIMELSTEIN]),
        ("author", THREE, [{"family": "Himmelstein", "given": "Andrew L."}]),
        ("author", [{"family": "Himelstein", "given": "AL"}], [HIMELSTEIN]),
        ("author", [HIMELSTEIN], [{"family": "Himelstein", "given": "Anne"}]),
        ("author", [{"literal": "WHO"}], [{"literal": "World Health Organization"}]),
        ("page", "123", "123-129"),
        ("page", "123-129", "124-129"),
        ("type", "book", "report"),
        ("volume", "12", "1"),
        ("DOI", "10.1000/ab", "10.1000/a"),
    ],
)  # fmt: skip
def test_what_the_file_says_otherwise_or_more_fully_counts(field, ours, theirs):
    assert result(field, ours, theirs) == (cleaned(field, theirs), False)


def test_and_others_never_shortens_a_list_however_its_names_are_spelled():
    theirs = {"author": [{"family": "Himmelstein", "given": "A"}], "custom": {MARK: {"author": 1}}}
    ours = {"author": THREE}
    found = merged(ours, theirs)
    assert found.record == {"author": THREE}
    assert found.kept == ("author",)


def test_a_list_that_was_completed_is_complete():
    ours = {"author": [HIMELSTEIN], "custom": {MARK: {"author": 1}, "ris": {"AN": "5"}}}
    assert merged(ours, {"author": THREE}).record == {"author": THREE, "custom": {"ris": {"AN": "5"}}}


def test_a_longer_list_takes_the_fuller_spelling_of_each_name():
    theirs = [{"family": "Himelstein", "given": "AL"}, FOSTER]
    assert merged({"author": [HIMELSTEIN]}, {"author": theirs}).record["author"] == [HIMELSTEIN, FOSTER]


@pytest.mark.parametrize("turned", [False, True])
def test_an_abbreviated_journal_goes_to_its_own_field(turned):
    pair = [{"container-title": "Journal of Clinical Oncology"}, {"container-title": "J. Clin. Oncol."}]
    ours, theirs = reversed(pair) if turned else pair
    assert merged(ours, theirs).record == {
        "container-title": "Journal of Clinical Oncology", "container-title-short": "J Clin Oncol",
    }  # fmt: skip


def test_what_other_programs_said_is_put_together():
    ours = {"custom": {"abstract-licence": "CC BY", "ris": {"AN": "5", "U1": "x"}}}
    theirs = {"custom": {"ris": {"AN": "6"}, "nbib": {"GR": "a"}}}
    assert merged(ours, theirs).record["custom"] == {
        "abstract-licence": "CC BY", "ris": {"AN": "6", "U1": "x"}, "nbib": {"GR": "a"},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("short", "full", "answer"),
    [
        ("Ann Intern Med", "Annals of Internal Medicine", True),
        ("Int J Radiat Oncol Biol Phys", "International Journal of Radiation Oncology, Biology, Physics", True),
        ("J Clin", "Journal of Clinical Oncology", False),
        ("Cancer", "Cancer Research", False),
        ("Lancet", "The Lancet", True),
        ("", "Cancer", False),
        ("Journal of Clinical Oncology", "J Clin Oncol", False),
    ],
)
def test_abbreviations_of_journals_are_known_word_by_word(short, full, answer):
    assert abbreviates(short, full) is answer
