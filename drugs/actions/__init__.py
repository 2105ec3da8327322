"""The verbs of drugs: one module for each noun that people change."""

from drugs.actions.drift import dismiss, review_again, take_over
from drugs.actions.effects import save_effect
from drugs.actions.indications import save_indication
from drugs.actions.tables import confirm_tables, forget_tables, import_tables, try_tables
from drugs.actions.watching import open_proposals, tell_owners

__all__ = [
    "confirm_tables",
    "dismiss",
    "forget_tables",
    "import_tables",
    "open_proposals",
    "review_again",
    "save_effect",
    "save_indication",
    "take_over",
    "tell_owners",
    "try_tables",
]
