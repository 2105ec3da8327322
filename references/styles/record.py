"""A record as a style reads it: its texts tidied, its kind of work known, and the words to set around them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from references.csl_identifiers import bare_doi, web_address
from references.csl_text import plain_text, text_field
from references.csl_vocabulary import TYPES
from references.styles.words import WORDS, language_code, language_name

ARTICLES = frozenset(
    {"article-journal", "article-magazine", "article-newspaper", "review", "review-book", "periodical"}
)
PARTS = frozenset({"chapter", "paper-conference", "entry", "entry-dictionary", "entry-encyclopedia"})
ONLINE = frozenset({"webpage", "post", "post-weblog"})

# CSL has no type for these two, so the genre or the number says it.
_TRIAL_GENRE = re.compile(r"(trial|ensayo|study).*\b(regist|record)|regist(ry|ration|ro)\b.*(trial|ensayo|study)", re.I)
_TRIAL_NUMBER = re.compile(
    r"(NCT|ISRCTN|DRKS|PACTR|ACTRN|TCTR|SLCTR)\d{6,}|(ChiCTR|CTRI|RBR|KCT|jRCT|IRCT|UMIN|NTR|NL)[-/\w]*\d{3,}|"
    r"(EUCTR|EudraCT:? ?)?20\d\d-\d{6}-\d\d(-\w+)*"
)
_LABELS = (
    (re.compile(r"package (insert|leaflet)|patient information leaflet|prospecto", re.I), "package insert"),
    (
        re.compile(r"prescribing information|información para prescribir|full prescribing", re.I),
        "prescribing information",
    ),
    (re.compile(r"summary of product characteristics|\bSmPC\b|ficha técnica", re.I), "summary of characteristics"),
    (re.compile(r"(drug|product|medicine|structured product|medication)[\s-]+label", re.I), "label"),
)
_IN_BRACKETS = re.compile(r"\[((?:[^\[\]]|\[[^\[\]]*\])+)\]\.?")
_REGISTRIES = {
    "NCT": "ClinicalTrials.gov",
    "ISRCTN": "ISRCTN registry",
    "ACTRN": "Australian New Zealand Clinical Trials Registry",
    "DRKS": "German Clinical Trials Register",
    "ChiCTR": "Chinese Clinical Trial Registry",
}


@dataclass(frozen=True)
class Record:
    """One CSL record, and the language of the words around it ("en" or "es")."""

    csl: Mapping[str, Any]
    language: str

    @property
    def words(self) -> Mapping[str, str]:
        return WORDS[self.language]

    @property
    def spanish(self) -> bool:
        return self.language == "es"

    def text(self, *fields: str) -> str:
        """The first of the fields that says something, without punctuation at its ends that ours would double."""
        for field in fields:
            if field in self.csl and (said := _tidied(text_field(self.csl, field))):
                return said
        return ""

    def part(self, field: str) -> str:
        """A volume, issue, page or number: letters and digits inside, no brackets or separators around."""
        said = self.text(field).strip(" .,;:()[]{}-–—")
        return said if any(character.isalnum() for character in said) else ""

    @cached_property
    def type(self) -> str:
        return text_field(self.csl, "type")

    @cached_property
    def kind(self) -> str:
        """What is printed: article, preprint, part, trial, label or whole."""
        if self.type in ARTICLES or (self.type not in TYPES and self.text("container-title") and self.part("volume")):
            return "article"
        if self.type == "article":
            return "article" if self.part("volume") or self.part("page") else "preprint"
        if self.type in PARTS:
            return "part"
        if _TRIAL_GENRE.search(self.text("genre")) or _TRIAL_NUMBER.fullmatch(self.part("number")):
            return "trial"
        return "label" if self.label else "whole"

    @cached_property
    def label(self) -> str:
        """Which paper of a medicine it is: a key of the words, "" when it is none."""
        genre = self.text("genre")
        return next((name for pattern, name in _LABELS if pattern.search(genre)), "")

    @property
    def registry(self) -> str:
        """The register that holds a trial; known by the number where the record does not name it."""
        named = self.text("container-title", "archive")
        number = self.part("number")
        return named or next((name for start, name in _REGISTRIES.items() if number.startswith(start)), "")

    @cached_property
    def address(self) -> str:
        return web_address(self.csl.get("URL"))

    @cached_property
    def doi(self) -> str:
        return bare_doi(text_field(self.csl, "DOI")) or (bare_doi(self.address) if "doi.org/" in self.address else "")

    @cached_property
    def pmid(self) -> str:
        return re.sub(r"\D", "", text_field(self.csl, "PMID"))

    @cached_property
    def pmcid(self) -> str:
        digits = re.sub(r"\D", "", text_field(self.csl, "PMCID").partition(".")[0])
        return f"PMC{digits}" if digits else ""

    @cached_property
    def has_address_of_its_own(self) -> bool:
        """Whether there is a web address that does not merely repeat the DOI."""
        return bool(self.address) and not (self.doi and "doi.org/" in self.address)

    @cached_property
    def foreign(self) -> str:
        """The name of the work's language; "" when it is English, the reader's own, or not known."""
        code = language_code(text_field(self.csl, "language"))
        return "" if code in ("", "en", self.language) else language_name(code, language=self.language)

    @cached_property
    def translated_title(self) -> str:
        """What stands in the square brackets around a whole title, which mark a translation; else ""."""
        found = _IN_BRACKETS.fullmatch(self.text("title"))
        return found[1].rstrip(".") if found else ""

    @cached_property
    def is_forthcoming(self) -> bool:
        return text_field(self.csl, "status").lower() in ("in press", "forthcoming", "ahead of print")

    @cached_property
    def is_masters(self) -> bool:
        return bool(re.search(r"master|maestría|máster", text_field(self.csl, "genre"), re.IGNORECASE))


def journal(record: Record) -> str:
    """The journal's abbreviation as NLM lists it, which has no periods; else its name. Newspapers are named in full."""
    abbreviation = record.text("container-title-short", "journalAbbreviation")
    if record.type == "article-newspaper":
        abbreviation = ""
    return re.sub(r"\.(?=\s|$)", "", abbreviation) or record.text("container-title").rstrip(".")


