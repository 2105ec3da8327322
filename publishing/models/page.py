"""Page: the identity and the working copy of anything published."""

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce, TruncMonth
from django.utils.translation import gettext_lazy as _

from publishing.fact_names import FactWords
from publishing.merged_names import by_known_names, known_as
from publishing.models.asking import ApprovalRequest, Invitation
from publishing.models.edition import Use
from publishing.models.numbered import Numbered
from publishing.models.publication import Publication
from publishing.models.records import Event, SignOff
from publishing.models.schedule import Schedule
from publishing.models.site import SiteSettings


class RiskTier(models.TextChoices):
    """How much harm a stale page could do; it sets how often the page is reviewed."""

    MEDICINE = "medicine", _("medicine or dose")
    TREATMENT = "treatment", _("treatment")
    BACKGROUND = "background", _("background")

    @classmethod
    def strictest(cls, *tiers: str) -> str:
        """The one that asks most, of those given; "" stands for none."""
        return min((tier for tier in tiers if tier), key=cls.values.index)


class State(models.TextChoices):
    """Where a page stands. Derived from its rows by PageQuerySet.with_state, never stored."""

    DRAFT = "draft", _("draft")
    IN_REVIEW = "in-review", _("waiting for approval")
    APPROVED = "approved", _("approved, not yet published")
    SCHEDULED = "scheduled", _("approved, to be published at a set time")
    LIVE = "live", _("live")
    LIVE_WITH_CHANGES = "live-with-changes", _("live, with changes not yet published")
    WITHDRAWN = "withdrawn", _("withdrawn")


