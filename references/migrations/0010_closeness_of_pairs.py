"""How sure each pair of possible duplicates is."""

from django.db import migrations, models

from references.likeness import closeness

PORTION = 500


def fill(apps, schema_editor):
    pairs = apps.get_model("references", "PossibleDuplicate").objects.select_related("first", "second")
    rows = []
    for pair in pairs.order_by("pk").iterator(PORTION):
        pair.closeness = closeness(pair.first.csl, pair.second.csl)
        rows.append(pair)
    pairs.model.objects.bulk_update(rows, ["closeness"], batch_size=PORTION)


class Migration(migrations.Migration):
    dependencies = [
        ("references", "0009_shared_numbers"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="possibleduplicate",
            options={
                "ordering": ["-same_number", "-closeness", "first", "second"],
                "verbose_name": "possible duplicate",
                "verbose_name_plural": "possible duplicates",
            },
        ),
        migrations.AddField(
            model_name="possibleduplicate",
            name="closeness",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
