"""Whatever the facts say: written into a table and read back, they are the same, in every format."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from drugs.doses import UNITS
from drugs.models import CareNote, Drug, Product, Regimen
from drugs.models.regimens import PERIOD_UNITS
from drugs.regions import REGIONS
from drugs.routes import ROUTES
from drugs.tables.planning import Plan
from drugs.tables.reading import Brought, read_files
from drugs.tables.tables import TABLES
from drugs.tables.writing import write_tables
from people.models import User
from tests.stories import NOW

SIGNS = [
    "=1+1",
    "+",
    "-5",
    "@a",
    "'",
    ";",
    ",",
    '"',
    "\n",
    "|",
    "1/2",
    "3-4",
    "007",
    "4,5",
    "TRUE",
    "ñ",
    "中",
    " ",
    "x005F_",
]
words_ = st.lists(
    st.sampled_from(SIGNS[:-1]) | st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=4),
    max_size=4,
)
days = st.dates(date(1990, 1, 1), date(2090, 1, 1))
texts = words_.map("".join).map(str.strip).map(lambda text: text[:60].strip())
lines = texts.map(lambda text: " ".join(text.split()))
words = st.fixed_dictionaries({}, optional={"en": texts.filter(bool), "es": texts.filter(bool)})
codes = st.lists(st.from_regex(r"0\d{3}-\d{4}-\d\d", fullmatch=True), max_size=3, unique=True)
numbers = st.none() | st.decimals(Decimal("0.0001"), 99_999, places=4)
products = st.fixed_dictionaries(
    {"brand": lines, "strength": lines, "region": st.sampled_from(["", *REGIONS]), "form": words, "ndc": codes},
    optional={
        "biosimilar": st.booleans(),
        "spl_version": st.integers(0, 99),
        "label_date": days,
    },
)
regimens = st.fixed_dictionaries(
    {"route": st.sampled_from(["", *ROUTES]), "dose_value": numbers, "period": numbers, "population": words, "duration": words},
    optional={
        "dose_unit": st.sampled_from(list(UNITS)), "frequency": st.integers(0, 30_000), "as_needed": st.booleans(),
        "period_unit": st.sampled_from([code for code, _words in PERIOD_UNITS]), "checked_on": days,
    },
)  # fmt: skip


class Tables(TestCase):
    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        st.lists(products, max_size=3, unique_by=lambda each: (each["brand"], each["strength"], each["region"])),
        st.lists(st.tuples(regimens, st.integers(0, 2)), max_size=3),
        st.lists(words, max_size=3),
        words,
        st.sampled_from(["xlsx", "csv", "json"]),
    )
    def test_what_was_written_changes_nothing(self, products, regimens, notes, name, form):
        person = User.objects.create(username="someone")
        drug = Drug.objects.create(
            key="d", slug="d", title="d", kind="drug", language="", name=name, pronunciation="=a"
        )
        made = [Product.objects.create(drug=drug, position=n, **each) for n, each in enumerate(products)]
        for number, (each, which) in enumerate(regimens):
            product = made[which] if which < len(made) else None
            Regimen.objects.create(drug=drug, key=f"r{number}", product=product, position=number, **each)
        for number, each in enumerate(notes):
            CareNote.objects.create(drug=drug, kind="kidney", words=each, position=number)
        if form == "csv":
            files = [Brought(f"{table}.csv", write_tables([table], "csv")) for table in TABLES]
            files = [file for file in files if file.content.count(b"\n") > 1]
        else:
            files = [Brought(f"all.{form}", write_tables(TABLES, form))]
        plan = Plan(read_files(files), by=person, now=NOW)
        assert (plan.problems, [row.changes for row in plan.rows], plan.notes) == ([], [], [])
        assert plan.unchanged == 1 + len(products) + len(regimens) + len(notes)


pytestmark = pytest.mark.django_db
