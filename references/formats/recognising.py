"""Which format a file has, from its first characters. Its name says nothing: exports are called all kinds of things."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from references.formats.entries import CannotRead

CSL_JSON, BIBTEX, RIS, NBIB = "CSL-JSON", "BibTeX", "RIS", "NBIB"
PUBMED_XML, ENDNOTE_XML = "PubMed XML", "EndNote XML"
KNOWN = f"{CSL_JSON}, {BIBTEX}, {RIS}, {NBIB} (PubMed, MEDLINE), {PUBMED_XML} or {ENDNOTE_XML}"

_XML = (
    (PUBMED_XML, re.compile(r"<(?:PubmedArticleSet|PubmedArticle|PubmedBookArticle|PubmedBookArticleSet)[\s>/]")),
    (ENDNOTE_XML, re.compile(r"<records?[\s>/]")),
)
_CATALOGUE = re.compile(
    r"<(?:\w+:)?(?:leader|controlfield|datafield|searchRetrieveResponse|mods|modsCollection)[\s>]|picaxml|MARC21/slim"
)
_LINES = (
    (RIS, re.compile(r"^[ \t]{0,9}TY {0,3}-", re.MULTILINE)),
    (NBIB, re.compile(r"^(?:PMID|OWN |STAT|FAU |JT  |GN  (?= ?- wellread:)) {0,2}- ?\S", re.MULTILINE)),
    (BIBTEX, re.compile(r"^[ \t]{0,9}@[ \t]{0,9}[A-Za-z]{2,30}\s{0,9}[{(]", re.MULTILINE)),
)
_OTHERS = (
    (
        re.compile(r"^\s{0,9}<(?:!doctype html|html|head|body)", re.IGNORECASE),
        gettext_lazy("is a web page; download the export itself"),
    ),
    (
        re.compile(r"^%[0A-Z] ", re.MULTILINE),
        gettext_lazy("is an EndNote “refer” file; export it as RIS or XML instead"),
    ),
    (
        re.compile(r"^(?:FN (?:Clarivate|Thomson|ISI)|VR 1\.0)", re.MULTILINE),
        gettext_lazy("is a Web of Science file; export it as RIS instead"),
    ),
)


def recognise(head: str) -> str:
    """The format of a file that begins like this. Raises CannotRead for one that we do not read."""
    text = head.lstrip("\ufeff\0 \t\r\n")
    if not text:
        raise CannotRead(_("is empty"))
    for pattern, advice in _OTHERS[:1]:
        if pattern.search(text):
            raise CannotRead(f"{advice} ({KNOWN})")
    if text[0] == "<" and _CATALOGUE.search(text):
        raise CannotRead(_("is a file of a library catalogue (MARC, PICA or MODS); export RIS or BibTeX there"))
    if text[0] == "<":
        starts = [(found.start(), name) for name, pattern in _XML if (found := pattern.search(text))]
        if starts:
            return min(starts)[1]
        raise CannotRead(_("is XML, but neither PubMed XML nor EndNote XML"))
    starts = [(found.start(), name) for name, pattern in _LINES if (found := pattern.search(text))]
    if text[0] in "[{" and not (starts and min(starts)[0] == 0):
        return CSL_JSON
    if starts:
        return min(starts)[1]
    for pattern, advice in _OTHERS[1:]:
        if pattern.search(text):
            raise CannotRead(str(advice))
    raise CannotRead(_("is in no format that we read; export it as %(formats)s") % {"formats": KNOWN})
