"""Nothing is lost in the form of a page: typed text is offered back, and two people's texts are brought together."""

import copy
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.admin.utils import flatten_fieldsets
from django.db import transaction
from django.forms.utils import ErrorDict
from django.http import HttpResponseRedirect, QueryDict
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from publishing.actions import drafting
from publishing.boxes import Shape, clean, read_form, read_posted, to_json, write_posted
from publishing.errors import Refused
from publishing.merging import State, compare
from publishing.models import Autosave, Page
from publishing.staff.autosaving import beside, kept_for, token_of, work_in
from publishing.staff.bringing_together import MergeView, bring_together, view_of


@dataclass(frozen=True)
class Conflict:
    """What the second of two people is shown. `version` and `state`: what is stored now, the start of their next try."""

    message: str
    version: int
    state: str
    view: MergeView


@dataclass(frozen=True)
class Offer:
    """Something typed earlier and not saved. `overtaken`: somebody saved the page after it was typed."""

    row: Autosave
    token: str
    view: MergeView
    overtaken: bool


class KeepsWork:
    """Mixed into the admin of a kind of page."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method == "POST" and "_throw_away" in request.POST:
            return self._throw_away(request, object_id)
        taking_back = request.method == "POST" and "_take_back" in request.POST
        if taking_back and not self._take_back(request, object_id):
            messages.info(request, _("There is nothing left to take back: it was saved or thrown away."))
            return HttpResponseRedirect(request.get_full_path())
        if "_choose" in request.POST:
            request.POST = _changed(request.POST, merged_version=None)
        response = super().changeform_view(request, object_id, form_url, extra_context)
        if taking_back:
            _forgive(response)
        form = _form_of(response)
        if form is None or getattr(form, "conflict", None) is None:
            return response
        conflict = self._bring_together(request, object_id, form.conflict)
        if conflict is None:
            return response
        response = super().changeform_view(request, object_id, form_url, extra_context)
        _forgive(response, form_only=True)
        response.context_data["conflict"] = conflict
        return response

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        may_write = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        if may_write and not context.get("is_popup"):
            context |= self._beside(request, context, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def forget_typed(self, request, page: Page, *, added: bool) -> None:
        """After a save: what was kept while typing has done its work."""
        place = self.model() if added else page
        drafting.forget_typed(page=place, by=request.user, now=timezone.now(), token=token_of(request.POST))

    # Showing

    def _beside(self, request, context, obj: Page | None) -> dict:
        """What stands around the form: what it started from, what was typed earlier, who else is here."""
        now, page = timezone.now(), obj or self.model()
        posted = request.POST if request.method == "POST" else None
        beside_it = {"autosave": {"kind": self.opts.model_name, "page": page.pk or "", "person": request.user.pk}}
        if posted is not None:
            beside_it["opened_state"] = posted.get("opened_state", "")
            beside_it["merged_version"] = posted.get("merged_version", "")
            beside_it["merged_state"] = posted.get("merged_state", "")
            beside_it["autosave"]["token"] = token_of(posted)
            beside_it["taken_back"] = "_taking_back" in posted
        else:
            formsets = [inline.formset for inline in context["inline_admin_formsets"]]
            shape, state = read_form(context["adminform"].form, formsets)
            beside_it["opened_state"] = to_json(state, elsewhere=_held_by_copies(page, state))
            beside_it["autosave"]["token"] = get_random_string(12)
            beside_it["offers"] = [
                offer for row in kept_for(request.user, page) if (offer := self._offer(page, shape, state, row))
            ]
        if page.pk is not None:
            drafting.mark_presence(page=page, by=request.user, now=now)
            beside_it["others"] = beside(page, request.user, now, 0)["others"]
        return beside_it

    def _offer(self, page: Page, shape: Shape, stored: State, row: Autosave) -> Offer | None:
        """What a kept row adds to what is stored; None when it says the same."""
        overtaken = bool(page.pk) and row.opened_version != page.version
        if overtaken:
            state = "".join(row.fields.get("opened_state", [])[:1])
            merge = bring_together(page, shape, stored, row.fields, version=row.opened_version, state=state)
        else:
            merge = compare(stored, stored, read_posted(row.fields, shape))
        if compare(stored, stored, read_posted(row.fields, shape)).is_empty:
            return None
        return Offer(row, row.place.rpartition(":")[2], view_of(merge, shape), overtaken)

    # Taking back and throwing away

    def _kept(self, request, object_id) -> Autosave | None:
        place = drafting.place_of(
            self.model(pk=int(object_id)) if object_id else self.model(), token=token_of(request.POST)
        )
        return Autosave.objects.filter(user=request.user, place=place).first()

    def _take_back(self, request, object_id) -> bool:
        """Put what was kept in the place of what was sent: the form then shows it and saves nothing."""
        row = self._kept(request, object_id) if object_id is None or object_id.isdecimal() else None
        if row is None:
            return False
        request.POST = _as_posted(row.fields | {"_taking_back": ["1"], "autosave-place": [token_of(request.POST)]})
        return True

    def _throw_away(self, request, object_id):
        if object_id is None or object_id.isdecimal():
            page = self.model(pk=int(object_id)) if object_id else self.model()
            drafting.forget_typed(page=page, by=request.user, now=timezone.now(), token=token_of(request.POST))
            messages.success(request, _("Thrown away."))
        return HttpResponseRedirect(request.get_full_path())

    # Bringing two texts together

    def _bring_together(self, request, object_id, message: str) -> Conflict | None:
        """Put both people's work into request.POST, for a second look at the form; None when the page is gone."""
        posted = dict(request.POST.lists())
        with transaction.atomic():
            stored = Page.objects.select_for_update().filter(pk=object_id).first()
            if stored is None:
                return None
            page, shape, theirs = self._read_stored(request, object_id)
        first = not any(name.startswith("mine|") for name in posted)
        if first and "_taking_back" not in posted:
            self._keep_mine(request, page)
        confirmed = _number(posted, "merged_version")
        version, state = _number(posted, "opened_version"), "".join(posted.get("opened_state", [])[:1])
        if confirmed:
            version, state = confirmed, "".join(posted.get("merged_state", [])[:1])
        merge = bring_together(page, shape, theirs, posted, version=version, state=state)
        side, _colon, key = "".join(posted.get("_choose", [])[:1]).partition(":")
        chosen = {
            each.key: getattr(each, side) for each in merge.clashes if each.key == key and side in ("theirs", "mine")
        }
        merge = merge.choose(chosen)
        request.POST = _as_posted(
            {name: values for name, values in posted.items() if name in ("autosave-place", "csrfmiddlewaretoken")}
            | write_posted(merge.state, shape)
            | {"opened_version": [str(version)], "opened_state": [state]}
        )
        return Conflict(message, stored.version, to_json(theirs), view_of(merge, shape))

    def _keep_mine(self, request, page: Page) -> None:
        opened = _number(dict(request.POST.lists()), "opened_version")
        try:
            drafting.keep_typed(
                page=page,
                by=request.user,
                now=timezone.now(),
                fields=work_in(request.POST),
                opened_version=opened,
                token=token_of(request.POST),
            )
        except Refused:
            return  # too long to keep beside the page; it is in the form that is shown now

    def _read_stored(self, request, object_id) -> tuple[Page, Shape, State]:
        """The form of the page as somebody would open it now."""
        opening = copy.copy(request)
        opening.method = "GET"
        page = self.get_object(opening, object_id)
        fields = flatten_fieldsets(self.get_fieldsets(opening, page))
        form = self.get_form(opening, page, change=True, fields=fields)(instance=page)
        formsets, _inlines = self._create_formsets(opening, page, change=True)
        return page, *read_form(form, formsets)


