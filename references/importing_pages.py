"""Bringing files into the library in the admin: choose, see what would happen, confirm, read the report."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from publishing import permissions
from publishing.errors import NotPermitted, Refused, TryAgain
from publishing.exporting import csv_response
from publishing.staff.access import staff_page
from publishing.staff.steps import methods
from references import csl
from references.actions import Brought, confirm_import, forget_import, try_import
from references.actions.uploads import MAX_BYTES, MAX_FILES, too_much
from references.import_reports import as_rows, offered, shown, summed
from references.models import WaitingImport

LONGEST_PASTE = 500_000


class _Several(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files, as a list."""

    widget = _Several

    def clean(self, data, initial=None):
        return [super(FilesField, self).clean(each, initial) for each in data or [] if each is not None]


class ImportForm(forms.Form):
    """`brought`, after cleaning: the files with their bytes, pasted text as the last of them."""

    files = FilesField(
        label=gettext_lazy("Files"),
        required=False,
        allow_empty_file=True,  # the report names it
        help_text=gettext_lazy(
            "Exported from Zotero, EndNote, Mendeley, PubMed or a publisher: RIS, BibTeX, NBIB, PubMed XML, EndNote XML or "
            "CSL-JSON. The format is found by looking inside. You may choose several."
        ),
    )
    text = forms.CharField(
        label=gettext_lazy("Or paste records here"),
        required=False,
        max_length=LONGEST_PASTE,
        strip=False,
        widget=AdminTextareaWidget({"rows": 8, "spellcheck": "false", "autocomplete": "off"}),
    )

    def clean(self):
        cleaned = super().clean()
        files, text = cleaned.get("files") or [], cleaned.get("text") or ""
        if not files and not text.strip() and not self.errors:
            raise forms.ValidationError(_("Choose a file, or paste text."))
        if (
            len(files) > MAX_FILES
            or sum(file.size for file in files) + len(text.encode("utf-8", "replace")) > MAX_BYTES
        ):
            raise forms.ValidationError(too_much())
        self.brought = [
            Brought(csl.plain_text(file.name, markup=False)[:120] or _("file"), file.read()) for file in files
        ]
        if text.strip():
            self.brought.append(
                Brought(_("pasted text"), text.replace("\r\n", "\n").encode("utf-8", "replace"), pasted=True)
            )
        return cleaned


@staff_page
@methods
def import_references(request) -> HttpResponse:
    """Choose files or paste text. Sending them changes nothing yet: what would happen is shown first."""
    permissions.require(request.user, "references.add_reference", to=_("change the reference library"))
    form = (
        ImportForm(request.POST, {"files": request.FILES.getlist("files")})
        if request.method == "POST"
        else ImportForm(initial={"text": _pasted_before(request)})
    )
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            waiting = try_import(files=form.brought, by=request.user, now=timezone.now())
        except NotPermitted:
            raise
        except Refused as reason:
            refused = reason
        else:
            return redirect("staff:import-result", waiting.pk)
    return _page(request, "admin/references/import.html", title=_("Import references"), form=form, refused=refused)


@staff_page
@methods
def import_result(request, pk) -> HttpResponse:
    """What would happen, and the button; once confirmed, what was done."""
    permissions.require(request.user, "references.add_reference", to=_("change the reference library"))
    waiting = _own(request, pk)
    if waiting is None:
        return redirect("staff:import-references")
    refused = None
    if request.method == "POST":
        if "forget" in request.POST:
            forget_import(waiting=waiting, by=request.user, now=timezone.now())
            messages.success(request, _("Nothing was imported."))
            return redirect("admin:references_reference_changelist")
        try:
            confirm_import(
                waiting=waiting,
                by=request.user,
                now=timezone.now(),
                leave=_left_out(request, waiting),
                only_new="only_new" in request.POST,
            )
        except NotPermitted:
            raise
        except TryAgain as reason:
            refused = reason
        except Refused as reason:
            messages.warning(request, reason.reason)
            return redirect("staff:import-result", waiting.pk)
        else:
            return redirect("staff:import-result", waiting.pk)
    done = waiting.report.get("done")
    sums = summed(done or waiting.report["trial"])
    return _page(
        request,
        "admin/references/import_result.html",
        title=_("Imported") if done else _("What would happen"),
        waiting=waiting,
        done=done is not None,
        sums=sums,
        brings_something=any(number for name, _word, number in sums if name in ("created", "updated", "merged")),
        updates=any(number for name, _word, number in sums if name == "updated"),
        otherwise=_otherwise(waiting.report["trial"], done) if done else "",
        files=shown(done or waiting.report["trial"]),
        refused=refused,
    )


