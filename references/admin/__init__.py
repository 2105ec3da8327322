"""The reference library in the admin: list.py, form.py, and what both stand on in library.py."""

from references.admin.library import ReferenceAdmin

__all__ = ["ReferenceAdmin"]
