"""Reading what others say became of a work: Retraction Watch's list, PubMed's XML, Crossref's JSON. Pure; nothing is asked
and nothing is written here."""

from references.notices.reading import SOURCES, NoticeFile, open_notices
from references.notices.told import Told

__all__ = ["SOURCES", "NoticeFile", "Told", "open_notices"]
