"""Drugs, classes, indications, effects, drug pages and differences with sources in the admin."""

from drugs.admin import drift, effects, indications, pages

__all__ = ["drift", "effects", "indications", "pages"]
