"""Structured drug facts, and the pages about drugs for patients."""

from drugs.models.effects import Precaution, SideEffect
from drugs.models.pages import DrugPage
from drugs.models.regimens import Indication, Product, Regimen
from drugs.models.sheets import Drug, DrugClass

__all__ = ["Drug", "DrugClass", "DrugPage", "Indication", "Precaution", "Product", "Regimen", "SideEffect"]
