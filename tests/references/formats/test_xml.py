"""PubMed's and EndNote's XML: words inside tags, names, dates, identifiers, and records that are broken."""

import pytest

from tests.references.formats.reading import entries, one, told

HEAD = '<?xml version="1.0"?>\n<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle//EN" "https://example.org/x.dtd">\n'


def article(inside: str = "", *, pmid: str = "28030702", title: str = "A trial.", data: str = "") -> str:
    return (
        f"<PubmedArticle><MedlineCitation><PMID Version='1'>{pmid}</PMID><Article><ArticleTitle>{title}</ArticleTitle>"
        f"{inside}</Article></MedlineCitation><PubmedData>{data}</PubmedData></PubmedArticle>"
    )


def pubmed(*articles: str) -> str:
    return f"{HEAD}<PubmedArticleSet>\n" + "\n".join(articles) + "\n</PubmedArticleSet>"


@pytest.mark.parametrize(
    ("inside", "csl"),
    [
        ("", {"type": "article-journal", "PMID": "28030702", "title": "A trial"}),
        ("<Journal><Title>The Lancet</Title><ISOAbbreviation>Lancet</ISOAbbreviation><ISSN>0140-6736</ISSN></Journal>",
         {"container-title": "The Lancet", "container-title-short": "Lancet", "ISSN": "0140-6736"}),
        ("<Journal><JournalIssue><Volume>317</Volume><Issue>1</Issue><PubDate><Year>2017</Year><Month>Jan</Month>"
         "<Day>3</Day></PubDate></JournalIssue></Journal>", {"volume": "317", "issue": "1", "issued": "2017 Jan 3"}),
        ("<Journal><JournalIssue><PubDate><Year>2017</Year><Month>1</Month></PubDate></JournalIssue></Journal>",
         {"issued": "2017-01"}),
        ("<Journal><JournalIssue><PubDate><MedlineDate>2016 Dec-2017 Jan</MedlineDate></PubDate></JournalIssue></Journal>",
         {"issued": "2016 Dec-2017 Jan"}),
        ("<Journal><JournalIssue><PubDate><Year>2017</Year><Season>Spring</Season></PubDate></JournalIssue></Journal>",
         {"issued": "2017 Spring"}),
        ("<Pagination><MedlinePgn>123-9</MedlinePgn></Pagination>", {"page": "123-129"}),
        ("<Pagination><StartPage>123</StartPage><EndPage>129</EndPage></Pagination>", {"page": "123-129"}),
        ("<ELocationID EIdType='doi' ValidYN='Y'>10.1000/x</ELocationID>", {"DOI": "10.1000/x"}),
        ("<Abstract><AbstractText Label='AIM'>One.</AbstractText><AbstractText>Two <sup>2</sup>.</AbstractText></Abstract>",
         {"abstract": "AIM: One. Two 2."}),
        ("<AuthorList><Author><LastName>van Poznak</LastName><ForeName>Catherine</ForeName></Author>"
         "<Author ValidYN='N'><LastName>Wrong</LastName></Author>"
         "<Author><CollectiveName>Bone Group</CollectiveName></Author>"
         "<Author><LastName>Smith</LastName><Initials>J</Initials><Suffix>Jr</Suffix></Author></AuthorList>",
         {"author": [{"non-dropping-particle": "van", "family": "Poznak", "given": "Catherine"}, {"literal": "Bone Group"},
                     {"family": "Smith", "given": "J", "suffix": "Jr"}]}),
        ("<PublicationTypeList><PublicationType>Retracted Publication</PublicationType></PublicationTypeList>",
         {"custom": {"nbib": {"PT": ["Retracted Publication"]}}}),
    ],
)  # fmt: skip
def test_an_element_of_pubmed_has_its_place_in_csl(inside, csl):
    assert csl.items() <= one(pubmed(article(inside))).items()


def test_words_inside_tags_of_a_title_stay():
    title = one(pubmed(article(title="The <i>in vivo</i> effect of Ca<sup>2+</sup> &amp; p &lt; 0.05.")))["title"]
    assert title == "The in vivo effect of Ca2+ & p < 0.05"


def test_the_identifiers_of_the_articles_it_cites_are_not_its_own():
    data = (
        "<ReferenceList><Reference><ArticleIdList><ArticleId IdType='doi'>10.1000/cited</ArticleId></ArticleIdList></Reference>"
        "</ReferenceList><ArticleIdList><ArticleId IdType='pubmed'>1</ArticleId><ArticleId IdType='doi'>10.1000/own</ArticleId>"
        "<ArticleId IdType='pmc'>PMC5</ArticleId></ArticleIdList>"
    )
    found = one(pubmed(article(data=data)))
    assert (found["DOI"], found["PMCID"], found["PMID"]) == ("10.1000/own", "PMC5", "28030702")


def test_a_chapter_of_the_bookshelf_is_read():
    book = (
        "<PubmedBookArticle><BookDocument><PMID>20301295</PMID><ArticleTitle>Bones</ArticleTitle><Book><Publisher>"
        "<PublisherName>U</PublisherName><PublisherLocation>Seattle</PublisherLocation></Publisher>"
        "<BookTitle>The Book</BookTitle>"
        "<PubDate><Year>1993</Year></PubDate><AuthorList Type='editors'><Author><LastName>Adam</LastName><ForeName>M P</ForeName>"
        "</Author></AuthorList></Book></BookDocument></PubmedBookArticle>"
    )
    assert one(pubmed(book)) == {
        "type": "chapter", "PMID": "20301295", "title": "Bones", "container-title": "The Book", "publisher": "U",
        "publisher-place": "Seattle", "issued": "1993", "editor": [{"family": "Adam", "given": "M P"}],
    }  # fmt: skip