class PageQuerySet(models.QuerySet):
    """The questions staff ask about pages. `with_state` comes first where a page's state or dates are shown or ordered by;
    what is only counted does without it, because building it for each number would be most of what the desk costs."""

    def with_state(self):
        """Add is_live, is_withdrawn, is_current (the live edition is the working copy), approvals and approvals_needed,
        is_approved, is_asked, is_scheduled (a time is set for publishing it), next_review_on (promised to readers), due_on
        (when staff are to do it) and assigned_to_id: one query, whatever the number of pages."""
        publications = Publication.objects.filter(page=OuterRef("pk"))
        approvals = SignOff.objects.filter(page=OuterRef("pk"), content_hash=OuterRef("working_hash")).counting()
        approvals = approvals.order_by().values("page").annotate(n=Count("pk")).values("n")
        policies = SiteSettings.objects.filter(pk=SiteSettings.ONLY_ID)
        needed = [
            When(risk_tier=tier, then=Subquery(policies.values(f"approvals_{tier}")[:1])) for tier in RiskTier.values
        ]
        return self.annotate(
            is_live=Exists(publications.live()),
            is_withdrawn=Exists(publications.withdrawn()),
            is_current=Exists(publications.live().filter(edition__content_hash=OuterRef("working_hash"))),
            approvals=Coalesce(Subquery(approvals), 0),
            approvals_needed=Coalesce(Case(*needed), 1),
            is_asked=Q(asked_hash=F("working_hash")) & ~Q(asked_hash=""),
            is_scheduled=Exists(Schedule.objects.pending().filter(page=OuterRef("pk"), does=Schedule.Does.PUBLISH)),
            next_review_on=publications.live().values("next_review_on")[:1],
            due_on=publications.live().values("due_on")[:1],
            assigned_to_id=publications.live().values("assigned_to")[:1],
        ).annotate(is_approved=Q(approvals__gte=F("approvals_needed")))

    def waiting_for(self, person):
        """Pages this clinician is to decide on: asked or open to all, not their own text. Adds asked_due_on (a day or None)."""
        if not (person.is_active and person.is_clinician and person.has_perm("publishing.sign_off_page")):
            return self.none()
        requests = ApprovalRequest.objects.filter(page=OuterRef("pk"), content_hash=OuterRef("working_hash"))
        named = Invitation.objects.filter(
            request__page=OuterRef("pk"), request__content_hash=OuterRef("working_hash"), revoked_at__isnull=True
        )
        decided = SignOff.objects.unspent().filter(
            page=OuterRef("pk"), content_hash=OuterRef("working_hash"), by=person.pk
        )
        written = Event.objects.rewording(page=OuterRef("pk"), by=person.pk)
        asked = Exists(named.filter(user=person.pk)) | ~Exists(named)
        pages = self.in_state(State.IN_REVIEW).filter(asked, ~Exists(decided), ~Exists(written))
        return pages.annotate(asked_due_on=requests.order_by("-pk").values("due_on")[:1])

    def with_responsible(self):
        """Add responsible_id: who looks after the page at this moment (see Page.responsible, its twin for a single page),
        and assignee_id: who is to do its next review, the person it was assigned to or else the responsible one. Both
        follow at once when somebody is made inactive; None when nobody is left."""
        assigned = Publication.objects.live().filter(page=OuterRef("pk"), assigned_to__is_active=True)
        an_id = models.BigIntegerField()
        return self.annotate(
            responsible_id=Case(
                When(owner__is_active=True, then=F("owner")),
                When(backup_owner__is_active=True, then=F("backup_owner")),
                When(team__lead__is_active=True, then=F("team__lead")),
                output_field=an_id,
            )
        ).annotate(
            assignee_id=Coalesce(
                Subquery(assigned.values("assigned_to")[:1], output_field=an_id),
                F("responsible_id"),
                output_field=an_id,
            )
        )

    def with_people(self):
        """The people Page.responsible asks for, fetched in the same query."""
        return self.select_related("owner", "backup_owner", "team__lead")

    def looked_after_by(self, person):
        """Pages this person is responsible for today."""
        return self.with_responsible().filter(responsible_id=person.pk) if person.is_active else self.none()

    def to_be_reviewed_by(self, person):
        """Pages whose next review this person is to do: assigned to them, or theirs and assigned to nobody."""
        return self.with_responsible().filter(assignee_id=person.pk) if person.is_active else self.none()

    def to_be_reviewed_by_nobody(self):
        """Pages whose next review falls to no active person."""
        return self.with_responsible().filter(assignee_id=None)

    def looked_after_by_nobody(self):
        """Pages that no active person is responsible for."""
        return self.with_responsible().filter(responsible_id=None)

    def in_state(self, state: str):
        """Pages in one State; see Page.state, its twin for a single page."""
        pages = self.with_state()
        changed = Q(is_current=False)
        return {
            State.LIVE: pages.filter(is_live=True, is_current=True),
            State.APPROVED: pages.filter(changed, is_approved=True, is_scheduled=False),
            State.SCHEDULED: pages.filter(changed, is_approved=True, is_scheduled=True),
            State.IN_REVIEW: pages.filter(changed, is_approved=False, is_asked=True),
            State.LIVE_WITH_CHANGES: pages.filter(changed, is_live=True, is_approved=False, is_asked=False),
            State.WITHDRAWN: pages.filter(is_live=False, is_withdrawn=True, is_approved=False, is_asked=False),
            State.DRAFT: pages.filter(is_live=False, is_withdrawn=False, is_approved=False, is_asked=False),
        }[State(state)]

    def load_by_month(self, *, until: date) -> dict[tuple[int | None, date], int]:
        """Reviews of each person (id; None: nobody) in each month (its first day) before a day, overdue ones in their own."""
        live = self.with_responsible().filter(publications__edition__isnull=False, publications__due_on__lt=until)
        rows = (
            live.order_by()
            .annotate(month=TruncMonth("publications__due_on"))
            .values_list("assignee_id", "month")
            .annotate(number=Count("pk"))
        )
        return {(person, month): number for person, month, number in rows}

    # Staff work by due_on, which every live page has. Only past_promised_date asks what readers were told.

    def due_by(self, day: date):
        """Live pages that staff are to review on or before the day, overdue ones included."""
        return self._live_with(Publication.objects.due_by(day))

    def due_between(self, first: date, last: date):
        """Live pages that staff are to review from one day to another, both included."""
        return self._live_with(Publication.objects.due_between(first, last))

    def overdue(self, on: date):
        """Live pages whose review staff should have done before this day."""
        return self._live_with(Publication.objects.overdue(on))

    def past_promised_date(self, on: date):
        """Live pages whose readers were promised a review before this day."""
        return self._live_with(Publication.objects.review_overdue(on=on))

    def never_reviewed(self):
        """Live pages that no clinician has reviewed as a whole and let stand."""
        return self._live_with(Publication.objects.never_reviewed())

    def reviewed_without_evidence(self):
        """Live pages whose last review does not say what evidence was looked at."""
        return self._live_with(Publication.objects.reviewed_without_evidence())

    def _live_with(self, publications):
        return self.filter(pk__in=publications.values("page"))

    def quoting(self, page_ids):
        """Pages whose live edition quotes the facts of any of these pages."""
        uses = Use.objects.filter(target__in=page_ids, how=Use.How.QUOTES)
        return self.filter(publications__edition__in=uses.values("edition"))

    def held(self):
        """Live pages that hold something back: a fact they state changed, and nobody approved their new words."""
        return self.filter(publications__edition__isnull=False).exclude(publications__held=[])

    def not_to_be_postponed(self):
        """Live pages on which a late review does most harm: something is held back, or they are about a medicine or dose."""
        live = Publication.objects.live().filter(page=OuterRef("pk"))
        medicine = Exists(live.filter(risk_tier=RiskTier.MEDICINE)) | Exists(live) & Q(risk_tier=RiskTier.MEDICINE)
        return self.filter(medicine | Exists(live.exclude(held=[])))

    def keyed(self, kinds, keys):
        """Pages of these kinds that carry one of these keys."""
        return self.filter(kind__in=kinds, key__in=keys)


