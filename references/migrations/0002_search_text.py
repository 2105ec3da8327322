"""The words each reference is found by. The index over them is made by our migrate command (references.search_index)."""

from django.db import migrations, models

from references.search_words import words_of_record

PORTION = 1_000


def fill(apps, schema_editor):
    references = apps.get_model("references", "Reference").objects.using(schema_editor.connection.alias)
    last = 0
    while rows := list(
        references.filter(pk__gt=last).only("key", "title", "authors", "year", "csl").order_by("pk")[:PORTION]
    ):
        for row in rows:
            row.search_text = words_of_record(
                key=row.key, title=row.title, authors=row.authors, year=row.year, csl=row.csl
            )
        references.bulk_update(rows, ["search_text"], batch_size=200)
        last = rows[-1].pk


class Migration(migrations.Migration):
    dependencies = [
        ("references", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="reference",
            name="search_text",
            field=models.TextField(default="", editable=False),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
