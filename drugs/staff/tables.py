"""Drug facts as tables in the admin: take them along, bring them back, see what would happen, confirm, read the report."""

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from drugs import table_reports
from drugs.actions import confirm_tables, forget_tables, try_tables
from drugs.actions.tables import MAX_BYTES, MAX_FILES, may_import, too_much
from drugs.tables.reading import Brought
from drugs.tables.tables import IN_WORKBOOK, TABLES
from drugs.tables.writing import FORMATS, MEDIA_TYPES, write_tables
from publishing import permissions
from publishing.errors import NotPermitted, Refused, TryAgain
from publishing.exporting import csv_response
from publishing.staff.access import staff_page
from publishing.staff.steps import methods
from references import csl
from references.importing_pages import FilesField
from references.models import WaitingImport

ALL = "all"


class TablesForm(forms.Form):
    """`brought`, after cleaning: the files with their bytes."""

    files = FilesField(
        label=gettext_lazy("Files"),
        help_text=gettext_lazy(
            "A workbook with a sheet for each table (.xlsx), or one file for each table (.xlsx, .csv or .json) with the name of "
            "the table. You may choose several."
        ),
    )

    def clean(self):
        cleaned = super().clean()
        files = cleaned.get("files") or []
        if not files and not self.errors:
            raise forms.ValidationError(_("Choose a file."))
        if len(files) > MAX_FILES or sum(file.size for file in files) > MAX_BYTES:
            raise forms.ValidationError(too_much())
        self.brought = [
            Brought(csl.plain_text(file.name, markup=False)[:120] or _("file"), file.read()) for file in files
        ]
        return cleaned


@staff_page
@methods
def drug_tables(request) -> HttpResponse:
    """What can be taken along, and the form for bringing files. Sending them changes nothing yet."""
    _require_see(request.user)
    form = (
        TablesForm(request.POST, {"files": request.FILES.getlist("files")})
        if request.method == "POST"
        else TablesForm()
    )
    refused = None
    if request.method == "POST":
        permissions.require(request.user, "drugs.change_drug", to=_("change drug facts"))
        if form.is_valid():
            try:
                waiting = try_tables(files=form.brought, by=request.user, now=timezone.now())
            except NotPermitted:
                raise
            except Refused as reason:
                refused = reason
            else:
                return redirect("staff:drug-tables-result", waiting.pk)
    tables = [
        {
            "name": name,
            "words": TABLES[name].model._meta.verbose_name_plural,
            "files": [(form_.upper(), reverse("staff:drug-tables-file", args=[name, form_])) for form_ in FORMATS],
        }
        for name in IN_WORKBOOK
    ]
    return _page(
        request,
        "admin/drugs/tables.html",
        title=_("Medicines as tables"),
        form=form,
        refused=refused,
        tables=tables,
        all_files=[(form_.upper(), reverse("staff:drug-tables-file", args=[ALL, form_])) for form_ in ("xlsx", "json")],
        may_import=may_import(request.user),
    )


@staff_page
@require_safe
def drug_tables_file(request, table: str, ending: str) -> HttpResponse:
    """One table, or all of them in one file."""
    _require_see(request.user)
    names = list(TABLES) if table == ALL else [table]
    if not set(names) <= set(TABLES) or ending not in FORMATS or (table == ALL and ending == "csv"):
        raise Http404
    return file_response(names, ending, name="medicines" if table == ALL else table)


def file_response(names, form: str, *, name: str, drugs=None) -> HttpResponse:
    """Tables as a file to be saved."""
    answer = HttpResponse(write_tables(names, form, drugs=drugs), content_type=MEDIA_TYPES[form])
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@staff_page
@methods
def drug_tables_result(request, pk) -> HttpResponse:
    """What would happen, and the button; once confirmed, what was done."""
    permissions.require(request.user, "drugs.change_drug", to=_("change drug facts"))
    waiting = _own(request, pk)
    if waiting is None:
        return redirect("staff:drug-tables")
    refused = None
    if request.method == "POST":
        if "forget" in request.POST:
            forget_tables(waiting=waiting, by=request.user, now=timezone.now())
            messages.success(request, _("Nothing was imported."))
            return redirect("staff:drug-tables")
        try:
            confirm_tables(waiting=waiting, by=request.user, now=timezone.now(), skip_bad="skip_bad" in request.POST)
        except NotPermitted:
            raise
        except TryAgain as reason:
            refused = reason
            waiting.refresh_from_db()
        except Refused as reason:
            refused = reason
        else:
            return redirect("staff:drug-tables-result", waiting.pk)
    done = waiting.report.get("done")
    report = done or waiting.report["trial"]
    return _page(
        request,
        "admin/drugs/tables_result.html",
        title=_("Imported") if done else _("What would happen"),
        waiting=waiting,
        done=done is not None,
        report=report,
        sums=table_reports.sums(report),
        problems=table_reports.problems(report, request.GET.get("errors", "")),
        rows=table_reports.rows(report, request.GET.get("changes", "")),
        refused=refused,
    )


@staff_page
@require_safe
def drug_tables_report(request, pk) -> HttpResponse:
    """The whole report as a file."""
    permissions.require(request.user, "drugs.change_drug", to=_("change drug facts"))
    waiting = _own(request, pk)
    if waiting is None:
        return redirect("staff:drug-tables")
    report = waiting.report.get("done") or waiting.report["trial"]
    return csv_response("medicines-report.csv", table_reports.head(), table_reports.as_lines(report))


def _require_see(person) -> None:
    permissions.require(person, "drugs.view_drug", to=_("see drug facts"))


def _own(request, pk) -> WaitingImport | None:
    """The person's own import; None when it expired, or is somebody else's."""
    mine = WaitingImport.objects.filter(owner=request.user, brings=WaitingImport.Brings.DRUGS)
    found = mine.filter(pk=pk, expires_at__gt=timezone.now()).first()
    if found is None:
        messages.warning(request, _("This import is not here any more: it was kept for a day. Bring the files again."))
    return found


def _page(request, template: str, **context) -> TemplateResponse:
    drugs = {"drugs_url": reverse("admin:drugs_drug_changelist")}
    return TemplateResponse(request, template, admin.site.each_context(request) | drugs | context)
