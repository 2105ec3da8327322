from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class WellreadConfig(AppConfig):
    name = "config"


class WellreadAdminConfig(AdminConfig):
    default_site = "config.admin.WellreadAdminSite"
