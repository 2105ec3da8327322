"""Addresses as they stand in a mail: with the name of the site."""

from django.conf import settings
from django.urls import reverse

from publishing.models import Page


def absolute(path: str) -> str:
    """A path of this site as a whole address."""
    return f"{settings.SITE_URL}{path}"


def form_of(page: Page) -> str:
    """The form of a page; the list of every page leads on to the form of its own kind."""
    return absolute(reverse("admin:publishing_page_change", args=[page.pk]))


def step_of(page: Page, step: str) -> str:
    """One step of a page, such as "approve"."""
    return absolute(reverse(f"staff:{step}", args=[page.pk]))
