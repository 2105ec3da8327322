"""What stands in a form: every box of a page and of its rows as plain text, read from a form or from what a browser sent."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django import forms
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.utils.translation import gettext as _

from publishing.merging import State, Values, is_new, row_of

MOST_ROWS = 1_000  # Django's own limit for the rows of one list


@dataclass(frozen=True)
class Rows:
    """One list of rows. `fields`: name of a box → its label and form field; `names`: what each stored row is called."""

    prefix: str
    label: str
    pk_name: str
    fields: Mapping[str, tuple[str, forms.Field]]
    names: Mapping[str, str]
    most: int


@dataclass(frozen=True)
class Shape:
    """The boxes a form has, with their labels: what turns a State into names that a browser sends, and into words."""

    fields: Mapping[str, tuple[str, forms.Field]]
    lists: Mapping[str, Rows] = field(default_factory=dict)

    def label(self, key: str) -> str:
        """A box as a person knows it: "Text", or "Products · Xgeva · strength"."""
        row = row_of(key)
        if not row:
            return self.fields[key][0]
        return f"{self.row_label(row)} · {self._field(key)[0]}"

    def row_label(self, row: str) -> str:
        rows = self.lists[row.partition("#")[0]]
        return f"{rows.label} · {rows.names.get(row) or _('new')}"

    def words(self, key: str, values: Values | None) -> str:
        """The value of a box as a person reads it."""
        form_field = self._field(key)[1]
        if isinstance(form_field, forms.ModelChoiceField):
            ids = [value for value in values or () if value.isdecimal() and len(value) < 19]
            rows = form_field.queryset.model._default_manager.filter(pk__in=ids)
            return "\n".join(sorted(str(row) for row in rows))
        if isinstance(form_field, forms.BooleanField):
            return _("yes") if values else _("no")
        names = {}
        if isinstance(form_field, forms.ChoiceField):
            names = {str(value): str(name) for value, name in form_field.choices}
        return "\n".join(names.get(value, value) for value in values or ())

    def _field(self, key: str) -> tuple[str, forms.Field]:
        row = row_of(key)
        return self.lists[row.partition("#")[0]].fields[key.partition("/")[2]] if row else self.fields[key]


def read_form(form, formsets: Iterable) -> tuple[Shape, State]:
    """The shape of an unbound form with its rows, and what it shows."""
    values, fields, lists, order = {}, {}, {}, []
    for name, label, form_field, found in _boxes(form):
        fields[name] = (label, form_field)
        values[name] = found
    for formset in formsets:
        pk_name, names = formset.model._meta.pk.name, {}
        for row in formset.initial_forms:
            key = f"{formset.prefix}#{row.instance.pk}"
            order.append(key)
            names[key] = str(row.instance)
            values |= {f"{key}/{name}": found for name, _label, _field, found in _boxes(row)}
        kinds = {name: (label, form_field) for name, label, form_field, _found in _boxes(formset.empty_form)}
        label = str(formset.model._meta.verbose_name_plural).capitalize()
        kinds.setdefault("DELETE", (_("Delete"), forms.BooleanField()))
        lists[formset.prefix] = Rows(formset.prefix, label, pk_name, kinds, names, formset.max_num)
    return Shape(fields, lists), State({key: found for key, found in values.items() if found}, tuple(order))


def _boxes(form) -> Iterable[tuple[str, str, forms.Field, Values]]:
    """Every box a person can fill in: (name, label, field, values)."""
    for bound in form:
        if bound.is_hidden or isinstance(bound.field, forms.FileField):
            continue
        label = str(bound.label or bound.name)
        label = label[:1].upper() + label[1:]
        for suffix, which, values in _parts(bound.field.widget, bound.value()):
            yield bound.name + suffix, f"{label} ({which})" if which else label, bound.field, clean(values)


def _parts(widget, value) -> Iterable[tuple[str, str, list]]:
    """A value as the boxes of its widget hold it: (suffix of the name, which part, values)."""
    if isinstance(widget, RelatedFieldWidgetWrapper):
        widget = widget.widget
    if isinstance(widget, forms.MultiWidget):
        parts = value if isinstance(value, list | tuple) else widget.decompress(value)
        for suffix, inner, part in zip(widget.widgets_names, widget.widgets, parts, strict=False):
            for further, _which, values in _parts(inner, part):
                yield suffix + further, inner.attrs.get("aria-label", ""), values
    elif isinstance(widget, forms.CheckboxInput):
        yield "", "", ["on"] if widget.check_test(value) else []
    elif getattr(widget, "allow_multiple_selected", False):
        yield "", "", list(value or [])
    else:
        shown = widget.format_value(value)
        yield "", "", list(shown) if isinstance(shown, list | tuple) else [shown]


def clean(values: Iterable) -> Values:
    """Values as they are compared: one kind of line end, nothing empty."""
    texts = ("" if value is None else str(value).replace("\r\n", "\n").replace("\r", "\n") for value in values)
    return tuple(text for text in texts if text)


def read_posted(data: Mapping[str, list[str]], shape: Shape) -> State:
    """What a browser sent, as a State; names that the form does not have are left out."""
    values = {name: clean(data.get(name, [])) for name in shape.fields}
    order = []
    for prefix, rows in shape.lists.items():
        for number in range(_count(data, prefix)):
            pk = "".join(clean(data.get(f"{prefix}-{number}-{rows.pk_name}", []))[:1])
            key = f"{prefix}#{pk}" if pk.isdecimal() else f"{prefix}#new{number}"
            order.append(key)
            values |= {f"{key}/{name}": clean(data.get(f"{prefix}-{number}-{name}", [])) for name in rows.fields}
    return State({key: found for key, found in values.items() if found}, tuple(dict.fromkeys(order)))


def _count(data: Mapping[str, list[str]], prefix: str) -> int:
    number = "".join(data.get(f"{prefix}-TOTAL_FORMS", [])[:1])
    return min(int(number), MOST_ROWS) if number.isdecimal() and len(number) < 9 else 0


def write_posted(state: State, shape: Shape) -> dict[str, list[str]]:
    """A State as a browser would send it: stored rows first, then the new ones."""
    data = {name: list(state.of(name)) for name in shape.fields if state.of(name)}
    for prefix, rows in shape.lists.items():
        own = sorted((row for row in state.rows if row.partition("#")[0] == prefix), key=is_new)
        data[f"{prefix}-TOTAL_FORMS"] = [str(len(own))]
        data[f"{prefix}-INITIAL_FORMS"] = [str(sum(not is_new(row) for row in own))]
        data[f"{prefix}-MIN_NUM_FORMS"], data[f"{prefix}-MAX_NUM_FORMS"] = ["0"], [str(rows.most)]
        for number, row in enumerate(own):
            if not is_new(row):
                data[f"{prefix}-{number}-{rows.pk_name}"] = [row.partition("#")[2]]
            for name in rows.fields:
                if state.of(f"{row}/{name}"):
                    data[f"{prefix}-{number}-{name}"] = list(state.of(f"{row}/{name}"))
    return data


def to_json(state: State, *, elsewhere: Collection[str] = ()) -> str:
    """A State for a hidden box; `elsewhere`: boxes left out because a saved copy holds them."""
    values = {key: list(found) for key, found in state.values.items() if key not in elsewhere}
    whole = {"values": values, "rows": list(state.rows), "elsewhere": sorted(elsewhere)}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> tuple[State, frozenset[str]] | None:
    """The State in a hidden box, and the names of what is kept elsewhere; None when it is missing or was tampered with."""
    try:
        read = json.loads(text)
        values = {str(key): clean(found) for key, found in read["values"].items()}
        return State(values, tuple(map(str, read["rows"]))), frozenset(map(str, read["elsewhere"]))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
