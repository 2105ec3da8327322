"""The verbs of drugs: one module for each noun that people change."""

from drugs.actions.effects import save_effect
from drugs.actions.indications import save_indication

__all__ = ["save_effect", "save_indication"]
