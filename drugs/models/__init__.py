"""Structured drug facts, and the pages about drugs for patients."""

from drugs.models.effects import CareNote, Effect, Precaution, SideEffect
from drugs.models.pages import DrugPage
from drugs.models.products import Product
from drugs.models.regimens import Indication, Regimen
from drugs.models.sheets import Drug, DrugClass

__all__ = [
    "CareNote",
    "Drug",
    "DrugClass",
    "DrugPage",
    "Effect",
    "Indication",
    "Precaution",
    "Product",
    "Regimen",
    "SideEffect",
]
