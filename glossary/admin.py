"""Glossary terms in the admin."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from glossary.models import Term
from publishing.admin import PageAdmin
from publishing.admin.pages import PEOPLE_AND_REVIEW


@admin.register(Term)
class TermAdmin(PageAdmin):
    public_template = "glossary/term.html"
    prepopulated_fields = {"slug": ("title",), "key": ("title",)}
    search_fields = ("title", "key", "clinical_name")
    fieldsets = (
        (None, {"fields": ("title", "definition", "clinical_name", "aliases", "body")}),
        (_("Where it stands"), {"fields": (("language", "risk_tier"), ("key", "slug"))}),
        PEOPLE_AND_REVIEW,
    )
