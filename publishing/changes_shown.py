"""A change of facts as staff see it: its affected pages by screen and filter, with their words before and after."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Page as Screen
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from publishing import affected
from publishing.change_words import change_words
from publishing.compiled import NUMBERING
from publishing.differences import Piece, compare_words
from publishing.models import AffectedPage, ChangeSet, Page, SignOff

A_SCREEN = 25
# No word that readers see changes, and nothing about the page is in doubt: nobody has to do anything for it.
SAME = Q(prepared_at__isnull=False, changes=[], contradictions=[], problems=[])
FILTERS = {
    "words": (gettext_lazy("Words change, or are in doubt"), ~SAME),
    "same": (gettext_lazy("No word changes"), SAME),
    "contradictions": (gettext_lazy("May say otherwise in their own words"), ~Q(contradictions=[])),
    "problems": (gettext_lazy("Cannot be published so"), ~Q(problems=[])),
    "waiting": (gettext_lazy("Not approved yet"), Q(sign_off=None, became=None)),
    "approved": (gettext_lazy("Approved"), Q(sign_off__isnull=False)),
    "held": (gettext_lazy("Held back from readers"), Q(held_at__isnull=False)),
    "all": (gettext_lazy("All pages"), Q()),
}
# The same where only the numbers of references change: no word does.
FILTERS_OF_NUMBERS = {
    "words": gettext_lazy("Numbers change, or are in doubt"),
    "same": gettext_lazy("No number changes"),
    "contradictions": gettext_lazy("Something else than a number would change"),
}
# The same where a source of the library is not what it was.
FILTERS_OF_SOURCES = {
    "words": gettext_lazy("To be read"),
    "contradictions": gettext_lazy("Rest on a source that may not hold"),
}
# What a page is, for somebody who sees two of the same name.
KINDS = {
    "drug": gettext_lazy("Facts of a drug"),
    "drugclass": gettext_lazy("Facts of a drug class"),
    "drugpage": gettext_lazy("Page about a drug"),
    "term": gettext_lazy("Glossary term"),
    "topic": gettext_lazy("Topic page"),
    "article": gettext_lazy("Article"),
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
    """One affected page on the screen. `kind`, `language` and `path` say which page it is; `ticked`: it is approved unless
    somebody unticks it; `changes`: (where, before, after) with both compared word by word; `rests`: (where, sentence) that
    cite the source that changed; `left_out`: the wishes for changes that stand against what it would say; `needs_nothing`: no
    word of it changes."""

    row: AffectedPage
    changes: tuple[tuple[str, tuple[Piece, ...], tuple[Piece, ...]], ...]
    form_url: str
    live_url: str
    ticked: bool
    can_tick: bool
    kind: str = ""
    language: str = ""
    left_out: tuple[SignOff, ...] = ()
    needs_nothing: bool = False
    rests: tuple[tuple[str, str], ...] = ()


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
    same: int
    choices: tuple[Choice, ...]
    screen: Screen
    rows: tuple[Shown, ...]
    seen: str
    address: str
    which: str
    same_url: str
    wishes: tuple[SignOff, ...] = ()

    @property
    def left(self) -> int:
        return self.pages - self.prepared

    @property
    def worded(self) -> int:
        """Pages of which a word changes, or something is in doubt, or nobody knows yet."""
        return self.pages - self.same


def words_of(change: ChangeSet) -> str:
    """The change in a few words, in the language of whoever looks."""
    return change_words(change.before, change.after, get_language() or settings.LANGUAGE_CODE)


def kind_words(kind: str) -> str:
    return str(KINDS.get(kind, kind))


def subject_words(change: ChangeSet) -> str:
    """What kind of thing changed."""
    if change.page:
        return kind_words(change.page.kind)
    return str(_("Reference numbers of a section") if is_of_numbers(change) else _("Source in the library"))


def is_of_numbers(change: ChangeSet) -> bool:
    """Whether only the numbers of references change: no fact, and no word."""
    return change.subject.startswith(NUMBERING)


def show(
    change: ChangeSet,
    *,
    which: str = "words",
    language: str = "",
    number: str = "1",
    ticked: Collection[int] | None = None,
) -> ChangeShown:
    """A constant number of queries, whatever the number of pages. `ticked`: what somebody ticked who is shown the page again;
    None: what is not in doubt."""
    rows = change.affected.light()
    counts = rows.aggregate(
        pages=Count("pk"),
        prepared=Count("pk", filter=Q(prepared_at__isnull=False) | Q(became__isnull=False)),
        published=Count("pk", filter=Q(became__isnull=False)),
        **{name: Count("pk", filter=condition) for name, (_label, condition) in FILTERS.items() if condition},
    )
    counts["all"] = counts["pages"]
    which = which if which in FILTERS else "words"
    listed = rows.filter(FILTERS[which][1])
    languages = dict(listed.order_by().values_list("language").annotate(n=Count("pk")))
    found = rows.filter(FILTERS[which][1]).order_by("title", "pk")
    if language and language in languages:  # facts have none, and asking for no language asks for every page
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
    wishes = _wishes_about(screen)
    here = reverse("staff:change", args=[change.pk])
    return ChangeShown(
        change=change,
        words=words_of(change),
        pages=counts["pages"],
        prepared=counts["prepared"],
        approved=counts["approved"],
        held=counts["held"],
        published=counts["published"],
        clean=len(clean),
        same=counts["same"],
        choices=tuple(_choices(change, counts, languages, which, language)),
        screen=screen,
        rows=tuple(_shown(row, paths, wishes.get(row.page_id, ()), ticked) for row in screen),
        seen=digest(clean),
        address="?" + urlencode({"show": which, "language": language}),
        which=which,
        same_url=f"{here}?{urlencode({'show': 'same'})}",
        wishes=tuple(wish for found in wishes.values() for wish in found),
    )


def clean_rows(change: ChangeSet):
    """What "approve all" means: worked out, without problems or contradictions, not approved or published yet, and left out
    by nobody."""
    wished = SignOff.objects.filter(page=OuterRef("page"), content_hash=OuterRef("new_hash")).open_wishes()
    return change.affected.clean().waiting().filter(~Exists(wished), sign_off=None)


def same_rows(change: ChangeSet):
    """Pages that need nobody: they follow with the facts, and say word for word what they say now."""
    return clean_rows(change).filter(SAME)


def _wishes_about(rows: Iterable[AffectedPage]) -> dict[int, list[SignOff]]:
    """Page id → the wishes that stand against what the page would say."""
    texts = {(row.page_id, row.new_hash) for row in rows}
    asked = SignOff.objects.filter(page__in={page for page, _hash in texts}).open_wishes().order_by("pk")
    found: dict[int, list[SignOff]] = {}
    for wish in asked:
        if (wish.page_id, wish.content_hash) in texts:
            found.setdefault(wish.page_id, []).append(wish)
    return found


def digest(rows: Mapping[int, str]) -> str:
    """One short name for exactly these rows with exactly these hashes."""
    text = ",".join(f"{pk}:{content_hash}" for pk, content_hash in sorted(rows.items()))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _heavy() -> Iterable[str]:
    return (f"edition__{name}" for name in (*affected.HEAVY, "facts", "quoted"))


def _choices(change: ChangeSet, counts, languages, which: str, language: str) -> Iterable[Choice]:
    here = reverse("staff:change", args=[change.pk])
    own = FILTERS_OF_NUMBERS if is_of_numbers(change) else FILTERS_OF_SOURCES if change.source else {}
    for name, (label, _condition) in FILTERS.items():
        label = own.get(name, label)
        if counts[name] or name in (which, "words"):
            chosen = name == which and not language
            yield Choice(str(label), f"{here}?{urlencode({'show': name})}", counts[name], chosen)
    if len(languages) > 1:
        names = dict(settings.LANGUAGES)
        for code, number in sorted(languages.items()):
            if code:
                url = f"{here}?{urlencode({'show': which, 'language': code})}"
                yield Choice(str(names.get(code, code)), url, number, code == language)


def _shown(row: AffectedPage, paths: Mapping[int, str], wishes: Sequence[SignOff], ticked) -> Shown:
    open_row = row.prepared_at is not None and row.became_id is None and (row.sign_off_id is None or bool(wishes))
    same = row.prepared_at is not None and not (row.changes or row.contradictions or row.problems)
    first = open_row and not (row.problems or row.contradictions or wishes)
    return Shown(
        row=row,
        changes=tuple(
            (each.get("where", ""), *_both(each["before"], each["after"]))
            for each in row.changes
            if not each.get("rests")
        ),
        rests=tuple((each["where"], each["after"]) for each in row.changes if each.get("rests")),
        form_url=_form_of(row.page),
        live_url=paths.get(row.page_id, ""),
        ticked=first if ticked is None else row.pk in ticked,
        can_tick=open_row and not row.problems and (not same or bool(wishes)),
        kind=kind_words(row.page.kind),
        language=str(dict(settings.LANGUAGES).get(row.language, row.language)),
        left_out=tuple(wishes),
        needs_nothing=same and not wishes,
    )


def _form_of(page: Page) -> str:
    opts = Page._meta.get_field(f"as_{page.kind}").related_model._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[page.pk])


def _both(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    pieces = compare_words(before, after)
    return tuple(p for p in pieces if p.kind != "new"), tuple(p for p in pieces if p.kind != "gone")
