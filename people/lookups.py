"""Finding people for the command line."""

from django.contrib.auth import get_user_model
from django.core.management.base import CommandError


def staff_named(username: str):
    """The active member of staff with this username. Raises CommandError with the names there are."""
    users = get_user_model().objects.filter(is_active=True, is_staff=True)
    user = users.filter(username=username).first()
    if user is None:
        names = ", ".join(users.order_by("username").values_list("username", flat=True)[:20]) or "nobody yet"
        raise CommandError(f"There is no active member of staff called “{username}”. There are: {names}.")
    return user
