"""Writing the library as other programs read it. Pure: Works in, text out bit by bit, no database.

What our own readers would not understand again from a format's own fields is carried along (references.formats.carried):
exporting and importing loses nothing.
"""

from references.exports.formats import FORMATS, Format
from references.exports.works import Work

__all__ = ["FORMATS", "Format", "Work"]
