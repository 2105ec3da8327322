"""The press: what is published, who approved it, when it was checked."""

from publishing.models.edition import Edition, Significance, Use
from publishing.models.page import Page, RiskTier, State
from publishing.models.publication import Publication, WithdrawalCause
from publishing.models.records import Event, Review, SignOff
from publishing.models.related import RelatedPage
from publishing.models.site import HelpLines, SiteSettings

__all__ = [
    "Edition",
    "Event",
    "HelpLines",
    "Page",
    "Publication",
    "RelatedPage",
    "Review",
    "RiskTier",
    "SignOff",
    "Significance",
    "SiteSettings",
    "State",
    "Use",
    "WithdrawalCause",
]
