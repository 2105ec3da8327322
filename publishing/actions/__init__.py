"""Every way the press changes state: keyword-only, atomic verbs. Admin, commands and tests all come through here.

Each takes `by` (the person) and `now` (an aware datetime), checks permission and readiness, changes everything or
nothing, and writes an Event. A refusal is publishing.errors.Refused, with a sentence for the person.
"""

from publishing.actions.asking import ask_for_approval, remind_invitation, revoke_invitation
from publishing.actions.calendars import make_calendar_key, switch_off_calendar
from publishing.actions.changing import approve_change, leave_out, open_change_set, prepare_change_set
from publishing.actions.changing_references import change_reference
from publishing.actions.editing import delete_draft, record_edit, set_related
from publishing.actions.inviting import enter_code, send_code
from publishing.actions.moving import move
from publishing.actions.objecting import confirm_objection, send_objection_code
from publishing.actions.planning import assign_review, plan_reviews
from publishing.actions.press import publish, publish_together
from publishing.actions.propagating import publish_changed_pages
from publishing.actions.redacting import ask_redaction, decide_redaction
from publishing.actions.register import save_reviewer
from publishing.actions.renaming import rename_cited, rename_typed
from publishing.actions.restoring import restore_edition, restore_saved_copy
from publishing.actions.reviewing import RowsRefused, object_to_review, record_review, record_reviews
from publishing.actions.scheduling import cancel_time, do_at_set_time, set_time
from publishing.actions.signing import Remark, sign_off
from publishing.actions.site import save_site_settings
from publishing.actions.taking_over import take_over
from publishing.actions.withdrawing import withdraw

__all__ = [
    "Remark",
    "RowsRefused",
    "approve_change",
    "ask_for_approval",
    "ask_redaction",
    "assign_review",
    "cancel_time",
    "change_reference",
    "confirm_objection",
    "decide_redaction",
    "delete_draft",
    "do_at_set_time",
    "enter_code",
    "leave_out",
    "make_calendar_key",
    "move",
    "object_to_review",
    "open_change_set",
    "plan_reviews",
    "prepare_change_set",
    "publish",
    "publish_changed_pages",
    "publish_together",
    "record_edit",
    "record_review",
    "record_reviews",
    "remind_invitation",
    "rename_cited",
    "rename_typed",
    "restore_edition",
    "restore_saved_copy",
    "revoke_invitation",
    "save_reviewer",
    "save_site_settings",
    "send_code",
    "send_objection_code",
    "set_related",
    "set_time",
    "sign_off",
    "switch_off_calendar",
    "take_over",
    "withdraw",
]
