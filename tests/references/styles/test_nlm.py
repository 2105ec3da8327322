"""References in NLM style, as tables: records in, the exact line out.

The expected lines were written out by hand: the ICMJE's published sample references, PubMed's display of the sample
site's own records, and Citing Medicine's rules for what neither shows.
"""

import re
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from references.csl import clean
from references.formatting import format_reference
from references.styles.words import WORDS
from tests.references.lines_of_articles import ICMJE_ARTICLES
from tests.references.lines_of_other_works import BOOKS_AND_OTHERS
from tests.references.lines_of_sample_site import SAMPLE_SITE
from tests.references.records import article, people, record
from tests.references.styles.made_up import FIELDS, json_values, plausible

# How long an example takes depends on what else the machine is doing.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


DETAILS = [
    # titles with an end of their own
    (article("Li, A.", [2020], title="Does it work?", short="J X"), "Li A. Does it work? J X. 2020."),
    (article("Li, A.", [2020], title="It works!", short="J X"), "Li A. It works! J X. 2020."),
    (article("Li, A.", [2020], title="It works.", short="J X"), "Li A. It works. J X. 2020."),
    (article("Li, A.", [2020], title="It works..", short="J X"), "Li A. It works. J X. 2020."),
    (article("Li, A.", [2020], title="And then...", short="J X"), "Li A. And then… J X. 2020."),
    (article("Li, A.", [2020], title="  Ca<sup>2+</sup> &amp;\n bone ", short="J X"), "Li A. Ca2+ & bone. J X. 2020."),
    (article("Li, A.", [2020], title="Pain , relief", short="J X"), "Li A. Pain, relief. J X. 2020."),
    # parts left out
    ({}, ""),
    ({"type": "article-journal"}, ""),
    (article("Li, A."), "Li A."),
    (article("", [2020]), "2020."),
    (article(title="Only a title"), "Only a title."),
    (
        article("Li, A.", title="No date", short="J X", volume="3", issue="2", page="1-9"),
        "Li A. No date. J X. 3(2):1-9.",
    ),
    (article("Li, A.", title="Only pages", short="J X", page="1-9"), "Li A. Only pages. J X. p. 1-9."),
    (article("Li, A.", [2020], title="No pages", short="J X", volume="3"), "Li A. No pages. J X. 2020;3."),
    (article("Li, A.", [2020], title="No journal", volume="3", page="4"), "Li A. No journal. 2020;3:4."),
    (record("book", "Li, A.", title="Book", publisher_place="Geneva"), "Li A. Book. Geneva."),
    (record("book", "Li, A.", [2020], title="Book", publisher_place="Geneva"), "Li A. Book. Geneva; 2020."),
    (record("book", "Li, A.", title="Book", publisher="Wiley,"), "Li A. Book. Wiley."),
    (record("chapter", "Li, A.", [2020], title="Part"), "Li A. Part. 2020."),
    (record("webpage", title="Page", URL="javascript:alert(1)"), "Page [Internet]."),
    (record("webpage", title="Page", URL="https://x.org/a b"), "Page [Internet]."),
    # journals and pages
    (article("Li, A.", [2020], title="T", short="J. Clin. Oncol.", volume="3"), "Li A. T. J Clin Oncol. 2020;3."),
    (article("Li, A.", [2020], title="T", container="Annals of X", volume="3"), "Li A. T. Annals of X. 2020;3."),
    (article("Li, A.", [2020], title="T", short="J X", volume="3", page="e123–e130"), "Li A. T. J X. 2020;3:e123-30."),
    (article("Li, A.", [2020], title="T", short="J X", volume="3", number="e0123"), "Li A. T. J X. 2020;3:e0123."),
    (
        article("Li, A.", [2020], title="T", short="J X", volume="3", issue="(2)", page="5."),
        "Li A. T. J X. 2020;3(2):5.",
    ),
    (article("Li, A.", [2020], title="T", short="J X", volume=3.0, issue=2, page=7), "Li A. T. J X. 2020;3(2):7."),
    # dates
    (article("", {"date-parts": [[2002, 1], [2002, 2]]}, title="T", short="J"), "T. J. 2002 Jan-Feb."),
    (article("", {"date-parts": [[2001, 12], [2002, 1]]}, title="T", short="J"), "T. J. 2001 Dec-2002 Jan."),
    (article("", {"date-parts": [["2002", "1", "9"]]}, title="T", short="J"), "T. J. 2002 Jan 9."),
    (article("", {"date-parts": [[2002]], "season": 1}, title="T", short="J"), "T. J. 2002 Spring."),
    (article("", {"raw": "2002-03-04"}, title="T", short="J"), "T. J. 2002 Mar 4."),
    (article("", "2002-22", title="T", short="J"), "T. J. 2002 Summer."),
    (article("", {"literal": "Spring term 2002"}, title="T", short="J"), "T. J. Spring term 2002."),
    (article("", [2002, 2, 31], title="T", short="J"), "T. J. 2002 Feb."),
    (article("", [2002, 40], title="T", short="J"), "T. J. 2002."),
    # identifiers and addresses
    (article(title="T", DOI="https://doi.org/10.1000/ABC"), "T. doi: 10.1000/ABC."),
    (article(title="T", DOI="nonsense"), "T."),
    (article(title="T", URL="https://doi.org/10.1000/abc"), "T. doi: 10.1000/abc."),
    (article(title="T", short="J", PMID=28030702, URL="https://x.org/1"), "T. J. PMID: 28030702."),
    (article(title="T", PMCID="5321662"), "T. PMCID: PMC5321662."),
    (
        record("book", title="T", DOI="10.1000/abc", URL="https://x.org/1", accessed="2024"),
        "T [Internet]. [cited 2024]. doi: 10.1000/abc. Available from: https://x.org/1",
    ),
    (record("book", title="T", DOI="10.1000/abc", URL="https://doi.org/10.1000/abc"), "T. doi: 10.1000/abc."),
    # more than one odd thing
    (record("book", "Li, A.", title="T", edition="Revised edition"), "Li A. T. Revised ed."),
    (record("book", "Li, A.", title="T", edition="21"), "Li A. T. 21st ed."),
    (record("book", "Li, A.", title="T", edition="12th"), "Li A. T. 12th ed."),
    (record("book", "Li, A.", title="T", edition="3", volume="2"), "Li A. T. 3rd ed. Vol. 2."),
    (record("thesis", "Li, A.", title="T", genre="Master's thesis"), "Li A. T [master's thesis]."),
    ({"type": "book", "title": "T", "author": "Plain Text"}, "Plain Text. T."),
    ({"type": "book", "title": "T", "author": {"family": "Li", "given": "A"}}, "Li A. T."),
    ({"type": "book", "title": ["T", "U"], "author": [None, 3, {}, {"family": " "}]}, "T."),
    ({"type": "book", "title": "T\u0000i\u202et\u200ble"}, "Title."),
]


