"""Keeping the library: the only writers of References."""

from references.actions.importing import ImportReport, ImportRun, Rejected, Remark, import_portion, import_records
from references.actions.saving import free_key, save_reference

__all__ = [
    "ImportReport",
    "ImportRun",
    "Rejected",
    "Remark",
    "free_key",
    "import_portion",
    "import_records",
    "save_reference",
]
