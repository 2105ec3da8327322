"""Every way the press changes state: keyword-only, atomic verbs. Admin, commands and tests all come through here.

Each takes `by` (the person) and `now` (an aware datetime), checks permission and readiness, changes everything or
nothing, and writes an Event. A refusal is publishing.errors.Refused, with a sentence for the person.
"""

from publishing.actions.editing import ask_for_approval, delete_draft, record_edit, set_related, sign_off
from publishing.actions.planning import assign_review, plan_reviews
from publishing.actions.press import move, publish, publish_together, withdraw
from publishing.actions.reviewing import record_review
from publishing.actions.site import save_site_settings

__all__ = [
    "ask_for_approval",
    "assign_review",
    "delete_draft",
    "move",
    "plan_reviews",
    "publish",
    "publish_together",
    "record_edit",
    "record_review",
    "save_site_settings",
    "set_related",
    "sign_off",
    "withdraw",
]