class Page(Numbered, models.Model):
    """The identity and working copy of anything published. No public view reads it.

    `kind` is the model name of the child ("article", "drug", …), so `specific` needs no registry. `working_hash` is the
    content hash of the working copy as last saved through actions.record_edit. `before_merge`: the snapshot that clinicians
    know, {"source", "names": {old key: new key}}, where only merged references changed their keys since (docs/adr/0026).
    """

    kind = models.CharField(max_length=20, editable=False)
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, blank=True, default=settings.LANGUAGE_CODE
    )
    key = models.SlugField(
        _("key"),
        max_length=100,
        help_text=_(
            "The short name other pages use to link here, shared by all translations, for example “bone-metastases”."
        ),
    )
    slug = models.SlugField(_("address"), max_length=100, help_text=_("The last part of the page's web address."))
    title = models.CharField(_("title"), max_length=200)
    risk_tier = models.CharField(
        _("risk tier"),
        max_length=20,
        choices=RiskTier.choices,
        default=RiskTier.TREATMENT,
        help_text=_("Sets how often the page must be reviewed."),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="owned_pages",
    )
    backup_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("backup owner"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="backed_up_pages",
    )
    team = models.ForeignKey(
        "people.Team", verbose_name=_("team"), null=True, blank=True, on_delete=models.PROTECT, related_name="pages"
    )
    working_hash = models.CharField(max_length=64, editable=False, blank=True, default="")
    version = models.PositiveIntegerField(editable=False, default=0)
    before_merge = models.JSONField(editable=False, null=True, default=None)
    edited_at = models.DateTimeField(editable=False, null=True)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    asked_hash = models.CharField(max_length=64, editable=False, blank=True, default="")
    asked_at = models.DateTimeField(editable=False, null=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    objects = models.Manager.from_queryset(PageQuerySet)()

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "language", "slug"],
                name="one_page_a_slug_and_language",
                violation_error_message=_("Another page of this kind and language has this address already."),
            ),
            models.UniqueConstraint(
                fields=["kind", "language", "key"],
                name="one_page_a_key_and_language",
                violation_error_message=_("Another page of this kind and language has this key already."),
            ),
            models.CheckConstraint(
                condition=Q(edited_at__isnull=True, edited_by__isnull=True)
                | Q(edited_at__isnull=False, edited_by__isnull=False),
                name="page_edited_at_and_by_come_together",
            ),
            models.CheckConstraint(
                condition=Q(asked_at__isnull=True, asked_by__isnull=True, asked_hash="")
                | (Q(asked_at__isnull=False, asked_by__isnull=False) & ~Q(asked_hash="")),
                name="page_asked_at_and_by_come_together",
            ),
        ]
        permissions = [
            ("sign_off_page", _("Can approve a page as a clinician")),
            ("publish_page", _("Can publish, move and withdraw a page")),
            ("record_review", _("Can record a review")),
            ("plan_reviews", _("Can plan and assign reviews")),
            ("redact_page", _("Can empty editions for good, together with a second person")),
            ("audit_page", _("Can download the audit binder of a page")),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def specific(self):
        """This page as its own kind (Article, Drug, …); one query unless it already is."""
        return self if type(self) is not Page else getattr(self, f"as_{self.kind}")

    @property
    def responsible(self):
        """Who looks after the page at this moment: its owner, backup owner or team's lead, the first who is active; None
        when nobody is left. PageQuerySet.with_responsible is its twin for lists."""
        people = (self.owner, self.backup_owner, self.team.lead if self.team else None)
        return next((person for person in people if person is not None and person.is_active), None)

    @property
    def state(self) -> State:
        """Where the page stands; needs PageQuerySet.with_state. PageQuerySet.in_state is its twin for lists."""
        if self.is_live and self.is_current:
            return State.LIVE
        if self.is_approved:
            return State.SCHEDULED if self.is_scheduled else State.APPROVED
        if self.is_asked:
            return State.IN_REVIEW
        if self.is_live:
            return State.LIVE_WITH_CHANGES
        return State.WITHDRAWN if self.is_withdrawn else State.DRAFT

    # Foreign keys that get_source reads.
    SOURCE_NEEDS: tuple[str, ...] = ()

    # Addresses that another view of the same kind answers.
    RESERVED_SLUGS: frozenset[str] = frozenset()

    def get_fact_words(self, statements) -> FactWords:
        """What people call the facts that pages quote of this one. `statements`: the facts to be read, old and new."""
        return FactWords()

    def clean(self):
        if self.slug in self.RESERVED_SLUGS:
            raise ValidationError({"slug": _("This address is taken by a page of the site itself. Choose another.")})

    def get_public_path(self) -> str | None:
        """The address this page would be published at, from its slug; None for facts, which have no page of their own."""
        raise NotImplementedError(f"{type(self).__name__} does not say where it is published")

    def get_source(self) -> dict:
        """The working copy as a canonical snapshot (plain JSON): everything of this page that a reader would see."""
        raise NotImplementedError(f"{type(self).__name__} does not say what its source is")

    def restore_source(self, source):
        """Set the working copy from a snapshot that get_source once gave, older ones too; nothing is saved. Gives what saves
        its rows (for actions.record_edit), None when it has none. Raises Refused when something it names is gone."""
        raise NotImplementedError(f"{type(self).__name__} does not say how it is restored")

    def compile_source(self, source, *, together=frozenset(), proposed=None):
        """A snapshot as it would be published: publishing.compiled.Compiled. `together`: ids of pages published in the same
        transaction, which may be linked to. `proposed` (publishing.lookups.Proposed): facts in place of the live ones."""
        raise NotImplementedError(f"{type(self).__name__} does not say how it compiles")

    def compile(self, *, together=frozenset()):
        """The working copy as it would be published; what the preview shows and what a clinician approves. Where it differs
        from what they know by keys of merged references alone, it goes by the keys that they know."""
        source = self.get_source()
        compiled = self.compile_source(source, together=together)
        known = known_as(source, self.before_merge)
        return by_known_names(compiled, known, self.before_merge["names"]) if known is not source else compiled

    def get_known_source(self) -> dict:
        """The snapshot of the working copy, as `compile` hashes it."""
        return known_as(self.get_source(), self.before_merge)

    def get_surroundings(self) -> dict:
        """Breadcrumb, related pages, children and alternates, as data for the Publication."""
        return {}

    def get_neighbour_ids(self) -> set[int]:
        """Ids of the pages whose surroundings name this one."""
        return set()

    def get_kept_elsewhere(self):
        """(label, rows) of tables outside publishing that hold words of this page; a redaction deletes them."""
        return []

    def get_words_of_its_own(self) -> models.QuerySet:
        """Rows of a vocabulary that only this page names; a redaction of its working copy deletes them too."""
        return Page.objects.none()

    def get_reference_marks(self, names) -> dict[str, str]:
        """What references among these quoted names ("reference:himelstein2017") would print today; {} without any."""
        return {}

    def cite_instead(self, names):
        """Set the texts to cite the new key of each old one; nothing is saved. Gives what moves its rows, or None."""

    def get_edition_rows(self, edition, compiled) -> list[models.Model]:
        """Unsaved rows of this kind's own that belong to a new edition (citations); publishing writes them with it."""
        return []