def _held_by_copies(page: Page, state: State) -> set[str]:
    """The long texts of a page that its saved copies hold word for word, so that the form need not carry them twice."""
    source = page.get_known_source() if page.pk else {}
    return {name for name, text in source.items() if isinstance(text, str) and clean([text]) == state.of(name) != ()}


def _number(posted, name: str) -> int:
    text = "".join(posted.get(name, [])[:1])
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _as_posted(fields: dict[str, list[str]]) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, values in fields.items():
        data.setlist(name, values)
    return data


def _changed(posted: QueryDict, **names) -> QueryDict:
    data = posted.copy()
    for name, value in names.items():
        data.pop(name, None)
        if value is not None:
            data[name] = value
    return data


def _form_of(response):
    context = getattr(response, "context_data", None) or {}
    return context["adminform"].form if "adminform" in context else None


def _forgive(response, *, form_only: bool = False) -> None:
    """What is only shown, and not saved, is not scolded."""
    form = _form_of(response)
    if form is None:
        return
    form.errors.pop("__all__", None)
    formsets = [inline.formset for inline in response.context_data["inline_admin_formsets"]]
    if form_only and (form.errors or any(formset.total_error_count() for formset in formsets)):
        return
    form._errors = ErrorDict()
    for formset in formsets:
        formset._errors = [{} for _row in formset.forms]
        for row in formset.forms:
            row._errors = ErrorDict()
    response.context_data["errors"] = None
