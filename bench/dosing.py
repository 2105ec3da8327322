"""How well prose about dosing is read: precision and recall over labelled sentences, each part by itself.

`python -m bench.dosing` prints them, and with `--misses` what was wrong in the part that may be tuned on. `make bench
ARGS="--only dosing"` gives the sums beside the others.
"""

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from bench.figures import Figure
from markup import parse
from markup.dosing.linting import lint
from markup.dosing.naming import KnownDrug
from tests.markup.dosing.library import library

LEAST_PRECISION, LEAST_RECALL = 0.9, 0.8
FOLDER = Path(__file__).parents[1] / "tests/markup/dosing"
PARTS = ("held_out", "tuning", "blind")
_KINDS = {"how often it is given": "frequency", "the dose": "dose", "how it is given": "route"}


class Case(NamedTuple):
    """A labelled text: `expected` are the kinds of fact it contradicts; `line` is its line in the file."""

    line: int
    language: str
    expected: frozenset[str]
    text: str


class Score(NamedTuple):
    """Numbers of contradictions found rightly, found wrongly, and missed."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    def __str__(self) -> str:
        counts = f"{self.right} right, {self.wrong} wrong, {self.missed} missed"
        return f"precision {self.precision:.3f}, recall {self.recall:.3f} ({counts})"


def cases(part: str) -> list[Case]:
    """The cases of one part."""
    found = []
    for number, line in enumerate(Path(FOLDER, f"{part}.txt").read_text(encoding="utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            language, expected, text = (piece.strip() for piece in line.split("|", 2))
            kinds = frozenset() if expected == "-" else frozenset(expected.split(","))
            found.append(Case(number, language, kinds, text.replace("¶", "\n\n").replace("↵", "\n")))
    return found


def found_in(case: Case) -> frozenset[str]:
    """The kinds of fact that the lint says the text contradicts."""
    drugs = [KnownDrug(fact) for fact in library(case.language)]
    issues = lint(parse(case.text), drugs, language=case.language)
    return frozenset(
        kind
        for each in issues
        if each.code == "dosing-differs"
        for words, kind in _KINDS.items()
        if f"({words})" in each.message
    )


def score(several: Iterable[Case]) -> Score:
    """How the lint does on some cases: each kind of fact in each text counts once."""
    right = wrong = missed = 0
    for case in several:
        found = found_in(case)
        right += len(found & case.expected)
        wrong += len(found - case.expected)
        missed += len(case.expected - found)
    return Score(right, wrong, missed)


def measure() -> list[Figure]:
    """Precision and recall over all texts, beside their goals: at least so much, which is told in the note."""
    found = score(case for part in PARTS for case in cases(part))
    return [
        Figure(
            "dosing: precision of what is said to differ", found.precision, note=f"goal: at least {LEAST_PRECISION}"
        ),
        Figure("dosing: recall of what differs", found.recall, note=f"goal: at least {LEAST_RECALL}"),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.dosing", description=__doc__)
    parser.add_argument("--misses", action="store_true", help="print what was wrong in the part that may be tuned on")
    options = parser.parse_args()
    everything: list[Case] = []
    for part in PARTS:
        some = cases(part)
        everything += some
        sys.stdout.write(f"{part}: {len(some)} texts, {score(some)}\n")
        for language in ("en", "es"):
            spoken = [case for case in some if case.language == language]
            sys.stdout.write(f"  {language}: {len(spoken)} texts, {score(spoken)}\n")
    sys.stdout.write(f"all: {len(everything)} texts, {score(everything)}\n")
    for case in cases("tuning") if options.misses else ():
        found = found_in(case)
        if found != case.expected:
            said = ", ".join(sorted(found)) or "-"
            sys.stdout.write(
                f"{case.line}: found {said}, expected {', '.join(sorted(case.expected)) or '-'}: {case.text}\n"
            )


if __name__ == "__main__":
    main()
