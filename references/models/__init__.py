"""The reference library: the records, what became of each, who watches them, and which edition cites what."""

from references.models.coverage import Coverage
from references.models.evidence import EvidenceLevel, EvidenceType
from references.models.numbers import Collection, CollectionNumber
from references.models.reference import (
    Citation,
    CitingPage,
    PossibleDuplicate,
    Reference,
    ReferenceQuerySet,
    pages_citing,
    references_named,
)
from references.models.status import SEVERITY, Source, Status, StatusRecord
from references.models.waiting import WaitingFile, WaitingImport
from references.models.watching import WatchCheck

__all__ = [
    "SEVERITY",
    "Citation",
    "CitingPage",
    "Collection",
    "CollectionNumber",
    "Coverage",
    "EvidenceLevel",
    "EvidenceType",
    "PossibleDuplicate",
    "Reference",
    "ReferenceQuerySet",
    "Source",
    "Status",
    "StatusRecord",
    "WaitingFile",
    "WaitingImport",
    "WatchCheck",
    "pages_citing",
    "references_named",
]
