"""Dosing in prose: reading how much, how often and how a medicine is given, and comparing it with the library. Pure.

`claims_in` reads words; `Stated` is what regimens say; `lint` finds where the two differ. What it finds is for a person to
look at: it never changes a text.
"""
