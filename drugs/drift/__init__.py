"""What sources outside say of our drugs: reading their files, finding whom they are about, and what differs. Pure: nothing here
reads a dose as a number, and nothing here can write."""

from drugs.drift.comparing import Difference, Ours, differences
from drugs.drift.reading import SOURCES, RecordFile, open_records
from drugs.drift.records import Record

__all__ = ["SOURCES", "Difference", "Ours", "Record", "RecordFile", "differences", "open_records"]
