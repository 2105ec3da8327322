"""A change of facts as staff see it: its affected pages by screen and filter, with their words before and after."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Page as Screen
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy

from publishing import affected
from publishing.change_words import change_words
from publishing.differences import Piece, compare_words
from publishing.models import AffectedPage, ChangeSet, Page

A_SCREEN = 25
FILTERS = {
    "all": (gettext_lazy("All pages"), Q()),
    "contradictions": (gettext_lazy("May say otherwise in their own words"), ~Q(contradictions=[])),
    "problems": (gettext_lazy("Cannot be published so"), ~Q(problems=[])),
    "waiting": (gettext_lazy("Not approved yet"), Q(sign_off=None, became=None)),
    "approved": (gettext_lazy("Approved"), Q(sign_off__isnull=False)),
    "held": (gettext_lazy("Held back from readers"), Q(held_at__isnull=False)),
}


@dataclass(frozen=True)
class Choice:
    """One filter, with the number of pages behind it."""

    label: str
    url: str
    number: int
    chosen: bool


@dataclass(frozen=True)
class Shown:
    """One affected page on the screen. `ticked`: it is approved unless somebody unticks it; `changes`: (where, before,
    after) with both compared word by word."""

    row: AffectedPage
    changes: tuple[tuple[str, tuple[Piece, ...], tuple[Piece, ...]], ...]
    form_url: str
    live_url: str
    ticked: bool
    can_tick: bool


@dataclass(frozen=True)
class ChangeShown:
    """Everything on the page of a change set. `seen`: a digest of the pages that "approve all" means."""

    change: ChangeSet
    words: str
    pages: int
    prepared: int
    approved: int
    held: int
    published: int
    clean: int
    choices: tuple[Choice, ...]
    screen: Screen
    rows: tuple[Shown, ...]
    seen: str
    address: str

    @property
    def left(self) -> int:
        return self.pages - self.prepared


def words_of(change: ChangeSet) -> str:
    """The change in a few words, in the language of whoever looks."""
    return change_words(change.before, change.after, get_language() or settings.LANGUAGE_CODE)


def show(change: ChangeSet, *, which: str = "all", language: str = "", number: str = "1") -> ChangeShown:
    """A constant number of queries, whatever the number of pages."""
    rows = change.affected.light()
    counts = rows.aggregate(
        pages=Count("pk"),
        prepared=Count("pk", filter=Q(prepared_at__isnull=False) | Q(became__isnull=False)),
        published=Count("pk", filter=Q(became__isnull=False)),
        **{name: Count("pk", filter=condition) for name, (_label, condition) in FILTERS.items() if condition},
    )
    counts["all"] = counts["pages"]
    languages = dict(rows.order_by().values_list("language").annotate(n=Count("pk")))
    which = which if which in FILTERS else "all"
    found = rows.filter(FILTERS[which][1]).order_by("title", "pk")
    if language in languages:
        found = found.filter(language=language)
    else:
        language = ""
    screen = Paginator(found.select_related("page", "edition", "sign_off").defer("compiled", *_heavy()), A_SCREEN)
    screen = screen.get_page(number)
    paths = dict(
        affected.Publication.objects.pages()
        .filter(page__in=[row.page_id for row in screen])
        .values_list("page", "path")
    )
    clean = dict(clean_rows(change).values_list("pk", "new_hash"))
    return ChangeShown(
        change=change,
        words=words_of(change),
        pages=counts["pages"],
        prepared=counts["prepared"],
        approved=counts["approved"],
        held=counts["held"],
        published=counts["published"],
        clean=len(clean),
        choices=tuple(_choices(change, counts, languages, which, language)),
        screen=screen,
        rows=tuple(_shown(row, paths) for row in screen),
        seen=digest(clean),
        address="?" + urlencode({"show": which, "language": language}),
    )


def clean_rows(change: ChangeSet):
    """What "approve all" means: worked out, without problems or contradictions, not approved or published yet."""
    return change.affected.clean().waiting().filter(sign_off=None)


def digest(rows: Mapping[int, str]) -> str:
    """One short name for exactly these rows with exactly these hashes."""
    text = ",".join(f"{pk}:{content_hash}" for pk, content_hash in sorted(rows.items()))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _heavy() -> Iterable[str]:
    return (f"edition__{name}" for name in (*affected.HEAVY, "facts", "quoted"))


def _choices(change: ChangeSet, counts, languages, which: str, language: str) -> Iterable[Choice]:
    here = reverse("staff:change", args=[change.pk])
    for name, (label, _condition) in FILTERS.items():
        if counts[name] or name == "all":
            chosen = name == which and not language
            yield Choice(str(label), f"{here}?{urlencode({'show': name})}", counts[name], chosen)
    if len(languages) > 1:
        names = dict(settings.LANGUAGES)
        for code, number in sorted(languages.items()):
            if code:
                url = f"{here}?{urlencode({'show': which, 'language': code})}"
                yield Choice(str(names.get(code, code)), url, number, code == language)


def _shown(row: AffectedPage, paths: Mapping[int, str]) -> Shown:
    open_row = row.prepared_at is not None and row.became_id is None and row.sign_off_id is None
    return Shown(
        row=row,
        changes=tuple((each.get("where", ""), *_both(each["before"], each["after"])) for each in row.changes),
        form_url=_form_of(row.page),
        live_url=paths.get(row.page_id, ""),
        ticked=open_row and not row.problems and not row.contradictions,
        can_tick=open_row and not row.problems,
    )


def _form_of(page: Page) -> str:
    opts = Page._meta.get_field(f"as_{page.kind}").related_model._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[page.pk])


def _both(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    pieces = compare_words(before, after)
    return tuple(p for p in pieces if p.kind != "new"), tuple(p for p in pieces if p.kind != "gone")
