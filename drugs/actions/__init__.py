"""The verbs of drugs: one module for each noun that people change."""

from drugs.actions.effects import save_effect
from drugs.actions.indications import save_indication
from drugs.actions.tables import confirm_tables, forget_tables, import_tables, try_tables

__all__ = [
    "confirm_tables",
    "forget_tables",
    "import_tables",
    "save_effect",
    "save_indication",
    "try_tables",
]