NAMES = [
    ({"family": "Smith", "given": "John"}, "Smith J"),
    ({"family": "Smith", "given": "John Paul George"}, "Smith JP"),
    ({"family": "Smith", "given": "J.P."}, "Smith JP"),
    ({"family": "Diaz", "given": "D. A."}, "Diaz DA"),
    ({"family": "Diaz", "given": "DA"}, "Diaz DA"),
    ({"family": "Gore", "given": "Al"}, "Gore A"),
    ({"family": "Lagrot", "given": "Jean-Louis"}, "Lagrot JL"),
    ({"family": "Body", "given": "J.-J."}, "Body JJ"),
    ({"family": "Tian", "given": "Jin-hui"}, "Tian JH"),
    ({"family": "Hart", "given": "D'Arcy"}, "Hart D"),
    ({"family": "Patterson", "given": "W. St. John"}, "Patterson WS"),
    ({"family": "García", "given": "María de los Ángeles"}, "García MÁ"),
    ({"family": "Bruland", "given": "Øyvind S."}, "Bruland ØS"),
    ({"family": "Velasco", "given": "Mario R.", "suffix": "Jr."}, "Velasco MR Jr"),
    ({"family": "Velasco Jr", "given": "Mario R."}, "Velasco MR Jr"),
    ({"family": "DeVita", "given": "Vincent T", "suffix": "III"}, "DeVita VT 3rd"),
    ({"family": "Smith", "given": "Ann", "suffix": "MD, PhD"}, "Smith A"),
    ({"family": "Jong", "given": "Floris", "dropping-particle": "de"}, "de Jong F"),
    ({"family": "Poznak", "given": "Catherine", "non-dropping-particle": "Van"}, "Van Poznak C"),
    (
        {"family": "Cruz", "given": "Ana", "dropping-particle": "de", "non-dropping-particle": "la"},
        "de la Cruz A",
    ),
    ({"family": "Arcy", "given": "Ann", "non-dropping-particle": "d'"}, "d'Arcy A"),
    ({"family": "Said", "given": "Omar", "non-dropping-particle": "al-"}, "al-Said O"),
    ({"literal": "The Cochrane Collaboration"}, "Cochrane Collaboration"),
    ({"literal": "Pfizer Inc."}, "Pfizer Inc."),
    ({"given": "Hippocrates"}, "Hippocrates"),
    # left alone
    ({"family": "van der Meer"}, "van der Meer"),
    ({"family": "O'Connor", "given": "T"}, "O'Connor T"),
    ({"family": "Dhesy-Thind", "given": "S"}, "Dhesy-Thind S"),
    ({"family": "Pérez-Fidalgo", "given": "J"}, "Pérez-Fidalgo J"),
    ({"family": "McCarty"}, "McCarty"),
    ({"family": "Ó Briain"}, "Ó Briain"),
    ({"family": "Ng"}, "Ng"),
    ({"literal": "Theodore Foundation"}, "Theodore Foundation"),
    ({"literal": "University of Adelaide, Department of Clinical Nursing"},) * 2,
    ({"literal": "世界卫生组织"}, "世界卫生组织"),
]

