"""The press in the admin. Kinds of page register themselves in their own apps, from PageAdmin."""

from publishing.admin import every_page, mails, records, register, site
from publishing.admin.pages import FactSheetAdmin, PageAdmin

__all__ = ["FactSheetAdmin", "PageAdmin", "every_page", "mails", "records", "register", "site"]
