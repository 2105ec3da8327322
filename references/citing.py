"""How to cite a page of ours: lines in three styles, records for reference managers, and meta tags. Pure."""

import re
from dataclasses import dataclass
from datetime import date

from references.exports.latex import escaped
from references.formatting import format_reference
from references.styles.record import sentence
from references.styles.words import WORDS

_ISO = "%Y-%m-%d"


@dataclass(frozen=True)
class OurPage:
    """A published version of a page. `address`: that of the version, which keeps its words; `home`: where the page is."""

    title: str
    site: str
    published_on: date
    version: int
    address: str
    home: str
    language: str

    @property
    def key(self) -> str:
        """A name for its record: "bone-metastases-v3"."""
        slug = self.home.rstrip("/").rpartition("/")[2]
        return f"{re.sub(r'[^A-Za-z0-9-]', '', slug) or 'page'}-v{self.version}"


@dataclass(frozen=True)
class Citations:
    """One page, cited in every way we offer: (name of the style, line) and (name of the format, text for a reference
    manager). The names are nobody's words to translate."""

    lines: tuple[tuple[str, str], ...]
    records: tuple[tuple[str, str], ...]


def citations_of(page: OurPage) -> Citations:
    """The day of reading is left to the reader: a page that says "today" would be another page tomorrow."""
    record = _as_csl(page)
    return Citations(
        lines=(
            ("Vancouver", format_reference(record, style="nlm", language=page.language)),
            ("AMA", format_reference(record, style="ama", language=page.language)),
            ("APA", _apa(page)),
        ),
        records=(("RIS", _ris(page)), ("BibTeX", _bibtex(page))),
    )


def meta_tags(page: OurPage) -> list[tuple[str, str]]:
    """The tags that reference managers read. With a title alone they would take the page for an article in a journal; the
    institution makes it a report, with its version as the number."""
    return [
        ("citation_title", _one_line(page.title)),
        ("citation_author", _one_line(page.site)),
        ("citation_publication_date", page.published_on.strftime("%Y/%m/%d")),
        ("citation_technical_report_institution", _one_line(page.site)),
        ("citation_technical_report_number", str(page.version)),
        ("citation_language", page.language),
        ("citation_public_url", page.home),
    ]


def _as_csl(page: OurPage) -> dict:
    day = page.published_on
    return {
        "type": "webpage",
        "title": page.title,
        "author": [{"literal": page.site}],
        "publisher": page.site,
        "issued": {"date-parts": [[day.year, day.month, day.day]]},
        "URL": page.address,
    }


def _apa(page: OurPage) -> str:
    """APA, 7th edition: author, date, title with its version, address. A site that is its own author is named once."""
    day, spanish = page.published_on, page.language == "es"
    month = WORDS["es" if spanish else "en"]["months"].split()[day.month - 1]
    dated = f"{day.day} de {month} de {day.year}" if spanish else f"{day.year}, {month} {day.day}"
    version = "versión" if spanish else "Version"
    title = _one_line(page.title).rstrip(".")
    return f"{sentence(_one_line(page.site))} ({dated}). {title} ({version} {page.version}). {page.address}"


def _ris(page: OurPage) -> str:
    """RIS: a tag, two spaces, a dash; a value is one line."""
    rows = [
        ("TY", "ELEC"),
        ("TI", page.title),
        ("AU", page.site),
        ("PB", page.site),
        ("PY", str(page.published_on.year)),
        ("DA", page.published_on.strftime("%Y/%m/%d/")),
        ("ET", str(page.version)),
        ("LA", page.language),
        ("UR", page.address),
    ]
    said = [f"{tag}  - {_one_line(value)}" for tag, value in rows if _one_line(value)]
    return "\n".join([*said, "ER  - "])


def _bibtex(page: OurPage) -> str:
    """BibLaTeX's own names for what a page is; capitals and an organisation's name are kept by the inner braces."""
    fields = {
        "title": f"{{{_escaped(page.title)}}}",
        "author": f"{{{_escaped(page.site)}}}",
        "date": page.published_on.strftime(_ISO),
        "year": str(page.published_on.year),
        "version": str(page.version),
        "language": page.language,
        "url": page.address,
    }
    inside = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@online{{{page.key},\n{inside}\n}}"


def _escaped(text: str) -> str:
    return escaped(_one_line(text))


def _one_line(text: str) -> str:
    return " ".join("".join(character for character in text if character.isprintable() or character.isspace()).split())
