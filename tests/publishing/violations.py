"""Rows that a constraint must refuse: what the files test_constraints*.py share."""

import importlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from publishing import triggers
from tests.house.files import ROOT


@dataclass(frozen=True)
class Violation:
    """`row(world)` gives a good row, not yet saved; `fault(world)` what is wrong with the bad one."""

    row: Callable
    fault: Callable = field(default=lambda world: {})


def copy_of(row, **changes):
    """A second row with the same content."""
    copy = type(row).objects.get(pk=row.pk)
    copy.pk, copy._state.adding = None, True
    for name, value in changes.items():
        setattr(copy, name, value)
    return copy


def blank(*names):
    return lambda world: dict.fromkeys(names, "")


def constraints() -> dict[str, tuple[type[models.Model], models.BaseConstraint]]:
    """Every named constraint of our models."""
    ours = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    mine = [model for model in apps.get_models() if model._meta.app_label in ours]
    return {constraint.name: (model, constraint) for model in mine for constraint in model._meta.constraints}


def violations_of_all_files() -> dict[str, Violation]:
    """Every VIOLATIONS table there is, by the name of the constraint."""
    names = sorted(path.stem for path in Path(__file__).parent.glob("test_constraints*.py"))
    tables = [importlib.import_module(f"{__package__}.{name}").VIOLATIONS for name in names]
    return {name: violation for table in tables for name, violation in table.items()}


def every_violation(violations: dict[str, Violation], more=()) -> list[tuple[str, Violation]]:
    """Parameters for a test: the table, and the other ways in which its constraints can be broken (name, row, fault)."""
    return [*violations.items(), *((name, Violation(row, fault)) for name, row, fault in more)]


def names_it(error: IntegrityError, name: str) -> bool:
    """Whether the database says that this constraint refused. SQLite names the columns of a unique one instead."""
    said = str(error)
    model, constraint = constraints()[name]
    if connection.vendor == "sqlite" and isinstance(constraint, models.UniqueConstraint) and constraint.fields:
        columns = [f"{model._meta.db_table}.{model._meta.get_field(field).column}" for field in constraint.fields]
        return said == f"UNIQUE constraint failed: {', '.join(columns)}"
    return name in said


def check_violation(world, name: str, violation: Violation) -> None:
    """The database refuses the bad row by this constraint, and takes the same row without the fault."""
    if connection.vendor == "sqlite" and isinstance(constraints()[name][1], models.UniqueConstraint):
        triggers.uninstall()  # on SQLite they refuse a second row first, before the constraint is asked
    with transaction.atomic():
        violation.row(world).save_base(raw=True)  # the same row without the fault is taken
        transaction.set_rollback(True)
    row = violation.row(world)
    for attribute, value in violation.fault(world).items():
        setattr(row, attribute, value)
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        row.save_base(raw=True)
    assert names_it(refused.value, name), str(refused.value)
