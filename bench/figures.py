"""Figures: taking them, and printing them beside their goals."""

import gc
import json
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Figure:
    """One figure. `most`: the goal, as a largest value, when there is one; `note`: what it was compared with."""

    name: str
    value: float
    unit: str = ""
    most: float | None = None
    note: str = ""

    @property
    def goal(self) -> str:
        return "" if self.most is None else f"≤ {self.most:g} {self.unit}".strip()

    @property
    def is_met(self) -> bool | None:
        return None if self.most is None else self.value <= self.most


@dataclass(frozen=True)
class Cost:
    """Medians of one repeated call, in milliseconds: by the clock, and of this process's CPU."""

    clock: float
    cpu: float


def costs_of(calls: Mapping[str, Callable[[], object]], *, rounds: int) -> dict[str, Cost]:
    """The cost of each call. They take turns, so that whatever else the machine does falls on all of them alike."""
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in calls}
    for call in calls.values():
        call()
    gc.collect()
    for _round in range(rounds):
        for name, call in calls.items():
            clock, cpu = time.perf_counter(), time.process_time()
            call()
            taken[name].append((time.perf_counter() - clock, time.process_time() - cpu))
    return {
        name: Cost(*(1000 * statistics.median(column) for column in zip(*rows, strict=True)))
        for name, rows in taken.items()
    }


def cost_of(call: Callable[[], object], *, rounds: int) -> Cost:
    return costs_of({"it": call}, rounds=rounds)["it"]


def as_table(figures: Sequence[Figure]) -> str:
    """The figures as a table for people."""
    rows = [("", "figure", "goal", "")]
    for figure in figures:
        said = {None: "", True: "met", False: "MISSED"}[figure.is_met]
        value = f"{figure.value:,.{0 if float(figure.value).is_integer() else 2}f} {figure.unit}".strip()
        rows.append((figure.name, value, f"{figure.goal} {said}".strip(), figure.note))
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    lines = [
        f"{name:<{widths[0]}}  {value:>{widths[1]}}  {goal:<{widths[2]}}  {note}".rstrip()
        for name, value, goal, note in rows
    ]
    return "\n".join(lines)


def as_json(figures: Sequence[Figure], **about: str) -> str:
    rows = [asdict(figure) | {"is_met": figure.is_met} for figure in figures]
    return json.dumps({**about, "figures": rows}, ensure_ascii=False, indent=1)
