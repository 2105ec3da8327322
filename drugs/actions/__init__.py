"""The verbs of drugs: one module for each noun that people change."""

from drugs.actions.drift import dismiss, review_again, say_acted, take_over
from drugs.actions.effects import delete_effect, save_effect
from drugs.actions.indications import delete_indication, save_indication
from drugs.actions.lists import behind_the_facts, refresh_lists
from drugs.actions.safety import confirm_notice, raise_notice, refuse_notice, reword_notice
from drugs.actions.safety_ending import ask_longer, decide_longer, end_notice, note_lapsed
from drugs.actions.tables import confirm_tables, forget_tables, import_tables, try_tables
from drugs.actions.watching import open_proposals, tell_owners

__all__ = [
    "ask_longer",
    "behind_the_facts",
    "confirm_notice",
    "confirm_tables",
    "decide_longer",
    "delete_effect",
    "delete_indication",
    "dismiss",
    "end_notice",
    "forget_tables",
    "import_tables",
    "note_lapsed",
    "open_proposals",
    "raise_notice",
    "refresh_lists",
    "refuse_notice",
    "review_again",
    "reword_notice",
    "save_effect",
    "save_indication",
    "say_acted",
    "take_over",
    "tell_owners",
    "try_tables",
]
