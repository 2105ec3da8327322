"""Reading reference files as other programs write them. Pure: bytes in, CSL-JSON records out, no database.

`open_source` recognises the format from the content and yields one Entry for each record, as it reads: memory does not
grow with the file. Every format has a module of its own; why the readers are ours is decision 23 in docs/adr.
"""

from references.formats.entries import CannotRead, Entry
from references.formats.reading import FORMATS, Source, open_source

__all__ = ["FORMATS", "CannotRead", "Entry", "Source", "open_source"]
