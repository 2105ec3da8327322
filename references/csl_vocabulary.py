"""The words of CSL: kinds of work, fields by what they hold, and how large a record may be."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TYPES = _words(
    "article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection dataset "
    "document entry entry-dictionary entry-encyclopedia event figure graphic hearing interview legal_case legislation "
    "manuscript map motion_picture musical_score pamphlet paper-conference patent performance periodical "
    "personal_communication post post-weblog regulation report review review-book software song speech standard thesis "
    "treaty webpage"
)
# What other formats and services call the same thing; offered as a suggestion, never applied in silence.
TYPE_HINTS = {
    "journal-article": "article-journal",
    "journalarticle": "article-journal",
    "jour": "article-journal",
    "article-review": "article-journal",
    "book-chapter": "chapter",
    "booksection": "chapter",
    "conference-paper": "paper-conference",
    "proceedings-article": "paper-conference",
    "dissertation": "thesis",
    "phdthesis": "thesis",
    "guideline": "report",
    "techreport": "report",
    "misc": "document",
    "monograph": "book",
    "online": "webpage",
    "posted-content": "article",
    "preprint": "article",
    "web": "webpage",
    "website": "webpage",
}
NAME_FIELDS = _words(
    "author chair collection-editor compiler composer container-author contributor curator director editor "
    "editorial-director executive-producer guest host illustrator interviewer narrator organizer original-author "
    "performer producer recipient reviewed-author script-writer series-creator translator"
)
DATE_FIELDS = _words("accessed available-date event-date issued original-date submitted")
LONG_FIELDS = frozenset({"abstract", "annote", "note"})
# Fields this module or the formatter relies on being text; a number written there is turned into text.
TEXT_FIELDS = LONG_FIELDS | _words(
    "archive citation-label collection-number collection-title container-title container-title-short DOI edition "
    "event-place event-title genre ISBN ISSN issue keyword language medium number number-of-pages original-title page "
    "part-number PMCID PMID publisher publisher-place section source status supplement-number title title-short type "
    "URL version volume volume-title"
)
SPELLINGS = {field.lower(): field for field in TEXT_FIELDS | NAME_FIELDS | DATE_FIELDS} | {
    "journalabbreviation": "container-title-short",  # what citeproc-js and older exports write
}

MAX_TEXT, MAX_LONG_TEXT = 2_000, 20_000
MAX_NAMES, MAX_FIELDS, MAX_DEPTH = 3_000, 200, 6
OLDEST, LATEST = 1000, 2999  # years outside are slips of the hand
