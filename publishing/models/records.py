"""The record of decisions: sign-offs, reviews and events. Append-only."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from publishing.frozen import FrozenManager, FrozenModel, FrozenQuerySet
from publishing.models.edition import Edition, Significance


class SignOffQuerySet(FrozenQuerySet):
    def unspent(self):
        """Decisions made after every approval that an edition of the page rests on.

        Publishing uses an approval up, and all before it: a text that was corrected or withdrawn since must be approved
        again, or an author alone could bring back what a clinician replaced.
        """
        used = Edition.objects.filter(page=OuterRef("page"), approval__gte=OuterRef("pk"))
        return self.filter(~Exists(used))

    def counting(self):
        """The approvals that count towards publishing, one a clinician: unspent, the clinician's latest word on that text,
        not by one of its authors, and none while a clinician's wish for changes to that text stands open. The twin of
        requirements.matching_approvals for many pages at once."""
        same_text = SignOff.objects.filter(page=OuterRef("page"), content_hash=OuterRef("content_hash"))
        again = same_text.filter(_by_the_same(), pk__gt=OuterRef("pk"))
        approvals = self.unspent().filter(decision=SignOff.Decision.APPROVE)
        written = Event.objects.rewording(page=OuterRef("page"), by=OuterRef("by"))
        return approvals.filter(~Exists(again), ~Exists(written), ~Exists(same_text.open_wishes()))

    def open_wishes(self):
        """Wishes for changes that stand: the clinician's latest word on that very text, and no approval of it went on record
        with the reason why it goes without them. Publishing another text in between answers none."""
        same_text = SignOff.objects.filter(page=OuterRef("page"), content_hash=OuterRef("content_hash"))
        again = same_text.filter(_by_the_same(), pk__gt=OuterRef("pk"))
        answers = OverruledWish.objects.filter(wish=OuterRef("pk"))
        return self.filter(~Exists(again), ~Exists(answers), decision=SignOff.Decision.CHANGES_REQUESTED)


def _by_the_same() -> Q:
    """Decisions of the clinician of an outer decision."""
    return Q(by=OuterRef("by")) | Q(reviewer=OuterRef("reviewer"))


class SignOff(FrozenModel):
    """One clinician's decision on one exact content hash. Name, role and credentials are kept as they stood.

    The clinician has an account (`by`) or stands in the reviewers' register (`reviewer`). `change_set`: the decision was
    about what a changed fact does to this page.
    """

    emptied_by_redaction = ("comment",)
    set_by_redaction = ("redacted_at",)

    class Decision(models.TextChoices):
        APPROVE = "approve", _("approved")
        CHANGES_REQUESTED = "changes-requested", _("changes requested")

    page = models.ForeignKey("publishing.Page", on_delete=models.PROTECT, related_name="sign_offs")
    content_hash = models.CharField(max_length=64)
    decision = models.CharField(max_length=20, choices=Decision.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reviewer = models.ForeignKey("people.Reviewer", null=True, on_delete=models.PROTECT, related_name="sign_offs")
    change_set = models.ForeignKey(
        "publishing.ChangeSet", null=True, on_delete=models.PROTECT, related_name="page_sign_offs"
    )
    name = models.CharField(max_length=150)
    role = models.CharField(max_length=150)
    credentials = models.CharField(max_length=100)
    conflict_of_interest = models.TextField(blank=True)
    comment = models.TextField(blank=True)
    at = models.DateTimeField()
    redacted_at = models.DateTimeField(null=True)

    objects = FrozenManager.from_queryset(SignOffQuerySet)()

    class Meta(FrozenModel.Meta):
        verbose_name = _("sign-off")
        verbose_name_plural = _("sign-offs")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["page", "content_hash"], name="sign_off_by_page_and_hash")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(role="") & ~Q(credentials="") & ~Q(content_hash=""),
                name="sign_off_says_who_decided_on_what",
            ),
            models.CheckConstraint(
                condition=Q(by__isnull=False, reviewer__isnull=True) | Q(by__isnull=True, reviewer__isnull=False),
                name="sign_off_is_by_a_user_or_a_reviewer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_decision_display()}: {self.name}, {self.credentials}"


class BlockComment(FrozenModel):
    """What a clinician said about one block of the page they decided on, with the words they propose instead.

    `position` counts the blocks of the compiled page from 1; `quoted` is the block's plain text as they read it. A proposal
    approves nothing: the author takes it up, and the new text is approved anew.
    """

    emptied_by_redaction = ("quoted", "comment", "proposed")
    set_by_redaction = ("redacted_at",)

    sign_off = models.ForeignKey(SignOff, on_delete=models.PROTECT, related_name="block_comments")
    position = models.PositiveIntegerField()
    quoted = models.TextField()
    comment = models.TextField(blank=True)
    proposed = models.TextField(blank=True)
    redacted_at = models.DateTimeField(null=True)

    class Meta(FrozenModel.Meta):
        verbose_name = _("comment on a block")
        verbose_name_plural = _("comments on blocks")
        ordering = ["sign_off", "position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(comment="") | ~Q(proposed="") | Q(redacted_at__isnull=False),
                name="block_comment_says_something",
            )
        ]

    def __str__(self) -> str:
        return self.comment or self.proposed


class OverruledWish(FrozenModel):
    """A clinician approved a text although another asked for changes of it: after reading what was asked, with the reason
    why the text is right without it."""

    emptied_by_redaction = ("reason",)
    set_by_redaction = ("redacted_at",)

    sign_off = models.ForeignKey(SignOff, on_delete=models.PROTECT, related_name="overruled")
    wish = models.ForeignKey(SignOff, on_delete=models.PROTECT, related_name="overruled_by")
    reason = models.TextField()
    redacted_at = models.DateTimeField(null=True)

    class Meta(FrozenModel.Meta):
        verbose_name = _("approved without what was asked for")
        verbose_name_plural = _("approved without what was asked for")
        ordering = ["sign_off", "id"]
        constraints = [
            models.UniqueConstraint(fields=["sign_off", "wish"], name="one_overruled_wish_an_approval_and_wish"),
            models.CheckConstraint(
                condition=~Q(reason="") | Q(redacted_at__isnull=False), name="overruled_wish_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.reason


class ReviewQuerySet(FrozenQuerySet):
    def counting(self):
        """Reviews of whole pages that nobody objected to, the newest first: what a page's review dates follow from. A second
        review of the same day corrects the first."""
        return self.filter(scope=Review.Scope.PAGE, objection__isnull=True).order_by("-reviewed_on", "-pk")


class Review(FrozenModel):
    """A clinician checked a published edition against the evidence: the only thing that moves a page's review date."""

    class Scope(models.TextChoices):
        PAGE = "page", _("the whole page")
        TRANSLATION = "translation", _("the translation only")

    class Outcome(models.TextChoices):
        NO_CHANGE = "no-change", _("no change needed")
        MINOR = "minor", _("small changes needed")
        MAJOR = "major", _("important changes needed")
        WITHDRAW = "withdraw", _("to be withdrawn")

    page = models.ForeignKey("publishing.Page", on_delete=models.PROTECT, related_name="reviews")
    edition = models.ForeignKey("publishing.Edition", on_delete=models.PROTECT, related_name="reviews")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reviewer = models.ForeignKey("people.Reviewer", null=True, on_delete=models.PROTECT, related_name="reviews")
    name = models.CharField(max_length=150)
    role = models.CharField(max_length=150)
    credentials = models.CharField(max_length=100)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    reviewed_on = models.DateField(_("reviewed on"))
    scope = models.CharField(_("scope"), max_length=20, choices=Scope.choices, default=Scope.PAGE)
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome.choices)
    evidence_searched = models.TextField(_("evidence searched"), blank=True)
    evidence_searched_on = models.DateField(_("searched on"), null=True, blank=True)
    next_due_on = models.DateField(_("next review due"))
    next_due_reason = models.CharField(_("why then"), max_length=300, blank=True)
    checklist = models.JSONField(_("checklist"), default=list)
    proof_of_decision = models.TextField(_("the clinician's own words"), blank=True, default="")

    # Outcomes after which readers may rely on the page as it stands; the others say that it must change first.
    STANDS = (Outcome.NO_CHANGE, Outcome.MINOR)

    objects = FrozenManager.from_queryset(ReviewQuerySet)()

    class Meta(FrozenModel.Meta):
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["-reviewed_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(next_due_on__gt=F("reviewed_on")), name="review_is_due_again_later"),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(role="") & ~Q(credentials=""), name="review_names_the_clinician_who_decided"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=False, reviewer__isnull=True)
                | Q(decided_by__isnull=True, reviewer__isnull=False),
                name="review_is_by_a_user_or_a_reviewer",
            ),
        ]

    @property
    def lets_stand(self) -> bool:
        return self.outcome in self.STANDS

    def __str__(self) -> str:
        return f"{self.reviewed_on}: {self.name}, {self.credentials}"

    @property
    def on_behalf(self) -> bool:
        """Whether somebody else recorded what the clinician decided."""
        return self.decided_by_id != self.recorded_by_id


