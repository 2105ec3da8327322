"""What somebody typed against what is stored meanwhile, in words: for the form of a page and for what is offered back."""

from collections.abc import Mapping
from dataclasses import dataclass

from publishing.boxes import Shape, clean, from_json, read_posted
from publishing.differences import Line, compare_texts
from publishing.merging import Difference, Merge, State, compare
from publishing.models import Page, SavedCopy

ORIGINAL = "mine|"  # names of the hidden boxes that keep my own words of a box both changed


@dataclass(frozen=True)
class BoxView:
    """One box in which two texts differ. `their_lines`: what they changed, or when nobody knows the start, what differs;
    `my_lines`: what I changed. `taken`: "theirs", "mine" or "other", what the form holds now."""

    key: str
    label: str
    kind: str
    their_lines: tuple[Line, ...]
    my_lines: tuple[Line, ...]
    taken: str
    mine: tuple[str, ...]
    knows_base: bool


@dataclass(frozen=True)
class MergeView:
    """A merge as the templates print it: rows by their names."""

    both: tuple[BoxView, ...]
    theirs: tuple[BoxView, ...]
    mine: tuple[BoxView, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    kept: tuple[str, ...]
    new: int


def base_of(page: Page, *, version: int, state: str) -> tuple[State | None, frozenset[str]]:
    """What a form started from: its own note of it and the copy saved at that version. Gives the state and the boxes of
    which nobody knows it."""
    read = from_json(state)
    if read is None:
        return None, frozenset()
    noted, elsewhere = read
    copy = SavedCopy.objects.at_version(page, version)
    if copy is None:
        return noted, elsewhere
    kept = {name: clean([copy.source.get(name, "")]) for name in elsewhere}
    return State({**noted.values, **{name: text for name, text in kept.items() if text}}, noted.rows), frozenset()


def bring_together(
    page: Page, shape: Shape, theirs: State, posted: Mapping[str, list[str]], *, version: int, state: str
) -> Merge:
    """Both people's work in one form. `posted` is mine as a browser sent it, started from this version with this state."""
    mine = read_posted(posted, shape)
    originals = {key: clean(posted[ORIGINAL + key]) for key in _boxes(theirs, mine) if ORIGINAL + key in posted}
    base, unknown = base_of(page, version=version, state=state)
    first = State({key: found for key, found in {**mine.values, **originals}.items() if found}, mine.rows)
    merge = compare(base, theirs, first, unknown=unknown)
    return merge.choose({key: mine.of(key) for key in originals})


def _boxes(theirs: State, mine: State) -> set[str]:
    return {*theirs.values, *mine.values}


def view_of(merge: Merge, shape: Shape) -> MergeView:
    boxes = {kind: [] for kind in ("both", "theirs", "mine")}
    for difference in merge.differences:
        boxes[difference.kind].append(_box_view(difference, shape))
    return MergeView(
        both=tuple(boxes["both"]),
        theirs=tuple(boxes["theirs"]),
        mine=tuple(boxes["mine"]),
        added=tuple(shape.row_label(row) for row in merge.added),
        removed=tuple(shape.row_label(row) for row in merge.removed),
        kept=tuple(shape.row_label(row) for row in merge.kept),
        new=len(merge.new),
    )


def _box_view(difference: Difference, shape: Shape) -> BoxView:
    theirs, mine = shape.words(difference.key, difference.theirs), shape.words(difference.key, difference.mine)
    known = difference.base is not None
    base = shape.words(difference.key, difference.base) if known else mine
    taken = {difference.theirs: "theirs", difference.mine: "mine"}.get(difference.now, "other")
    return BoxView(
        key=difference.key,
        label=shape.label(difference.key),
        kind=difference.kind,
        their_lines=tuple(compare_texts(base, theirs)),
        my_lines=tuple(compare_texts(base, mine)),
        taken=taken,
        mine=difference.mine,
        knows_base=known,
    )
