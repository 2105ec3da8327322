"""What a person should look at side by side, and what is plainly another work."""

import pytest

from references.likeness import closeness, marks, nearly_alike, reasons, same_isbn
from tests.references.records import article, record

TITLE = "Dosing of zoledronic acid in patients with bone metastases"
ONE = article("Himelstein, Andrew L.", [2017, 1, 3], title=TITLE)


def found(other) -> bool:
    """As the library finds them: they share a mark, and look alike."""
    ours, theirs = marks(ONE), marks(other)
    return (ours.start == theirs.start or ours.end == theirs.end) and nearly_alike(ONE, other)


@pytest.mark.parametrize(
    "other",
    [
        article("Himelstein, Andrew L.", [2017, 1, 3], title=TITLE),
        article("HIMELSTEIN, AL", [2017], title=TITLE.upper()),
        article("Hímelstein, A", [2017], title=f"{TITLE}."),
        article("Himelstein, A", [2018], title=TITLE),
        article("Himelstein, A", [2016], title=TITLE),
        article("Himelstein, A", title=TITLE),
        article("Himelstein, A", [2017], title=f"{TITLE}: a randomized trial"),
        article("Himelstein, A", [2017], title=f"{TITLE} – a randomized trial"),
        article("Himelstein, A", [2017], title="Dosing of zoledronic-acid in patients, with bone metastases"),
        article("Himelstein, A", [2017], title="Dosing of zolendronic acid in patients with bone metastases"),
        article("Himelstien, A", [2017], title=TITLE),
        article("Himelstein, A", [2017], title="Dosing of zoledronic acid in patients with bone metastasis"),
        article("Himelstein, A", [2017], title="Dsoing of zoledronic acid in patients with bone metastases"),
    ],
)
def test_records_that_may_be_of_one_work(other):
    assert found(other)


@pytest.mark.parametrize(
    "other",
    [
        article("Himelstein, A", [2019], title=TITLE),
        article("Jones, A", [2017], title=TITLE),
        article("Himelstein, A", [2017], title="Dosing of denosumab in patients with multiple myeloma"),
        article("Himelstein, A", [2017], title=f"{TITLE} and kidney failure treated at home"),
        article("Himelstein, A", [2017], title=""),
        {},
    ],
)
def test_records_that_are_of_other_works(other):
    assert not found(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bone health in cancer, part 1", "Bone health in cancer, part 2"),
        ("Annual report of the registry 2016", "Annual report of the registry 2017"),
        ("REDUCE-1: a trial of weekly treatment", "REDUCE-1: protocol for nurses and pharmacists"),
        ("Trial 1", "Trial 2"),
    ],
)
def test_a_number_in_the_title_or_another_subtitle_tells_works_apart(one, other):
    assert not nearly_alike(article("Smith, A", [2017], title=one), article("Smith, A", [2017], title=other))


def test_titles_in_other_scripts_are_compared_too():
    one, other = (
        article("王, 伟", [2020], title=title)
        for title in ("骨转移患者的唑来膦酸给药间隔", "骨转移患者的唑来膦酸给药间隔。")
    )
    assert nearly_alike(one, other) and marks(one) == marks(other)


def test_an_organization_is_one_under_its_name_and_its_letters():
    one, other = (
        record("report", f"={name}", [2018], title="Cancer pain guidelines")
        for name in ("World Health Organization", "WHO")
    )
    assert marks(one) == marks(other) and nearly_alike(one, other)


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (record("book", ISBN="9780306406157"), True),
        (record("book", ISBN="0-306-40615-2"), True),
        (record("book", ISBN="9780980200447 9780306406157"), True),
        (record("book", ISBN="9780980200447"), False),
        (record("chapter", ISBN="9780306406157"), False),
        (record("book", ISBN="9780306406157", edition="3"), False),
        (record("book", ISBN="9780306406157", edition="2"), True),
        (record("book"), False),
    ],
)
def test_books_are_one_by_their_isbn_and_chapters_never(other, same):
    assert same_isbn(record("book", ISBN="9780306406157", edition="2"), other) is same


@pytest.mark.parametrize("title", ["Pain", "", "!!!", "x" * 2_000, "Él"])
def test_marks_fit_their_columns(title):
    assert all(len(mark) <= 20 for mark in marks(article("Ωmega-Long-Family-Name, A", title=title)))


def test_the_surest_pair_is_the_closest():
    base = {"title": "A trial of bone medicines", "author": [{"family": "Smith"}], "issued": {"date-parts": [[2017]]}}
    others = [
        base,
        base | {"issued": {"date-parts": [[2018]]}},
        base | {"title": "A trial of bone medicinse", "issued": {"date-parts": [[2018]]}},
        base | {"title": "A trial of bone medicinse", "issued": {"date-parts": [[2018]]}, "DOI": "10.1000/2"},
    ]
    ranked = [closeness(base | {"DOI": "10.1000/1", "volume": "3"}, each) for each in others]
    assert ranked == sorted(ranked, reverse=True)
    assert len(set(ranked)) == 4


def test_it_says_what_two_records_have_in_common():
    one = {
        "title": "Care of the bones: a guideline",
        "author": [{"family": "Smith"}],
        "issued": {"date-parts": [[2017]]},
    }
    other = {"title": "Care of the Bones", "author": [{"family": "Smith"}], "issued": {"date-parts": [[2018]]}}
    assert reasons(one, one) == ("same-title", "same-author", "same-year")
    assert reasons(one, other) == ("same-main-title", "same-author", "next-year")
    assert reasons({"title": "X"}, {"title": "Altogether otherwise"}) == ()


def test_a_preprint_and_its_article_are_two_works():
    article = {
        "type": "article-journal",
        "title": "A trial of bone medicines",
        "container-title": "JAMA",
        "volume": "3",
    }
    preprint = {"type": "article", "title": "A trial of bone medicines", "container-title": "medRxiv"}
    assert nearly_alike(article, article)
    assert not nearly_alike(article, preprint)
