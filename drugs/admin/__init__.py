"""Drugs, classes, indications and drug pages in the admin."""

from drugs.admin import indications, pages

__all__ = ["indications", "pages"]
