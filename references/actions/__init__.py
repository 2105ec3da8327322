"""Keeping the library: the only writers of References."""

from references.actions.counting import count_coverage, uncounted
from references.actions.duplicates import note_possible_duplicates, set_apart
from references.actions.import_report import ImportReport, ImportRun, Rejected, Remark
from references.actions.importing import import_portion, import_records
from references.actions.keys import change_key
from references.actions.merging import Merged, merge_references
from references.actions.saving import free_key, save_reference
from references.actions.status import Notice, set_status
from references.actions.uploads import Brought, confirm_import, forget_import, try_import

__all__ = [
    "Brought",
    "ImportReport",
    "ImportRun",
    "Merged",
    "Notice",
    "Rejected",
    "Remark",
    "change_key",
    "confirm_import",
    "count_coverage",
    "forget_import",
    "free_key",
    "import_portion",
    "import_records",
    "merge_references",
    "note_possible_duplicates",
    "save_reference",
    "set_apart",
    "set_status",
    "try_import",
    "uncounted",
]
