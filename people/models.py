"""The people who write, check and publish. Readers have no account."""

from datetime import date

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
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

    reviews_a_month = models.PositiveSmallIntegerField(
        _("reviews a month"),
        default=20,
        help_text=_("How many reviews this person can do in a month. The planner never gives them more."),
    )
    calendar_key_hash = models.CharField(max_length=64, blank=True, default="", editable=False, db_index=True)

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self) -> str:
        return self.get_display_name()

    def get_display_name(self) -> str:
        """The name to print: the display name, else the full name, else the login name."""
        return self.display_name or self.get_full_name() or self.username

    def get_name_in_choices(self) -> str:
        """The name in a list to choose from, which says when the person left."""
        name = self.get_display_name()
        return name if self.is_active else _("%(who)s (no longer active)") % {"who": name}

    @property
    def is_clinician(self) -> bool:
        """Whether a sign-off by this person may count: it needs a role and credentials that readers can be shown."""
        return bool(self.role and self.credentials)


class Team(models.Model):
    """People who look after pages together. Its lead is told when owner and backup owner leave a review undone."""

    name = models.CharField(_("name"), max_length=150, unique=True)
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("lead"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="led_teams",
    )
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("members"), blank=True, related_name="teams"
    )

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ReviewerQuerySet(models.QuerySet):
    def may_be_asked(self, *, on: date):
        """Clinicians of the register who may be asked to approve on a day: active, and their credentials not expired."""
        return self.filter(Q(expires_on__isnull=True) | Q(expires_on__gte=on), is_active=True)

    def expiring(self, *, on: date, until: date):
        """Active clinicians whose credentials are good on the first day and run out by the second."""
        return self.filter(expires_on__range=(on, until), is_active=True)

    def expired(self, *, on: date):
        """Active clinicians whose credentials have run out: check them again, or make the entry inactive."""
        return self.filter(expires_on__lt=on, is_active=True)


class Reviewer(models.Model):
    """A clinician of the reviewers' register: someone without an account who may be asked to approve a page by mail.

    Kept by an administrator, who has checked the credentials. A secret link is sent to this address and to no other.
    """

    name = models.CharField(_("name"), max_length=150, help_text=_("As readers and auditors will see it."))
    role = models.CharField(_("role"), max_length=150)
    credentials = models.CharField(_("credentials"), max_length=100)
    email = models.EmailField(_("e-mail address"))
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    conflicts_of_interest = models.TextField(_("conflicts of interest"), blank=True)
    checked_on = models.DateField(_("credentials checked on"), null=True, blank=True)
    expires_on = models.DateField(
        _("credentials expire on"), null=True, blank=True, help_text=_("After this day nobody can ask them.")
    )
    is_active = models.BooleanField(_("active"), default=True)
    note = models.TextField(_("note"), blank=True)

    objects = models.Manager.from_queryset(ReviewerQuerySet)()

    class Meta:
        verbose_name = _("reviewer without an account")
        verbose_name_plural = _("reviewers without an account")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="one_reviewer_an_address",
                violation_error_message=_("The register has a reviewer with this address already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.credentials}"

    def get_display_name(self) -> str:
        """The name to print; the same question can be asked of a User."""
        return self.name

    def may_be_asked(self, *, on: date) -> bool:
        return self.is_active and (self.expires_on is None or self.expires_on >= on)
