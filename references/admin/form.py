"""The pages of one reference in the admin: add, change, and what became of it."""

import json

from django.conf import settings
from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from publishing.admin.choices import without_side_doors
from publishing.errors import Refused
from publishing.models import SiteSettings
from references.actions import change_key, save_reference
from references.admin.boxes import fieldsets_of
from references.admin.evidence import BECAME, BECAME_OF_A_NEW_ONE, EVIDENCE, EvidenceShown
from references.forms import BETTER_NAMES, BETTER_TITLE, ReferenceForm
from references.models import pages_citing
from references.record_forms import BOX_OF
from references.requirements import problems_of

_IN_THE_LIBRARY = (_("In the library"), {"fields": ("key",)})
_ON_PAGES = (_("On pages"), {"fields": ("as_printed", "cited_on")})
_RECORD = (_("The whole record"), {"fields": ("as_json",), "classes": ("collapse",)})


class ReferenceFormPages(EvidenceShown):
    """For a ModelAdmin: the form, what it shows besides the boxes, and how it is saved."""

    form = ReferenceForm
    autocomplete_fields = ("superseded_by",)
    readonly_fields = ("problems", "as_printed", "cited_on", "as_json", *EvidenceShown.evidence_readonly)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        return without_side_doors(super().formfield_for_dbfield(db_field, request, **kwargs))

    def get_readonly_fields(self, request, obj=None):
        fixed = obj is not None and obj.citations.exists()
        return (*self.readonly_fields, "key") if fixed else self.readonly_fields

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return [*fieldsets_of(request, self.looked_up(request)), _IN_THE_LIBRARY, EVIDENCE, BECAME_OF_A_NEW_ONE]
        if not self.has_change_permission(request, obj):
            shown = ("key", "status", "superseded_by", "status_history", "watch_state", "problems")
            return [(None, {"fields": shown}), _ON_PAGES, _RECORD]
        # Judged anew: what counts as a problem may have been learnt since the record was saved.
        found = [(_("To mend"), {"fields": ("problems",)})] if problems_of(obj.csl, today=localdate()) else []
        boxes = fieldsets_of(request, obj.csl)
        return [*found, *boxes, _IN_THE_LIBRARY, EVIDENCE, BECAME, _ON_PAGES, _RECORD]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if obj is None:
            form.looked_up = self.looked_up(request)
        return form

    def save_model(self, request, obj, form, change):
        now = timezone.now()
        if change and "key" in form.changed_data and form.cleaned_data.get("key"):
            obj.key = form.initial["key"]
            change_key(reference=obj, key=form.cleaned_data["key"], by=request.user, now=now)
        elif change:
            obj.key = form.initial.get("key") or obj.key
        save_reference(
            reference=obj,
            by=request.user,
            now=now,
            record=form.record,
            status=form.cleaned_data["status"],
            superseded_by=form.cleaned_data["superseded_by"],
            notice=form.notice,
        )
        for note in form.notes:
            messages.warning(request, note)
        found = problems_of(obj.csl, today=localdate())
        if found and "_continue" not in request.POST:  # the form itself shows them
            words = ngettext(
                "Saved. One thing could be better: %(what)s", "Saved. Some things could be better: %(what)s", len(found)
            )
            messages.warning(request, words % {"what": " ".join(problem.message for problem in found)})

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if BETTER_TITLE in request.POST:
            messages.info(request, _("The title stands in its box as a sentence. Check names and acronyms, then save."))
        if BETTER_NAMES in request.POST:
            messages.info(
                request, _("The people stand in their box as “family, initials”. Check each of them, then save.")
            )
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as refused:
            messages.error(request, refused.reason)
            return HttpResponseRedirect(request.get_full_path())

    @admin.display(description=_("could be better"))
    def problems(self, reference):
        """Each with what to do; what could take a value's place with a button, which puts it into the box and saves nothing."""
        rows = []
        for problem in problems_of(reference.csl, today=localdate()):
            name, value = (
                (BETTER_TITLE, "1") if problem.field == "title" else (BETTER_NAMES, BOX_OF.get(problem.field, ""))
            )
            button = (
                format_html(
                    ' <button type="submit" class="step" name="{}" value="{}" formnovalidate>{}</button>',
                    name,
                    value,
                    _("Write “%(title)s”") % {"title": problem.suggestion},
                )
                if problem.suggestion
                else ""
            )
            rows.append((problem.message, button))
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}{}</li>", rows)) if rows else _("Nothing found.")

    @admin.display(description=_("as printed"))
    def as_printed(self, reference):
        """In the style of the site, in each of its languages where they differ."""
        style = SiteSettings.current().citation_style
        lines: dict[str, list[str]] = {}
        for language, name in settings.LANGUAGES:
            lines.setdefault(reference.line(language, style=style), []).append(name)
        if len(lines) == 1:
            return format_html_join("", "<p>{}</p>", ((line,) for line in lines))
        rows = ((", ".join(map(str, names)), line) for line, names in lines.items())
        return format_html_join("", "<p><strong>{}:</strong> {}</p>", rows)

    @admin.display(description=_("cited on"))
    def cited_on(self, reference):
        rows = [(row.path, row.title, number) for row, number in pages_citing(reference)]
        if not rows:
            return _("No live page cites it.")
        return format_html("<ul>{}</ul>", format_html_join("", '<li><a href="{}">{}</a> [{}]</li>', rows))

    @admin.display(description="CSL-JSON")
    def as_json(self, reference):
        text = json.dumps(reference.csl, indent=2, ensure_ascii=False, sort_keys=True)
        return format_html("<pre>{}</pre>", text)