class ReviewAttachment(FrozenModel):
    """A file that proves what a clinician decided: the mail they wrote, the signed form. Kept in the database, so that it
    is in every backup and cannot be exchanged."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="attachments")
    name = models.CharField(max_length=150)
    content_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()

    class Meta(FrozenModel.Meta):
        verbose_name = _("attachment of a review")
        verbose_name_plural = _("attachments of reviews")

    def __str__(self) -> str:
        return self.name


class ReviewObjection(FrozenModel):
    """The clinician named by a review says that they did not decide so. The review stays on record and counts no more."""

    review = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="objection")
    words = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta(FrozenModel.Meta):
        verbose_name = _("objection to a review")
        verbose_name_plural = _("objections to reviews")

    def __str__(self) -> str:
        return f"{self.review}: {self.words}"

    @property
    def confirmed_at(self):
        """When the clinician proved by a mailed code that it was they; None while nobody did."""
        check = getattr(self, "check_by_code", None)
        return check and check.confirmed_at


class EventQuerySet(FrozenQuerySet):
    def rewording(self, *, page, by):
        """What makes somebody an author: changes of a page's words since its last edition with an approval of its own.
        `page` and `by` are ids, or OuterRefs to them. The twin of actions.events.authors_of inside other queries."""
        resting = [Significance.TYPO.value, Significance.PROPAGATED.value]
        published = Event.objects.filter(page_id=OuterRef("page_id"), verb=Event.Verb.PUBLISHED)
        last = published.exclude(data__significance__in=resting).order_by("-pk").values("pk")[:1]
        edits = self.filter(verb__in=(Event.Verb.CREATED, Event.Verb.EDITED), data__words=True)
        return edits.filter(page_id=page, actor_id=by, pk__gt=Coalesce(Subquery(last), 0))


class Event(FrozenModel):
    """Audit line: who did what to which page, when. Ids and names instead of foreign keys, so that it outlives drafts."""

    emptied_by_redaction = ("page_title",)
    set_by_redaction = ("redacted_at",)

    class Verb(models.TextChoices):
        CREATED = "created", _("created")
        EDITED = "edited", _("edited")
        ASKED = "asked", _("asked for approval")
        SIGNED_OFF = "signed-off", _("signed off")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")
        MOVED = "moved", _("moved")
        REVIEWED = "reviewed", _("reviewed")
        DELETED = "deleted", _("deleted")
        SETTINGS = "settings", _("site settings changed")
        REVOKED = "revoked", _("took back a request for approval")
        RESTORED = "restored", _("brought back an earlier text")
        SCHEDULED = "scheduled", _("set a time")
        UNSCHEDULED = "unscheduled", _("took back a set time")
        REFUSED = "refused", _("could not do at the set time")
        PLANNED = "planned", _("planned a review")
        OBJECTED = "objected", _("objected to a review")
        PROPOSED = "proposed", _("proposed a change of facts")
        HELD = "held", _("held back what a changed fact makes doubtful")
        RELEASED = "released", _("showed again what was held back")
        REDACTION_ASKED = "redaction-asked", _("asked for redaction")
        REDACTION_REFUSED = "redaction-refused", _("refused a redaction")
        REDACTED = "redacted", _("redacted")
        REGISTER = "register", _("changed the reviewers' register")
        CALENDAR = "calendar", _("changed the address of their review calendar")
        CODE_SENT = "code-sent", _("asked for a one-time code")
        NOTICE_RAISED = "notice-raised", _("raised a safety notice")
        NOTICE_CONFIRMED = "notice-confirmed", _("confirmed a safety notice")
        NOTICE_REFUSED = "notice-refused", _("refused a safety notice")
        NOTICE_LAPSED = "notice-lapsed", _("a safety notice lapsed unconfirmed")
        NOTICE_ENDED = "notice-ended", _("ended a safety notice early")
        NOTICE_LONGER = "notice-longer", _("asked to prolong a safety notice")
        NOTICE_PROLONGED = "notice-prolonged", _("prolonged a safety notice")

    verb = models.CharField(max_length=20, choices=Verb.choices)
    page_id = models.BigIntegerField(null=True, db_index=True)
    page_kind = models.CharField(max_length=20, blank=True)
    page_title = models.CharField(max_length=200, blank=True)
    actor_id = models.BigIntegerField(null=True)  # none for a clinician of the reviewers' register, or for nobody
    actor_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    data = models.JSONField(default=dict)
    redacted_at = models.DateTimeField(null=True)

    objects = FrozenManager.from_queryset(EventQuerySet)()

    class Meta(FrozenModel.Meta):
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.actor_name} {self.get_verb_display()} {self.page_title}"
