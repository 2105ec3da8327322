"""What a browser would send for a form of the admin as it is, and what it is told."""

from django.urls import reverse


def posted(value):
    return [getattr(row, "pk", row) for row in value] if isinstance(value, list | tuple) else value


def filled(client, url: str) -> dict:
    context = client.get(url).context
    forms = [context["adminform"].form]
    for formset in context["inline_admin_formsets"]:
        forms += [formset.formset.management_form, *formset.formset.initial_forms]
    data = {}
    for form in forms:
        for name, field in form.fields.items():
            value = form[name].value()
            if hasattr(field.widget, "decompress"):
                parts = field.widget.decompress(value)
                data |= {
                    f"{form.add_prefix(name)}_{code}": part for code, part in zip(("en", "es"), parts, strict=True)
                }
            elif hasattr(field, "prepare_value"):
                value = field.prepare_value(value)
                if value is not None and value is not False:
                    data[form.add_prefix(name)] = posted(value)
    return data


def change(page) -> str:
    return reverse(f"admin:{page._meta.app_label}_{page._meta.model_name}_change", args=[page.pk])


def send(client, page, **changes):
    return client.post(change(page), filled(client, change(page)) | changes)


def errors_at(response) -> dict[str, str]:
    """The errors of the form and of every row, by the name of the field."""
    context = response.context
    forms = [context["adminform"].form]
    for formset in context["inline_admin_formsets"]:
        forms += formset.formset.forms
    return {form.add_prefix(name): " ".join(told) for form in forms for name, told in form.errors.items()}