SPANISH = [
    (
        record(
            "webpage",
            "=Instituto Nacional del Cáncer",
            [2020, 1, 15],
            title="Metástasis en los huesos",
            URL="https://www.example.org/es/huesos",
            accessed="2024-08-05",
        ),
        "Instituto Nacional del Cáncer. Metástasis en los huesos [Internet]. 2020 ene 15 [citado 2024 ago 5]. "
        "Disponible en: https://www.example.org/es/huesos",
    ),
    (
        record(
            "chapter",
            "Meltzer, P. S.",
            [2002],
            title="Chromosome alterations",
            editor=people("Vogelstein, B.; Kinzler, K. W."),
            container="The genetic basis of human cancer",
            edition="2",
            publisher="McGraw-Hill",
            page="93-113",
        ),
        "Meltzer PS. Chromosome alterations. En: Vogelstein B, Kinzler KW, editores. The genetic basis of human "
        "cancer. "
        "2.ª ed. McGraw-Hill; 2002. p. 93-113.",
    ),
    (record("report", "Yen, G.", [2002, 12], title="T", number="12"), "Yen G. T. 2002 dic. Informe n.º: 12."),
    (record("thesis", "Yen, G.", [2002], title="T"), "Yen G. T [tesis doctoral]. 2002."),
    (article("Li, A.", [2002], title="T", short="J X", status="in press"), "Li A. T. J X. En prensa 2002."),
    (article("", {"date-parts": [[2002]], "season": 3}, title="T", short="J"), "T. J. 2002 otoño."),
]


@pytest.mark.parametrize(("csl", "line"), SAMPLE_SITE + ICMJE_ARTICLES + BOOKS_AND_OTHERS + DETAILS)
def test_a_record_is_written_in_nlm_style(csl, line):
    assert format_reference(csl) == line


@pytest.mark.parametrize(("csl", "line"), SAMPLE_SITE + ICMJE_ARTICLES + BOOKS_AND_OTHERS)
def test_cleaning_a_good_record_does_not_change_its_line(csl, line):
    cleaned = clean(csl)
    assert format_reference(cleaned.csl).lower() == line.lower()  # DOIs are stored in lower case