def edition(record: Record) -> str:
    """ "2nd ed.", "2.ª ed.", "Revised ed."."""
    said = record.part("edition")
    said = re.sub(r"\s*\b(?:ed|edn|edition|edición|edicion)$", "", said, flags=re.IGNORECASE)
    number = re.fullmatch(r"(\d{1,3})(?:st|nd|rd|th|\.?\s*[ªº]|[aª])?", said)
    if not number:
        return f"{said} {record.words['edition']}" if said else ""
    if record.spanish:
        return f"{number[1]}.ª {record.words['edition']}"
    count = int(number[1])
    ending = {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th") if count % 100 not in (11, 12, 13) else "th"
    return f"{count}{ending} {record.words['edition']}"


def capital(words: str) -> str:
    """Our own words at the start of a sentence. Never for titles and names."""
    return words[:1].upper() + words[1:]


def sentence(text: str) -> str:
    return text if not text or text[-1] in ".?!…。？！" else f"{text}."


def tidy(text: str) -> str:
    """Text as it may stand between our punctuation: no doubled periods or commas, none at its start, no loose end."""
    return _tidied(plain_text(text))


# What any of the steps below would change; nearly no text has it, and one search is cheaper than six replacements.
_UNTIDY = re.compile(r"\.{3}|\s[\s,;.]|([.,;:])\s*\1|^[\s.,;:]|[\s,;:]$")


def _tidied(text: str) -> str:
    if not _UNTIDY.search(text):
        return text
    text = re.sub(r"\.{3,}", "…", text)
    text = re.sub(r"\s+([,;.])(?=[\s,;.]|$)|\s+(?=,)", r"\1", text)
    text = re.sub(r"([.,;:])(?:\s*\1)+", r"\1", text)
    text = re.sub(r"^[\s.,;:]+(?=[\s.,;:])|^[,;:]\s*|^\.(?!\w)", "", text).lstrip(" ,;:")
    return text.rstrip(" ,;:")
