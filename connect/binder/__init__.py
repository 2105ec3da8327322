"""The audit binder of a page: everything on record about it, as JSON for machines and as a PDF for an auditor."""

from connect.binder.collecting import binder_of
from connect.binder.printing import NotPrinted, print_binder

__all__ = ["NotPrinted", "binder_of", "print_binder"]
