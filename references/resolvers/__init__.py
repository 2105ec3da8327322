"""Asking the services that know identifiers: Crossref (DOI), PubMed (PMID, PMCID) and Open Library (ISBN).

Off until settings.REFERENCE_RESOLVERS names them. Nothing here writes: what a service says is a proposal.
"""

from references.resolvers.asking import CannotResolve, ask_json
from references.resolvers.services import (
    RESOLVERS,
    Crossref,
    Found,
    OpenLibrary,
    PubMed,
    is_switched_on,
    look_up,
    resolver_for,
)

__all__ = [
    "RESOLVERS",
    "CannotResolve",
    "Crossref",
    "Found",
    "OpenLibrary",
    "PubMed",
    "ask_json",
    "is_switched_on",
    "look_up",
    "resolver_for",
]
