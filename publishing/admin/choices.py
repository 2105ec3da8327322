"""Fields that choose rows of another table."""

from django.contrib.admin.widgets import RelatedFieldWidgetWrapper


def without_side_doors(field):
    """A choice of rows without the small links that add or change those rows in a window of its own."""
    widget = getattr(field, "widget", None)
    if isinstance(widget, RelatedFieldWidgetWrapper):
        widget.can_add_related = widget.can_change_related = False
        widget.can_delete_related = widget.can_view_related = False
        # A cross that empties a list of several stands where only list items may (and each item has one of its own).
        if getattr(widget.widget, "allow_multiple_selected", False):
            widget.widget.is_required = True
    return field
