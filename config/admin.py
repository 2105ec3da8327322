"""The admin site."""

from django.contrib.admin import AdminSite


class WellreadAdminSite(AdminSite):
    site_header = site_title = "Wellread"
