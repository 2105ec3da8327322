"""Structured drug facts, and the pages about drugs for patients."""

from drugs.models.drift import Decision, Difference, Field, Proposal, SeenLabel, Source
from drugs.models.effects import CareNote, Effect, Precaution, SideEffect
from drugs.models.pages import DrugPage
from drugs.models.products import Product
from drugs.models.regimens import Indication, Regimen
from drugs.models.safety import SafetyNotice, SafetyStep, Standing
from drugs.models.sheets import Drug, DrugClass

__all__ = [
    "CareNote",
    "Decision",
    "Difference",
    "Drug",
    "DrugClass",
    "DrugPage",
    "Effect",
    "Field",
    "Indication",
    "Precaution",
    "Product",
    "Proposal",
    "Regimen",
    "SafetyNotice",
    "SafetyStep",
    "SeenLabel",
    "SideEffect",
    "Source",
    "Standing",
]
