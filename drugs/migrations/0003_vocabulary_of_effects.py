"""The words of side effects move into one vocabulary, and lose nothing on the way.

Rows with the same key and the same words share an effect. A row that says the same key in other words gets an effect of its
own, "nausea--2"; its sheet then says another key, so the sheet counts as changed until somebody looks. The way back gives each
row its words and its first key again.
"""

import re
from collections import Counter

from django.db import migrations

WORDS = ("name", "clinical_name", "definition")
LONGEST = 80
SPLIT = re.compile(r"--[0-9]+\Z")


def fill(apps, schema_editor):
    effects, rows = apps.get_model("drugs", "Effect").objects, apps.get_model("drugs", "SideEffect").objects
    taken = set(rows.values_list("key", flat=True))
    # Words → effect, for each key. Drugs and classes in the order in which their rows were made: the first keeps the key.
    known: dict[str, list[tuple[dict, object]]] = {}
    for row in rows.order_by("pk"):
        words = {name: getattr(row, name) for name in WORDS}
        there = known.setdefault(row.key, [])
        effect = next((effect for said, effect in there if said == words), None)
        if effect is None:
            effect = effects.create(key=_free_key(row.key, taken) if there else row.key, **words)
            there.append((words, effect))
        row.effect = effect
        row.save(update_fields=["effect"])
        if effect.key != row.key:
            _changed(apps, row)


def empty(apps, schema_editor):
    effects, rows = apps.get_model("drugs", "Effect").objects, apps.get_model("drugs", "SideEffect").objects
    first = set(effects.values_list("key", flat=True))

    def plain(key: str) -> str:
        base = SPLIT.sub("", key)
        return base if base in first else key

    # A sheet that came to state both keeps them apart, as a key may stand once.
    stated = Counter((row.drug_id, row.drug_class_id, plain(row.effect.key)) for row in rows.select_related("effect"))
    for row in rows.select_related("effect"):
        key = plain(row.effect.key)
        row.key = key if stated[row.drug_id, row.drug_class_id, key] == 1 else row.effect.key
        for name in WORDS:
            setattr(row, name, getattr(row.effect, name))
        if row.key != row.effect.key:
            _changed(apps, row)
        row.effect = None
        row.save(update_fields=["key", *WORDS, "effect"])
    effects.all().delete()


def _free_key(key: str, taken: set[str]) -> str:
    number = 2
    while (free := f"{key[: LONGEST - len(str(number)) - 2]}--{number}") in taken:
        number += 1
    taken.add(free)
    return free


def _changed(apps, row):
    """The hash of the sheet is worked out again when somebody looks, as after any change of what it says."""
    pages = apps.get_model("publishing", "Page").objects
    pages.filter(pk=row.drug_id or row.drug_class_id).update(working_hash="")


class Migration(migrations.Migration):
    dependencies = [("drugs", "0002_the_medicine"), ("publishing", "0011_marks_of_sources")]

    operations = [migrations.RunPython(fill, empty)]
