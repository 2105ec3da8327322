"""The report on evidence in the admin: every live page with what of it cites nothing, and each page by name."""

from django.contrib import admin
from django.contrib.admin.views.main import ORDER_VAR
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from connect.coverage import filters
from connect.coverage.report import cited_of, evidence_of, shares_of, uncited_of
from connect.coverage.shares import percent
from publishing.admin.exporting import CsvExport
from publishing.admin.lists import kind_words, with_label
from publishing.staff.access import change_url, may_see, may_see_pages, page_models
from references.actions import uncounted
from references.models import Coverage
from references.models.coverage import COUNTED, EVIDENCE, YEARS, counts_of, old_before, places_in

# What a page takes from the drug library, in one column: which is which is told on the page of each.
FACTS = ("cells", "effects", "regimens")


MOST_DIGITS = 18  # of a number that a database can look for


def part_words(coverage, names, title) -> str:
    """ "3 of 5", or a dash where there is nothing to cite."""
    whole = sum(getattr(coverage, name) for name in names)
    part = sum(getattr(coverage, f"{name}_cited") for name in names)
    return with_label(title, _("%(part)d of %(whole)d") % {"part": part, "whole": whole}) if whole else "–"


@admin.register(Coverage)
class CoverageAdmin(CsvExport, admin.ModelAdmin):
    list_display = ("title_link", "kind", "uncited", "sections_words", "facts_words", "old_words", "marked_words")
    list_display_links = None
    list_filter = (
        filters.FoundFilter, filters.KindFilter, filters.LanguageFilter, filters.TopicFilter, filters.LookedAfterFilter,
    )  # fmt: skip
    list_select_related = ("edition__page",)
    list_per_page = 50
    actions = None
    search_fields = ("edition__page__title", "edition__page__key")
    search_help_text = _("Searches titles and keys.")
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    change_list_template = "admin/coverage/list.html"
    csv_columns = (
        (_("title"), lambda row: row.edition.page.title),
        (_("kind"), lambda row: kind_words(row.edition.page)),
        (_("language"), lambda row: row.edition.language),
        (_("key"), lambda row: row.edition.page.key),
        (_("edition"), lambda row: row.edition.number),
        (_("without a citation"), lambda row: row.uncited),
        *(
            pair
            for name, words, citing in (
                ("sections", _("sections"), _("sections that cite")),
                ("cells", _("cells of drug tables"), _("cells that cite")),
                ("effects", _("side effects and precautions"), _("side effects and precautions that cite")),
                ("regimens", _("doses and timings"), _("doses and timings with a source")),
            )
            for pair in (
                (words, lambda row, name=name: getattr(row, name)),
                (citing, lambda row, name=name: getattr(row, f"{name}_cited")),
            )
        ),
        (_("references"), lambda row: row.references),
        (_("older than 10 years"), lambda row: row.old),
        (_("of unknown year"), lambda row: row.undated),
        (_("corrected, superseded, doubted or retracted"), lambda row: row.marked),
    )

    def get_queryset(self, request):
        rows = self.seen_by(request.user).with_uncited()
        if ORDER_VAR in request.GET:
            rows = rows.with_evidence("old_share", "marked", year=timezone.localdate().year)
        heavy = ("html", "plain_text", "source", "facts", "references", "outline", "quoted")
        return rows.defer(*(f"edition__{name}" for name in heavy))

    def get_ordering(self, request):
        """The worst first."""
        return ("-uncited", "edition__page__title", "pk")

    def for_csv(self, queryset):
        return queryset.with_evidence(*EVIDENCE, year=timezone.localdate().year)

    def seen_by(self, person):
        """Live pages of the kinds this person may see."""
        unseen = [model._meta.model_name for model in page_models() if not may_see(person, model)]
        rows = Coverage.objects.live()
        return rows.exclude(edition__page__kind__in=unseen) if unseen else rows

    def changelist_view(self, request, extra_context=None):
        titled = {"title": self.opts.verbose_name_plural} | (extra_context or {})
        response = super().changelist_view(request, titled)
        if cl := getattr(response, "context_data", {}).get("cl"):
            cl.result_list = self._with_evidence(cl.result_list)
            rows = self.seen_by(request.user)
            for chosen in cl.filter_specs:
                rows = chosen.queryset(request, rows)
            rows, _distinct = self.get_search_results(request, rows, cl.query)
            totals = rows.totals()
            response.context_data |= {
                "totals": totals,
                "shares": shares_of(totals),
                "evidence": evidence_of(rows, year=timezone.localdate().year),
                "years": YEARS,
                "uncounted": uncounted().count(),
            }
        return response

    @staticmethod
    def _with_evidence(rows) -> list[Coverage]:
        """The rows on the screen, with what each cites: one query for these, instead of one look at every page."""
        rows = list(rows)
        shown = Coverage.objects.filter(pk__in=[row.pk for row in rows])
        found = {each["pk"]: each for each in shown.evidence(year=timezone.localdate().year)}
        for row in rows:
            for name in EVIDENCE:
                setattr(row, name, found[row.pk][name])
        return rows

    def change_view(self, request, object_id, form_url="", extra_context=None):
        coverage = None
        if object_id.isdecimal() and len(object_id) <= MOST_DIGITS:
            rows = self.seen_by(request.user).filter(pk=object_id)
            coverage = rows.select_related("edition__page").first()
        if coverage is None or not self.has_view_permission(request, coverage):
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        year = timezone.localdate().year
        cited = cited_of(coverage, year=year)
        context = self.admin_site.each_context(request) | {
            "title": coverage.edition.page.title,
            "opts": self.opts,
            "coverage": coverage,
            "kind": kind_words(coverage.edition.page),
            "form_url": change_url(coverage.edition.page),
            "publication": coverage.edition.publications.live().first(),
            "shares": shares_of(counts_of(places_in(coverage.edition))),
            "groups": self._groups(uncited_of(coverage)),
            "cited": cited,
            "evidence": evidence_of(Coverage.objects.filter(pk=coverage.pk), year=year),
            "old": [each for each in cited if each.is_old],
            "undated": [each for each in cited if each.year is None],
            "marked": [each for each in cited if each.status != "current"],
            "years": YEARS,
            "old_before": old_before(year),
        }
        return TemplateResponse(request, "admin/coverage/page.html", context)

    @staticmethod
    def _groups(found) -> list[tuple]:
        """(heading, places) of what cites nothing, thing by thing."""
        headings = {
            "sections": _("Sections without a citation"),
            "cells": _("Cells of drug tables without a citation"),
            "effects": _("Side effects and precautions without a citation"),
            "regimens": _("Doses and timings without a source"),
        }
        groups = [
            (headings[name], [each for each in found if each.place.kind in kinds]) for name, kinds in COUNTED.items()
        ]
        return [(heading, places) for heading, places in groups if places]

    @admin.display(description=_("page"), ordering="edition__page__title")
    def title_link(self, coverage):
        return format_html('<a href="{}/change/">{}</a>', coverage.pk, coverage.edition.page.title)

    @admin.display(description=_("kind"), ordering="edition__page__kind")
    def kind(self, coverage):
        language = coverage.edition.language
        return format_html("{}{}", kind_words(coverage.edition.page), f", {language}" if language else "")

    @admin.display(description=_("without a citation"), ordering="uncited")
    def uncited(self, coverage):
        places = coverage.places
        if not places:
            return with_label(_("Without a citation"), _("nothing to cite"))
        words = _("%(part)d of %(whole)d") % {"part": coverage.uncited, "whole": places}
        return with_label(_("Without a citation"), words)

    @admin.display(description=_("sections that cite"))
    def sections_words(self, coverage):
        return part_words(coverage, ("sections",), _("Sections that cite"))

    @admin.display(description=_("drug facts that cite"))
    def facts_words(self, coverage):
        return part_words(coverage, FACTS, _("Drug facts that cite"))

    @admin.display(description=_("older than 10 years"), ordering="old_share")
    def old_words(self, coverage):
        if not coverage.references:
            return "–"
        dated = coverage.references - coverage.undated
        words = _("%(percent)d %% (%(part)d of %(whole)d)") % {
            "percent": percent(coverage.old, dated), "part": coverage.old, "whole": dated,
        }  # fmt: skip
        return with_label(_("Older than 10 years"), words)

    @admin.display(description=_("corrected, retracted …"), ordering="marked")
    def marked_words(self, coverage):
        if not coverage.marked:
            return "–"
        return with_label(
            _("Corrected, retracted …"), format_html('<strong class="overdue">{}</strong>', coverage.marked)
        )

    def has_view_permission(self, request, obj=None):
        return may_see_pages(request.user)

    def has_module_permission(self, request):
        return may_see_pages(request.user)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
