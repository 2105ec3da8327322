"""How PubMed says what became of a work, in its lines (a tag) and in its XML (a RefType), and what that makes of the work."""

RETRACTED = "Retracted Publication"  # "Retraction of Publication" is the type of the notice, which nobody retracted
# PubMed's tag → RefType in its XML, what it makes of the work. A partial retraction leaves part of it standing.
TAGS_OF_WORKS = {
    "RIN": ("RetractionIn", "retracted"),
    "RRI": ("RetractedandRepublishedIn", "retracted"),
    "PRIN": ("PartialRetractionIn", "concern"),
    "ECI": ("ExpressionOfConcernIn", "concern"),
    "EIN": ("ErratumIn", "corrected"),
    "CRI": ("CorrectedandRepublishedIn", "corrected"),
    "UIN": ("UpdateIn", "superseded"),
}
# On the record of a notice, about the work that it names.
TAGS_OF_NOTICES = {
    "ROF": ("RetractionOf", "retracted"),
    "RRF": ("RetractedandRepublishedFrom", "retracted"),
    "PROF": ("PartialRetractionOf", "concern"),
    "ECF": ("ExpressionOfConcernFor", "concern"),
    "EFR": ("ErratumFor", "corrected"),
    "CRF": ("CorrectedandRepublishedFrom", "corrected"),
    "UOF": ("UpdateOf", "superseded"),
}


def tag_of(kind: str) -> str:
    """PubMed's tag for a RefType of its XML; "" for one that says nothing about what became of a work."""
    both = TAGS_OF_WORKS | TAGS_OF_NOTICES
    return next((tag for tag, (name, _status) in both.items() if name == kind), "")
