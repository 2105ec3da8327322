"""SiteSettings: what holds for the whole site, and the phone numbers patients need."""

from datetime import date

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from publishing.fields import WordsField, words_in

PHONE = {"max_length": 40, "blank": True}


class OverduePolicy(models.TextChoices):
    """What happens to a page that is past its review date, besides telling its owner."""

    TELL_OWNER = "tell-owner", _("tell the owner only")
    BANNER = "banner", _("show readers a plain notice")
    HIDE_DOSES = "hide-doses", _("show readers a notice, and hide doses and how often medicines are given")


class CitationStyle(models.TextChoices):
    """How reference lists are written; references.formatting has a writer for each."""

    NLM = "nlm", _("NLM (Vancouver), as PubMed prints them")
    AMA = "ama", _("AMA, 11th edition")


def tier_number(name, default: int, help_text=""):
    return models.PositiveSmallIntegerField(name, default=default, help_text=help_text)


def tier_policy(name):
    return models.CharField(name, max_length=20, choices=OverduePolicy.choices, default=OverduePolicy.BANNER)


class SiteSettings(models.Model):
    """One row (id 1). `lines` is the compiled form of HelpLines; `version` grows with every change, and is part of every
    page's ETag, so that a new phone number reaches readers at once."""

    ONLY_ID = 1

    name = WordsField(_("name of the site"))
    is_sample = models.BooleanField(
        _("this is a sample site"),
        default=False,
        help_text=_("Every page then says that it is a sample and not medical advice."),
    )
    banner_text = WordsField(_("help banner"), blank=True, help_text=_("A line of encouragement shown on every page."))
    banner_url = models.CharField(
        _("help banner leads to"),
        max_length=250,
        blank=True,
        validators=[
            RegexValidator(r"^(/(?!/)|https://)\S*$", _("Write an address of this site (/…) or one with https://."))
        ],
    )
    banner_starts = models.DateField(_("shown from"), null=True, blank=True)
    banner_ends = models.DateField(_("shown until"), null=True, blank=True)
    months_medicine = models.PositiveSmallIntegerField(_("review interval for medicine or dose, in months"), default=12)
    months_treatment = models.PositiveSmallIntegerField(_("review interval for treatment, in months"), default=24)
    months_background = models.PositiveSmallIntegerField(_("review interval for background, in months"), default=36)
    typo_needs_approval = models.BooleanField(
        _("a typo needs a new approval"),
        default=False,
        help_text=_(
            "When off, correcting a typo rests on the approval before it. Changed numbers, doses or advice never do."
        ),
    )
    approvals_medicine = tier_number(_("clinicians who must approve a page about a medicine or dose"), 1)
    approvals_treatment = tier_number(_("clinicians who must approve a page about treatment"), 1)
    approvals_background = tier_number(_("clinicians who must approve a background page"), 1)
    overdue_medicine = tier_policy(_("past its review date: medicine or dose"))
    overdue_treatment = tier_policy(_("past its review date: treatment"))
    overdue_background = tier_policy(_("past its review date: background"))
    hurry_medicine = tier_number(_("days to check a page again after a fact changed: medicine or dose"), 7)
    hurry_treatment = tier_number(_("days to check a page again after a fact changed: treatment"), 14)
    hurry_background = tier_number(_("days to check a page again after a fact changed: background"), 30)
    confirm_hours = models.PositiveSmallIntegerField(
        _("hours for a second person to confirm a safety notice"),
        default=4,
        help_text=_("A notice that nobody has confirmed by then lapses: it is never shown, and must be raised anew."),
    )
    citation_style = models.CharField(
        _("style of reference lists"),
        max_length=10,
        choices=CitationStyle.choices,
        default=CitationStyle.NLM,
        help_text=_(
            "A change shows at once in previews, in the reference library and when medicines are compared. Published pages keep "
            "their list as it stands until they are published again. No approval is lost: the sources stay the same, only the "
            "way they are written changes."
        ),
    )
    mark_concern = models.BooleanField(_("mark sources with an expression of concern"), default=True)
    mark_corrected = models.BooleanField(_("mark sources that were corrected"), default=True)
    mark_superseded = models.BooleanField(_("mark sources that were replaced by a newer one"), default=True)
    lines = models.JSONField(default=dict, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("site settings")
        verbose_name_plural = _("site settings")
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="only_one_site_settings_row"),
            models.CheckConstraint(
                condition=Q(months_medicine__gte=1, months_treatment__gte=1, months_background__gte=1),
                name="review_intervals_are_at_least_a_month",
            ),
            models.CheckConstraint(
                condition=Q(confirm_hours__range=(1, 72)),
                name="a_second_person_has_one_to_72_hours",
                violation_error_message=_("Give a second person at least 1 and at most 72 hours."),
            ),
            models.CheckConstraint(
                condition=Q(
                    approvals_medicine__range=(1, 3),
                    approvals_treatment__range=(1, 3),
                    approvals_background__range=(1, 3),
                ),
                name="one_to_three_clinicians_approve",
                violation_error_message=_("At least one and at most three clinicians approve a page."),
            ),
        ]

    def __str__(self) -> str:
        return words_in(self.name, settings.LANGUAGE_CODE) or "Wellread"

    @classmethod
    def current(cls) -> "SiteSettings":
        """The settings, or unsaved defaults on a site that has none yet. Never writes."""
        return cls.objects.filter(pk=cls.ONLY_ID).first() or cls(pk=cls.ONLY_ID)

    def banner_in(self, language: str, *, on: date) -> dict | None:
        """The help banner as {"text", "url"} when one is scheduled for the day, else None."""
        text = words_in(self.banner_text, language)
        starts, ends = self.banner_starts, self.banner_ends
        if not text or (starts and on < starts) or (ends and on > ends):
            return None
        return {"text": text, "url": self.banner_url}

    def lines_in(self, language: str) -> dict[str, str]:
        """The phone numbers of a language, or of the site's first language; {} when none were given."""
        return self.lines.get(language) or self.lines.get(settings.LANGUAGE_CODE) or {}

    def review_months(self, risk_tier: str) -> int:
        return getattr(self, f"months_{risk_tier}")

    def approvals_needed(self, risk_tier: str) -> int:
        """How many different clinicians must approve a text before it is published."""
        return getattr(self, f"approvals_{risk_tier}")

    def overdue_policy(self, risk_tier: str) -> str:
        """What readers of an overdue page are shown: an OverduePolicy."""
        return getattr(self, f"overdue_{risk_tier}", OverduePolicy.BANNER)

    def marked_statuses(self) -> frozenset[str]:
        """What is marked in the reference lists of pages. That a source was retracted is never kept from readers."""
        chosen = {status for status in ("concern", "corrected", "superseded") if getattr(self, f"mark_{status}")}
        return frozenset({"retracted", *chosen})

    def hurry_days(self, risk_tier: str) -> int:
        """Days within which a page is looked at again after something it quotes changed."""
        return getattr(self, f"hurry_{risk_tier}")


class HelpLines(models.Model):
    """The phone numbers of one language. Care cards and the foot of every page print them; nobody types them into text."""

    FIELDS = (
        "emergency_number",
        "emergency_label",
        "care_team_phone",
        "care_team_label",
        "all_hours_phone",
        "all_hours_label",
    )

    site = models.ForeignKey(SiteSettings, on_delete=models.CASCADE, related_name="help_lines")
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, unique=True)
    emergency_number = models.CharField(_("emergency number"), **PHONE)
    emergency_label = models.CharField(_("its name"), max_length=100, blank=True)
    care_team_phone = models.CharField(_("care team phone"), **PHONE)
    care_team_label = models.CharField(_("its name"), max_length=100, blank=True)
    all_hours_phone = models.CharField(_("24-hour line"), **PHONE)
    all_hours_label = models.CharField(_("its name"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("help lines")
        verbose_name_plural = _("help lines")

    def __str__(self) -> str:
        return self.get_language_display()

    def as_lines(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in self.FIELDS}