@pytest.mark.parametrize(("name", "written"), NAMES)
def test_a_name_is_written_as_nlm_writes_it(name, written):
    expected = written["literal"] if isinstance(written, dict) else written
    assert format_reference({"type": "book", "author": [name]}).removesuffix(".") == expected.removesuffix(".")


@pytest.mark.parametrize(("csl", "line"), SPANISH)
def test_the_words_we_add_are_spanish_for_spanish_readers(csl, line):
    assert format_reference(csl, language="es") == format_reference(csl, language="es-US") == line


@pytest.mark.parametrize(("csl", "line"), [row for row in SAMPLE_SITE if " [" not in row[1]])
def test_only_the_months_of_an_article_differ_in_spanish(csl, line):
    months = dict(zip(WORDS["en"]["short months"].split(), WORDS["es"]["short months"].split(), strict=True))
    translated = re.sub(r"(?<=\d{4} )[A-Z][a-z]{2}(?=[ ;:.])", lambda month: months.get(month[0], month[0]), line)
    assert format_reference(csl, language="es") == translated


TITLES_LEFT_ALONE = [
    "p<0.05 and q>3",
    "Dose of .5 mg",
    "Q & A",
    "AT&T",
    "What is A.I. good for",
    "Vitamin D: yes or no",
    "“Quoted” words",
    "(Not) a trial",
    "¿Qué es el dolor?",
    "Un titre : avec espaces",
    "IL-6, TNF-α and β2",
    "1,25-dihydroxyvitamin D3",
    "if a <b and c> d",
    "C++ for nurses",
    "50% of patients",
    "Bone—and more",
    "骨转移的治疗",
    "100 mg/m² weekly",
    "And/or",
    "#NoMorePain",
    ".NET for nurses",
    "e.g., this",
    "5' UTR",
    "State-of-the-art care [corrected]",
    "Risk = 3; odds = 2",
]


@pytest.mark.parametrize("title", TITLES_LEFT_ALONE)
def test_a_title_is_left_as_published(title):
    end = "" if title[-1] in "?!" else "."
    assert format_reference({"type": "book", "title": title}) == title + end
    assert format_reference(clean({"type": "book", "title": title}).csl) == title + end


def test_six_authors_are_all_named_and_a_seventh_is_not():
    six = "; ".join(f"Author{letter}, A." for letter in "ABCDEF")
    assert format_reference(article(six)) == "AuthorA A, AuthorB A, AuthorC A, AuthorD A, AuthorE A, AuthorF A."
    seven = f"{six}; AuthorG, A."
    assert (
        format_reference(article(seven)) == "AuthorA A, AuthorB A, AuthorC A, AuthorD A, AuthorE A, AuthorF A, et al."
    )


def assert_tidy(line: str) -> None:
    assert ".." not in line
    assert " ," not in line
    assert "  " not in line
    assert line == line.strip()
    assert not any(unicodedata.category(character) in ("Cc", "Cs") for character in line)


@unhurried
@given(st.dictionaries(st.sampled_from(FIELDS) | st.text(max_size=5), json_values), st.sampled_from(["en", "es"]))
def test_any_json_gives_a_tidy_line(csl, language):
    csl = {field: value for field, value in csl.items() if field not in ("DOI", "URL")}  # printed as they are
    line = format_reference(csl, language=language)
    assert isinstance(line, str)
    assert_tidy(line)


@unhurried
@given(json_values)
def test_anything_at_all_gives_a_line(value):
    assert isinstance(format_reference(value), str)


@unhurried
@given(plausible, st.sampled_from(["en", "es"]))
def test_missing_parts_leave_no_stray_punctuation(csl, language):
    line = format_reference(csl, language=language)
    assert_tidy(line)
    stray = r"\(\)|\[\]|[,;:(\[] ?[.,;)\]]|\. ?[,;:]|[;:,]$|^[^\w\[(]"
    assert not re.search(stray, re.sub(r"\b(ed|al|No|Vol)\.", r"\1", line))  # abbreviations keep their period
    assert line.count("[") == line.count("]")
    assert line.count("(") == line.count(")")
