"""Safety notices: a recall, a boxed warning, a shortage, said at once by two people. Every row is written once; what a
notice is at a moment (waiting, on show, over, lapsed) follows from its rows and the time."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from drugs import safety_letters
from drugs.models.sheets import Drug
from publishing.fields import WordsField
from publishing.frozen import FrozenManager, FrozenModel, FrozenQuerySet

LONGEST_TITLE, LONGEST_TEXT, LONGEST_REASON = 120, 600, 500


class Standing(models.TextChoices):
    """What a notice is at one moment."""

    WAITING = "waiting", _("waits for a second person")
    LAPSED = "lapsed", _("lapsed: nobody confirmed it in time")
    REFUSED = "refused", _("refused")
    REPLACED = "replaced", _("reworded before anybody confirmed it")
    TAKEN_BACK = "taken-back", _("taken back")
    COMING = "coming", _("confirmed, not begun")
    ON_SHOW = "on-show", _("on show")
    OVER = "over", _("over")


class SafetyNoticeQuerySet(FrozenQuerySet):
    def with_steps(self):
        """With `answer` (the kind of step that decided it, None while nothing has), `ended_at` and `over_at`: when it goes,
        prolonged or ended early."""
        steps = SafetyStep.objects.filter(notice=OuterRef("pk")).order_by("-pk")
        ended = steps.filter(kind=SafetyStep.Kind.ENDED).values("at")[:1]
        longer = steps.filter(kind=SafetyStep.Kind.PROLONGED).values("until")[:1]
        return self.annotate(
            answer=Subquery(steps.filter(kind__in=SafetyStep.ANSWERS).values("kind")[:1]),
            ended_at=Subquery(ended),
            over_at=Coalesce(Subquery(ended), Subquery(longer), F("ends_at")),
        )

    def waiting(self, *, now: datetime):
        """Those that a second person may still confirm."""
        return self.with_steps().filter(answer=None, lapses_at__gt=now, ends_at__gt=now)

    def unanswered_too_long(self, *, now: datetime):
        """Lapsed, and nobody noted it yet."""
        return self.with_steps().filter(Q(lapses_at__lte=now) | Q(ends_at__lte=now), answer=None)

    def confirmed(self):
        return self.with_steps().filter(answer=SafetyStep.Kind.CONFIRMED)

    def current(self, *, now: datetime):
        """On show, or confirmed to begin later."""
        return self.confirmed().filter(over_at__gt=now)

    def on_show(self, *, now: datetime):
        return self.current(now=now).filter(starts_at__lte=now)

    def over_since(self, day: datetime, *, now: datetime):
        """What readers were shown and is over, from a moment on. A notice ended before it began was never shown."""
        return self.confirmed().filter(over_at__gt=day, over_at__lte=now, over_at__gte=F("starts_at"))


class SafetyNotice(FrozenModel):
    """What one person asks to be said at once about a drug, word for word. Whoever wants other words raises it anew
    (`replaces`) before it is confirmed, or ends it and raises another.

    `products`: [{"brand", "lots"}] that it is about, [] for all; `title` and `text` have the same languages.
    """

    class Kind(models.TextChoices):
        RECALL = "recall", _("recall")
        BOXED_WARNING = "boxed-warning", _("boxed warning")
        SHORTAGE = "shortage", _("shortage")
        OTHER = "other", _("other safety notice")

    drug = models.ForeignKey(Drug, verbose_name=_("drug"), on_delete=models.PROTECT, related_name="safety_notices")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    products = models.JSONField(_("products"), default=list, blank=True)
    title = WordsField(_("title"), max_length=LONGEST_TITLE)
    text = WordsField(_("text"), max_length=LONGEST_TEXT, rows=4)
    source_url = models.URLField(_("source"), max_length=500)
    starts_at = models.DateTimeField(_("shown from"))
    ends_at = models.DateTimeField(_("shown until"))
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    lapses_at = models.DateTimeField()

    objects = FrozenManager.from_queryset(SafetyNoticeQuerySet)()

    class Meta(FrozenModel.Meta):
        verbose_name = _("safety notice")
        verbose_name_plural = _("safety notices")
        ordering = ["-starts_at", "-id"]
        permissions = [
            ("raise_safetynotice", "Can raise, prolong and end safety notices"),
            ("confirm_safetynotice", "Can confirm safety notices that another person raised"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="safety_notice_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(lapses_at__gt=F("raised_at")), name="safety_notice_lapses_later"),
            models.CheckConstraint(
                condition=Q(source_url__startswith="https://"), name="safety_notice_source_is_https"
            ),
        ]

    def __str__(self) -> str:
        return f"{capfirst(self.get_kind_display())}: {self.drug.title}"

    def letter(self, *, now: datetime) -> dict[str, str] | None:
        """What the mail says that asks for a second person; None once nobody needs to be asked."""
        notice = SafetyNotice.objects.with_steps().select_related("drug", "raised_by").get(pk=self.pk)
        return safety_letters.asking(notice) if notice.standing(now=now) == Standing.WAITING else None

    @property
    def key(self) -> str:
        """Its name as a bulletin and in addresses."""
        return f"safety:{self.pk}"

    @property
    def languages(self) -> list[str]:
        """The languages in which it has a text."""
        return sorted(set(self.title) & set(self.text))

    def standing(self, *, now: datetime) -> Standing:
        """What it is at a moment. Needs `with_steps`."""
        if self.answer is None:
            return Standing.WAITING if now < min(self.lapses_at, self.ends_at) else Standing.LAPSED
        if self.answer != SafetyStep.Kind.CONFIRMED:
            return Standing(self.answer)
        if self.over_at <= now:
            return Standing.OVER
        return Standing.ON_SHOW if self.starts_at <= now else Standing.COMING


class SafetyStepQuerySet(FrozenQuerySet):
    def waiting_longer(self, *, now: datetime):
        """Requests to prolong a notice that a second person may still answer."""
        ended = SafetyStep.objects.filter(notice=OuterRef("notice"), kind=SafetyStep.Kind.ENDED)
        asked = self.filter(kind=SafetyStep.Kind.LONGER_ASKED, answered_by=None, lapses_at__gt=now)
        return asked.exclude(Exists(ended))


class SafetyStep(FrozenModel):
    """What somebody decided about a notice. Two people stand behind whatever is shown: the row that confirms, or prolongs,
    names both, and the database refuses one person twice.

    `by` is None where time decided; `name`, `role` and `credentials` as they were then. `until`: the end asked for or agreed.
    `answers`: the request to prolong that this agrees to or refuses. `seen_hash`: what was on the screen of whoever agreed.
    """

    class Kind(models.TextChoices):
        CONFIRMED = "confirmed", _("confirmed")
        REFUSED = "refused", _("refused")
        LAPSED = "lapsed", _("lapsed")
        REPLACED = "replaced", _("reworded")
        TAKEN_BACK = "taken-back", _("taken back")
        ENDED = "ended", _("ended early")
        LONGER_ASKED = "longer-asked", _("asked to prolong")
        PROLONGED = "prolonged", _("prolonged")
        LONGER_REFUSED = "longer-refused", _("refused to prolong")

    # Each notice gets one of these, once.
    ANSWERS = (Kind.CONFIRMED, Kind.REFUSED, Kind.LAPSED, Kind.REPLACED, Kind.TAKEN_BACK)
    BY_TWO = (Kind.CONFIRMED, Kind.PROLONGED)
    WITH_A_REASON = (Kind.REFUSED, Kind.TAKEN_BACK, Kind.ENDED, Kind.LONGER_ASKED, Kind.LONGER_REFUSED)

    notice = models.ForeignKey(SafetyNotice, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=150, blank=True)
    role = models.CharField(max_length=150, blank=True)
    credentials = models.CharField(max_length=100, blank=True)
    at = models.DateTimeField()
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    until = models.DateTimeField(null=True)
    lapses_at = models.DateTimeField(null=True)
    answers = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="answered_by")
    seen_hash = models.CharField(max_length=64, blank=True)

    objects = FrozenManager.from_queryset(SafetyStepQuerySet)()

    class Meta(FrozenModel.Meta):
        verbose_name = _("step of a safety notice")
        verbose_name_plural = _("steps of safety notices")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["notice"],
                condition=Q(kind__in=["confirmed", "refused", "lapsed", "replaced", "taken-back"]),
                name="one_answer_a_safety_notice",
            ),
            models.UniqueConstraint(fields=["notice"], condition=Q(kind="ended"), name="one_early_end_a_safety_notice"),
            models.CheckConstraint(
                condition=~Q(kind__in=["confirmed", "prolonged"])
                | Q(by__isnull=False, asked_by__isnull=False)
                & ~Q(by=F("asked_by"))
                & ~Q(name="")
                & ~Q(role="")
                & ~Q(credentials="")
                & ~Q(seen_hash=""),
                name="safety_notice_needs_a_second_person",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["refused", "taken-back", "ended", "longer-asked", "longer-refused"])
                | ~Q(reason="") & Q(by__isnull=False),
                name="safety_step_says_who_and_why",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["longer-asked", "prolonged"], until__isnull=False)
                | ~Q(kind__in=["longer-asked", "prolonged"]) & Q(until__isnull=True),
                name="prolonging_says_until_when",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["prolonged", "longer-refused"], answers__isnull=False)
                | ~Q(kind__in=["prolonged", "longer-refused"]) & Q(answers__isnull=True),
                name="prolonging_answers_a_request",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id}: {self.kind}"

    def signed(self) -> dict[str, str]:
        """Who decided, as readers are shown them: the same as safety.signed."""
        return {"name": self.name, "role": self.role, "credentials": self.credentials, "at": self.at.isoformat()}

    def letter(self, *, now: datetime) -> dict[str, str] | None:
        """What the mail says that tells of this step; None for a request to prolong that nobody needs to answer any more."""
        step = SafetyStep.objects.select_related("notice__drug", "by").get(pk=self.pk)
        if step.kind != self.Kind.LONGER_ASKED:
            return safety_letters.telling(step)
        answered = SafetyStep.objects.filter(answers=step).exists()
        ended = SafetyStep.objects.filter(notice=step.notice_id, kind=self.Kind.ENDED).exists()
        return None if answered or ended or step.lapses_at <= now else safety_letters.asking_longer(step)
