"""The press: what is published, who approved it, when it was checked."""

from publishing.models.asking import ApprovalRequest, Invitation
from publishing.models.bulletin import Bulletin
from publishing.models.change_set import AffectedPage, ChangeSet
from publishing.models.edition import Edition, EditionApproval, Significance, Use
from publishing.models.mail import Mail, Reminder
from publishing.models.objecting import ObjectionCheck
from publishing.models.page import Page, RiskTier, State
from publishing.models.publication import CLOSING_CAUSES, Publication, WithdrawalCause
from publishing.models.records import (
    BlockComment,
    Event,
    OverruledWish,
    Review,
    ReviewAttachment,
    ReviewObjection,
    SignOff,
)
from publishing.models.redaction import Redaction
from publishing.models.related import RelatedPage
from publishing.models.schedule import Schedule
from publishing.models.site import CitationStyle, HelpLines, OverduePolicy, SiteSettings
from publishing.models.working import Autosave, Presence, SavedCopy

__all__ = [
    "CLOSING_CAUSES",
    "AffectedPage",
    "ApprovalRequest",
    "Autosave",
    "BlockComment",
    "Bulletin",
    "ChangeSet",
    "CitationStyle",
    "Edition",
    "EditionApproval",
    "Event",
    "HelpLines",
    "Invitation",
    "Mail",
    "ObjectionCheck",
    "OverduePolicy",
    "OverruledWish",
    "Page",
    "Presence",
    "Publication",
    "Redaction",
    "RelatedPage",
    "Reminder",
    "Review",
    "ReviewAttachment",
    "ReviewObjection",
    "RiskTier",
    "SavedCopy",
    "Schedule",
    "SignOff",
    "Significance",
    "SiteSettings",
    "State",
    "Use",
    "WithdrawalCause",
]
