"""The formats the library can be written in."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from references.exports import bibtex, csl_json, lines, nbib, ris, spreadsheet
from references.exports.works import Work


class Format(NamedTuple):
    """`ending` of the file's name; `prints`: the line of the site's style stands in it."""

    name: str
    ending: str
    media_type: str
    write: Callable[[Iterable[Work]], Iterator[str]]
    prints: bool = False


FORMATS: dict[str, Format] = {
    "csl-json": Format("CSL-JSON", "json", "application/vnd.citationstyles.csl+json", csl_json.write),
    "ris": Format("RIS", "ris", "application/x-research-info-systems", ris.write),
    "bibtex": Format("BibTeX", "bib", "application/x-bibtex", bibtex.write),
    "nbib": Format("NBIB (PubMed)", "nbib", "application/nbib", nbib.write),
    "csv": Format("CSV", "csv", "text/csv", spreadsheet.write, prints=True),
    "text": Format(_("text, one reference a line"), "txt", "text/plain", lines.write, prints=True),
    "numbered": Format(_("text, numbered"), "txt", "text/plain", lines.write_numbered, prints=True),
}
