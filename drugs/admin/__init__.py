"""Drugs, classes, indications, effects and drug pages in the admin."""

from drugs.admin import effects, indications, pages

__all__ = ["effects", "indications", "pages"]
