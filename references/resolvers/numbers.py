"""Which kind of number somebody typed. Pure."""

import re
from typing import NamedTuple

from references.csl_identifiers import IDENTIFIERS, bare_doi, isbns
from references.csl_text import plain_text


class Number(NamedTuple):
    """`kind`: "doi", "pmid", "pmcid" or "isbn"; `value`: in its one form."""

    kind: str
    value: str


def recognise(text: str) -> Number | None:
    """A DOI, PMCID, ISBN (ten or thirteen digits) or PMID (up to nine), with or without its name or address; None for
    anything else."""
    text = plain_text(text, markup=False)
    if doi := bare_doi(text):
        return Number("doi", doi.lower())
    if re.search(r"PMC\s*\d", text, re.IGNORECASE):
        return _read("pmcid", text)
    if found := isbns(re.sub(r"^ISBN(?:-1[03])?:?\s*", "", text, flags=re.IGNORECASE)):
        return Number("isbn", found[0])
    return _read("pmid", text)


def _read(kind: str, text: str) -> Number | None:
    try:
        return Number(kind, IDENTIFIERS[kind.upper()](text))
    except ValueError:
        return None
