"""The people who write, check and publish. Readers have no account."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """A member of staff or a clinical reviewer.

    Display name, role and credentials are printed on public pages as they stood at the moment of a sign-off or review:
    those rows copy them, so changing them here changes no page already published.
    """

    display_name = models.CharField(
        _("display name"), max_length=150, blank=True, help_text=_("The name readers see, for example “Maria Lopez”.")
    )
    role = models.CharField(
        _("role"), max_length=150, blank=True, help_text=_("For example “Oncology nurse” or “Clinical pharmacist”.")
    )
    credentials = models.CharField(
        _("credentials"),
        max_length=100,
        blank=True,
        help_text=_("Letters after the name, for example “RN” or “PharmD”."),
    )
    conflicts_of_interest = models.TextField(
        _("conflicts of interest"),
        blank=True,
        help_text=_("Payments, shares or posts that a reader should know about. Leave empty if there are none."),
    )

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self) -> str:
        return self.get_display_name()

    def get_display_name(self) -> str:
        """The name to print: the display name, else the full name, else the login name."""
        return self.display_name or self.get_full_name() or self.username

    @property
    def is_clinician(self) -> bool:
        """Whether a sign-off by this person may count: it needs a role and credentials that readers can be shown."""
        return bool(self.role and self.credentials)