def test_a_broken_record_harms_only_itself():
    text = pubmed(
        article(pmid="1"), "<PubmedArticle><MedlineCitation></PubmedArticle>", article(pmid="2"), "<PubmedArticle><PMID>",
        article(pmid="3"), "<PubmedArticle/>",
    )  # fmt: skip
    found = told(text)
    assert [key for _line, key, problem in found if not problem] == ["1", "2", "3"]
    assert [line for line, _key, problem in found if problem] == [5, 7, 9]


def test_a_file_that_ends_too_soon_says_so():
    *_good, last = told(pubmed(article(pmid="1"))[:-30] + "<PubmedArticle><MedlineCitation>")
    assert last[2].startswith("The file ends inside the record")


def endnote(inside: str, *, kind: str = "Journal Article") -> dict:
    return one(f"<xml><records><record><ref-type name='{kind}'>17</ref-type>{inside}</record></records></xml>")


@pytest.mark.parametrize(
    ("inside", "csl"),
    [
        ("<titles><title><style face='normal'>A </style><style face='italic'>trial</style></title></titles>",
         {"type": "article-journal", "title": "A trial"}),
        ("<contributors><authors><author><style>Himelstein, A. L.</style></author>"
         "<author>Bone Group,</author></authors></contributors>",
         {"author": [{"family": "Himelstein", "given": "A. L."}, {"literal": "Bone Group"}]}),
        ("<periodical><full-title>The Lancet</full-title><abbr-1>Lancet</abbr-1></periodical>",
         {"container-title": "The Lancet", "container-title-short": "Lancet"}),
        ("<titles><secondary-title>JAMA</secondary-title></titles>", {"container-title": "JAMA"}),
        ("<dates><year>2017</year><pub-dates><date>Jan 3</date></pub-dates></dates>", {"issued": "2017 Jan 3"}),
        ("<dates><year>2017</year></dates>", {"issued": "2017"}),
        ("<pages>123-9</pages><volume>3</volume><number>1</number>", {"page": "123-129", "volume": "3", "issue": "1"}),
        ("<electronic-resource-num>https://doi.org/10.1000/x</electronic-resource-num>", {"DOI": "10.1000/x"}),
        ("<accession-num>28030702</accession-num><remote-database-provider>NLM</remote-database-provider>", {"PMID": "28030702"}),
        ("<accession-num>WOS:000123</accession-num>", {"custom": {"endnote": {"accession-num": "WOS:000123"}}}),
        ("<custom2>PMC5321662</custom2>", {"PMCID": "PMC5321662"}),
        ("<isbn>1538-3598 (Electronic)&#xD;0098-7484 (Linking)</isbn>", {"ISSN": "1538-3598"}),
        ("<urls><related-urls><url>https://example.org/a?b=1&amp;c=2</url></related-urls></urls>",
         {"URL": "https://example.org/a?b=1&c=2"}),
        ("<keywords><keyword>bone</keyword><keyword>pain</keyword></keywords>", {"keyword": "bone, pain"}),
    ],
)  # fmt: skip
def test_an_element_of_endnote_has_its_place_in_csl(inside, csl):
    assert csl.items() <= endnote(inside + "<language>eng</language>").items()


@pytest.mark.parametrize(
    ("kind", "csl"),
    [
        ("Book Section", "chapter"),
        ("Web Page", "webpage"),
        ("Thesis", "thesis"),
        ("Report", "report"),
        ("", "article-journal"),
    ],
)
def test_a_type_of_endnote_is_a_type_of_csl(kind, csl):
    assert endnote("<titles><title>T</title></titles>", kind=kind)["type"] == csl


def test_a_type_nobody_knows_is_told():
    (found,) = entries(
        "<xml><records><record><ref-type name='Novel'>99</ref-type><pages>1</pages></record></records></xml>"
    )
    assert found.record["type"] == "document"
    assert found.notes == ("“Novel” is no type we know; the record was read as a document.",)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "iso8859-2"])
def test_every_encoding_reads_the_same(encoding):
    head = f'<?xml version="1.0" encoding="{encoding}"?>'
    text = f"{head}<xml><records><record><titles><title>Müller</title></titles></record></records></xml>"
    assert one(text.encode(encoding))["title"] == "Müller"


def test_entities_of_web_pages_and_forbidden_signs_do_not_break_a_record():
    assert endnote("<titles><title>A&nbsp;B &alpha; C&#x0B;D\x0bE &amp; F</title></titles>")["title"] == (
        "A&nbsp;B &alpha; C D E & F"  # cleaning decodes the first two
    )


@pytest.mark.parametrize(
    ("parts", "notes"),
    [
        ("<ArticleTitle>Ca<sup>2+</sup> and bones.</ArticleTitle>", ["plain now: “Ca2+ and bones”"]),
        ("<ArticleTitle>T.</ArticleTitle><Language>spa</Language><Language>eng</Language>", ["languages (spa, eng)"]),
        ("<ArticleTitle>T.</ArticleTitle><Language>eng</Language>", []),
    ],
)
def test_what_a_pubmed_record_loses_on_the_way_is_told(parts, notes):
    (found,) = entries(
        "<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>7</PMID><Article>"
        f"{parts}</Article></MedlineCitation></PubmedArticle></PubmedArticleSet>"
    )
    assert len(found.notes) == len(notes)
    assert all(words in note for words, note in zip(notes, found.notes, strict=True))
