"""Wishes for changes as people read them: who asked for what, of which part, whether that part is another by now, and what
became of the wish. For the form, for whoever is to approve, and for the record."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q

from publishing.blocks import blocks_of, plain_lines
from publishing.compiled import Compiled
from publishing.differences import Line, compare_texts
from publishing.models import BlockComment, Edition, OverruledWish, Page, Significance, SignOff
from publishing.taking_over import with_words

MOST_LINES = 1_000  # a block is shown whole
MOST_WISHES = 20


@dataclass(frozen=True)
class ShownRemark:
    """What a clinician said of one block: its words as they read them, and those they propose, compared. `has_changed`: no
    part of the page says exactly this any more; `is_in_text`: a part says what they propose; `fits`: their words have a
    certain place in the author's text (publishing.taking_over)."""

    pk: int
    quoted: str
    comment: str
    lines: tuple[Line, ...] = ()
    has_changed: bool = False
    is_in_text: bool = False
    fits: bool = False


@dataclass(frozen=True)
class Wish:
    """One wish for changes. `is_open`: it stands against the text as it is now, which cannot be published before it is
    answered; `is_of_this_text`: it is about that text; `overruled`: who approved the text without it, and why;
    `taken_back`: the same clinician's later approval of the text."""

    decided: SignOff
    remarks: tuple[ShownRemark, ...] = ()
    is_open: bool = False
    is_of_this_text: bool = False
    overruled: tuple[OverruledWish, ...] = ()
    taken_back: SignOff | None = None


def open_wishes_on(page: Page, content_hash: str) -> list[SignOff]:
    """The wishes that stand against a text, the oldest first."""
    return list(page.sign_offs.filter(content_hash=content_hash).open_wishes().order_by("pk"))


def wishes_about(page: Page, compiled: Compiled) -> tuple[Wish, ...]:
    """Every wish since the page's last edition with an approval of its own, and those about the text as it is now: those that
    stand open first, then the newest."""
    answered = Edition.objects.filter(page=OuterRef("page"), approval__gt=OuterRef("pk"))
    answered = answered.exclude(significance=Significance.PROPAGATED)
    asked = page.sign_offs.filter(Q(content_hash=compiled.content_hash) | ~Exists(answered))
    asked = asked.filter(decision=SignOff.Decision.CHANGES_REQUESTED)
    return shown(asked.order_by("-pk")[:MOST_WISHES], compiled)


def shown(wishes: Iterable[SignOff], compiled: Compiled) -> tuple[Wish, ...]:
    """Wishes for changes of one page with what was said of its parts: a fixed number of queries."""
    rows = _with_words(wishes)
    if not rows:
        return ()
    now = words_of_blocks(compiled)
    about = SignOff.objects.filter(pk__in=[row.pk for row in rows], content_hash=compiled.content_hash)
    standing = set(about.open_wishes().values_list("pk", flat=True))
    approvals = list(SignOff.objects.filter(page=rows[0].page_id, decision=SignOff.Decision.APPROVE).order_by("pk"))
    found = [
        Wish(
            row,
            remarks_of(row, now=now, body=compiled.source.get("body") or ""),
            is_open=row.pk in standing,
            is_of_this_text=row.content_hash == compiled.content_hash,
            overruled=tuple(row.overruled_by.all()),
            taken_back=next((each for each in approvals if _takes_back(each, row)), None),
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda wish: (not wish.is_open, -wish.decided.pk)))


def _with_words(wishes: Iterable[SignOff]) -> list[SignOff]:
    rows = SignOff.objects.filter(pk__in=[wish.pk for wish in wishes])
    overruled = Prefetch("overruled_by", queryset=OverruledWish.objects.select_related("sign_off"))
    return list(rows.prefetch_related("block_comments", overruled))


def _takes_back(approval: SignOff, wish: SignOff) -> bool:
    same = (approval.by_id, approval.reviewer_id) == (wish.by_id, wish.reviewer_id)
    return same and approval.pk > wish.pk and approval.content_hash == wish.content_hash


def words_of_blocks(compiled: Compiled) -> str:
    """The words of every part of a page, for `remarks_of`."""
    return "\n".join(plain_lines(block.text) for block in blocks_of(compiled.html))


def remarks_of(decided: SignOff, *, now: str | None = None, body: str = "") -> tuple[ShownRemark, ...]:
    """What a decision says of single blocks, in the order of the page. `now`: the words of the page's parts today; without
    them nothing is said of what changed. `body`: the author's text, to say which proposed words have their place in it."""
    rows: Iterable[BlockComment] = decided.block_comments.all()
    return tuple(
        ShownRemark(
            row.pk,
            row.quoted,
            row.comment,
            tuple(compare_texts(row.quoted, row.proposed, context=MOST_LINES)) if row.proposed else (),
            has_changed=now is not None and not _stands(row.quoted, now),
            is_in_text=bool(now and row.proposed) and _stands(row.proposed, now),
            fits=bool(now and body and row.proposed)
            and _stands(row.quoted, now)
            and with_words(body, row.quoted, row.proposed) is not None,
        )
        for row in rows
    )


def _stands(words: str, now: str) -> bool:
    return f"\n{plain_lines(words)}\n" in f"\n{now}\n"
