"""Mails to be sent: written in the transaction of what they tell of, sent after it, and kept until they went out."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class MailQuerySet(models.QuerySet):
    def waiting(self, *, now):
        """Mails whose turn it is."""
        return self.filter(sent_at__isnull=True, given_up_at__isnull=True, next_try_at__lte=now).order_by("next_try_at")

    def in_trouble(self):
        """Mails that failed at least once and have not gone out."""
        return self.filter(sent_at__isnull=True).exclude(last_error="")

    def server_away(self, *, now):
        """Mails whose first try found no mail server, a moment ago."""
        waiting = self.filter(sent_at__isnull=True, given_up_at__isnull=True, tries=1, next_try_at__gt=now)
        return waiting.filter(last_error__startswith=Mail.AWAY)


class Mail(models.Model):
    """One mail to one person. It holds what it is about (`kind`, ids in `data`) and never its text: the text is made when
    it is sent, so that a secret link or code is nowhere in the database. `key` is unique: the same news is told once."""

    class Kind(models.TextChoices):
        APPROVAL_ASKED = "approval-asked", _("asked to approve, with an account")
        APPROVAL_LINK = "approval-link", _("asked to approve, by link")
        APPROVAL_CODE = "approval-code", _("one-time code")
        DECISION = "decision", _("a clinician decided")
        APPROVAL_VOID = "approval-void", _("an edit made an approval void")
        WISH_OVERRULED = "wish-overruled", _("approved without what you asked for")
        REVIEW_RECORDED = "review-recorded", _("a review was recorded in your name")
        REVIEW_OBJECTED = "review-objected", _("a clinician objected to a review")
        OBJECTION_CODE = "objection-code", _("one-time code to confirm an objection")
        REVIEW_REMINDER = "review-reminder", _("reviews due")
        SCHEDULE_REFUSED = "schedule-refused", _("could not do at the set time")
        REDACTION_ASKED = "redaction-asked", _("asked to confirm a redaction")
        REDACTION_DECIDED = "redaction-decided", _("a redaction was decided")
        PAGES_HELD = "pages-held", _("pages held after a fact changed")
        FACTS_DIFFER = "facts-differ", _("a source outside says otherwise")
        SECOND_PERSON = "second-person", _("asked to be the second person")
        SECOND_PERSON_DONE = "second-person-done", _("what became of what you asked")

    AWAY = "The mail server could not be reached"  # how `last_error` begins when it is not this mail's fault

    kind = models.CharField(max_length=30, choices=Kind.choices)
    key = models.CharField(max_length=200, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reviewer = models.ForeignKey("people.Reviewer", null=True, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    data = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    last_error = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)

    objects = models.Manager.from_queryset(MailQuerySet)()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["-made_at", "-id"]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(sent_at__isnull=True), name="mail_waiting_to_be_sent")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, reviewer__isnull=True) | Q(user__isnull=True, reviewer__isnull=False),
                name="mail_is_for_a_user_or_a_reviewer",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.recipient}"

    @property
    def state_words(self):
        """What became of it, in a word or two."""
        if self.sent_at:
            return _("sent")
        if self.given_up_at:
            return _("given up") if self.last_error else _("no longer needed")
        return _("failed, is tried again") if self.last_error else _("waiting")

    @property
    def recipient(self):
        """Whom it is for: a User or a Reviewer."""
        return self.user or self.reviewer


class Reminder(models.Model):
    """A person was reminded of one due date of one page at one stage ("90", "30", "7", "0", or "week-3" after it).
    Unique, so that a command that runs twice reminds once."""

    page = models.ForeignKey("publishing.Page", on_delete=models.CASCADE, related_name="reminders")
    due_on = models.DateField()
    stage = models.CharField(max_length=20)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    mail = models.ForeignKey(Mail, null=True, on_delete=models.SET_NULL, related_name="reminders")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = [
            models.UniqueConstraint(fields=["page", "due_on", "stage", "user"], name="one_reminder_a_stage_and_person")
        ]

    def __str__(self) -> str:
        return f"{self.page}: {self.stage}"