@staff_page
@require_safe
def import_report(request, pk, ending) -> HttpResponse:
    """The whole report as a file."""
    permissions.require(request.user, "references.add_reference", to=_("change the reference library"))
    waiting = _own(request, pk)
    if waiting is None:
        return redirect("staff:import-references")
    report = waiting.report.get("done") or waiting.report["trial"]
    if ending == "csv":
        head = (_("file"), _("what"), _("line"), _("record"), _("words"))
        return csv_response("import-report.csv", head, as_rows(report))
    answer = JsonResponse(
        {"confirmed": waiting.confirmed_at is not None, "files": report}, json_dumps_params={"ensure_ascii": False}
    )
    answer["Content-Disposition"] = 'attachment; filename="import-report.json"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _mine(request):
    return WaitingImport.objects.filter(owner=request.user, brings=WaitingImport.Brings.REFERENCES)


def _own(request, pk) -> WaitingImport | None:
    """The person's own import; None when it expired, or is somebody else's."""
    found = _mine(request).filter(pk=pk, expires_at__gt=timezone.now()).first()
    waiting = WaitingImport.objects.filter(brings=WaitingImport.Brings.REFERENCES, expires_at__gt=timezone.now())
    if found is None and waiting.filter(pk=pk).exclude(owner=request.user).exists():
        messages.warning(request, _("This import belongs to somebody else, who alone sees and confirms it."))
    elif found is None:
        messages.warning(request, _("This import is not here any more: it was kept for a day. Bring the files again."))
    return found


def _left_out(request, waiting: WaitingImport) -> set[tuple[int, int]]:
    """The records whose tick was taken away, as (file, record)."""
    if "ticks" not in request.POST:
        return set()
    taken = set(request.POST.getlist("take"))
    return {each for each in offered(waiting.report["trial"]) if f"{each[0]}:{each[1]}" not in taken}


def _pasted_before(request) -> str:
    """The text of an import that was tried, to be mended; bytes that are no UTF-8 came from no text box."""
    pk = request.GET.get("again", "")
    try:
        waiting = _mine(request).filter(pk=pk).first() if pk else None
    except forms.ValidationError:
        return ""
    row = waiting.files.filter(pasted=True).first() if waiting else None
    return bytes(row.content).decode("utf-8", "replace") if row else ""


def _otherwise(trial: list[dict[str, Any]], done: list[dict[str, Any]]) -> str:
    """A sentence when other things were done than had been shown, because the library had changed in between."""
    before, after = (
        {(name, key) for file in files for name in ("created", "updated") for key in file[name]}
        for files in (trial, done)
    )
    left = sum(len(file.get("left", ())) for file in done)  # as was asked for
    number = max(0, len(before ^ after) - left)
    if not number:
        return ""
    return ngettext(
        "The library was changed after you looked: %(number)s reference was treated otherwise than shown before.",
        "The library was changed after you looked: %(number)s references were treated otherwise than shown before.",
        number,
    ) % {"number": number}


def _page(request, template: str, **context) -> TemplateResponse:
    return TemplateResponse(
        request,
        template,
        admin.site.each_context(request) | {"library_url": reverse("admin:references_reference_changelist"), **context},
    )
